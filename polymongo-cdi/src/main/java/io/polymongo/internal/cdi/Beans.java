package io.polymongo.internal.cdi;

import io.polymongo.ConfigurationException;
import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Instance;
import jakarta.interceptor.Interceptor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The application's beans of a kind that we look for. */
final class Beans {

    private Beans() {}

    /** The class of the one that would be injected, or of all that could not be chosen from. */
    static List<String> classNames(Instance<?> beans) {
        if (beans.isResolvable()) {
            return List.of(beans.getHandle().getBean().getBeanClass().getName());
        }
        List<String> names = new ArrayList<>();
        for (Instance.Handle<?> handle : beans.handles()) {
            names.add(handle.getBean().getBeanClass().getName());
        }
        return names;
    }

    /** The one that would be injected, if there is any. */
    static <T> Optional<T> atMostOne(Class<T> type, Instance<T> beans) {
        DeploymentCheck check = new DeploymentCheck();
        check.atMostOne(type, classNames(beans));
        ConfigurationException ambiguous = check.failure();
        if (ambiguous != null) {
            throw ambiguous;
        }
        return beans.isResolvable() ? Optional.of(beans.get()) : Optional.empty();
    }

    /** The beans, by {@code @Priority} of their classes and then by class name. */
    static <T> List<T> ordered(Instance<T> beans) {
        if (beans.isUnsatisfied()) {
            return List.of();
        }
        return beans.handlesStream()
                .sorted(Comparator.<Instance.Handle<T>>comparingInt(
                                handle -> priority(handle.getBean().getBeanClass()))
                        .thenComparing(handle -> handle.getBean().getBeanClass().getName()))
                .<T>map(Instance.Handle::get)
                .toList();
    }

    private static int priority(Class<?> beanClass) {
        Priority priority = beanClass.getAnnotation(Priority.class);
        return priority != null ? priority.value() : Interceptor.Priority.APPLICATION;
    }
}
