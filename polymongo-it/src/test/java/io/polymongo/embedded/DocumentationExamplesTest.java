package io.polymongo.embedded;

import io.polymongo.PolyMongo;
import io.polymongo.embedded.junit.EmbeddedDatabase;
import io.polymongo.embedded.junit.EmbeddedMongoTest;
import org.junit.jupiter.api.Test;

/** The examples do what they say. */
@EmbeddedMongoTest
class DocumentationExamplesTest {

    @Test
    void everyWriteSucceedsWhateverHappensToTheMembers() {
        DocumentationExamples.disturbed();
    }

    @Test
    void tenantsHaveTheirPlace(EmbeddedDatabase database) {
        try (PolyMongo polyMongo = PolyMongo.create(DocumentationExamples.tenants(database))) {
            polyMongo.tenants().provision("acme");
        }
    }
}
