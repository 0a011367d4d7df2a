package io.polymongo.embedded.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.testkit.engine.EventConditions.event;
import static org.junit.platform.testkit.engine.EventConditions.finishedWithFailure;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.instanceOf;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.message;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import io.polymongo.embedded.EmbeddedMongo;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;

/** Runs classes of tests in runs of their own; Surefire does not find them, as they are nested and bear no @Nested. */
class EmbeddedMongoExtensionTest {

    private static final Set<String> SEEN = ConcurrentHashMap.newKeySet();

    private static EngineExecutionResults run(Class<?>... classes) {
        SEEN.clear();
        EngineTestKit.Builder run = EngineTestKit.engine("junit-jupiter");
        for (Class<?> tests : classes) {
            run.selectors(selectClass(tests));
        }
        return run.configurationParameter("junit.jupiter.execution.parallel.enabled", "true")
                .configurationParameter("junit.jupiter.execution.parallel.config.strategy", "fixed")
                .configurationParameter("junit.jupiter.execution.parallel.config.fixed.parallelism", "4")
                .execute();
    }

    private static void use(EmbeddedDatabase database) {
        try (MongoClient client = MongoClients.create(database.connectionString())) {
            MongoDatabase own = client.getDatabase(database.name());
            assertThat(own.listCollectionNames()).isEmpty();
            own.getCollection("things").insertOne(new Document());
            client.getDatabase(database.name() + "_other")
                    .getCollection("things")
                    .insertOne(new Document());
            assertThat(own.getCollection("things").countDocuments()).isOne();
        }
    }

    @EmbeddedMongoTest
    static class Ordinary {

        @BeforeEach
        void before(EmbeddedDatabase database) {
            SEEN.add("before " + database.name());
        }

        @RepeatedTest(3)
        void getsAnEmptyDatabase(EmbeddedDatabase database, EmbeddedMongo mongo) {
            assertThat(SEEN).contains("before " + database.name());
            assertThat(SEEN.add(database.name())).isTrue();
            SEEN.add(mongo.connectionString());
            use(database);
        }

        @Nested
        class Inner {

            @Test
            void getsOneToo(EmbeddedDatabase database) {
                use(database);
            }
        }
    }

    @Test
    void eachTestHasAnEmptyDatabaseOnOneServer() {
        run(Ordinary.class)
                .testEvents()
                .assertStatistics(counts -> counts.started(4).succeeded(4));

        assertThat(SEEN).filteredOn(seen -> seen.startsWith("test_")).hasSize(3);
        assertThat(SEEN).filteredOn(seen -> seen.startsWith("mongodb:")).hasSize(1);
    }

    @EmbeddedMongoTest
    static class Afterwards {

        private static MongoClient client;

        @BeforeAll
        static void open(EmbeddedMongo mongo) {
            client = MongoClients.create(mongo.connectionString());
        }

        @RepeatedTest(2)
        void findsNothingOfTheTestBefore(EmbeddedDatabase database) {
            assertThat(client.listDatabaseNames()).noneMatch(name -> name.startsWith("test_"));
            use(database);
            assertThat(client.listDatabaseNames()).contains(database.name(), database.name() + "_other");
        }

        @AfterAll
        static void close() {
            assertThat(client.listDatabaseNames()).noneMatch(name -> name.startsWith("test_"));
            client.close();
        }
    }

    @Test
    void theDatabasesAreDropped() {
        run(Afterwards.class)
                .allEvents()
                .assertStatistics(counts -> counts.failed(0).aborted(0));
    }

    @EmbeddedMongoTest
    @Execution(ExecutionMode.CONCURRENT)
    static class Parallel {

        private static final CyclicBarrier TOGETHER = new CyclicBarrier(2);

        @Test
        void one(EmbeddedDatabase database) throws Exception {
            meet(database);
        }

        @Test
        void two(EmbeddedDatabase database) throws Exception {
            meet(database);
        }

        private static void meet(EmbeddedDatabase database) throws Exception {
            TOGETHER.await(2, TimeUnit.MINUTES);
            use(database);
            TOGETHER.await(2, TimeUnit.MINUTES);
        }
    }

    @Test
    void testsThatRunTogetherDoNotMeet() {
        run(Parallel.class).testEvents().assertStatistics(counts -> counts.succeeded(2));
    }

    @EmbeddedMongoTest(members = 3)
    static class ThreeMembers {

        @Test
        void areThere(EmbeddedDatabase database, EmbeddedMongo mongo) {
            assertThat(mongo.port(2)).isPositive();
            SEEN.add(mongo.connectionString());
            use(database);
        }
    }

    @EmbeddedMongoTest
    static class OneMember {

        @Test
        void isThere(EmbeddedMongo mongo) {
            SEEN.add(mongo.connectionString());
        }
    }

    @Test
    void anotherNumberOfMembersIsAnotherServer() {
        run(ThreeMembers.class, OneMember.class).testEvents().assertStatistics(counts -> counts.succeeded(2));

        assertThat(SEEN).hasSize(2);
    }

    @EmbeddedMongoTest
    static class Kept {

        private static final List<EmbeddedMongo> SERVERS = new ArrayList<>();

        @Test
        void one(EmbeddedMongo mongo) {
            SERVERS.add(mongo);
        }
    }

    @Test
    void theServerEndsWithTheRun() {
        Kept.SERVERS.clear();
        run(Kept.class);

        assertThat(Kept.SERVERS).singleElement().satisfies(mongo -> {
            int port = mongo.port();
            try (EmbeddedMongo other = EmbeddedMongo.builder().port(port).start()) {
                assertThat(other.port()).isEqualTo(port);
            }
        });
    }

    @EmbeddedMongoTest
    static class TooEarly {

        @BeforeAll
        static void before(EmbeddedDatabase database) {}

        @Test
        void never() {}
    }

    @Test
    void aDatabaseForAWholeClassIsRefused() {
        run(TooEarly.class)
                .containerEvents()
                .assertThatEvents()
                .haveExactly(
                        1,
                        event(finishedWithFailure(
                                instanceOf(ParameterResolutionException.class),
                                message(text -> text.startsWith("An EmbeddedDatabase belongs to a single test")))));
    }

    @EmbeddedMongoTest(members = 8)
    static class TooMany {

        @Test
        void never(EmbeddedMongo mongo) {}
    }

    @Test
    void aNumberOfMembersThatCannotBeIsTold() {
        run(TooMany.class)
                .testEvents()
                .assertThatEvents()
                .haveExactly(1, event(finishedWithFailure(message(text -> text.contains("members must be 1 to 7")))));
    }

    @EmbeddedMongoTest
    static class OtherParameter {

        @Test
        void never(String uri) {}
    }

    @Test
    void otherParametersAreLeftToOthers() {
        run(OtherParameter.class)
                .testEvents()
                .assertThatEvents()
                .haveExactly(
                        1,
                        event(finishedWithFailure(message(text -> text.contains("No ParameterResolver registered")))));
    }
}
