package io.polymongo.embedded.internal.service;

import static io.polymongo.embedded.internal.service.Harness.delete;
import static io.polymongo.embedded.internal.service.Harness.doc;
import static io.polymongo.embedded.internal.service.Harness.find;
import static io.polymongo.embedded.internal.service.Harness.insert;
import static io.polymongo.embedded.internal.service.Harness.update;
import static org.assertj.core.api.Assertions.assertThat;

import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.CommandError;
import io.polymongo.embedded.internal.service.Harness.Client;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/** Random transactions against a model: maps that are copied at each beginning. */
class SnapshotIsolationTest {

    private static final int STEPS = 20_000;
    private static final int IDS = 8;
    private static final int CLIENTS = 4;

    /** A transaction in the model. */
    private static final class Model {
        final Map<Integer, Integer> seen;
        final Map<Integer, @Nullable Integer> written = new TreeMap<>();
        final long began;

        Model(Map<Integer, Integer> committed, long began) {
            this.seen = new TreeMap<>(committed);
            this.began = began;
        }
    }

    private final Harness server = new Harness();
    private final Map<Integer, Integer> committed = new TreeMap<>();
    private final Map<Integer, Long> lastCommit = new TreeMap<>();
    private final List<Client> clients = new ArrayList<>();
    private final List<@Nullable Model> open = new ArrayList<>();
    private long commits;

    @Test
    void randomTransactionsSeeWhatTheModelSays(TestReporter reporter) {
        long seed = Long.getLong("polymongo.test.seed", System.nanoTime());
        reporter.publishEntry("seed", Long.toString(seed));
        Random random = new Random(seed);
        server.run(doc("create", "c"));
        for (int i = 0; i < CLIENTS; i++) {
            clients.add(server.client());
            open.add(null);
        }
        for (int i = 0; i < STEPS; i++) {
            step(random, "seed " + seed + ", step " + i);
        }
        for (int i = 0; i < CLIENTS; i++) {
            if (open.get(i) != null) {
                clients.get(i).abort();
            }
        }
        assertThat(contents(server.all("c"))).as("seed " + seed).isEqualTo(committed);
        assertThat(server.service.versions()).as("versions, seed " + seed).isEqualTo(committed.size());
        server.close();
    }

    private void step(Random random, String where) {
        int who = random.nextInt(CLIENTS);
        Client client = clients.get(who);
        Model model = open.get(who);
        int id = random.nextInt(IDS);
        if (model == null) {
            if (random.nextInt(4) == 0 && isFree(id)) {
                writeOutside(random, id);
            } else {
                client.begin();
                open.set(who, new Model(committed, commits));
                assertThat(contents(client.found(find("c", new Document()))))
                        .as(where)
                        .isEqualTo(committed);
            }
            return;
        }
        switch (random.nextInt(8)) {
            case 0 -> commit(who, client, model);
            case 1 -> {
                client.abort();
                open.set(who, null);
            }
            case 2, 3 ->
                assertThat(contents(client.found(find("c", new Document()))))
                        .as(where)
                        .isEqualTo(model.seen);
            case 4 ->
                assertThat(contents(client.found(find("c", doc("_id", id)))).get(id))
                        .as(where)
                        .isEqualTo(model.seen.get(id));
            default -> write(random, who, id, where);
        }
    }

    private boolean isFree(int id) {
        return open.stream().noneMatch(model -> model != null && model.written.containsKey(id));
    }

    private void writeOutside(Random random, int id) {
        Integer value = random.nextInt(3) == 0 ? null : random.nextInt();
        if (committed.containsKey(id) || value != null) {
            server.run(command(committed.containsKey(id), id, value));
            record(id, value, ++commits);
        }
    }

    private void record(int id, @Nullable Integer value, long place) {
        if (value == null) {
            committed.remove(id);
        } else {
            committed.put(id, value);
        }
        lastCommit.put(id, place);
    }

    private static Document command(boolean exists, int id, @Nullable Integer value) {
        if (value == null) {
            return delete("c", doc("_id", id), 1);
        }
        return exists
                ? update("c", doc("_id", id), doc("$set", doc("v", value)))
                : insert("c", doc("_id", id).append("v", value));
    }

    private void commit(int who, Client client, Model model) {
        client.commit();
        if (!model.written.isEmpty()) {
            long place = ++commits;
            model.written.forEach((id, value) -> record(id, value, place));
        }
        open.set(who, null);
    }

    private void write(Random random, int who, int id, String where) {
        Model model = open.get(who);
        if (model == null) {
            return;
        }
        Client client = clients.get(who);
        Integer value = random.nextInt(3) == 0 ? null : (Integer) random.nextInt();
        boolean exists = model.seen.containsKey(id);
        if (!exists && value == null) {
            return;
        }
        boolean heldByOther =
                open.stream().anyMatch(other -> other != null && other != model && other.written.containsKey(id));
        boolean newer = !model.written.containsKey(id) && lastCommit.getOrDefault(id, 0L) > model.began;
        // whoever inserts what was inserted and deleted meanwhile may or may not be told
        boolean unsure = newer && !exists && !committed.containsKey(id);
        try {
            Document reply = client.run(command(exists, id, value));
            assertThat(reply).as(where).doesNotContainKey("writeErrors").containsEntry("n", 1);
            assertThat(heldByOther || (newer && !unsure))
                    .as(where + ": conflict expected")
                    .isFalse();
            if (value == null) {
                model.seen.remove(id);
            } else {
                model.seen.put(id, value);
            }
            model.written.put(id, value);
        } catch (CommandError e) {
            assertThat(e.code()).as(where).isEqualTo(112);
            assertThat(heldByOther || newer)
                    .as(where + ": no conflict expected")
                    .isTrue();
            open.set(who, null);
        }
    }

    private static Map<Integer, Integer> contents(List<Document> documents) {
        Map<Integer, Integer> contents = new TreeMap<>();
        documents.forEach(each -> contents.put((Integer) each.get("_id"), (Integer) each.get("v")));
        return contents;
    }
}
