package io.polymongo.it.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What holds on every runtime. Each test has tenants of its own. */
@Timeout(600)
abstract class RuntimeSuite {

    private static final String ANN = "{\"id\":\"ann\",\"name\":\"Ann\",\"credits\":10}";
    private static final String BOB = "{\"id\":\"bob\",\"name\":\"Bob\",\"credits\":1}";

    abstract RunningApplication application();

    Client client() {
        return application().client();
    }

    /** The version of the driver that was meant to be in the application. */
    String driver() {
        return System.getProperty("polymongo.it.driver");
    }

    /** A client of a tenant that there is from now on. */
    Client tenant(String id) {
        assertThat(client().put("operator/tenants/" + id).status()).isEqualTo(204);
        return client().as(id);
    }

    @Test
    void itRunsOnTheDriverThatWasMeant() {
        assertThat(client().get("about").text("driver")).contains("mongodb-driver-sync-" + driver() + ".jar");
    }

    /** What it came to is for people to read: each machine has its own speed. */
    @Test
    void ourOwnWorkAtStartUpIsMeasured() throws IOException {
        tenant("start-up");
        Answer about = client().get("about");
        double start = Long.parseLong(about.text("startUp")) / 1e6;
        double use = Long.parseLong(about.text("firstUse")) / 1e6;
        assertThat(List.of(start, use)).allSatisfy(each -> assertThat(each).isPositive());
        Files.writeString(
                application().folder().resolve("start-up.txt"),
                String.format(
                        "%s, JDK %s: %.1f ms of our own at the start, %.1f ms at the first use%n",
                        application().platform().title(), about.text("java"), start, use));
    }

    /** But for the JDK and the driver, which the machine and the build may change. */
    @Test
    void theDocumentationSaysWhatRanHere() throws IOException {
        RuntimesTable.Row row = RuntimesTable.row(
                application().platform(), client().get("about").json(), driver());
        if (Boolean.getBoolean("polymongo.it.write-table")) {
            RuntimesTable.write(row);
        }
        assertThat(RuntimesTable.rows())
                .filteredOn(RuntimesTable.Row::title, row.title())
                .singleElement()
                .usingRecursiveComparison()
                .ignoringFields("jdk", "driver")
                .isEqualTo(row);
    }

    @Test
    void readinessHasOurCheckAmongThoseOfTheRuntime() {
        Answer ready = application().readiness();
        assertThat(ready.status()).isEqualTo(200);
        BsonDocument ours = ready.json().getArray("checks").stream()
                .map(BsonValue::asDocument)
                .filter(check -> check.getString("name").getValue().equals("polymongo"))
                .findFirst()
                .orElseThrow();
        assertThat(ours.getString("status").getValue()).isEqualTo("UP");
        assertThat(ours.getDocument("data")).containsOnlyKeys("state", "ping", "timestamp");
    }

    @Test
    void whateverCanBeInjectedIs() {
        Map<String, BsonValue> names =
                tenant("injected").get("exercise/injection").json();
        assertThat(names.entrySet())
                .extracting(
                        name -> name.getKey() + " " + name.getValue().asString().getValue())
                .containsExactlyInAnyOrder(
                        "tenantDatabase tenant_injected",
                        "defaultDatabase default",
                        "expression orders.users",
                        "provider tenant_injected.renamed",
                        "instance tenant_injected.users",
                        "lookup looked-up.users",
                        "bucket pictures",
                        "model modelled.users",
                        "tenantModel tenant_injected.users",
                        "constructor archive.users");
    }

    @Test
    void eachTenantSeesItsOwn() {
        Client acme = tenant("acme");
        Client globex = tenant("globex");
        assertThat(acme.post("users", ANN).status()).isEqualTo(201);
        assertThat(globex.post("users", BOB).status()).isEqualTo(201);
        assertThat(acme.get("users").list())
                .extracting(user -> user.getString("name").getValue())
                .containsExactly("Ann");
        assertThat(globex.get("users").list())
                .extracting(user -> user.getString("name").getValue())
                .containsExactly("Bob");
        assertThat(acme.get("users/bob").status()).isEqualTo(404);
        assertThat(client().get("operator/tenants").body()).contains("acme", "globex");
    }

    @Test
    void whoeverIsNoTenantIsTold() {
        Client suspended = tenant("suspended");
        assertThat(client().post("operator/tenants/suspended/suspend").status()).isEqualTo(204);
        problem(client().get("users"), 400, "tenant-missing");
        problem(client().as("N!obody").get("users"), 400, "tenant-invalid");
        problem(client().as("nobody").get("users"), 404, "tenant-unknown");
        problem(suspended.get("users"), 403, "tenant-suspended");
        assertThat(client().post("operator/tenants/suspended/resume").status()).isEqualTo(204);
        assertThat(suspended.get("users").status()).isEqualTo(200);
    }

    @Test
    void anErrorOfTheDatabaseIsAProblemWithoutItsText() {
        Client tenant = tenant("duplicates");
        tenant.post("users", ANN);
        Answer again = tenant.post("users", ANN);
        problem(again, 409, "duplicate-key");
        assertThat(again.body()).doesNotContain("E11000", "tenant_duplicates");
    }

    @Test
    void scopesGoBeforeTheRequestAndEnd() {
        tenant("globex");
        tenant("inner");
        Answer scopes = tenant("outer").get("exercise/scopes/inner");
        assertThat(scopes.text("request")).isEqualTo("tenant_outer");
        assertThat(scopes.text("scope")).isEqualTo("tenant_inner");
        assertThat(scopes.text("declared")).isEqualTo("tenant_globex");
        assertThat(scopes.text("after")).isEqualTo("outer");
    }

    @Test
    void aTransactionIsWholeOrNotAtAll() {
        Client tenant = tenant("transfers");
        tenant.post("users", ANN);
        tenant.post("users", BOB);
        int before = tenant.get("exercise/transfers").number("entries");

        assertThat(tenant.post("exercise/transfers?from=ann&to=bob&credits=3").number("attempts"))
                .isEqualTo(1);
        assertThat(tenant.post("exercise/transfers?from=ann&to=bob&credits=300").status())
                .isEqualTo(500);

        assertThat(tenant.get("users/ann").number("credits")).isEqualTo(7);
        assertThat(tenant.get("users/bob").number("credits")).isEqualTo(4);
        assertThat(tenant.get("exercise/transfers").number("entries")).isEqualTo(before + 1);
    }

    @Test
    void whatWillPassIsRepeated() {
        Client tenant = tenant("conflicts");
        tenant.post("users", ANN);
        tenant.post("users", BOB);
        try (MongoClient server = MongoClients.create(application().databaseUri())) {
            server.getDatabase("admin")
                    .runCommand(new Document("configureFailPoint", "failCommand")
                            .append("mode", new Document("times", 2))
                            .append(
                                    "data",
                                    new Document("failCommands", List.of("update"))
                                            .append("errorCode", 112)
                                            .append("errorLabels", List.of("TransientTransactionError"))));
        }
        assertThat(tenant.post("exercise/transfers?from=ann&to=bob&credits=3").number("attempts"))
                .isEqualTo(3);
        assertThat(tenant.get("users/ann").number("credits")).isEqualTo(7);
    }

    @Test
    void aTransactionWithoutTheAnnotation() {
        Client tenant = tenant("programmatic");
        tenant.post("users", ANN);
        problem(tenant.post("exercise/programmatic"), 409, "duplicate-key");
        assertThat(tenant.get("users").list()).hasSize(1);
    }

    @Test
    void eachRetryOfFaultToleranceHasATransactionOfItsOwn() {
        Client tenant = tenant("flaky");
        assertThat(tenant.post("exercise/flaky").number("calls")).isEqualTo(3);
        assertThat(tenant.get("users").list()).hasSize(1);
    }

    @Test
    void theFiguresAreAnObject() {
        tenant("figures").get("users");
        Answer stats = client().get("operator/stats");
        assertThat(stats.text("state")).isEqualTo("CONNECTED");
        assertThat(stats.json().getArray("pools").get(0).asDocument().getString("name"))
                .extracting(name -> name.getValue())
                .isEqualTo("shared");
    }

    @Test
    void aDatabaseIsServedByThePoolThatItIsIn() {
        Client tenant = tenant("pooled");
        assertThat(client().put("operator/pools/own/tenant_pooled").status()).isEqualTo(204);
        assertThat(tenant.post("users", ANN).status()).isEqualTo(201);
        assertThat(tenant.get("users").list()).hasSize(1);
        assertThat(client().get("operator/stats").json().getArray("pools"))
                .extracting(BsonValue::asDocument)
                .extracting(pool -> pool.getString("name").getValue() + " "
                        + pool.getString("state").getValue())
                .contains("shared CONNECTED", "own CONNECTED");
    }

    @Test
    void nothingOfOursIsWarnedOf() {
        assertThat(application().log())
                .filteredOn(line -> line.contains("olymongo") || line.contains("PMONGO"))
                .filteredOn(line -> line.contains("WARN") || line.contains("SEVERE"))
                .isEmpty();
    }

    static void problem(Answer answer, int status, String type) {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
        assertThat(answer.text("type")).isEqualTo("urn:polymongo:problem:" + type);
        assertThat(answer.number("status")).isEqualTo(status);
    }
}
