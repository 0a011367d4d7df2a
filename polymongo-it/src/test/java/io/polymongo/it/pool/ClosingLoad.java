package io.polymongo.it.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoCursor;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.gridfs.GridFSUploadStream;
import com.mongodb.client.gridfs.model.GridFSUploadOptions;
import io.polymongo.PolyMongo;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.bson.Document;
import org.bson.types.ObjectId;

/**
 * Many threads that insert, find in several batches, keep cursors open for a while, work in transactions and in a bucket,
 * and remember what they were told of each. What throws something else than a test expects is kept, too.
 */
final class ClosingLoad implements AutoCloseable {

    static final int THREADS = 32;
    static final List<String> DATABASES = List.of("load-0", "load-1", "load-2", "load-3");

    private static final int READ = 20;

    /** What became of one piece of work: its number is in what it wrote. */
    enum Told {
        DONE,
        REFUSED,
        UNKNOWN
    }

    private record Written(String database, String collection, String id) {}

    private final PolyMongo polyMongo;
    private final long seed;
    private final long pauseNanos;
    private final Predicate<Throwable> refusal;
    private final Predicate<Throwable> cutOff;
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    private final List<Future<?>> running = new ArrayList<>();
    private final AtomicInteger done = new AtomicInteger();
    private final ConcurrentHashMap<Written, Told> told = new ConcurrentHashMap<>();
    private final Queue<Throwable> violations = new ConcurrentLinkedQueue<>();
    private volatile boolean forgetful;
    private volatile boolean stopping;

    /**
     * Prepares what is read.
     *
     * @param pauseNanos the longest pause of a thread between two pieces of work
     * @param refusal what new work may be told
     * @param cutOff what work in progress may be told
     */
    ClosingLoad(
            PolyMongo polyMongo,
            MongoClient raw,
            long seed,
            long pauseNanos,
            Predicate<Throwable> refusal,
            Predicate<Throwable> cutOff) {
        this.polyMongo = polyMongo;
        this.seed = seed;
        this.pauseNanos = pauseNanos;
        this.refusal = refusal;
        this.cutOff = cutOff;
        List<Document> read = new ArrayList<>();
        for (int i = 0; i < READ; i++) {
            read.add(new Document("_id", i));
        }
        for (String database : DATABASES) {
            raw.getDatabase(database).getCollection("read").insertMany(read);
            for (String collection : List.of("single", "first", "second")) {
                raw.getDatabase(database).createCollection(collection);
            }
        }
    }

    /** Starts, and returns when all threads together have done some work. */
    ClosingLoad start() {
        for (int thread = 0; thread < THREADS; thread++) {
            int number = thread;
            running.add(threads.submit(() -> work(number)));
        }
        awaitMore(3);
        return this;
    }

    /** Returns when so many more pieces of work have ended for each thread, well or not. */
    void awaitMore(int pieces) {
        int wanted = done.get() + pieces * THREADS;
        await().until(() -> done.get() >= wanted || running.stream().anyMatch(Future::isDone));
    }

    private void work(int number) {
        Random random = new Random(seed + number);
        for (int i = 0; !stopping; i++) {
            piece(random, number + "-" + i);
            done.incrementAndGet();
            LockSupport.parkNanos((long) (random.nextDouble() * pauseNanos));
        }
    }

    private void piece(Random random, String id) {
        String name = DATABASES.get(random.nextInt(DATABASES.size()));
        MongoDatabase database = polyMongo.database(name);
        switch (random.nextInt(6)) {
            case 0, 1 ->
                write(
                        List.of(new Written(name, "single", id)),
                        () -> database.getCollection("single").insertOne(new Document("_id", id)));
            case 2 ->
                guarded(() -> checkRead(
                        database.getCollection("read").find().batchSize(3).into(new ArrayList<>())));
            case 3 -> guarded(() -> readSlowly(database.getCollection("read"), random));
            case 4 -> inTransaction(random, name, id);
            default -> inBucket(name, id, random);
        }
    }

    private void checkRead(List<Document> found) {
        if (!forgetful) {
            assertThat(new HashSet<>(found)).hasSize(READ).hasSameSizeAs(found);
        }
    }

    private void readSlowly(MongoCollection<Document> from, Random random) {
        List<Document> found = new ArrayList<>();
        try (MongoCursor<Document> cursor = from.find().batchSize(2).cursor()) {
            while (cursor.hasNext()) {
                found.add(cursor.next());
                LockSupport.parkNanos(random.nextInt(2_000_000));
            }
        }
        checkRead(found);
    }

    /** In two collections, of two databases now and then. */
    private void inTransaction(Random random, String first, String id) {
        write(
                List.of(new Written(first, "first", id), new Written(first, "second", id)),
                () -> polyMongo.transaction(() -> {
                    polyMongo.database(first).getCollection("first").insertOne(new Document("_id", id));
                    LockSupport.parkNanos(random.nextInt(2_000_000));
                    return polyMongo.database(first).getCollection("second").insertOne(new Document("_id", id));
                }));
    }

    private void inBucket(String database, String id, Random random) {
        byte[] content = new byte[100];
        random.nextBytes(content);
        ObjectId[] file = new ObjectId[1];
        write(List.of(new Written(database, "fs.files", id)), () -> {
            try (GridFSUploadStream upload = polyMongo
                    .bucket(database, "fs")
                    .openUploadStream(id, new GridFSUploadOptions().chunkSizeBytes(40))) {
                upload.write(content, 0, 60);
                LockSupport.parkNanos(random.nextInt(2_000_000));
                upload.write(content, 60, 40);
                file[0] = upload.getObjectId();
            }
        });
        if (file[0] != null && !forgetful) {
            guarded(() -> {
                ByteArrayOutputStream read = new ByteArrayOutputStream();
                polyMongo.bucket(database, "fs").downloadToStream(file[0], read);
                assertThat(read.toByteArray()).isEqualTo(content);
            });
        }
    }

    private void write(List<Written> what, Runnable writing) {
        Told outcome = guarded(writing);
        what.forEach(each -> told.put(each, outcome));
    }

    private Told guarded(Runnable work) {
        try {
            work.run();
            return Told.DONE;
        } catch (Throwable e) {
            if (refusal.test(e)) {
                return Told.REFUSED;
            }
            if (!cutOff.test(e)) {
                violations.add(e);
            }
            return Told.UNKNOWN;
        }
    }

    /** How often threads were told so. */
    long count(Told what) {
        return told.values().stream().filter(each -> each == what).count();
    }

    /** From now on what is read may be missing, since databases are dropped. */
    void forgetful() {
        forgetful = true;
    }

    /** What was done up to now counts no longer. */
    void forget() {
        told.clear();
    }

    /** Ends the threads, and shows the first thing that was not expected. */
    void stop() throws Exception {
        stopping = true;
        for (Future<?> each : running) {
            each.get();
        }
        if (!violations.isEmpty()) {
            throw new AssertionError(
                    violations.size() + " calls were told what they must not be told", violations.peek());
        }
    }

    /** Each piece of work that was done is there, and none that was refused; of a transaction all or nothing. */
    void checkWritten(MongoClient raw) {
        for (String database : DATABASES) {
            MongoDatabase stored = raw.getDatabase(database);
            for (String collection : List.of("single", "first", "second", "fs.files")) {
                String key = collection.equals("fs.files") ? "filename" : "_id";
                List<String> ids = stored.getCollection(collection)
                        .find()
                        .map(each -> each.getString(key))
                        .into(new ArrayList<>());
                Set<String> found = new HashSet<>(ids);
                assertThat(ids).as("each once").hasSameSizeAs(found);
                told.forEach((written, outcome) -> {
                    if (written.database().equals(database)
                            && written.collection().equals(collection)
                            && outcome != Told.UNKNOWN) {
                        assertThat(found.contains(written.id()))
                                .as("%s was told %s", written, outcome)
                                .isEqualTo(outcome == Told.DONE);
                    }
                });
            }
            assertThat(ids(stored, "first"))
                    .as("transactions wrote both or none")
                    .isEqualTo(ids(stored, "second"));
        }
    }

    private static Set<String> ids(MongoDatabase stored, String collection) {
        return stored.getCollection(collection)
                .find()
                .map(each -> each.getString("_id"))
                .into(new HashSet<>());
    }

    @Override
    public void close() {
        stopping = true;
        threads.shutdownNow();
    }
}
