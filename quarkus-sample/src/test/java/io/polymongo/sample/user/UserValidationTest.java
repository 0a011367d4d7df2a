package io.polymongo.sample.user;

import static io.polymongo.sample.Requests.as;
import static io.polymongo.sample.Requests.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.empty;

import io.polymongo.sample.Requests;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.util.Map;
import java.util.Set;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class UserValidationTest {

    private String tenant;

    @BeforeEach
    void makeTenant() {
        tenant = Requests.freshTenant();
    }

    @AfterEach
    void nothingWasKept() {
        as(tenant).get("/users").then().statusCode(200).body("", empty());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                                        | name,email",
                "{'name':'Ann'}                            | email",
                "{'email':'ann@example.com'}               | name",
                "{'name':' ','email':'ann@example.com'}    | name",
                "{'name':'Ann','email':'ann'}              | email",
                "{'name':null,'email':null}                | name,email",
                "{'name':{'a':1},'email':'a@example.com'}  | name",
                "{'name':'A','email':'a@example.com','credits':-1}               | credits",
                "{'name':'A','email':'a@example.com','credits':9007199254740992} | credits",
                "{'name':'A','email':'a@example.com','credits':1.5}              | credits",
                "{'name':'A','email':'a@example.com','credits':'many'}           | credits"
            },
            quoteCharacter = '`')
    void whatIsWrongIsNamed(String sent, String fields) {
        String json = sent.replace('\'', '"');

        assertNamed(as(tenant).body(json).post("/users"), fields);
        assertNamed(as(tenant).body(json).put("/users/" + new ObjectId()), fields);
    }

    private static void assertNamed(Response response, String fields) {
        assertProblem(response, 400);
        Map<String, String> named = response.path("fields");
        assertThat(named.keySet()).isEqualTo(Set.of(fields.split(",")));
        assertThat(named.values()).doesNotContain("", (String) null);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "{", "[]", "7", "{\"name\":"})
    void whatIsNoUserIsRefused(String body) {
        assertProblem(as(tenant).body(body).post("/users"), 400);
    }

    @Test
    void otherMediaIsRefused() {
        assertProblem(as(tenant).contentType(ContentType.TEXT).body("Ann").post("/users"), 415);
    }
}
