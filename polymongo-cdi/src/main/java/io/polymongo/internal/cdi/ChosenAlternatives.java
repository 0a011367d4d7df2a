package io.polymongo.internal.cdi;

import io.polymongo.CollectionSpec;
import io.polymongo.MongoClientCustomizer;
import io.polymongo.TenantDirectory;
import io.polymongo.TenantResolver;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.Annotated;
import jakarta.enterprise.inject.spi.AnnotatedMember;
import jakarta.enterprise.inject.spi.AnnotatedType;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.ProcessBeanAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.bson.codecs.configuration.CodecProvider;

/**
 * The application's alternatives to what it may implement for us. One that {@code beans.xml} chooses is chosen in its own
 * archive, which is not ours: the application would go on with what it replaces, or with nothing. Not thread-safe.
 */
final class ChosenAlternatives {

    private static final List<Class<?>> KINDS = List.of(
            TenantResolver.class,
            TenantDirectory.class,
            MongoClientCustomizer.class,
            CodecProvider.class,
            CollectionSpec.class);

    private record Alternative(Class<?> kind, String beanClass) {}

    private final List<Alternative> alternatives = new ArrayList<>();

    /** Remembers one. */
    void add(ProcessBeanAttributes<?> event) {
        if (!event.getBeanAttributes().isAlternative()) {
            return;
        }
        for (Class<?> kind : KINDS) {
            if (event.getBeanAttributes().getTypes().contains(kind)) {
                alternatives.add(new Alternative(kind, beanClass(event.getAnnotated())));
            }
        }
    }

    /** Those that are not to be had by injection into a bean of ours. */
    Set<String> unseenBy(BeanManager beans) {
        Set<String> unseen = new TreeSet<>();
        for (Alternative alternative : alternatives) {
            Set<String> seen = beans.getBeans(alternative.kind(), Any.Literal.INSTANCE).stream()
                    .map(Bean::getBeanClass)
                    .map(Class::getName)
                    .collect(Collectors.toSet());
            if (!seen.contains(alternative.beanClass())) {
                unseen.add(alternative.beanClass());
            }
        }
        return unseen;
    }

    private static String beanClass(Annotated annotated) {
        return annotated instanceof AnnotatedMember<?> member
                ? member.getDeclaringType().getJavaClass().getName()
                : ((AnnotatedType<?>) annotated).getJavaClass().getName();
    }
}
