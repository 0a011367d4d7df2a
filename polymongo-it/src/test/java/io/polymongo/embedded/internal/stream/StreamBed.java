package io.polymongo.embedded.internal.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import de.bwaldvogel.mongo.bson.BsonTimestamp;
import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.CommandError;
import io.polymongo.embedded.internal.command.CommandHandler;
import io.polymongo.embedded.internal.command.ErrorCode;
import io.polymongo.embedded.internal.command.FakeConnection;
import io.polymongo.embedded.internal.command.Request;
import io.polymongo.embedded.internal.oplog.Oplog;
import io.polymongo.embedded.internal.oplog.OplogEntry.Change;
import io.polymongo.embedded.internal.oplog.OplogEntry.Kind;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** Change streams over an oplog that the test fills by hand, before a handler that remembers what it was asked. */
final class StreamBed implements StreamSources, AutoCloseable {

    static final Instant START = Instant.parse("2026-01-02T03:04:05Z");

    final Oplog oplog;
    final Map<String, Document> documents = new ConcurrentHashMap<>();
    final Set<String> collections = ConcurrentHashMap.newKeySet();
    final Set<String> views = ConcurrentHashMap.newKeySet();
    final List<Request> passedOn = new CopyOnWriteArrayList<>();
    final ChangeStreams streams;

    StreamBed() {
        this(10_000);
    }

    StreamBed(int bound) {
        oplog = new Oplog(InstantSource.fixed(START), bound);
        streams = new ChangeStreams(oplog, this, System::nanoTime, new AtomicLong()::incrementAndGet, answers());
    }

    private CommandHandler answers() {
        return request -> {
            passedOn.add(request);
            if (request.name().equals("getMore")) {
                throw new CommandError(ErrorCode.CURSOR_NOT_FOUND, "cursor id " + request.target() + " not found");
            }
            return request.name().equals("killCursors")
                    ? new Document("cursorsKilled", List.of(77L))
                            .append("cursorsNotFound", List.of(88L))
                            .append("cursorsAlive", List.of())
                            .append("cursorsUnknown", List.of())
                            .append("ok", 1.0)
                    : new Document("ok", 1.0);
        };
    }

    @Override
    public Document lookup(String database, String collection, Object id) {
        return documents.get(database + "." + collection + "/" + id);
    }

    @Override
    public UUID uuidOf(String database, String collection) {
        return collections.contains(database + "." + collection) ? uuid(database, collection) : null;
    }

    @Override
    public boolean isView(String database, String collection) {
        return views.contains(database + "." + collection);
    }

    @Override
    public void close() {
        streams.close();
    }

    static UUID uuid(String database, String collection) {
        return UUID.nameUUIDFromBytes((database + "." + collection).getBytes(StandardCharsets.UTF_8));
    }

    // ---- changes

    static Change change(
            Kind kind, String database, String collection, Object id, Document before, Document after, boolean images) {
        return new Change(kind, database, collection, uuid(database, collection), id, before, after, null, images);
    }

    static Change inserted(String database, String collection, Object id) {
        return change(Kind.INSERT, database, collection, id, null, new Document("_id", id), false);
    }

    static Change described(Kind kind, String database, String collection, Document description) {
        return new Change(kind, database, collection, uuid(database, collection), null, null, null, description, false);
    }

    static Change renamed(String database, String collection, String toDatabase, String to) {
        return described(
                Kind.RENAME,
                database,
                collection,
                new Document("to", new Document("db", toDatabase).append("coll", to)));
    }

    void append(Change... changes) {
        oplog.append(List.of(changes));
    }

    void insert(String database, String collection, Object... ids) {
        Arrays.stream(ids).forEach(id -> append(inserted(database, collection, id)));
    }

    void update(String database, String collection, Document before, Document after) {
        append(change(Kind.UPDATE, database, collection, after.get("_id"), before, after, false));
    }

    void drop(String database, String collection) {
        collections.remove(database + "." + collection);
        append(described(Kind.DROP, database, collection, null));
    }

    void dropDatabase(String database) {
        append(new Change(Kind.DROP_DATABASE, database, null, null, null, null, null, null, false));
    }

    // ---- commands

    Document run(String database, Document body) {
        return run(0, database, body);
    }

    Document run(int member, String database, Document body) {
        return streams.handle(new Request(new FakeConnection(member), database, body.append("$db", database), false));
    }

    CommandError failure(String database, Document body) {
        CommandError error = catchThrowableOfType(CommandError.class, () -> run(database, body));
        assertThat(error).as("an error for %s", body).isNotNull();
        return error;
    }

    static Document aggregate(Object target, Document spec, Document... stages) {
        List<Document> pipeline = new ArrayList<>(List.of(new Document("$changeStream", spec)));
        pipeline.addAll(List.of(stages));
        return new Document("aggregate", target).append("pipeline", pipeline).append("cursor", new Document());
    }

    Stream open(String database, Object target, Document spec, Document... stages) {
        return new Stream(database, run(database, aggregate(target, spec, stages)));
    }

    Stream watch(String database, String collection, Document... stages) {
        return open(database, collection, new Document(), stages);
    }

    /** A cursor as a client has it. */
    final class Stream {

        final String database;
        final String collection;
        final long id;
        Document last;

        Stream(String database, Document reply) {
            this.database = database;
            this.last = (Document) reply.get("cursor");
            this.id = (Long) last.get("id");
            this.collection = ((String) last.get("ns")).substring(database.length() + 1);
        }

        Document getMore() {
            return new Document("getMore", id).append("collection", collection).append("maxTimeMS", 0L);
        }

        List<Document> next() {
            return next(getMore());
        }

        List<Document> next(Document getMore) {
            last = (Document) run(database, getMore).get("cursor");
            return events();
        }

        @SuppressWarnings("unchecked")
        List<Document> events() {
            return (List<Document>) last.getOrDefault("nextBatch", last.get("firstBatch"));
        }

        CommandError failure() {
            return StreamBed.this.failure(database, getMore());
        }

        Document token() {
            return (Document) last.get("postBatchResumeToken");
        }

        boolean isOver() {
            return last.get("id").equals(0L);
        }
    }

    static List<Object> types(List<Document> events) {
        return events.stream().map(event -> event.get("operationType")).toList();
    }

    static List<Object> ids(List<Document> events) {
        return events.stream()
                .map(event -> ((Document) event.get("documentKey")).get("_id"))
                .toList();
    }

    static Document token(Document event) {
        return (Document) event.get("_id");
    }

    static BsonTimestamp later(BsonTimestamp time, long ticks) {
        return new BsonTimestamp(time.getValue() + ticks);
    }
}
