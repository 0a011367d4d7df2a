package io.polymongo.internal.cdi;

import io.polymongo.PolyMongoEvent;
import io.polymongo.internal.observe.EventHub;
import jakarta.enterprise.context.control.RequestContextController;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.spi.BeanContainer;
import jakarta.enterprise.inject.spi.ObserverMethod;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes a listener of each observer method of the application. {@code Event.fire} would call one after the other, and none
 * after one that throws.
 */
final class ObservedEvents {

    /** One of each kind: a container tells the observers of an event, and not of a class. */
    static final List<PolyMongoEvent> KINDS = List.of(
            new PolyMongoEvent.Connected("", Instant.EPOCH),
            new PolyMongoEvent.Disconnected("", Instant.EPOCH),
            new PolyMongoEvent.Failed("", Instant.EPOCH, ""),
            new PolyMongoEvent.PoolOpened("", Instant.EPOCH),
            new PolyMongoEvent.PoolClosed("", Instant.EPOCH));

    private final BeanContainer container;
    private final Instance<RequestContextController> requestContexts;

    /** Looks for observers in a container. */
    ObservedEvents(BeanContainer container, Instance<RequestContextController> requestContexts) {
        this.container = container;
        this.requestContexts = requestContexts;
    }

    /** Subscribes each observer to the kinds that it observes. */
    void subscribeTo(EventHub hub) {
        Map<ObserverMethod<?>, Set<Class<?>>> observed = new LinkedHashMap<>();
        for (PolyMongoEvent kind : KINDS) {
            for (ObserverMethod<?> observer : container.resolveObserverMethods(kind)) {
                observed.computeIfAbsent(observer, first -> new HashSet<>()).add(kind.getClass());
            }
        }
        observed.forEach((observer, kinds) -> hub.subscribe(
                "in " + observer.getBeanClass().getName(),
                event -> kinds.contains(event.getClass()),
                new ObserverCall(observer, requestContexts.get())));
    }
}
