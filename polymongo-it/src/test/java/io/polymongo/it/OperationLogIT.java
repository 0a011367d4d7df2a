package io.polymongo.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoDatabase;
import io.polymongo.PolyMongo;
import io.polymongo.internal.log.Log;
import io.polymongo.internal.observe.OperationLog;
import io.polymongo.it.server.OnServer;
import io.polymongo.it.server.TestDatabases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A line for each command that the driver sends, in a file of our own. */
@OnServer
class OperationLogIT {

    private static final String HEAD = "\\S+Z DEBUG   \\[shared] ";
    private static final String TIME = " \\d+\\.\\d ms ";

    @TempDir
    Path folder;

    private PolyMongo logged(TestDatabases databases, Supplier<String> tenant, Log log) {
        return PolyMongo.builder(databases.config().build())
                .customizer((pool, settings) -> settings.addCommandListener(new OperationLog(pool, tenant, log)))
                .build();
    }

    private List<String> lines() throws IOException {
        return Files.readAllLines(folder.resolve("polymongo.log.0"));
    }

    @Test
    void eachCommandHasALineWithItsOutcome(TestDatabases databases) throws IOException {
        String name = databases.name("shop");
        try (Log log = Log.open(true, folder);
                PolyMongo polyMongo = logged(databases, () -> "acme", log)) {
            MongoDatabase shop = polyMongo.database(name);
            shop.getCollection("users").insertMany(List.of(new Document("_id", 1), new Document("_id", 2)));
            assertThatThrownBy(() -> shop.getCollection("users").insertOne(new Document("_id", 1)))
                    .isInstanceOf(MongoWriteException.class);
            assertThat(shop.getCollection("users").find().batchSize(1).into(new ArrayList<>()))
                    .hasSize(2);
            shop.runCommand(new Document("ping", 1));
            assertThatThrownBy(() -> shop.runCommand(new Document("nosuch", "hidden")))
                    .isInstanceOf(MongoCommandException.class);
        }
        String users = HEAD + name + "\\.users ";
        assertThat(lines()).satisfies(lines -> {
            assertThat(lines.subList(0, 3))
                    .satisfiesExactly(
                            line -> assertThat(line).matches(users + "insert" + TIME + "ok tenant=acme"),
                            line -> assertThat(line).matches(users + "insert" + TIME + "write error 11000 tenant=acme"),
                            line -> assertThat(line).matches(users + "find" + TIME + "ok tenant=acme"));
            assertThat(lines).anySatisfy(line -> assertThat(line).matches(users + "getMore" + TIME + "ok tenant=acme"));
            assertThat(lines)
                    .anySatisfy(line -> assertThat(line).matches(HEAD + name + " ping" + TIME + "ok tenant=acme"));
            assertThat(lines)
                    .anySatisfy(line -> assertThat(line)
                            .matches(HEAD + name + " nosuch" + TIME + "error 59 CommandNotFound tenant=acme"));
            assertThat(lines).last().asString().matches(HEAD + "admin endSessions" + TIME + "ok tenant=acme");
            assertThat(lines).noneMatch(line -> line.contains("hidden"));
        });
    }

    /** Else the tenant would not be the caller's. */
    @Test
    void theDriverCallsOnTheCallersThread(TestDatabases databases) throws Exception {
        try (Log log = Log.open(true, folder);
                PolyMongo polyMongo =
                        logged(databases, () -> Thread.currentThread().getName(), log)) {
            Thread caller = new Thread(
                    () -> {
                        polyMongo.database().getCollection("users").insertOne(new Document());
                        polyMongo
                                .database()
                                .getCollection("users")
                                .find()
                                .batchSize(1)
                                .first();
                    },
                    "caller");
            caller.start();
            caller.join();
            assertThat(lines()).hasSizeGreaterThanOrEqualTo(2).allMatch(line -> line.endsWith(" tenant=caller"));
        }
    }
}
