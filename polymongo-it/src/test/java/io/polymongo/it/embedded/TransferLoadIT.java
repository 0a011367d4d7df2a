package io.polymongo.it.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.MongoException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import io.polymongo.ErrorId;
import io.polymongo.PolyMongo;
import io.polymongo.PolyMongoConfig;
import io.polymongo.TransactionException;
import io.polymongo.embedded.EmbeddedMongo;
import io.polymongo.it.server.LeakCheck;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Many transfers among few accounts while primaries step down, connections are lost and commands fail. Each transfer is
 * stored with its id, so that afterwards it is known what became of it. A shorter form, unless the profile soak sets
 * {@code polymongo.soak}.
 */
@ExtendWith(LeakCheck.class)
class TransferLoadIT {

    private static final boolean SOAK = Boolean.getBoolean("polymongo.soak");
    private static final int THREADS = SOAK ? 32 : 8;
    private static final int TRANSFERS = SOAK ? 100 : 25;
    private static final int ACCOUNTS = 2 * THREADS;
    private static final int CREDITS = 1_000;
    /** After an error that says no more than that a member shuts down, a driver waits for the next heartbeat. */
    private static final String FAST_MONITOR = "&heartbeatFrequencyMS=500";

    private static final int ATTEMPTS_TO_A_FAULT = SOAK ? 32 : 8;
    private static final List<String> COMMANDS = List.of("update", "insert", "commitTransaction", "find");
    private static final List<Integer> TRANSIENT = List.of(112, 10107, 91, 11602);

    /** What callers were told of their transfers. */
    private enum Told {
        DONE,
        FAILED,
        UNKNOWN
    }

    private final long seed = Long.getLong("polymongo.seed", System.nanoTime());
    private final Map<String, Told> told = new ConcurrentHashMap<>();
    private final AtomicInteger attempts = new AtomicInteger();
    private final AtomicInteger faults = new AtomicInteger();

    @Test
    @Timeout(600)
    void eachIsDoneOnceOrNot() throws Exception {
        System.out.println("transfers under load: -Dpolymongo.seed=" + seed);
        Instant begin = Instant.now();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try (EmbeddedMongo server = Sets.three();
                PolyMongo polyMongo = PolyMongo.create(PolyMongoConfig.builder()
                        .uri(server.connectionString() + FAST_MONITOR)
                        .transactionDeadline(Duration.ofSeconds(30))
                        .build())) {
            MongoCollection<Document> accounts = polyMongo.database("bank").getCollection("accounts");
            MongoCollection<Document> transfers = polyMongo.database("audit").getCollection("transfers");
            for (int account = 0; account < ACCOUNTS; account++) {
                accounts.insertOne(new Document("_id", account).append("credits", CREDITS));
            }
            List<Future<?>> running = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                int number = thread;
                running.add(threads.submit(() -> transferAll(server, polyMongo, accounts, transfers, number)));
            }
            for (Future<?> each : running) {
                each.get();
            }
            check(server);
            System.out.println("transfers under load: " + THREADS * TRANSFERS + " in " + attempts + " attempts under "
                    + faults + " faults: " + counted() + ", "
                    + Duration.between(begin, Instant.now()).toMillis() + " ms");
        } finally {
            threads.shutdownNow();
        }
    }

    /** Meets whichever thread comes next; as many as there are attempts, however slow the machine is. */
    private void fault(EmbeddedMongo server, Random chance) {
        String command = COMMANDS.get(chance.nextInt(COMMANDS.size()));
        switch (chance.nextInt(4)) {
            case 0 -> server.stepDown();
            case 1 -> server.failNext(command, TRANSIENT.get(chance.nextInt(TRANSIENT.size())));
            default -> server.closeNext(command);
        }
        faults.incrementAndGet();
    }

    private void transferAll(
            EmbeddedMongo server,
            PolyMongo polyMongo,
            MongoCollection<Document> accounts,
            MongoCollection<Document> transfers,
            int thread) {
        Random chance = new Random(seed + 1 + thread);
        for (int i = 0; i < TRANSFERS; i++) {
            int from = chance.nextInt(ACCOUNTS);
            int to = (from + 1 + chance.nextInt(ACCOUNTS - 1)) % ACCOUNTS;
            int credits = 1 + chance.nextInt(9);
            String id = thread + "-" + i;
            // Every tenth goes wrong when all is written.
            boolean wrong = i % 10 == 9;
            told.put(
                    id,
                    told(() -> polyMongo.transaction(() -> {
                        attempts.incrementAndGet();
                        if (chance.nextInt(ATTEMPTS_TO_A_FAULT) == 0) {
                            fault(server, chance);
                        }
                        // Read and written back, so that whatever another one wrote between would be lost.
                        int balance = accounts.find(Filters.eq(from)).first().getInteger("credits");
                        accounts.updateOne(Filters.eq(from), Updates.set("credits", balance - credits));
                        accounts.updateOne(Filters.eq(to), Updates.inc("credits", credits));
                        transfers.insertOne(new Document("_id", id)
                                .append("from", from)
                                .append("to", to)
                                .append("credits", credits));
                        if (wrong) {
                            throw new IllegalStateException("refused");
                        }
                        return id;
                    })));
        }
    }

    private static Told told(Runnable transfer) {
        try {
            transfer.run();
            return Told.DONE;
        } catch (TransactionException e) {
            assertThat(e.id()).isEqualTo(ErrorId.TRANSACTION_OUTCOME_UNKNOWN);
            return Told.UNKNOWN;
        } catch (MongoException | IllegalStateException e) {
            return Told.FAILED;
        }
    }

    /** Looks past the library: what is stored must be what callers were told, and the accounts what was transferred. */
    private void check(EmbeddedMongo server) {
        try (MongoClient raw = Sets.client(server)) {
            int[] expected = new int[ACCOUNTS];
            Arrays.fill(expected, CREDITS);
            Set<String> stored = raw
                    .getDatabase("audit")
                    .getCollection("transfers")
                    .find()
                    .map(each -> {
                        expected[each.getInteger("from")] -= each.getInteger("credits");
                        expected[each.getInteger("to")] += each.getInteger("credits");
                        return each.getString("_id");
                    })
                    .into(new ArrayList<>())
                    .stream()
                    .collect(Collectors.toSet());
            assertThat(raw.getDatabase("bank").getCollection("accounts").find())
                    .hasSize(ACCOUNTS)
                    .allSatisfy(each -> assertThat(each.getInteger("credits"))
                            .as("account %s", each.get("_id"))
                            .isEqualTo(expected[each.getInteger("_id")]))
                    .extracting(each -> each.getInteger("credits"))
                    .satisfies(credits -> assertThat(
                                    credits.stream().mapToInt(Integer::intValue).sum())
                            .isEqualTo(ACCOUNTS * CREDITS));
            assertThat(told).hasSize(THREADS * TRANSFERS);
            told.forEach((id, what) -> {
                if (what != Told.UNKNOWN) {
                    assertThat(stored.contains(id)).as("%s: %s", id, what).isEqualTo(what == Told.DONE);
                } else {
                    System.out.println("transfers under load: " + id + " was told to be unknown, and was "
                            + (stored.contains(id) ? "" : "not ") + "done");
                }
            });
            assertThat(told).containsValue(Told.DONE).containsValue(Told.FAILED);
        }
    }

    private Map<Told, Long> counted() {
        return told.values().stream().collect(Collectors.groupingBy(each -> each, Collectors.counting()));
    }
}
