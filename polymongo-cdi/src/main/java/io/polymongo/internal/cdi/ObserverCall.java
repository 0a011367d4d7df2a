package io.polymongo.internal.cdi;

import io.polymongo.PolyMongoEvent;
import jakarta.enterprise.context.control.RequestContextController;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.EventContext;
import jakarta.enterprise.inject.spi.EventMetadata;
import jakarta.enterprise.inject.spi.InjectionPoint;
import jakarta.enterprise.inject.spi.ObserverMethod;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Calls an observer method, one event at a time and each in a request context of its own. */
final class ObserverCall implements Consumer<PolyMongoEvent> {

    private final ObserverMethod<Object> observer;
    private final RequestContextController requestContext;

    /**
     * Calls a method.
     *
     * @param observer what takes the events that it will be called with
     * @param requestContext for this alone
     */
    @SuppressWarnings("unchecked")
    ObserverCall(ObserverMethod<?> observer, RequestContextController requestContext) {
        this.observer = (ObserverMethod<Object>) observer;
        this.requestContext = requestContext;
    }

    @Override
    public void accept(PolyMongoEvent event) {
        boolean activated = requestContext.activate();
        try {
            observer.notify(new Fired(event));
        } finally {
            if (activated) {
                requestContext.deactivate();
            }
        }
    }

    /** As a container would fire it without a qualifier. */
    private record Fired(PolyMongoEvent event) implements EventContext<Object>, EventMetadata {

        @Override
        public Object getEvent() {
            return event;
        }

        @Override
        public EventMetadata getMetadata() {
            return this;
        }

        @Override
        public Set<Annotation> getQualifiers() {
            return Set.of(Any.Literal.INSTANCE);
        }

        @Override
        public @Nullable InjectionPoint getInjectionPoint() {
            return null;
        }

        @Override
        public Type getType() {
            return event.getClass();
        }
    }
}
