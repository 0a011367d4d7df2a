package io.polymongo.internal.cdi;

import static org.assertj.core.api.Assertions.assertThat;

import io.polymongo.PolyMongoFeature;
import jakarta.ws.rs.core.Application;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NamedClassesTest {

    public static class NamingNone extends Application {}

    public static class NamingOurs extends Application {
        @Override
        public Set<Class<?>> getClasses() {
            return Set.of(String.class, PolyMongoFeature.class);
        }
    }

    public static class NamingOthers extends Application {
        @Override
        public Set<Class<?>> getClasses() {
            return Set.of(String.class);
        }
    }

    public static class WithSingleton extends Application {
        @Override
        public Set<Object> getSingletons() {
            return Set.of("");
        }
    }

    public abstract static class Above extends NamingOthers {}

    public static class NotToBeMade extends Application {
        NotToBeMade(String ignored) {}
    }

    private static String problem(Class<?> application) {
        return NamedClasses.problem(application.getName());
    }

    @Test
    void whoNamesNoneOrOursToo() {
        assertThat(problem(NamingNone.class)).isNull();
        assertThat(problem(NamingOurs.class)).isNull();
        assertThat(problem(Above.class)).isNull();
    }

    @Test
    void whoNamesOthersOnly() {
        assertThat(problem(NamingOthers.class))
                .isEqualTo(NamingOthers.class.getName()
                        + " names its classes, and on this runtime they are all that there is; name"
                        + " PolyMongoFeature.class, too, or no request has its tenant");
        assertThat(problem(WithSingleton.class)).startsWith(WithSingleton.class.getName() + " names");
    }

    @Test
    void whoCannotBeAsked() {
        assertThat(problem(NotToBeMade.class))
                .startsWith(NotToBeMade.class.getName() + " cannot be asked which classes it names: ")
                .endsWith("; give it a public constructor without parameters that works in the build");
    }
}
