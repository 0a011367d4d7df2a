package io.polymongo.embedded.internal.stream;

import static org.assertj.core.api.Assertions.assertThat;

import de.bwaldvogel.mongo.bson.Document;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class UpdateDescriptionTest {

    private static Document doc(Object... fields) {
        Document document = new Document();
        for (int i = 0; i < fields.length; i += 2) {
            document.append((String) fields[i], fields[i + 1]);
        }
        return document;
    }

    private static Document described(Document updated, List<?> removed, List<?> truncated) {
        return doc("updatedFields", updated, "removedFields", removed, "truncatedArrays", truncated);
    }

    @Test
    void namesNewChangedAndRemovedFields() {
        assertThat(UpdateDescription.of(doc("_id", 1, "a", 1, "b", 2), doc("_id", 1, "a", 5, "c", 3), null, false))
                .isEqualTo(described(doc("a", 5, "c", 3), List.of("b"), List.of()));
    }

    @Test
    void aFieldThatBecameNullIsNotRemovedAndOneThatIsTheSameIsLeftOut() {
        assertThat(UpdateDescription.of(doc("a", 1, "n", null), doc("a", null, "n", null), null, false))
                .isEqualTo(described(doc("a", null), List.of(), List.of()));
    }

    @Test
    void anotherTypeIsAnotherValue() {
        assertThat(UpdateDescription.of(doc("a", 1, "b", 1L), doc("a", 1L, "b", 1L), null, false))
                .isEqualTo(described(doc("a", 1L), List.of(), List.of()));
    }

    @Test
    void nestedDocumentsAreDottedPaths() {
        assertThat(UpdateDescription.of(
                        doc("a", doc("b", doc("c", 1, "d", 2), "e", 1)),
                        doc("a", doc("b", doc("c", 9), "e", 1)),
                        null,
                        false))
                .isEqualTo(described(doc("a.b.c", 9), List.of("a.b.d"), List.of()));
    }

    @Test
    void aDocumentInPlaceOfAnotherKindOfValueIsSetWhole() {
        assertThat(UpdateDescription.of(doc("a", 1, "b", doc("x", 1)), doc("a", doc("x", 1), "b", 1), null, false))
                .isEqualTo(described(doc("a", doc("x", 1), "b", 1), List.of(), List.of()));
    }

    @Test
    void arraysAreComparedByIndex() {
        assertThat(UpdateDescription.of(
                        doc("a", List.of(1, doc("x", 1, "y", 2), 3)),
                        doc("a", Arrays.asList(1, doc("x", 7), 3, null, 5)),
                        null,
                        false))
                .isEqualTo(described(doc("a.1.x", 7, "a.3", null, "a.4", 5), List.of("a.1.y"), List.of()));
    }

    @Test
    void aShorterArrayIsTruncated() {
        assertThat(UpdateDescription.of(doc("a", List.of(1, 2, 3)), doc("a", List.of(1, 9)), null, false))
                .isEqualTo(described(doc("a.1", 9), List.of(), List.of(doc("field", "a", "newSize", 2))));
    }

    @Test
    void pathsThatMayBeMistakenAreDisambiguatedOnlyWhenAskedFor() {
        Document before = doc("a", List.of(doc("0", 1, "home.town", "x")), "7", 1, "o", doc("1", 1));
        Document after = doc("a", List.of(doc("0", 2, "home.town", "y")), "7", 2, "o", doc());
        Document description = UpdateDescription.of(before, after, null, true);
        assertThat(description.get("disambiguatedPaths"))
                .isEqualTo(doc(
                        "a.0.0", List.of("a", 0, "0"),
                        "a.0.home.town", List.of("a", 0, "home.town"),
                        "o.1", List.of("o", "1")));
        assertThat(UpdateDescription.of(before, after, null, false).containsKey("disambiguatedPaths"))
                .isFalse();
        assertThat(UpdateDescription.of(doc("a", List.of(1)), doc("a", List.of(2)), null, true)
                        .get("disambiguatedPaths"))
                .isEqualTo(doc());
    }

    @Test
    void whatIsSetAsAWholeIsToldAsAWhole() {
        Document before = doc("a", List.of(1, 2, 3), "b", doc("x", 1, "y", 1), "c", List.of(doc("n", List.of(1))));
        Document after = doc("a", List.of(1, 9), "b", doc("x", 1, "y", 2), "c", List.of(doc("n", List.of(1, 2))));
        assertThat(UpdateDescription.of(before, after, Set.of("a", "b", "c.0.n"), false))
                .isEqualTo(described(
                        doc("a", List.of(1, 9), "b", doc("x", 1, "y", 2), "c.0.n", List.of(1, 2)),
                        List.of(),
                        List.of()));
    }

    @Test
    void aGapThatIsFilledIsNotToldOf() {
        assertThat(UpdateDescription.of(
                        doc("a", List.of(1)), doc("a", Arrays.asList(1, null, 3)), Set.of("a.2"), false))
                .isEqualTo(described(doc("a.2", 3), List.of(), List.of()));
    }
}
