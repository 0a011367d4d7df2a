package io.polymongo.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.polymongo.PolyMongo;
import io.polymongo.TenantPlacement;
import io.polymongo.embedded.junit.EmbeddedDatabase;
import io.polymongo.embedded.junit.EmbeddedMongoTest;
import org.junit.jupiter.api.Test;

/** The examples do what they say. */
@EmbeddedMongoTest
class DocumentationExamplesTest {

    @Test
    void everyWriteSucceedsWhateverHappensToTheMembers() {
        assertThatCode(DocumentationExamples::disturbed).doesNotThrowAnyException();
    }

    @Test
    void everyTransactionIsCommittedOnceWhateverFails() {
        assertThatCode(DocumentationExamples::transactions).doesNotThrowAnyException();
    }

    @Test
    void tenantsHaveTheirPlace(EmbeddedDatabase database) {
        try (PolyMongo polyMongo = PolyMongo.create(DocumentationExamples.tenants(database))) {
            assertThat(polyMongo.tenants().provision("acme"))
                    .isEqualTo(new TenantPlacement(database.name() + "_tenant_acme", true));
        }
    }
}
