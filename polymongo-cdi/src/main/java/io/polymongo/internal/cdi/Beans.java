package io.polymongo.internal.cdi;

import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Instance;
import jakarta.interceptor.Interceptor;
import java.util.Comparator;
import java.util.List;

/** The application's beans of a kind that we look for. */
final class Beans {

    private Beans() {}

    /** The classes of the beans, by name. */
    static List<String> classNames(Instance<?> beans) {
        return beans.handlesStream()
                .map(handle -> handle.getBean().getBeanClass().getName())
                .toList();
    }

    /** The beans, by {@code @Priority} of their classes and then by class name. */
    static <T> List<T> ordered(Instance<T> beans) {
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
