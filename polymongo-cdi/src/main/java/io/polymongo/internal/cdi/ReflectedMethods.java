package io.polymongo.internal.cdi;

import io.polymongo.PolyTransactional;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Transactional methods as reflection shows them. */
final class ReflectedMethods {

    private ReflectedMethods() {}

    /** Those of a bean's class, with what it inherits. */
    static List<TransactionalShape> of(Class<?> beanClass) {
        List<TransactionalShape> shapes = new ArrayList<>();
        Optional<PolyTransactional> onClass = nearest(beanClass);
        Set<List<Object>> seen = new HashSet<>();
        for (Class<?> each = beanClass; each != null && each != Object.class; each = each.getSuperclass()) {
            for (Method method : each.getDeclaredMethods()) {
                if (!method.isSynthetic() && seen.add(signature(method))) {
                    shape(beanClass, method, onClass).ifPresent(shapes::add);
                }
            }
        }
        return shapes;
    }

    /** Equal for a method and those that it overrides; what is private or static is overridden by none. */
    private static List<Object> signature(Method method) {
        boolean isOwn = Modifier.isPrivate(method.getModifiers()) || Modifier.isStatic(method.getModifiers());
        return List.of(method.getName(), List.of(method.getParameterTypes()), isOwn ? method : "");
    }

    private static Optional<PolyTransactional> nearest(Class<?> beanClass) {
        for (Class<?> each = beanClass; each != null; each = each.getSuperclass()) {
            Optional<PolyTransactional> found = DeclaredBinding.on(PolyTransactional.class, each);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private static Optional<TransactionalShape> shape(
            Class<?> beanClass, Method method, Optional<PolyTransactional> onClass) {
        Optional<PolyTransactional> onMethod = DeclaredBinding.on(PolyTransactional.class, method);
        return onMethod.or(() -> onClass).map(annotation -> {
            int modifiers = method.getModifiers();
            return new TransactionalShape(
                    method.getDeclaringClass().getName() + "." + method.getName(),
                    method.getReturnType().getName(),
                    onMethod.isPresent(),
                    Modifier.isPrivate(modifiers),
                    Modifier.isStatic(modifiers),
                    Modifier.isFinal(modifiers),
                    hasJta(method) || hasJta(beanClass),
                    new TransactionalShape.Says(
                            annotation.value(),
                            annotation.readConcern(),
                            annotation.writeConcern(),
                            annotation.maxCommitTime()));
        });
    }

    private static boolean hasJta(AnnotatedElement element) {
        return Arrays.stream(element.getAnnotations())
                .map(Annotation::annotationType)
                .anyMatch(type -> type.getName().equals(TransactionalShape.JTA));
    }
}
