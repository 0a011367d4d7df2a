package io.polymongo.internal.cdi;

import jakarta.enterprise.inject.Stereotype;
import jakarta.interceptor.InterceptorBinding;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the annotation because of which a container intercepted a method. */
final class DeclaredBinding {

    private DeclaredBinding() {}

    /**
     * On the method, else on the nearest of the target's class (which is a container's subclass of the one that was
     * written) and those above it: reflection does not inherit what stereotypes bring.
     */
    static <A extends Annotation> A of(Class<A> binding, Method method, Class<?> target) {
        Stream<Class<?>> classes = Stream.iterate(target, Objects::nonNull, Class::getSuperclass);
        return Stream.concat(Stream.of(method), classes)
                .map(element -> on(binding, element))
                .flatMap(Optional::stream)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "the container intercepted " + method + " without @" + binding.getSimpleName()));
    }

    /** On the element itself, else on one of its stereotypes or of its other interceptors' annotations. */
    static <A extends Annotation> Optional<A> on(Class<A> binding, AnnotatedElement element) {
        A direct = element.getAnnotation(binding);
        if (direct != null) {
            return Optional.of(direct);
        }
        // Without a stream: an extension asks this of every method of every bean, of which few have annotations.
        for (Annotation annotation : element.getAnnotations()) {
            Class<? extends Annotation> type = annotation.annotationType();
            if (type.isAnnotationPresent(Stereotype.class) || type.isAnnotationPresent(InterceptorBinding.class)) {
                Optional<A> brought = on(binding, type);
                if (brought.isPresent()) {
                    return brought;
                }
            }
        }
        return Optional.empty();
    }
}
