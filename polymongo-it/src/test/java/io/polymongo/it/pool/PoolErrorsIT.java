package io.polymongo.it.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.MongoCollection;
import io.polymongo.ConfigurationException;
import io.polymongo.ErrorId;
import io.polymongo.InvalidNameException;
import io.polymongo.NotConnectedException;
import io.polymongo.PolyMongo;
import io.polymongo.PolyMongoConfigBuilder;
import io.polymongo.PolyMongoException;
import io.polymongo.PoolDefinition;
import io.polymongo.PoolDefinitionBuilder;
import io.polymongo.Pools;
import io.polymongo.TransactionException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What pools refuse at run time. */
class PoolErrorsIT extends OnThreeServers {

    private PolyMongo polyMongo;
    private Pools pools;

    @BeforeEach
    void open() {
        open(servers.config());
    }

    private void open(PolyMongoConfigBuilder config) {
        polyMongo = PolyMongo.create(config.build());
        pools = polyMongo.pools();
    }

    @AfterEach
    void close() {
        polyMongo.close();
    }

    private static PoolDefinitionBuilder on(String server, String... databases) {
        return PoolDefinition.builder().uri(servers.uri(server)).databases(Set.of(databases));
    }

    private MongoCollection<Document> things(String database) {
        return polyMongo.database(database).getCollection("things");
    }

    private void assertError(ErrorId id, Class<? extends PolyMongoException> type, String text, Runnable call) {
        assertThatThrownBy(call::run)
                .isExactlyInstanceOf(type)
                .isInstanceOfSatisfying(
                        PolyMongoException.class, e -> assertThat(e.id()).isEqualTo(id))
                .hasMessage(id.code() + ": " + text);
    }

    @Test
    void aPoolThatNobodyDefined() {
        pools.define("gold", on(FIRST).build());
        String text = "there is no pool 'silver'; define it with pools().define(\"silver\", …) or"
                + " polymongo.pools.silver.*, or name one of [gold]";
        for (Runnable call : List.<Runnable>of(
                () -> pools.assign("silver", List.of("a")),
                () -> pools.connect("silver"),
                () -> pools.close("silver"))) {
            assertError(ErrorId.POOL_UNKNOWN, PolyMongoException.class, text, call);
        }
    }

    @Test
    void whatIsInNoPool() {
        pools.define("gold", on(FIRST).build());
        String text =
                "the database 'admin' is one that every server has, and is in no pool; name one of the application's";
        assertError(
                ErrorId.DATABASE_PROTECTED,
                PolyMongoException.class,
                text,
                () -> pools.assign("gold", List.of("fine", "admin")));
        assertError(
                ErrorId.DATABASE_PROTECTED,
                PolyMongoException.class,
                text,
                () -> pools.dedicate(List.of("admin"), on(FIRST).build()));
        things("fine").insertOne(new Document());
        assertThat(servers.databases(SHARED)).as("none of them was moved").containsExactly("fine");
    }

    @Test
    void namesThatCannotBe() {
        pools.define("gold", on(FIRST).build());
        assertError(
                ErrorId.DATABASE_NAME_INVALID,
                InvalidNameException.class,
                "'a b' is not a database name: none of / \\ . \" $ * < > : | ? space and NUL may be in it",
                () -> pools.assign("gold", List.of("a b")));
        assertThatThrownBy(() -> pools.define("shared", on(FIRST).build()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("it is that of the pool of all other databases");
        assertThatThrownBy(() -> pools.define("a.b", on(FIRST).build())).isInstanceOf(ConfigurationException.class);
        assertThatThrownBy(() -> pools.dedicate(List.of("shared"), on(FIRST).build()))
                .isInstanceOf(ConfigurationException.class);
        assertThat(pools.names()).containsExactlyInAnyOrder(SHARED, "gold");
    }

    @Test
    void withAUriThatIsPreferred() {
        polyMongo.close();
        open(servers.config().uri(servers.uri(SHARED).replace("/?", "/only?")).preferUri(true));
        assertError(
                ErrorId.DATABASE_PINNED,
                InvalidNameException.class,
                "the database 'other' was asked for, but polymongo.prefer-uri=true pins everything to 'only'; set it to"
                        + " false to use others",
                () -> pools.assign(SHARED, List.of("other")));
        assertThatThrownBy(() -> pools.define("gold", on(FIRST).build()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("prefer-uri");
        assertThat(pools.names()).containsExactly(SHARED);
    }

    @Test
    void inATransaction() {
        pools.define("gold", on(FIRST, "golden").build());
        Map<String, Consumer<Pools>> calls = Map.of(
                "define", p -> p.define("silver", on(SECOND).build()),
                "assign", p -> p.assign("gold", List.of("a")),
                "dedicate", p -> p.dedicate(List.of("a"), on(SECOND).build()),
                "close", p -> p.close("gold"));
        calls.forEach((name, call) -> polyMongo.transaction(() -> {
            assertError(
                    ErrorId.TRANSACTION_CALL_REFUSED,
                    TransactionException.class,
                    "Pools." + name + " does not run in a transaction; call it before or after, or in a method with"
                            + " TxType.NOT_SUPPORTED",
                    () -> call.accept(pools));
            return true;
        }));
        assertThat(pools.names()).containsExactlyInAnyOrder(SHARED, "gold");
    }

    @Test
    void afterDisconnectingAndAfterClosing() {
        pools.define("gold", on(FIRST, "golden").build());
        pools.connect("gold");
        polyMongo.disconnect();
        for (Runnable use : List.<Runnable>of(
                () -> pools.connect("gold"), () -> things("golden").countDocuments())) {
            assertError(
                    ErrorId.DISCONNECTED,
                    NotConnectedException.class,
                    "this PolyMongo was disconnected; call connect() first",
                    use);
        }
        polyMongo.connect();
        assertThat(things("golden").countDocuments()).isZero();
        polyMongo.close();
        assertError(
                ErrorId.CLOSED,
                NotConnectedException.class,
                "this PolyMongo was closed; make a new one",
                () -> pools.connect("gold"));
    }
}
