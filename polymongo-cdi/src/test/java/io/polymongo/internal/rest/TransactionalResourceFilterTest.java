package io.polymongo.internal.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polymongo.ConfigurationException;
import io.polymongo.PolyTransactional;
import io.polymongo.internal.cdi.Container;
import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ResourceInfo;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A resource class whose methods nothing would run in transactions is refused with its first request. */
class TransactionalResourceFilterTest {

    @Path("/unscoped")
    @PolyTransactional
    public static class Unscoped {
        @GET
        public String get() {
            return "";
        }
    }

    @Path("/method")
    public static class OnMethod {
        @GET
        @PolyTransactional
        public String get() {
            return "";
        }
    }

    @Path("/scoped")
    @RequestScoped
    @PolyTransactional
    public static class Scoped {
        @GET
        public String get() {
            return "";
        }
    }

    @Path("/plain")
    public static class Plain {
        @GET
        public String get() {
            return "";
        }
    }

    private record Asked(Class<?> type) implements ResourceInfo {
        @Override
        public Method getResourceMethod() {
            return type.getMethods()[0];
        }

        @Override
        public Class<?> getResourceClass() {
            return type;
        }
    }

    private static void ask(Class<?> type) throws Exception {
        TransactionalResourceFilter filter = new TransactionalResourceFilter();
        // As the runtime does it for @Context.
        Field resource = TransactionalResourceFilter.class.getDeclaredField("resource");
        resource.setAccessible(true);
        resource.set(filter, new Asked(type));
        filter.filter(null);
    }

    @Test
    void whatIsNoBeanIsRefusedEachTime() {
        try (Container running = Container.start(Map.of(), Scoped.class)) {
            assertThat(running.weld().isRunning()).isTrue();
            for (Class<?> type : new Class<?>[] {Unscoped.class, OnMethod.class, Unscoped.class}) {
                assertThatThrownBy(() -> ask(type))
                        .isInstanceOf(ConfigurationException.class)
                        .hasMessage("PMONGO-0106: the class " + type.getName()
                                + " is @PolyTransactional and no bean, so that nothing runs its methods in transactions;"
                                + " give it a scope, such as @RequestScoped");
            }
        }
    }

    @Test
    void beansAndWhatIsNotTransactionalAreServed() {
        try (Container running = Container.start(Map.of(), Scoped.class)) {
            assertThat(running.weld().isRunning()).isTrue();
            assertThatCode(() -> ask(Scoped.class)).doesNotThrowAnyException();
            assertThatCode(() -> ask(Plain.class)).doesNotThrowAnyException();
        }
    }

    @Test
    void withoutAClassThereIsNothingToSay() {
        assertThatCode(() -> new TransactionalResourceFilter().filter(null)).doesNotThrowAnyException();
    }
}
