package io.polymongo.sample.refused;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.mongodb.client.MongoCollection;
import io.polymongo.Database;
import io.polymongo.Tenant;
import io.quarkus.test.QuarkusUnitTest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What Quarkus's build refuses, with every problem listed. */
class WrongInjectionPointsTest {

    private static final String HERE = WrongInjectionPointsTest.class.getName();

    record User(String name) {}

    @ApplicationScoped
    static class Wrong {
        @Inject
        @Tenant
        MongoCollection<?> wildcard;

        @Inject
        @Database
        MongoCollection<Document> unnamed;
    }

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest()
            .withApplicationRoot(archive -> archive.addClasses(Wrong.class, User.class))
            .overrideConfigKey("quarkus.arc.exclude-types", "none")
            .overrideConfigKey("polymongo.uri", "mongodb://localhost:1")
            .assertException(thrown -> assertThat(thrown)
                    .hasMessageContaining(
                            "PMONGO-0102: the injection point " + HERE + "$Wrong.wildcard does not name its"
                                    + " document class; write MongoCollection<User> with a class for User")
                    .hasMessageContaining("PMONGO-0102: the injection point " + HERE + "$Wrong.unnamed is of"
                            + " org.bson.Document, which names no collection; add @CollectionName"));

    @Test
    void doesNotStart() {
        fail("the application must not start");
    }
}
