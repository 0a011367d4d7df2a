package io.polymongo.sample.transfer;

import static io.polymongo.sample.Requests.as;
import static io.polymongo.sample.Requests.assertProblem;
import static io.polymongo.sample.Requests.create;
import static io.polymongo.sample.Requests.transfer;
import static org.assertj.core.api.Assertions.assertThat;

import io.polymongo.PolyMongo;
import io.polymongo.sample.Requests;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bson.Document;
import org.junit.jupiter.api.Test;

/** Transfers that get in each other's way, of two tenants at once. */
@QuarkusTest
class ParallelTransfersTest {

    private static final int THREADS = 8;
    private static final int TRANSFERS = 12;
    private static final int USERS = 3;
    private static final long CREDITS = 6;

    @Inject
    PolyMongo polyMongo;

    @Test
    void nothingIsLostAndNothingMadeUp() throws Exception {
        List<String> tenants = List.of(Requests.freshTenant(), Requests.freshTenant());
        Map<String, List<String>> users = new HashMap<>();
        tenants.forEach(tenant -> users.put(tenant, makeUsers(tenant)));

        List<Response> answers = transferInParallel(tenants, users);

        assertThat(answers)
                .extracting(Response::statusCode)
                .isSubsetOf(201, 409)
                .contains(201);
        for (String tenant : tenants) {
            Map<String, Long> expected = new HashMap<>();
            users.get(tenant).forEach(user -> expected.put(user, CREDITS));
            List<String> done = new ArrayList<>();
            for (Document entry : new Ledger(polyMongo, tenant).entries()) {
                expected.merge(entry.getString("from"), -entry.getLong("credits"), Long::sum);
                expected.merge(entry.getString("to"), entry.getLong("credits"), Long::sum);
                done.add(entry.getObjectId("_id").toHexString());
            }
            Map<String, Long> credits = new Ledger(polyMongo, tenant).credits();
            assertThat(credits).isEqualTo(expected).hasSize(USERS);
            assertThat(credits.values()).allSatisfy(left -> assertThat(left).isNotNegative());
            assertThat(credits.values().stream().mapToLong(Long::longValue).sum())
                    .isEqualTo(USERS * CREDITS);
            assertThat(done)
                    .containsExactlyInAnyOrderElementsOf(answers.stream()
                            .filter(answer -> answer.statusCode() == 201)
                            .filter(answer -> users.get(tenant).contains(answer.<String>path("from")))
                            .map(answer -> answer.<String>path("id"))
                            .toList());
        }
    }

    @Test
    void tenantsReachNeitherUsersNorEntriesOfOthers() {
        String one = Requests.freshTenant();
        String other = Requests.freshTenant();
        String ann = create(one, "ann", 10);
        String bea = create(one, "bea", 0);
        String mallory = create(other, "mallory", 10);

        assertProblem(transfer(other, ann, mallory, 1), 404);
        assertProblem(transfer(other, mallory, ann, 1), 404);
        assertProblem(transfer(other, ann, bea, 1), 404);
        String entry =
                transfer(one, ann, bea, 1).then().statusCode(201).extract().path("id");
        assertProblem(as(other).get("/transfers/" + entry), 404);

        assertThat(new Ledger(polyMongo, one).credits()).isEqualTo(Map.of(ann, 9L, bea, 1L));
        assertThat(new Ledger(polyMongo, other).credits()).isEqualTo(Map.of(mallory, 10L));
        assertThat(new Ledger(polyMongo, other).entries()).isEmpty();
    }

    private static List<String> makeUsers(String tenant) {
        List<String> made = new ArrayList<>();
        for (int i = 0; i < USERS; i++) {
            made.add(create(tenant, "user" + i, CREDITS));
        }
        return made;
    }

    /** Each thread works for one tenant and goes round its users, so that any two meet at one of them sooner or later. */
    private static List<Response> transferInParallel(List<String> tenants, Map<String, List<String>> users)
            throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        CyclicBarrier start = new CyclicBarrier(THREADS);
        try {
            List<Callable<List<Response>>> tasks = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                int thread = i;
                String tenant = tenants.get(thread % tenants.size());
                tasks.add(() -> {
                    start.await();
                    return transfers(tenant, users.get(tenant), thread);
                });
            }
            List<Response> answers = new ArrayList<>();
            for (Future<List<Response>> each : threads.invokeAll(tasks)) {
                answers.addAll(each.get());
            }
            return answers;
        } finally {
            threads.shutdown();
        }
    }

    private static List<Response> transfers(String tenant, List<String> users, int thread) {
        List<Response> answers = new ArrayList<>();
        for (int i = 0; i < TRANSFERS; i++) {
            String from = users.get((thread + i) % USERS);
            String to = users.get((thread + i + 1 + i % 2) % USERS);
            answers.add(transfer(tenant, from, to, 1 + i % 7));
        }
        return answers;
    }
}
