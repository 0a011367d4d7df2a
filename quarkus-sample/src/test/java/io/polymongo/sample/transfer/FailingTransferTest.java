package io.polymongo.sample.transfer;

import static io.polymongo.sample.Requests.assertProblem;
import static io.polymongo.sample.Requests.create;
import static io.polymongo.sample.Requests.transfer;
import static org.assertj.core.api.Assertions.assertThat;

import io.polymongo.PolyMongo;
import io.polymongo.sample.Requests;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Nothing but the entry in the audit's database is inserted by a transfer: whatever hits it comes after both updates. */
@QuarkusTest
class FailingTransferTest {

    private static final int DOCUMENT_VALIDATION_FAILURE = 121;
    private static final int WRITE_CONFLICT = 112;
    private static final int NO_SUCH_TRANSACTION = 251;

    @Inject
    PolyMongo polyMongo;

    private String tenant;
    private String ann;
    private String bea;

    @BeforeEach
    void makeUsers() {
        tenant = Requests.freshTenant();
        ann = create(tenant, "ann", 10);
        bea = create(tenant, "bea", 1);
    }

    @AfterEach
    void letAllPass() {
        admin(new Document("configureFailPoint", "failCommand").append("mode", "off"));
    }

    @Test
    void leavesNothing() {
        fail("insert", DOCUMENT_VALIDATION_FAILURE);

        assertProblem(transfer(tenant, ann, bea, 4), 500);

        assertThat(ledger().credits()).isEqualTo(Map.of(ann, 10L, bea, 1L));
        assertThat(ledger().entries()).isEmpty();
        transfer(tenant, ann, bea, 4).then().statusCode(201);
        assertThat(ledger().entries()).hasSize(1);
    }

    /** Where the audit's database is there already, and its collection too. */
    @Test
    void leavesWhatWasThereBefore() {
        transfer(tenant, ann, bea, 4).then().statusCode(201);
        List<Document> before = ledger().entries();
        fail("insert", DOCUMENT_VALIDATION_FAILURE);

        assertProblem(transfer(tenant, ann, bea, 4), 500);

        assertThat(ledger().credits()).isEqualTo(Map.of(ann, 6L, bea, 5L));
        assertThat(ledger().entries()).isEqualTo(before);
    }

    @Test
    void isDoneOnceThoughRepeated() {
        fail("insert", WRITE_CONFLICT);

        transfer(tenant, ann, bea, 4).then().statusCode(201);

        assertThat(ledger().credits()).isEqualTo(Map.of(ann, 6L, bea, 5L));
        assertThat(ledger().entries()).hasSize(1);
    }

    @Test
    void isRepeatedAlsoWhereTheCommitDidNotTakePlace() {
        fail("commitTransaction", NO_SUCH_TRANSACTION);

        transfer(tenant, ann, bea, 4).then().statusCode(201);

        assertThat(ledger().credits()).isEqualTo(Map.of(ann, 6L, bea, 5L));
        assertThat(ledger().entries()).hasSize(1);
    }

    private void fail(String command, int code) {
        admin(new Document("configureFailPoint", "failCommand")
                .append("mode", new Document("times", 1))
                .append("data", new Document("failCommands", List.of(command)).append("errorCode", code)));
    }

    private void admin(Document command) {
        polyMongo.database("admin").runCommand(command);
    }

    private Ledger ledger() {
        return new Ledger(polyMongo, tenant);
    }
}
