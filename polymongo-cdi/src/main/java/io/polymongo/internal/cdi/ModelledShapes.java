package io.polymongo.internal.cdi;

import io.polymongo.CollectionName;
import io.polymongo.Database;
import io.polymongo.Tenant;
import jakarta.enterprise.inject.build.compatible.spi.BeanInfo;
import jakarta.enterprise.inject.build.compatible.spi.InjectionPointInfo;
import jakarta.enterprise.lang.model.AnnotationTarget;
import jakarta.enterprise.lang.model.declarations.ClassInfo;
import jakarta.enterprise.lang.model.declarations.DeclarationInfo;
import jakarta.enterprise.lang.model.declarations.FieldInfo;
import jakarta.enterprise.lang.model.declarations.MethodInfo;
import jakarta.enterprise.lang.model.declarations.ParameterInfo;
import jakarta.enterprise.lang.model.types.Type;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Injection points as CDI Lite's language model shows them. */
final class ModelledShapes {

    private static final Set<String> WRAPPERS = Set.of("jakarta.enterprise.inject.Instance", "jakarta.inject.Provider");

    private ModelledShapes() {}

    static InjectionShape of(BeanInfo bean, InjectionPointInfo point) {
        // A synthetic bean's injection points stand nowhere: ArC throws when asked where.
        DeclarationInfo declaration = bean.isSynthetic() ? null : point.declaration();
        Type type = unwrapped(point.type());
        return new InjectionShape(
                declaration == null
                        ? "of the synthetic bean " + bean.declaringClass().name()
                        : where(declaration),
                has(point, Tenant.class),
                has(point, Database.class),
                rawType(type),
                argument(type),
                declaration == null ? null : collectionName(declaration));
    }

    private static String where(DeclarationInfo declaration) {
        if (declaration.isField()) {
            FieldInfo field = declaration.asField();
            return field.declaringClass().name() + "." + field.name();
        }
        if (declaration.isParameter()) {
            ParameterInfo parameter = declaration.asParameter();
            MethodInfo method = parameter.declaringMethod();
            String declaring = method.declaringClass().name();
            return method.isConstructor() ? "in the constructor of " + declaring : declaring + "." + method.name();
        }
        return declaration.toString();
    }

    private static boolean has(InjectionPointInfo point, Class<?> qualifier) {
        return point.qualifiers().stream()
                .anyMatch(each -> each.declaration().name().equals(qualifier.getName()));
    }

    private static Type unwrapped(Type type) {
        Type unwrapped = type;
        while (unwrapped.isParameterizedType() && WRAPPERS.contains(rawType(unwrapped))) {
            unwrapped = unwrapped.asParameterizedType().typeArguments().get(0);
        }
        return unwrapped;
    }

    private static String rawType(Type type) {
        if (type.isParameterizedType()) {
            return type.asParameterizedType().declaration().name();
        }
        return type.isClass() ? type.asClass().declaration().name() : type.toString();
    }

    private static InjectionShape.Argument argument(Type type) {
        if (!type.isParameterizedType()) {
            return InjectionShape.Argument.NO_CLASS;
        }
        Type argument = type.asParameterizedType().typeArguments().get(0);
        if (!argument.isClass()) {
            return InjectionShape.Argument.NO_CLASS;
        }
        ClassInfo documentClass = argument.asClass().declaration();
        return new InjectionShape.Argument(documentClass.name(), collectionName(documentClass));
    }

    private static @Nullable String collectionName(AnnotationTarget target) {
        return target.hasAnnotation(CollectionName.class)
                ? target.annotation(CollectionName.class).value().asString()
                : null;
    }
}
