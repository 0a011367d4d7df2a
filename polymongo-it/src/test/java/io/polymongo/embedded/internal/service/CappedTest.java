package io.polymongo.embedded.internal.service;

import static io.polymongo.embedded.internal.service.Harness.delete;
import static io.polymongo.embedded.internal.service.Harness.doc;
import static io.polymongo.embedded.internal.service.Harness.find;
import static io.polymongo.embedded.internal.service.Harness.insert;
import static io.polymongo.embedded.internal.service.Harness.update;
import static org.assertj.core.api.Assertions.assertThat;

import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.oplog.OplogEntry.Kind;
import io.polymongo.embedded.internal.service.Harness.Client;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Collections whose oldest documents go. */
class CappedTest {

    private final Harness server = new Harness();

    @AfterEach
    void close() {
        server.close();
    }

    private void create(long size, Long max) {
        Document create = doc("create", "c").append("capped", true).append("size", size);
        if (max != null) {
            create.append("max", max);
        }
        assertThat(server.run(create)).containsEntry("ok", 1.0);
    }

    private List<Object> ids() {
        return server.all("c").stream().map(each -> each.get("_id")).toList();
    }

    @Test
    void theOldestGoWhenThereAreTooMany() {
        create(100_000, 2L);
        server.run(insert("c", doc("_id", 3), doc("_id", 1), doc("_id", 2)));
        assertThat(ids()).containsExactly(1, 2);
        assertThat(server.kinds()).containsExactly(Kind.CREATE, Kind.INSERT, Kind.INSERT, Kind.INSERT, Kind.DELETE);
        server.run(insert("d", doc("_id", 3), doc("_id", 1), doc("_id", 2)));
        assertThat(server.all("d")).hasSize(3);
    }

    @Test
    void theOldestGoWhenTheyAreTooLarge() {
        create(200, null);
        for (int i = 0; i < 6; i++) {
            server.run(insert("c", doc("_id", i).append("text", "x".repeat(50))));
        }
        // 75 bytes each, in 256 bytes
        assertThat(ids()).containsExactly(3, 4, 5);
        Document reply = server.run(insert("c", doc("_id", 9).append("text", "x".repeat(250))));
        assertThat((Document) ((List<?>) reply.get("writeErrors")).get(0))
                .containsEntry("code", 2)
                .containsEntry("errmsg", "object to insert exceeds cappedMaxSize");
        assertThat(ids()).containsExactly(3, 4, 5);
    }

    @Test
    void documentsMayGrowAndBeDeleted() {
        create(256, null);
        server.run(insert("c", doc("_id", 1), doc("_id", 2)));
        assertThat(server.run(update("c", doc("_id", 1), doc("$set", doc("text", "x".repeat(100))))))
                .containsEntry("nModified", 1);
        assertThat(server.run(delete("c", doc("_id", 2), 1))).containsEntry("n", 1);
        server.run(insert("c", doc("_id", 3).append("text", "x".repeat(150))));
        assertThat(ids()).containsExactly(3);
    }

    @Test
    void itIsListedWithItsOptions() {
        create(1000, 5L);
        Document listed = server.found(doc("listCollections", 1)).get(0);
        assertThat(listed.get("options"))
                .isEqualTo(doc("capped", true).append("size", 1024L).append("max", 5L));
        assertThat(server.run(doc("collStats", "c")))
                .containsEntry("capped", true)
                .containsEntry("max", 5L)
                .containsEntry("maxSize", 1024L);
        create(1000, 5L);
        assertThat(server.fails(doc("create", "c").append("capped", true).append("size", 5000))
                        .code())
                .isEqualTo(48);
        server.run(doc("create", "d"));
        assertThat(server.run(doc("collStats", "d")))
                .containsEntry("capped", false)
                .doesNotContainKey("maxSize");
    }

    @Test
    void transactionsMayReadItButNotWrite() {
        create(1000, null);
        server.run(insert("c", doc("_id", 1)));
        Client client = server.client().begin();
        assertThat(client.found(find("c", new Document()))).hasSize(1);
        Document reply = client.run(insert("c", doc("_id", 2)));
        assertThat((Document) ((List<?>) reply.get("writeErrors")).get(0)).containsEntry("code", 263);
        assertThat(server.fails(find("c", new Document()).append("readConcern", doc("level", "snapshot")))
                        .code())
                .isEqualTo(246);
    }

    @Test
    void itIsNoTargetOfOut() {
        create(1000, null);
        server.run(insert("d", doc("_id", 1)));
        Document out = doc("aggregate", "d").append("cursor", new Document());
        assertThat(server.fails(out.clone().append("pipeline", List.of(doc("$out", "c"))))
                        .code())
                .isEqualTo(17152);
        server.run(out.append("pipeline", List.of(doc("$merge", "c"))));
        assertThat(ids()).containsExactly(1);
    }
}
