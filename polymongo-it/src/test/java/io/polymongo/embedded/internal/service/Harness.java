package io.polymongo.embedded.internal.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.CommandError;
import io.polymongo.embedded.internal.command.FakeConnection;
import io.polymongo.embedded.internal.command.Owner;
import io.polymongo.embedded.internal.command.Request;
import io.polymongo.embedded.internal.operation.Operations;
import io.polymongo.embedded.internal.oplog.Oplog;
import io.polymongo.embedded.internal.oplog.OplogEntry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A service without a wire: commands are documents. */
final class Harness implements AutoCloseable {

    static final String DB = "shop";

    /** What is thrown at the next retryable writes that ask. */
    final Deque<CommandError> faults = new ArrayDeque<>();

    int asked;

    final AtomicLong now = new AtomicLong();
    final Oplog oplog = new Oplog(InstantSource.system(), 10_000);
    final DataService service = new DataService(
            oplog,
            3,
            Duration.ofSeconds(60),
            new Operations(List.of("localhost:27017")),
            InstantSource.system(),
            now::get,
            ended -> {},
            this::ask);

    private void ask(Request write) {
        asked++;
        CommandError fault = faults.poll();
        if (fault != null) {
            throw fault;
        }
    }

    Document run(Document command) {
        return run(DB, command);
    }

    Document run(String database, Document command) {
        return runAs(Owner.NOBODY, database, command);
    }

    Document runAs(Owner owner, String database, Document command) {
        FakeConnection connection = new FakeConnection();
        connection.attribute(Owner.class, owner);
        return service.handle(new Request(connection, database, command, false));
    }

    CommandError fails(Document command) {
        return fails(DB, command);
    }

    CommandError fails(String database, Document command) {
        CommandError error = catchThrowableOfType(CommandError.class, () -> run(database, command));
        assertThat(error).as("error of " + command).isNotNull();
        return error;
    }

    static Document doc(String key, @Nullable Object value) {
        return new Document(key, value);
    }

    static Document insert(String collection, Document... documents) {
        return doc("insert", collection).append("documents", List.of(documents));
    }

    static Document update(String collection, Document query, Object update) {
        return doc("update", collection)
                .append("updates", List.of(doc("q", query).append("u", update)));
    }

    static Document delete(String collection, Document query, int limit) {
        return doc("delete", collection)
                .append("deletes", List.of(doc("q", query).append("limit", limit)));
    }

    static Document find(String collection, Document filter) {
        return doc("find", collection).append("filter", filter);
    }

    @SuppressWarnings("unchecked")
    List<Document> found(Document command) {
        return (List<Document>) ((Document) run(command).get("cursor")).get("firstBatch");
    }

    List<Document> all(String collection) {
        return found(find(collection, new Document()).append("batchSize", 100_000));
    }

    List<OplogEntry.Kind> kinds() {
        return oplog.after(0, 10_000).stream()
                .map(entry -> entry.change().kind())
                .toList();
    }

    void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }

    Client client() {
        return new Client(this);
    }

    @Override
    public void close() {
        service.close();
    }

    /** A client's session. */
    static final class Client {

        private final Harness harness;
        final Document lsid = doc("id", UUID.randomUUID());
        long number;
        private boolean first;

        Client(Harness harness) {
            this.harness = harness;
        }

        Client begin() {
            number++;
            first = true;
            return this;
        }

        Document in(Document command) {
            Document body = command.clone()
                    .append("lsid", lsid)
                    .append("txnNumber", number)
                    .append("autocommit", false);
            if (first) {
                body.append("startTransaction", true);
                first = false;
            }
            return body;
        }

        Document run(Document command) {
            return harness.run(in(command));
        }

        CommandError fails(Document command) {
            return harness.fails(in(command));
        }

        List<Document> found(Document command) {
            return harness.found(in(command));
        }

        Document ending(String name) {
            return doc(name, 1).append("lsid", lsid).append("txnNumber", number).append("autocommit", false);
        }

        Document commit() {
            return harness.run("admin", ending("commitTransaction"));
        }

        Document abort() {
            return harness.run("admin", ending("abortTransaction"));
        }

        Document retryable(Document command) {
            return command.clone().append("lsid", lsid).append("txnNumber", number);
        }
    }
}
