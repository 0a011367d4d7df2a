package io.polymongo.bench;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import io.polymongo.embedded.EmbeddedMongo;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bson.Document;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * The embedded replica set beside mongo-java-server alone, each with one client that {@value #THREADS} threads share:
 * inserts, and finds by {@code _id}. The two take turns in short blocks, in both orders, and only blocks of one round are
 * compared; the fresh JVMs are the independent samples, see {@link FindFirstBenchmark}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
public class EmbeddedServerBenchmark {

    static final int THREADS = 16;

    private static final int DOCUMENTS = 1_000;

    @Param("250")
    public int blockMillis;

    @Param("20")
    public int rounds;

    @Param("8")
    public int warmUpRounds;

    private EmbeddedMongo embedded;
    private MongoServer engine;
    private ExecutorService threads;
    private Side ours;
    private Side theirs;

    /** What one shot finds out: medians over its rounds, calls by the second. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.EVENTS)
    public static class Outcome {

        public double insertRatio;
        public double findRatio;
        public double inserts;
        public double finds;
    }

    @Setup
    public void open() {
        embedded = EmbeddedMongo.builder().start();
        engine = new MongoServer(new MemoryBackend());
        threads = Executors.newFixedThreadPool(THREADS);
        ours = new Side(embedded.connectionString());
        theirs = new Side(engine.bindAndGetConnectionString());
    }

    @Benchmark
    public void takeTurns(Outcome outcome) throws Exception {
        rounds(warmUpRounds, true);
        rounds(warmUpRounds, false);
        double[][] inserts = rounds(rounds, true);
        double[][] finds = rounds(rounds, false);
        outcome.insertRatio = ratio(inserts);
        outcome.findRatio = ratio(finds);
        outcome.inserts = ours(inserts);
        outcome.finds = ours(finds);
    }

    private static double ratio(double[][] rates) {
        double[] ratios = new double[rates.length];
        for (int i = 0; i < rates.length; i++) {
            ratios[i] = rates[i][0] / rates[i][1];
        }
        return Median.of(ratios).value();
    }

    private static double ours(double[][] rates) {
        double[] ours = new double[rates.length];
        for (int i = 0; i < rates.length; i++) {
            ours[i] = rates[i][0];
        }
        return Median.of(ours).value();
    }

    private double[][] rounds(int count, boolean inserts) throws Exception {
        double[][] rates = new double[count][2];
        for (int round = 0; round < count; round++) {
            int first = round % 2;
            rates[round][first] = block(first == 0 ? ours : theirs, inserts);
            rates[round][1 - first] = block(first == 0 ? theirs : ours, inserts);
        }
        return rates;
    }

    /** Calls by the second in one block. */
    private double block(Side side, boolean inserts) throws Exception {
        side.empty();
        long start = System.nanoTime();
        long end = start + blockMillis * 1_000_000L;
        List<Future<Integer>> callers = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            int thread = i;
            callers.add(threads.submit(() -> inserts ? side.insertUntil(end) : side.findUntil(end, thread)));
        }
        long calls = 0;
        for (Future<Integer> caller : callers) {
            calls += caller.get();
        }
        return calls * 1e9 / (System.nanoTime() - start);
    }

    @TearDown
    public void close() {
        threads.shutdown();
        ours.client.close();
        theirs.client.close();
        embedded.close();
        engine.shutdownNow();
    }

    /** One server, seen by its client. */
    private static final class Side {

        private final MongoClient client;
        private final MongoCollection<Document> inserted;
        private final MongoCollection<Document> found;

        Side(String uri) {
            client = MongoClients.create(uri);
            inserted = client.getDatabase("bench").getCollection("inserted");
            found = client.getDatabase("bench").getCollection("found");
            for (int i = 0; i < DOCUMENTS; i++) {
                found.insertOne(user(i).append("_id", i));
            }
            inserted.insertOne(user(0));
        }

        /** Leaves one document, as mongo-java-server writes an error to its log where there is nothing to drop. */
        void empty() {
            inserted.drop();
            inserted.insertOne(user(0));
        }

        private static Document user(int number) {
            return new Document("name", "user " + number)
                    .append("age", number % 90)
                    .append("address", new Document("city", "Bern").append("zip", "3011"));
        }

        private int insertUntil(long end) {
            int calls = 0;
            while (System.nanoTime() < end) {
                inserted.insertOne(user(calls++));
            }
            return calls;
        }

        private int findUntil(long end, int thread) {
            int calls = 0;
            while (System.nanoTime() < end) {
                int id = (thread * 61 + calls++) % DOCUMENTS;
                Document document = found.find(Filters.eq(id)).first();
                if (document == null || document.getInteger("_id") != id) {
                    throw new IllegalStateException("another document was found");
                }
            }
            return calls;
        }
    }
}
