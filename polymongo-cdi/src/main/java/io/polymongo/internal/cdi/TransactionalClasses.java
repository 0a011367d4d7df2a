package io.polymongo.internal.cdi;

import io.polymongo.ConfigurationException;
import io.polymongo.ErrorId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.inject.Inject;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Tells classes whose transactional methods a container runs from those that it does not know. */
@ApplicationScoped
public class TransactionalClasses {

    private final BeanManager beans;
    private final ConcurrentMap<Class<?>, Boolean> known = new ConcurrentHashMap<>();

    /** For client proxies only. */
    @SuppressWarnings("NullAway")
    protected TransactionalClasses() {
        this.beans = null;
    }

    /** Asks the container. */
    @Inject
    public TransactionalClasses(BeanManager beans) {
        this.beans = beans;
    }

    /** Refuses a class with transactional methods that is no bean. */
    public void requireIntercepted(Class<?> type) {
        if (!known.computeIfAbsent(type, this::isHarmless)) {
            throw new ConfigurationException(
                    ErrorId.TRANSACTIONAL_METHOD_INVALID,
                    List.of("the class " + type.getName()
                            + " is @PolyTransactional and no bean, so that nothing runs its methods in transactions; give"
                            + " it a scope, such as @RequestScoped"));
        }
    }

    private boolean isHarmless(Class<?> type) {
        return ReflectedMethods.of(type).isEmpty()
                || !beans.getBeans(type, Any.Literal.INSTANCE).isEmpty();
    }
}
