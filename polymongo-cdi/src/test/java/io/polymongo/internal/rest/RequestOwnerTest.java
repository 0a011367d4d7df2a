package io.polymongo.internal.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.polymongo.RuntimeLog;
import io.polymongo.internal.cdi.Container;
import io.polymongo.internal.cdi.PolyMongoOwner;
import jakarta.inject.Inject;
import java.lang.reflect.AnnotatedElement;
import java.util.Map;
import java.util.Set;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Filters and mappers find their application by themselves. */
class RequestOwnerTest {

    static Set<Class<?>> providers() {
        return Set.of(
                TenantFilter.class,
                TransactionalResourceFilter.class,
                PolyMongoExceptionMapper.class,
                MongoExceptionMapper.class);
    }

    /** Jersey makes none where it is asked to inject a bean into one. */
    @ParameterizedTest
    @MethodSource("providers")
    void noProviderAsksForABean(Class<?> provider) {
        Stream<AnnotatedElement> members = Stream.of(
                        provider.getDeclaredConstructors(), provider.getDeclaredMethods(), provider.getDeclaredFields())
                .flatMap(Stream::of);
        assertThat(members).noneMatch(member -> member.isAnnotationPresent(Inject.class));
    }

    @Test
    void theLogIsTheApplications() {
        try (Container container = Container.start(Map.of())) {
            assertThat(new RequestOwner().log())
                    .isSameAs(container.get(PolyMongoOwner.class).log());
        }
    }

    @Test
    void withoutAnApplicationTheRuntimeIsTold() {
        try (RuntimeLog runtime = RuntimeLog.at(Level.ALL)) {
            new RequestOwner().log().warning("nobody's");
            assertThat(runtime.lines()).containsExactly("WARNING nobody's");
        }
    }
}
