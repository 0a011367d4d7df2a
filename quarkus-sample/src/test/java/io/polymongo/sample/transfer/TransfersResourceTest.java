package io.polymongo.sample.transfer;

import static io.polymongo.sample.Requests.as;
import static io.polymongo.sample.Requests.assertProblem;
import static io.polymongo.sample.Requests.create;
import static io.polymongo.sample.Requests.transfer;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;

import io.polymongo.PolyMongo;
import io.polymongo.sample.Requests;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Set;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class TransfersResourceTest {

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

    @Test
    void movesCreditsAndNotesIt() {
        Response created = transfer(tenant, ann, bea, 4);

        created.then()
                .statusCode(201)
                .body("id", matchesPattern("[0-9a-f]{24}"))
                .body("from", equalTo(ann))
                .body("to", equalTo(bea))
                .body("credits", equalTo(4))
                .body("at", matchesPattern("\\d{4}-.*Z"));
        assertThat(ledger().credits()).isEqualTo(Map.of(ann, 6L, bea, 5L));
        assertThat(ledger().entries())
                .singleElement()
                .satisfies(entry -> assertThat(entry)
                        .containsEntry("_id", new ObjectId(created.<String>path("id")))
                        .containsEntry("from", ann)
                        .containsEntry("to", bea)
                        .containsEntry("credits", 4L));
        assertThat(as(tenant)
                        .get(created.header("Location"))
                        .then()
                        .statusCode(200)
                        .extract()
                        .asString())
                .isEqualTo(created.asString());
    }

    @Test
    void allCreditsMayBeMovedAndNotOneMore() {
        transfer(tenant, ann, bea, 10).then().statusCode(201);

        assertProblem(transfer(tenant, ann, bea, 1), 409);

        assertThat(ledger().credits()).isEqualTo(Map.of(ann, 0L, bea, 11L));
        assertThat(ledger().entries()).hasSize(1);
    }

    @Test
    void nobodyGetsMoreThanCanBeTold() {
        String rich = create(tenant, "cyd", 9_007_199_254_740_991L);

        assertProblem(transfer(tenant, ann, rich, 1), 409);
        transfer(tenant, rich, ann, 1).then().statusCode(201);

        assertThat(ledger().credits()).containsEntry(ann, 11L).containsEntry(rich, 9_007_199_254_740_990L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"000000000000000000000000", "x", "$gt"})
    void whoIsUnknownNeitherGivesNorGets(String nobody) {
        assertProblem(transfer(tenant, nobody, bea, 1), 404);
        assertProblem(transfer(tenant, ann, nobody, 1), 404);
        assertUntouched();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                                  | from,to,credits",
                "{'from':'a','to':'b'}               | credits",
                "{'from':'a','credits':1}            | to",
                "{'from':' ','to':'b','credits':1}   | from",
                "{'from':'a','to':'a','credits':1}   | to",
                "{'from':'ab','to':'AB','credits':1} | to",
                "{'from':'a','to':'b','credits':0}   | credits",
                "{'from':'a','to':'b','credits':-1}  | credits",
                "{'from':'a','to':'b','credits':0.5} | credits",
                "{'from':'a','to':'b','credits':'x'} | credits",
                "{'from':'a','to':'b','credits':null}| credits",
                "{'from':{'$gt':''},'to':'b','credits':1} | from"
            },
            quoteCharacter = '`')
    void whatIsWrongIsNamed(String sent, String fields) {
        Response response = as(tenant).body(sent.replace('\'', '"')).post("/transfers");

        assertProblem(response, 400);
        assertThat(response.<Map<String, String>>path("fields").keySet()).isEqualTo(Set.of(fields.split(",")));
        assertUntouched();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "null", "{", "[]", "7", "{\"from\":\"a\",\"to\":\"b\",\"credits\":99999999999999999999}"})
    void whatIsNoTransferIsRefused(String body) {
        assertProblem(as(tenant).body(body).post("/transfers"), 400);
        assertUntouched();
    }

    @Test
    void aTransferThatIsNoneIsNotFound() {
        assertProblem(as(tenant).get("/transfers/" + new ObjectId()), 404);
        assertProblem(as(tenant).get("/transfers/x"), 404);
    }

    @Test
    void theTenantIsLookedAtFirst() {
        String entry = transfer(tenant, ann, bea, 1).path("id");
        given().post("/admin/tenants/" + tenant + "/suspend").then().statusCode(204);

        assertProblem(transfer(tenant, ann, bea, 1), 403);
        assertProblem(as(tenant).get("/transfers/" + entry), 403);
        assertProblem(as("nobody").get("/transfers/" + entry), 404);
        assertProblem(given().get("/transfers/" + entry), 400);
        assertProblem(as("A.B").get("/transfers/" + entry), 400);
        assertThat(ledger().entries()).hasSize(1);
    }

    private void assertUntouched() {
        assertThat(ledger().credits()).isEqualTo(Map.of(ann, 10L, bea, 1L));
        assertThat(ledger().entries()).isEmpty();
    }

    private Ledger ledger() {
        return new Ledger(polyMongo, tenant);
    }
}
