package io.polymongo.internal.handle;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.MongoClientSettings;
import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.gridfs.GridFSBucket;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every method of the driver that is on the class path is known: a new one must be thought about before it is let in. */
class TransactionUseTest {

    @Test
    void thisIsTheDriverThatTheBuildMeant() {
        String version = System.getProperty("polymongo.test.driver");
        Assumptions.assumeTrue(version != null, "run without the build");
        assertThat(MongoClientSettings.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .getPath())
                .endsWith("-" + version + ".jar");
    }

    @ParameterizedTest
    @ValueSource(classes = {MongoCollection.class, MongoDatabase.class, GridFSBucket.class})
    void noMethodIsUnknown(Class<?> type) {
        assertThat(unknown(type))
                .as("methods of which nobody said whether they join, are refused, or are free of the server")
                .isEmpty();
    }

    /** As a driver to come might have them. */
    interface Newer {
        void forget(String everything);

        long withCount();

        long getDiskUsage();

        Newer withSomething(int option);

        String getName();

        void put(String document);

        void put(ClientSession session, String document);
    }

    @Test
    void methodsThatNobodyThoughtOfAreNamed() {
        assertThat(unknown(Newer.class))
                .containsExactlyInAnyOrder("Newer.forget(String)", "Newer.withCount()", "Newer.getDiskUsage()");
    }

    private static List<String> unknown(Class<?> type) {
        return Arrays.stream(type.getMethods())
                .filter(method -> TransactionUse.of(method) == TransactionUse.UNKNOWN)
                .map(TransactionUseTest::shown)
                .toList();
    }

    private static String shown(Method method) {
        return Arrays.stream(method.getParameterTypes())
                .map(Class::getSimpleName)
                .collect(Collectors.joining(
                        ", ", method.getDeclaringClass().getSimpleName() + "." + method.getName() + "(", ")"));
    }

    @ParameterizedTest
    @ValueSource(classes = {MongoCollection.class, MongoDatabase.class, GridFSBucket.class})
    void whatGoesWithoutASessionIsNamed(Class<?> type) {
        Set<String> withoutSession = names(type, TransactionUse.FREE);
        assertThat(withoutSession).allMatch(name -> name.startsWith("get") || name.startsWith("with"));
    }

    @Test
    void whatJoinsIsWhatTheServerRunsInATransaction() {
        assertThat(names(MongoCollection.class, TransactionUse.JOINS))
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
