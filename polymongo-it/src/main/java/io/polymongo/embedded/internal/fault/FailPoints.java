package io.polymongo.embedded.internal.fault;

import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.CommandError;
import io.polymongo.embedded.internal.command.CommandHandler;
import io.polymongo.embedded.internal.command.ErrorCode;
import io.polymongo.embedded.internal.command.Request;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongPredicate;
import java.util.random.RandomGenerator;

/**
 * MongoDB's fail points ({@code failCommand}, {@code onPrimaryTransactionalWrite}, {@code
 * failGetMoreAfterCursorCheckout}) with the command that sets them, and the same from Java for tests. Thread-safe.
 */
public final class FailPoints implements CommandHandler {

    private static final String GET_MORE = "failGetMoreAfterCursorCheckout";
    private static final int UNKNOWN_FIELD = 40415;
    private static final Set<String> FIELDS = Set.of(
            "configureFailPoint",
            "mode",
            "data",
            "$db",
            "lsid",
            "$clusterTime",
            "$readPreference",
            "comment",
            "maxTimeMS",
            "apiVersion",
            "apiStrict",
            "apiDeprecationErrors");

    private final FailPoint failCommandPoint;
    private final FailPoint getMorePoint;
    private final FailPoint writePoint;
    private final Gate gate;
    private final FailCommand failCommand;
    private final TransactionalWrites writes;
    private final NextFailures nextFailures = new NextFailures();
    private final LongPredicate isOpenCursor;
    private final Consumer<Request> authorisation;
    private final CommandHandler next;

    /**
     * Stands before another handler.
     *
     * @param sleeper how a command is made to wait
     * @param random for {@code activationProbability}
     * @param isOpenCursor whether a cursor with this id is open
     * @param writesAsk whether the service calls {@link #retryableWrites()} before each retryable write
     * @param authorisation throws unless the client may set fail points
     */
    public FailPoints(
            Sleeper sleeper,
            RandomGenerator random,
            LongPredicate isOpenCursor,
            boolean writesAsk,
            Consumer<Request> authorisation,
            CommandHandler next) {
        this.failCommandPoint = new FailPoint(random);
        this.getMorePoint = new FailPoint(random);
        this.writePoint = new FailPoint(random);
        this.gate = new Gate(sleeper);
        this.failCommand = new FailCommand(failCommandPoint, gate);
        this.writes = new TransactionalWrites(writePoint, writesAsk);
        this.isOpenCursor = isOpenCursor;
        this.authorisation = authorisation;
        this.next = next;
    }

    /** What the service asks before each retryable write. */
    public RetryableWriteFault retryableWrites() {
        return writes;
    }

    /** Lets the next command of this name fail; several calls count one after the other. */
    public void failNext(String command, int code) {
        nextFailures.add(command, code);
    }

    /** Lets the next command of this name fail. */
    public void failNext(String command, ErrorCode code) {
        failNext(command, code.code());
    }

    /** Closes the connection of the next command of this name before it runs. */
    public void closeNext(String command) {
        nextFailures.addClosing(command);
    }

    /** Lets every command wait so long before it runs; zero ends that. */
    public void latency(Duration time) {
        gate.latency(time);
    }

    /** Lets all commands that arrive wait until {@link #resume()}; none is lost. */
    public void pause() {
        gate.shut();
    }

    /** Ends {@link #pause()}. */
    public void resume() {
        gate.open();
    }

    /** Turns all fail points off, and forgets what was to fail next. */
    public void clear() {
        List.of(failCommandPoint, getMorePoint, writePoint).forEach(point -> point.set(FailPointSetting.OFF));
        nextFailures.clear();
        gate.latency(Duration.ZERO);
        gate.open();
    }

    @Override
    public Document handle(Request request) {
        gate.pass(request);
        if (request.name().equals("configureFailPoint")) {
            return configure(request);
        }
        nextFailures.before(request);
        failCommand.before(request);
        failGetMore(request);
        Document reply;
        try {
            reply = writes.run(request, next);
        } catch (CommandError e) {
            failCommand.after(request, e.reply());
            throw e;
        }
        failCommand.after(request, reply);
        return reply;
    }

    private Document configure(Request request) {
        if (!request.database().equals("admin")) {
            throw new CommandError(
                    ErrorCode.UNAUTHORIZED, "configureFailPoint may only be run against the admin database.");
        }
        authorisation.accept(request);
        request.body().keySet().stream()
                .filter(name -> !FIELDS.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw new CommandError(
                            UNKNOWN_FIELD, "BSON field 'configureFailPoint." + name + "' is an unknown field.");
                });
        String name = String.valueOf(request.target());
        FailPoint point = switch (name) {
            case "failCommand" -> failCommandPoint;
            case GET_MORE -> getMorePoint;
            case TransactionalWrites.NAME -> writePoint;
            default -> throw new CommandError(ErrorCode.FAIL_POINT_SET_FAILED, name + " not found");
        };
        FailPointSetting setting = FailPointSetting.parse(request.body());
        switch (name) {
            case "failCommand" -> FaultData.check(name, FaultData.FAIL_COMMAND, setting.data());
            case GET_MORE -> FaultData.check(name, FaultData.GET_MORE, setting.data());
            default -> writes.check(setting.data());
        }
        return new Document("count", point.set(setting)).append("ok", 1.0);
    }

    // Only a cursor that is there is checked out, and a getMore that fails ends its cursor.
    private void failGetMore(Request request) {
        if (!request.name().equals("getMore")
                || !(request.target() instanceof Number cursor)
                || !isOpenCursor.test(cursor.longValue())) {
            return;
        }
        Document data = getMorePoint.enter(candidate -> FaultData.concerns(candidate, request));
        if (data == null) {
            return;
        }
        int code = data.get("errorCode") instanceof Number number ? number.intValue() : ErrorCode.INTERNAL_ERROR.code();
        Document kill = new Document("killCursors", request.body().get("collection"))
                .append("cursors", List.of(cursor.longValue()))
                .append("$db", request.database());
        if (request.lsid() != null) {
            kill.append("lsid", request.lsid());
        }
        try {
            next.handle(request.with(kill));
        } catch (CommandError alreadyGone) {
            // The getMore fails all the same.
        }
        throw new CommandError(code, "Hit the '" + GET_MORE + "' failpoint");
    }
}
