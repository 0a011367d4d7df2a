package io.polymongo.embedded.internal.election;

import de.bwaldvogel.mongo.bson.BsonTimestamp;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.bson.ObjectId;
import io.polymongo.embedded.internal.command.CommandError;
import io.polymongo.embedded.internal.command.CommandHandler;
import io.polymongo.embedded.internal.command.ConnectionClosed;
import io.polymongo.embedded.internal.command.ErrorCode;
import io.polymongo.embedded.internal.command.MustWait;
import io.polymongo.embedded.internal.command.Request;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Answers what is asked about the set itself, and lets everything else through to the next handler only where the
 * member's state allows it. Thread-safe.
 */
public final class ReplicaSetCommands implements CommandHandler {

    private final ReplicaSet set;
    private final CommandHandler next;
    private final Hello hello;
    private final ReplicaSetReports reports;
    private final StepDown stepDown;
    private final RunningCommands running = new RunningCommands();
    private final Acknowledgements acknowledgements;

    /**
     * Listens to the set from now on.
     *
     * @param lastOpTime the time of the latest change
     * @param mechanisms the SASL mechanisms of a user ({@code database.user}); none if nobody is called so
     * @param replicaSetId what the set's configuration is known by
     * @param next answers everything else
     */
    public ReplicaSetCommands(
            ReplicaSet set,
            InstantSource clock,
            Supplier<BsonTimestamp> lastOpTime,
            Function<String, List<String>> mechanisms,
            ObjectId replicaSetId,
            CommandHandler next) {
        this.set = set;
        this.next = next;
        this.hello = new Hello(set, clock, lastOpTime, mechanisms);
        this.reports = new ReplicaSetReports(set, clock, lastOpTime, replicaSetId);
        this.stepDown = new StepDown(set, clock);
        this.acknowledgements = new Acknowledgements(set);
        set.addListener(running);
    }

    @Override
    public Document handle(Request request) {
        int member = request.connection().member();
        String name = request.name();
        return switch (name) {
            case "hello", "isMaster", "ismaster" -> hello.answer(request);
            case "replSetGetStatus" -> {
                admit(request);
                yield reports.status(member);
            }
            case "replSetGetConfig" -> {
                admit(request);
                yield reports.config(member);
            }
            case "replSetStepDown" -> {
                admit(request);
                yield stepDown.handle(request);
            }
            case "replSetFreeze", "replSetInitiate", "replSetReconfig", "replSetMaintenance", "replSetSyncFrom" ->
                throw new CommandError(ErrorCode.COMMAND_NOT_SUPPORTED, "The embedded server does not support " + name);
            default -> passOn(request, member);
        };
    }

    private void admit(Request request) {
        if (!request.database().equals("admin")) {
            throw new CommandError(
                    ErrorCode.UNAUTHORIZED, request.name() + " may only be run against the admin database.");
        }
        StateChecks.check(request, set.view(request.connection().member()).state());
    }

    private Document passOn(Request request, int member) {
        long startedAt = System.nanoTime();
        // Noted first, checked then: a change of state in between interrupts it.
        try (RunningCommands.Running command = running.begin(member, request)) {
            StateChecks.check(request, set.view(member).state());
            try {
                return acknowledgements.await(request, next.handle(request), startedAt);
            } catch (ConnectionClosed | MustWait e) {
                throw e;
            } catch (RuntimeException e) {
                CommandError interruption = command.interruption();
                if (interruption != null) {
                    throw interruption;
                }
                throw e instanceof CommandError error ? acknowledgements.await(request, error, startedAt) : e;
            }
        }
    }
}
