package io.polymongo.internal.cdi;

import io.polymongo.CollectionName;
import io.polymongo.ConfigurationException;
import io.polymongo.Database;
import io.polymongo.ErrorId;
import io.polymongo.Tenant;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.spi.Annotated;
import jakarta.enterprise.inject.spi.InjectionPoint;
import jakarta.inject.Provider;
import java.lang.reflect.Constructor;
import java.lang.reflect.Member;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.List;

/** Injection points as reflection shows them. */
final class ReflectedShapes {

    private ReflectedShapes() {}

    static InjectionShape of(InjectionPoint point) {
        Type type = unwrapped(point.getType());
        Annotated annotated = point.getAnnotated();
        CollectionName name = annotated == null ? null : annotated.getAnnotation(CollectionName.class);
        return new InjectionShape(
                where(point),
                has(point, Tenant.class),
                has(point, Database.class),
                rawType(type).getTypeName(),
                argument(type),
                name == null ? null : name.value());
    }

    /** The document class of an injection point that may be served. */
    @SuppressWarnings("unchecked")
    static <T> Class<T> documentClass(InjectionPoint point) {
        InjectionShape shape = of(point);
        shape.problem().ifPresent(line -> {
            throw new ConfigurationException(ErrorId.INJECTION_POINT_INVALID, List.of(line));
        });
        ParameterizedType type = (ParameterizedType) unwrapped(point.getType());
        return (Class<T>) type.getActualTypeArguments()[0];
    }

    private static String where(InjectionPoint point) {
        Member member = point.getMember();
        if (member == null) {
            return "of a programmatic look-up";
        }
        String declaring = member.getDeclaringClass().getName();
        return member instanceof Constructor
                ? "in the constructor of " + declaring
                : declaring + "." + member.getName();
    }

    private static boolean has(InjectionPoint point, Class<?> qualifier) {
        return point.getQualifiers().stream().anyMatch(qualifier::isInstance);
    }

    private static Type unwrapped(Type type) {
        Type unwrapped = type;
        while (unwrapped instanceof ParameterizedType parameterized
                && (parameterized.getRawType() == Instance.class || parameterized.getRawType() == Provider.class)) {
            unwrapped = parameterized.getActualTypeArguments()[0];
        }
        return unwrapped;
    }

    private static Type rawType(Type type) {
        return type instanceof ParameterizedType parameterized ? parameterized.getRawType() : type;
    }

    private static InjectionShape.Argument argument(Type type) {
        if (type instanceof ParameterizedType parameterized
                && parameterized.getActualTypeArguments()[0] instanceof Class<?> documentClass) {
            CollectionName name = documentClass.getAnnotation(CollectionName.class);
            return new InjectionShape.Argument(documentClass.getName(), name == null ? null : name.value());
        }
        return InjectionShape.Argument.NO_CLASS;
    }
}
