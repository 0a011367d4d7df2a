package io.polymongo.embedded;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.bson.ObjectId;
import io.polymongo.embedded.internal.command.CommandError;
import io.polymongo.embedded.internal.command.CommandHandler;
import io.polymongo.embedded.internal.command.ErrorCode;
import io.polymongo.embedded.internal.command.Request;
import io.polymongo.embedded.internal.election.ReplicaSet;
import io.polymongo.embedded.internal.election.ReplicaSetCommands;
import io.polymongo.embedded.internal.oplog.Oplog;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Puts the handlers of a server one before the other, and ends what they hold. */
final class Assembly implements AutoCloseable {

    private final InstantSource clock;
    private final Oplog oplog;
    private final CommandHandler data;
    private final UnaryOperator<CommandHandler> outermost;

    /** The server as it is. */
    Assembly(Settings settings, InstantSource clock) {
        this(settings, clock, oplog -> Assembly::unknown, chain -> chain);
    }

    /** A server with other data, or with something that looks at all commands first. */
    Assembly(
            Settings settings,
            InstantSource clock,
            Function<Oplog, CommandHandler> data,
            UnaryOperator<CommandHandler> outermost) {
        this.clock = clock;
        this.oplog = new Oplog(clock, settings.oplogSize());
        this.data = data.apply(oplog);
        this.outermost = outermost;
    }

    /** The outermost handler; what it needs of the set, it listens to. */
    CommandHandler chain(ReplicaSet set) {
        CommandHandler members =
                new ReplicaSetCommands(set, clock, oplog::latestTimestamp, user -> List.of(), new ObjectId(), data);
        return outermost.apply(members);
    }

    private static Document unknown(Request request) {
        throw new CommandError(ErrorCode.COMMAND_NOT_FOUND, "no such command: '" + request.name() + "'");
    }

    /** Ends the threads of the handlers; called once, when no command runs any more. */
    @Override
    public void close() {}
}
