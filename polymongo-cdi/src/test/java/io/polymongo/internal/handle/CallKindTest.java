package io.polymongo.internal.handle;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CallKindTest {

    @Test
    void aCollectionsMethodsThatMayLeaveTheTenantAreNotForwarded() {
        assertThat(namesOf(MongoCollection.class, CallKind.PIPELINE)).containsExactly("aggregate", "watch");
        assertThat(namesOf(MongoCollection.class, CallKind.RENAME)).containsExactly("renameCollection");
        assertThat(namesOf(MongoCollection.class, CallKind.MAP_REDUCE)).containsExactly("mapReduce");
    }

    @Test
    void aDatabasesMethodsThatMayLeaveTheTenantAreNotForwarded() {
        assertThat(namesOf(MongoDatabase.class, CallKind.PIPELINE)).containsExactly("aggregate", "createView", "watch");
        assertThat(namesOf(MongoDatabase.class, CallKind.COMMAND)).containsExactly("runCommand");
        assertThat(namesOf(MongoDatabase.class, CallKind.LOCAL)).containsExactly("getCollection");
    }

    @Test
    void whatGivesAnotherHandleIsDerived() {
        List<String> derivations = List.of("withCodecRegistry", "withReadPreference", "withWriteConcern");
        assertThat(namesOf(MongoCollection.class, CallKind.DERIVE))
                .containsAll(derivations)
                .contains("withDocumentClass");
        assertThat(namesOf(MongoDatabase.class, CallKind.DERIVE)).containsAll(derivations);
    }

    @Test
    void readsAndWritesAreForwarded() {
        assertThat(namesOf(MongoCollection.class, CallKind.FORWARD)).contains("find", "insertOne", "countDocuments");
    }

    private static Set<String> namesOf(Class<?> type, CallKind kind) {
        Set<String> names = new TreeSet<>();
        Stream.of(type.getMethods())
                .filter(method -> CallKind.of(method, type) == kind)
                .map(Method::getName)
                .forEach(names::add);
        return names;
    }
}
