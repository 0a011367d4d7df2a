package io.polymongo.sample.refused;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.polymongo.PolyTransactional;
import io.quarkus.test.QuarkusUnitTest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Stereotype;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What Quarkus's build refuses of {@code @PolyTransactional} methods, with every problem listed. */
class WrongTransactionalMethodsTest {

    private static final String HERE = WrongTransactionalMethodsTest.class.getName();

    @ApplicationScoped
    static class Wrong {

        @PolyTransactional
        CompletionStage<String> stage() {
            return null;
        }

        @PolyTransactional
        private void hidden() {}

        @PolyTransactional
        static void shared() {}

        @PolyTransactional
        final void fixed() {}

        @PolyTransactional(writeConcern = "0")
        void write() {
            hidden();
        }
    }

    @PolyTransactional
    static class Above {
        Stream<String> stream() {
            return Stream.of();
        }
    }

    @ApplicationScoped
    static class Inheriting extends Above {}

    @Stereotype
    @PolyTransactional
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.TYPE)
    public @interface Atomic {}

    @Atomic
    @ApplicationScoped
    static class Stereotyped {
        Iterable<String> iterable() {
            return null;
        }
    }

    private static String line(String method, String wrong) {
        return "PMONGO-0106: the method " + HERE + "$" + method + ", which is @PolyTransactional, " + wrong;
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

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest()
            .withApplicationRoot(archive ->
                    archive.addClasses(Wrong.class, Above.class, Inheriting.class, Atomic.class, Stereotyped.class))
            .overrideConfigKey("quarkus.arc.exclude-types", "none")
            // Else Quarkus's own words for the private one come before all of ours.
            .overrideConfigKey("quarkus.arc.fail-on-intercepted-private-method", "false")
            .overrideConfigKey("polymongo.uri", "mongodb://localhost:1")
            .assertException(thrown -> assertThat(thrown)
                    .hasMessageContaining(later("Wrong.stage", "java.util.concurrent.CompletionStage"))
                    .hasMessageContaining(unintercepted("Wrong.hidden", "private"))
                    .hasMessageContaining(unintercepted("Wrong.shared", "static"))
                    .hasMessageContaining(unintercepted("Wrong.fixed", "final"))
                    .hasMessageContaining(line(
                            "Wrong.write",
                            "@PolyTransactional(writeConcern = \"0\") does not go with a transaction; give majority, a"
                                    + " number of members from 1 to 50, or a tag"))
                    .hasMessageContaining(later("Above.stream", "java.util.stream.Stream"))
                    .hasMessageContaining(later("Stereotyped.iterable", "java.lang.Iterable")));

    @Test
    void doesNotStart() {
        fail("the application must not start");
    }
}
