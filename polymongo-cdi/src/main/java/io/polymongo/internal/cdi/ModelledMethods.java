package io.polymongo.internal.cdi;

import io.polymongo.PolyTransactional;
import io.polymongo.TxType;
import jakarta.enterprise.inject.build.compatible.spi.BeanInfo;
import jakarta.enterprise.lang.model.AnnotationInfo;
import jakarta.enterprise.lang.model.AnnotationTarget;
import jakarta.enterprise.lang.model.declarations.ClassInfo;
import jakarta.enterprise.lang.model.declarations.MethodInfo;
import jakarta.enterprise.lang.model.types.Type;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Transactional methods as CDI Lite's language model shows them. */
final class ModelledMethods {

    private ModelledMethods() {}

    /** Those of a bean's class, with what it inherits. */
    static List<TransactionalShape> of(BeanInfo bean) {
        List<TransactionalShape> shapes = new ArrayList<>();
        if (!bean.isClassBean()) {
            return shapes;
        }
        ClassInfo beanClass = bean.declaringClass();
        Optional<AnnotationInfo> onClass = nearest(beanClass).or(() -> ofStereotypes(bean));
        Set<List<String>> seen = new HashSet<>();
        for (ClassInfo each = beanClass; each != null; each = each.superClassDeclaration()) {
            String declaring = each.name();
            for (MethodInfo method : beanClass.methods()) {
                if (method.declaringClass().name().equals(declaring) && seen.add(signature(method))) {
                    shape(beanClass, method, onClass).ifPresent(shapes::add);
                }
            }
        }
        return shapes;
    }

    /** Equal for a method and those that it overrides; what is private or static is overridden by none. */
    private static List<String> signature(MethodInfo method) {
        boolean isOwn = Modifier.isPrivate(method.modifiers()) || method.isStatic();
        Stream<String> parameters = method.parameters().stream().map(each -> rawType(each.type()));
        return Stream.concat(Stream.of(isOwn ? method.declaringClass().name() : "", method.name()), parameters)
                .toList();
    }

    private static Optional<AnnotationInfo> nearest(ClassInfo beanClass) {
        for (ClassInfo each = beanClass; each != null; each = each.superClassDeclaration()) {
            if (each.hasAnnotation(PolyTransactional.class)) {
                return Optional.of(each.annotation(PolyTransactional.class));
            }
        }
        return Optional.empty();
    }

    private static Optional<AnnotationInfo> ofStereotypes(BeanInfo bean) {
        return bean.stereotypes().stream()
                .flatMap(stereotype -> stereotype.interceptorBindings().stream())
                .filter(binding -> binding.name().equals(PolyTransactional.class.getName()))
                .findFirst();
    }

    private static Optional<TransactionalShape> shape(
            ClassInfo beanClass, MethodInfo method, Optional<AnnotationInfo> onClass) {
        Optional<AnnotationInfo> onMethod = method.hasAnnotation(PolyTransactional.class)
                ? Optional.of(method.annotation(PolyTransactional.class))
                : Optional.empty();
        return onMethod.or(() -> onClass)
                .map(annotation -> new TransactionalShape(
                        method.declaringClass().name() + "." + method.name(),
                        rawType(method.returnType()),
                        onMethod.isPresent(),
                        Modifier.isPrivate(method.modifiers()),
                        method.isStatic(),
                        method.isFinal(),
                        hasJta(method) || hasJta(beanClass),
                        says(annotation)));
    }

    private static TransactionalShape.Says says(AnnotationInfo annotation) {
        return new TransactionalShape.Says(
                annotation.hasMember("value")
                        ? TxType.valueOf(annotation.member("value").asEnumConstant())
                        : TxType.REQUIRED,
                text(annotation, "readConcern"),
                text(annotation, "writeConcern"),
                text(annotation, "maxCommitTime"));
    }

    private static String text(AnnotationInfo annotation, String member) {
        return annotation.hasMember(member) ? annotation.member(member).asString() : "";
    }

    private static String rawType(@Nullable Type type) {
        if (type != null && type.isParameterizedType()) {
            return type.asParameterizedType().declaration().name();
        }
        return type != null && type.isClass() ? type.asClass().declaration().name() : String.valueOf(type);
    }

    private static boolean hasJta(AnnotationTarget target) {
        return target.annotations().stream().anyMatch(each -> each.name().equals(TransactionalShape.JTA));
    }
}
