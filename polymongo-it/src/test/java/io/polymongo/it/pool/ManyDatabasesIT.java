package io.polymongo.it.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.polymongo.PolyMongo;
import io.polymongo.it.server.OnServer;
import io.polymongo.it.server.TestDatabases;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Ten thousand databases have the sockets of one. */
@OnServer
@Timeout(600)
class ManyDatabasesIT {

    private static final int DATABASES = 10_000;
    private static final String APPLICATION = "many-databases";

    @Test
    void takeNoMoreSocketsThanOne(TestDatabases databases) {
        try (PolyMongo polyMongo = PolyMongo.create(databases
                .config()
                .uri(databases.uri() + (databases.uri().contains("?") ? "&" : "/?") + "appName=" + APPLICATION)
                .build())) {
            use(polyMongo, databases, 1);
            int ofOne = Sockets.of(databases.raw(), APPLICATION);
            assertThat(ofOne).isPositive();
            int size = polyMongo.stats().pools().get(0).size();
            use(polyMongo, databases, DATABASES);
            assertThat(Sockets.of(databases.raw(), APPLICATION)).isEqualTo(ofOne);
            assertThat(polyMongo.stats().pools())
                    .singleElement()
                    .satisfies(pool -> assertThat(pool.size()).isEqualTo(size));
        }
    }

    /** As many calls as there are databases, so that what the driver opens after a while is there in both cases. */
    private static void use(PolyMongo polyMongo, TestDatabases databases, int different) {
        for (int i = 0; i < DATABASES; i++) {
            assertThat(polyMongo
                            .database(databases.name(String.valueOf(i % different)))
                            .getCollection("x")
                            .countDocuments())
                    .isZero();
        }
    }
}
