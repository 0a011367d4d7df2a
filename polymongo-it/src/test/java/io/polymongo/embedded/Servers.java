package io.polymongo.embedded;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import de.bwaldvogel.mongo.bson.ObjectId;
import io.polymongo.embedded.internal.command.CommandHandler;
import io.polymongo.embedded.internal.election.ReplicaSetCommands;
import io.polymongo.embedded.internal.fault.FailPoints;
import io.polymongo.embedded.internal.fault.Replies;
import io.polymongo.embedded.internal.oplog.Oplog;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Servers with stand-in data, and the real driver on them. */
final class Servers {

    private Servers() {}

    static EmbeddedMongo start(EmbeddedMongo.Builder builder, StandInData data) {
        Settings settings = builder.settings();
        return EmbeddedMongo.start(settings, set -> {
            InstantSource clock = InstantSource.system();
            Oplog oplog = new Oplog(clock, settings.oplogSize());
            CommandHandler members =
                    new ReplicaSetCommands(set, clock, oplog::latestTimestamp, user -> List.of(), new ObjectId(), data);
            FailPoints failPoints = new FailPoints(
                    time -> {}, new Random(), cursor -> false, false, request -> {}, data.counting(members));
            return new Chain(new Replies(oplog::latestTimestamp, cursor -> false, failPoints), failPoints, () -> {});
        });
    }

    static MongoClient client(EmbeddedMongo server, Consumer<MongoClientSettings.Builder> more) {
        MongoClientSettings.Builder settings =
                MongoClientSettings.builder().applyConnectionString(new ConnectionString(server.connectionString()));
        more.accept(settings);
        return MongoClients.create(settings.build());
    }

    static MongoClient client(EmbeddedMongo server) {
        return client(server, settings -> {});
    }

    /** The pools of threads that there are; a server of the whole run keeps its own. */
    static Set<String> pools() {
        return threads().map(Servers::pool).collect(Collectors.toSet());
    }

    /** The threads of servers that were started since; the last is one of Netty itself, which ends a second later. */
    static List<String> threadsBeside(Set<String> pools) {
        return threads().filter(name -> !pools.contains(pool(name))).toList();
    }

    private static Stream<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("embedded-mongo") || name.startsWith("globalEventExecutor"));
    }

    /** A pool has a number, and a thread its own in it. */
    private static String pool(String thread) {
        return thread.substring(0, thread.lastIndexOf('-'));
    }
}
