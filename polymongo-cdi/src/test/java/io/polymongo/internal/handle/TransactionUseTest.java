package io.polymongo.internal.handle;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.gridfs.GridFSBucket;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every method of the driver that is on the class path is known: a new one must be thought about before it is let in. */
class TransactionUseTest {

    @ParameterizedTest
    @ValueSource(classes = {MongoCollection.class, MongoDatabase.class, GridFSBucket.class})
    void noMethodIsUnknown(Class<?> type) {
        assertThat(Arrays.stream(type.getMethods())
                        .filter(method -> TransactionUse.of(method) == TransactionUse.UNKNOWN)
                        .map(Method::toGenericString))
                .as("methods of which nobody said whether they join, are refused, or are free of the server")
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(classes = {MongoCollection.class, MongoDatabase.class, GridFSBucket.class})
    void whatGoesWithoutASessionIsNamed(Class<?> type) {
        Set<String> withoutSession = names(type, TransactionUse.FREE);
        assertThat(withoutSession).allMatch(name -> name.startsWith("get") || name.startsWith("with"));
    }

    @ParameterizedTest
    @ValueSource(classes = {MongoCollection.class})
    void whatJoinsIsWhatTheServerRunsInATransaction(Class<?> type) {
        assertThat(names(type, TransactionUse.JOINS))
                .containsExactlyInAnyOrder(
                        "aggregate",
                        "bulkWrite",
                        "countDocuments",
                        "createIndex",
                        "createIndexes",
                        "deleteMany",
                        "deleteOne",
                        "distinct",
                        "find",
                        "findOneAndDelete",
                        "findOneAndReplace",
                        "findOneAndUpdate",
                        "insertMany",
                        "insertOne",
                        "replaceOne",
                        "updateMany",
                        "updateOne");
    }

    private static Set<String> names(Class<?> type, TransactionUse use) {
        Stream<Method> methods = Arrays.stream(type.getMethods());
        return methods.filter(method -> TransactionUse.of(method) == use)
                .map(Method::getName)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
