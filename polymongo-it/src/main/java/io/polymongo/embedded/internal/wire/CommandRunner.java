package io.polymongo.embedded.internal.wire;

import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.CommandError;
import io.polymongo.embedded.internal.command.CommandHandler;
import io.polymongo.embedded.internal.command.ConnectionClosed;
import io.polymongo.embedded.internal.command.ErrorCode;
import io.polymongo.embedded.internal.command.Request;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Answers one frame after the other with what the chain of handlers says. Nothing in a frame can break it. */
final class CommandRunner {

    private static final Logger LOG = System.getLogger(CommandRunner.class.getName());
    private static final Set<String> STREAMING = Set.of("hello", "isMaster", "ismaster");
    private static final Set<String> WAITING = Set.of("hello", "isMaster", "ismaster", "getMore");
    /** The longest message that is read on the network's thread. */
    private static final int SMALL = 4 * 1024;

    private static final int OP_UPDATE = 2001;
    private static final int OP_INSERT = 2002;
    private static final int OP_GET_MORE = 2005;
    private static final int OP_DELETE = 2006;
    private static final int OP_KILL_CURSORS = 2007;

    private final CommandHandler handler;
    private final ReplyEncoder encoder;

    CommandRunner(CommandHandler handler) {
        this.handler = handler;
        this.encoder = new ReplyEncoder();
    }

    /** Runs on a worker thread; returns when the last reply is on its way, or the connection was closed on purpose. */
    void run(MemberConnection connection, Frame frame) {
        unlessClosed(() -> dispatch(connection, frame));
    }

    private static void unlessClosed(Runnable work) {
        try {
            work.run();
        } catch (ConnectionClosed e) {
            LOG.log(Level.DEBUG, e.getMessage());
        }
    }

    /**
     * Runs on the network's thread, and there only what can neither wait nor take long.
     *
     * @return what is left to be run on a worker thread, or null when the reply is on its way or none is to come
     */
    @Nullable
    Runnable runAtOnce(MemberConnection connection, Frame frame) {
        if (frame.opCode() != OpMsg.OP_CODE || frame.length() > SMALL) {
            return () -> run(connection, frame);
        }
        OpMsg message = new OpMsg(frame);
        Request request;
        try {
            request = read(connection, message);
        } catch (RuntimeException e) {
            // The worker finds it again, and tells it.
            return () -> run(connection, frame);
        }
        Document reply;
        try {
            reply = handler.atOnce(request);
        } catch (ConnectionClosed e) {
            LOG.log(Level.DEBUG, e.getMessage());
            return null;
        } catch (Throwable e) {
            reply = failure(e, connection.isOpen());
        }
        if (reply == null) {
            return () -> unlessClosed(() -> respond(connection, frame, message, request));
        }
        if (!message.wantsNoReply()) {
            connection.send(encoder.message(encoder.nextId(), frame.requestId(), reply, false));
        }
        return null;
    }

    private void dispatch(MemberConnection connection, Frame frame) {
        switch (frame.opCode()) {
            case OpMsg.OP_CODE -> message(connection, frame);
            case OpQuery.OP_CODE -> query(connection, frame);
            case OP_GET_MORE ->
                connection.send(encoder.reply(frame.requestId(), noLongerSupported("OP_GET_MORE"), true));
            case OP_UPDATE, OP_INSERT, OP_DELETE, OP_KILL_CURSORS ->
                LOG.log(Level.WARNING, "A message of the form {0}, which has no answer, was left", frame.opCode());
            default ->
                connection.send(encoder.message(
                        encoder.nextId(),
                        frame.requestId(),
                        new CommandError(
                                        ErrorCode.COMMAND_NOT_SUPPORTED,
                                        "The embedded server does not support the op code " + frame.opCode())
                                .reply(),
                        false));
        }
    }

    private void message(MemberConnection connection, Frame frame) {
        OpMsg message = new OpMsg(frame);
        Request request;
        try {
            request = read(connection, message);
        } catch (Throwable e) {
            // Also an error of the machine, a stack too deep or memory too small for this one: the others go on.
            Document reply = failure(e, true);
            if (!message.wantsNoReply()) {
                connection.send(encoder.message(encoder.nextId(), frame.requestId(), reply, false));
            }
            return;
        }
        respond(connection, frame, message, request);
    }

    private static Request read(MemberConnection connection, OpMsg message) {
        Document body = message.body();
        return new Request(connection, OpMsg.database(body), body, message.mayStream());
    }

    private void respond(MemberConnection connection, Frame frame, OpMsg message, Request first) {
        Request request = first;
        Document reply = answer(connection, request);
        if (message.wantsNoReply()) {
            return;
        }
        int responseTo = frame.requestId();
        while (streams(request, reply) && connection.isOpen()) {
            int id = encoder.nextId();
            connection.send(encoder.message(id, responseTo, reply, true));
            responseTo = id;
            request = request.with(followedBy(request.body(), reply));
            reply = answer(connection, request);
        }
        connection.send(encoder.message(encoder.nextId(), responseTo, reply, false));
    }

    private void query(MemberConnection connection, Frame frame) {
        Document reply;
        boolean failed = false;
        try {
            OpQuery query = OpQuery.read(frame);
            reply = answer(connection, new Request(connection, query.database(), query.body(), false));
        } catch (ConnectionClosed e) {
            throw e;
        } catch (CommandError e) {
            failed = e.code() == OpQuery.NO_LONGER_SUPPORTED;
            reply = failed ? asQueryFailure(e) : e.reply();
        } catch (Throwable e) {
            reply = failure(e, true);
        }
        connection.send(encoder.reply(frame.requestId(), reply, failed));
    }

    private Document answer(MemberConnection connection, Request request) {
        try {
            return WAITING.contains(request.name())
                    ? connection.untilGone(() -> handler.handle(request))
                    : handler.handle(request);
        } catch (ConnectionClosed e) {
            throw e;
        } catch (Throwable e) {
            return failure(e, connection.isOpen());
        } finally {
            // An interrupt was meant for this command; the next one on this thread is another's.
            Thread.interrupted();
        }
    }

    /** An error for the client; what an interruption made of a command that nobody waits for is no news. */
    private static Document failure(Throwable e, boolean isNews) {
        if (e instanceof CommandError error) {
            return error.reply();
        }
        LOG.log(isNews ? Level.ERROR : Level.DEBUG, "A command ended in an error of the server", e);
        return new CommandError(ErrorCode.INTERNAL_ERROR, "The embedded server failed: " + e).reply();
    }

    private static boolean streams(Request request, Document reply) {
        return request.mayStream()
                && STREAMING.contains(request.name())
                && request.body().containsKey("topologyVersion")
                && reply.containsKey("topologyVersion")
                && isOk(reply.get("ok"));
    }

    private static boolean isOk(@Nullable Object ok) {
        return ok instanceof Number number && number.intValue() == 1;
    }

    /** The same command, asked again with the state that was just told. */
    private static Document followedBy(Document body, Document reply) {
        Document next = body.clone();
        next.put("topologyVersion", reply.get("topologyVersion"));
        return next;
    }

    private static Document noLongerSupported(String form) {
        return asQueryFailure(new CommandError(
                OpQuery.NO_LONGER_SUPPORTED,
                form + " is no longer supported. The client driver may require an upgrade. For more details see"
                        + " https://dochub.mongodb.org/core/legacy-opcode-removal"));
    }

    private static Document asQueryFailure(CommandError error) {
        return new Document("$err", error.getMessage())
                .append("code", error.code())
                .append("ok", 0.0);
    }
}
