package io.polymongo.internal.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.mongodb.client.FindIterable;
import com.mongodb.client.MongoCursor;
import io.polymongo.ConfigurationException;
import io.polymongo.PolyTransactional;
import io.polymongo.TxType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Stereotype;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bson.Document;
import org.junit.jupiter.api.Test;

/** Which methods may be {@code @PolyTransactional}, and what is said of those that may not. */
class TransactionalContainerTest {

    private static final String HERE = TransactionalContainerTest.class.getName();

    private static List<String> problems(Class<?>... beans) {
        Throwable thrown = catchThrowable(() -> Container.start(Map.of(), beans).close());
        assertThat(thrown).as("is refused").isNotNull();
        ConfigurationException refused = Stream.iterate(thrown, Objects::nonNull, Throwable::getCause)
                .flatMap(each -> Stream.concat(Stream.of(each), Arrays.stream(each.getSuppressed())))
                .filter(ConfigurationException.class::isInstance)
                .map(ConfigurationException.class::cast)
                .findFirst()
                .orElse(null);
        assertThat(refused).as("told in our words: " + thrown).isNotNull();
        assertThat(refused).hasMessageStartingWith("PMONGO-0106: ");
        return refused.problems();
    }

    private static String line(String method, String wrong) {
        return "the method " + HERE + "$" + method + ", which is @PolyTransactional, " + wrong;
    }

    private static String later(String method, String type) {
        return line(
                method,
                "returns " + type + ", whose work would be done after the transaction; return the result itself");
    }

    private static String unintercepted(String method, String how) {
        return line(
                method,
                "is " + how + ", and no container runs it in a transaction; make it a method that can be overridden");
    }

    @Dependent
    @PolyTransactional
    static class Later {
        CompletionStage<String> stage() {
            return CompletableFuture.completedStage("");
        }

        CompletableFuture<String> completable() {
            return new CompletableFuture<>();
        }

        Future<String> future() {
            return new CompletableFuture<>();
        }

        Flow.Publisher<String> publisher() {
            return subscriber -> {};
        }

        Stream<String> stream() {
            return Stream.of();
        }

        IntStream numbers() {
            return IntStream.of();
        }

        Iterable<String> iterable() {
            return List.of();
        }

        FindIterable<Document> find() {
            throw new UnsupportedOperationException();
        }

        MongoCursor<Document> cursor() {
            throw new UnsupportedOperationException();
        }

        List<String> list() {
            return List.of();
        }

        @PolyTransactional(TxType.NOT_SUPPORTED)
        Stream<String> outside() {
            return Stream.of();
        }

        @PolyTransactional(TxType.NEVER)
        Stream<String> never() {
            return Stream.of();
        }
    }

    @Test
    void whatIsDoneLater() {
        assertThat(problems(Later.class))
                .containsExactlyInAnyOrder(
                        later("Later.stage", "java.util.concurrent.CompletionStage"),
                        later("Later.completable", "java.util.concurrent.CompletableFuture"),
                        later("Later.future", "java.util.concurrent.Future"),
                        later("Later.publisher", "java.util.concurrent.Flow$Publisher"),
                        later("Later.stream", "java.util.stream.Stream"),
                        later("Later.numbers", "java.util.stream.IntStream"),
                        later("Later.iterable", "java.lang.Iterable"),
                        later("Later.find", "com.mongodb.client.FindIterable"),
                        later("Later.cursor", "com.mongodb.client.MongoCursor"));
    }

    @Dependent
    static class OnMethods {
        @PolyTransactional
        private void hidden() {}

        @PolyTransactional
        static void shared() {}

        @PolyTransactional
        final void fixed() {}

        @PolyTransactional
        void right() {
            hidden();
        }
    }

    @Dependent
    @PolyTransactional
    static class OnClass {
        private void hidden() {}

        static void shared() {}

        final void fixed() {}

        void right() {
            hidden();
        }
    }

    @Test
    void whatNothingWouldIntercept() {
        assertThat(problems(OnMethods.class))
                .containsExactlyInAnyOrder(
                        unintercepted("OnMethods.hidden", "private"),
                        unintercepted("OnMethods.shared", "static"),
                        unintercepted("OnMethods.fixed", "final"));
    }

    @Test
    void helpersOfAClassMayBePrivateAndStatic() {
        assertThat(problems(OnClass.class)).containsExactly(unintercepted("OnClass.fixed", "final"));
    }

    @Dependent
    static class Options {
        @PolyTransactional(readConcern = "linearizable")
        void read() {}

        @PolyTransactional(writeConcern = "0")
        void write() {}

        @PolyTransactional(maxCommitTime = "soon")
        void commit() {}

        @PolyTransactional(readConcern = "snapshot", writeConcern = "majority", maxCommitTime = "5s")
        void right() {}

        @PolyTransactional(readConcern = "${some.key}")
        void later() {}
    }

    @Test
    void options() {
        assertThat(problems(Options.class))
                .satisfiesExactlyInAnyOrder(
                        line -> assertThat(line)
                                .isEqualTo(line(
                                        "Options.read",
                                        "@PolyTransactional(readConcern = \"linearizable\") does not go with a transaction;"
                                                + " give local, majority or snapshot")),
                        line -> assertThat(line)
                                .isEqualTo(line(
                                        "Options.write",
                                        "@PolyTransactional(writeConcern = \"0\") does not go with a transaction; give"
                                                + " majority, a number of members from 1 to 50, or a tag")),
                        line -> assertThat(line)
                                .startsWith(
                                        line(
                                                "Options.commit",
                                                "@PolyTransactional(maxCommitTime = \"soon\") does not go with a transaction; ")));
    }

    @Stereotype
    @PolyTransactional
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.TYPE)
    @interface Atomic {}

    @Atomic
    @Dependent
    static class Stereotyped {
        Stream<String> stream() {
            return Stream.of();
        }
    }

    @PolyTransactional
    static class Above {
        Stream<String> stream() {
            return Stream.of();
        }
    }

    @Dependent
    static class Inheriting extends Above {}

    static class WithMethodAbove {
        @PolyTransactional
        Stream<String> stream() {
            return Stream.of();
        }
    }

    @Dependent
    static class InheritingMethod extends WithMethodAbove {}

    @Test
    void stereotypesAndSuperclassesCount() {
        assertThat(problems(Stereotyped.class)).containsExactly(later("Stereotyped.stream", "java.util.stream.Stream"));
        assertThat(problems(Inheriting.class)).containsExactly(later("Above.stream", "java.util.stream.Stream"));
        assertThat(problems(InheritingMethod.class))
                .containsExactly(later("WithMethodAbove.stream", "java.util.stream.Stream"));
    }

    static class Overridden extends Above {
        @Override
        Stream<String> stream() {
            return Stream.of();
        }
    }

    @PolyTransactional(TxType.NEVER)
    @Dependent
    static class Overriding extends Overridden {
        @Override
        Stream<String> stream() {
            return super.stream();
        }
    }

    @Dependent
    static class Plain {
        private Stream<String> hidden() {
            return Stream.of();
        }

        final Stream<String> fixed() {
            return hidden();
        }
    }

    @Test
    void whatIsOverriddenOrNotAnnotatedDoesNotCount() {
        assertThatCode(() ->
                        Container.start(Map.of(), Overriding.class, Plain.class).close())
                .doesNotThrowAnyException();
    }

    static class OverridesOne {
        @PolyTransactional
        Stream<String> stream() {
            return Stream.of();
        }
    }

    @Dependent
    static class WithoutIt extends OverridesOne {
        @Override
        Stream<String> stream() {
            return super.stream();
        }
    }

    @Test
    void aMethodThatIsOverriddenWithoutTheAnnotationIsNotTransactional() {
        assertThatCode(() -> Container.start(Map.of(), WithoutIt.class).close()).doesNotThrowAnyException();
    }

    @PolyTransactional
    static class NoBean {
        void work() {}
    }

    @ApplicationScoped
    @PolyTransactional
    static class Bean {
        void work() {}
    }

    @Test
    void aClassThatIsNoBeanIsRefusedWhenItIsUsed() {
        try (Container container = Container.start(Map.of(), Bean.class)) {
            TransactionalClasses classes = container.get(TransactionalClasses.class);
            assertThatCode(() -> classes.requireIntercepted(Bean.class)).doesNotThrowAnyException();
            assertThatCode(() -> classes.requireIntercepted(Plain.class)).doesNotThrowAnyException();
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> classes.requireIntercepted(NoBean.class))
                        .isInstanceOf(ConfigurationException.class)
                        .hasMessage(
                                "PMONGO-0106: the class " + HERE + "$NoBean is @PolyTransactional and no bean, so that"
                                        + " nothing runs its methods in transactions; give it a scope, such as @RequestScoped");
            }
        }
    }
}
