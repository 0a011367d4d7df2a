package io.polymongo.internal.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polymongo.CollectionName;
import io.polymongo.InvalidNameException;
import org.bson.BsonDocument;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {

    @CollectionName("people")
    static class Named {}

    static class UserAccount {}

    @ParameterizedTest
    @ValueSource(strings = {"a", "shop", "Shop-1_x", "größe", "a,b;c"})
    void databaseNamesThatMongoDbTakes(String name) {
        assertThat(DatabaseName.check(name)).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "a/b", "a\\b", "a.b", "a\"b", "a$b", "a*b", "a<b", "a>b", "a:b", "a|b", "a?b", "a b", "a\0b"
            })
    void databaseNamesThatItDoesNot(String name) {
        assertThatThrownBy(() -> DatabaseName.check(name))
                .isInstanceOf(InvalidNameException.class)
                .hasMessageStartingWith("PMONGO-0201: ");
    }

    @Test
    void aDatabaseNameHas63BytesAtMost() {
        assertThat(DatabaseName.problem("x".repeat(63))).isNull();
        assertThat(DatabaseName.problem("x".repeat(64))).isEqualTo("it has 64 bytes in UTF-8; give at most 63");
        assertThat(DatabaseName.problem("ö".repeat(32))).isEqualTo("it has 64 bytes in UTF-8; give at most 63");
    }

    @Test
    void theServersOwnDatabasesAreKnownInAnyCase() {
        assertThat(DatabaseName.isServersOwn("Admin")).isTrue();
        assertThat(DatabaseName.isServersOwn("administration")).isFalse();
    }

    @Test
    void aCollectionIsNamedByAnnotationElseAfterItsClass() {
        assertThat(CollectionNames.of(Named.class)).isEqualTo("people");
        assertThat(CollectionNames.of(UserAccount.class)).isEqualTo("userAccount");
    }

    @ParameterizedTest
    @ValueSource(classes = {Document.class, BsonDocument.class, String.class, byte[].class})
    void someClassesNameNoCollection(Class<?> documentClass) {
        assertThatThrownBy(() -> CollectionNames.of(documentClass))
                .isInstanceOf(InvalidNameException.class)
                .hasMessage("PMONGO-0202: " + documentClass.getName()
                        + " names no collection; say which with @CollectionName or model(Class, String)");
    }

    @Test
    void neitherDoesAnAnonymousClass() {
        assertThatThrownBy(() -> CollectionNames.of(new Object() {}.getClass()))
                .isInstanceOf(InvalidNameException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a$b", "a\0b", ".a", "a.", "a..b"})
    void collectionNamesThatMongoDbDoesNotTake(String name) {
        assertThatThrownBy(() -> CollectionNames.check(name)).hasMessageStartingWith("PMONGO-0202: ");
    }

    @Test
    void aNamespaceHas255BytesAtMost() {
        CollectionNames.checkNamespace("db", "c".repeat(252));
        assertThatThrownBy(() -> CollectionNames.checkNamespace("db", "c".repeat(253)))
                .hasMessageContaining("has 256 bytes; give the collection a shorter name, at most 255 in all");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "0", "acme", "a-b_c", "0-"})
    void tenantIds(String id) {
        assertThat(TenantName.isWellFormed(id)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-a", "_a", "A", "a.b", "../x", "a/b", "a b", "a\0", "ä", "a%00", "a\n", "１"})
    void whatIsNoTenantId(String id) {
        assertThat(TenantName.isWellFormed(id)).isFalse();
    }

    @Test
    void foreignTextIsShownShortAndOnOneLine() {
        assertThat(Shown.text("a\nb\u202Ec")).isEqualTo("a\uFFFDb\uFFFDc");
        assertThat(Shown.text("x".repeat(100))).hasSize(81).endsWith("…");
    }
}
