package io.polymongo.internal.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.polymongo.Documentation;
import io.polymongo.ErrorId;
import io.polymongo.PolyMongoException;
import org.junit.jupiter.api.Test;

/** Holds the statuses in the reference of errors to those that requests get. */
class ErrorStatusDocumentationTest {

    @Test
    void theReferenceStatesTheStatusOfEveryError() {
        assertThat(Documentation.table("src/docs/reference/errors.md"))
                .hasSameSizeAs(ErrorId.values())
                .allSatisfy(row -> assertThat(row.get(5)).isEqualTo(statusOf(ErrorId.valueOf(row.get(1)))));
    }

    private static String statusOf(ErrorId id) {
        return String.valueOf(PolyMongoExceptionMapper.problem(new PolyMongoException(id, "what, value, remedy"))
                .status());
    }
}
