package io.polymongo.embedded.junit;

import io.polymongo.embedded.EmbeddedMongo;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/** What {@link EmbeddedMongoTest} does. JUnit's stores close what they hold: databases with a test, servers with the run. */
final class EmbeddedMongoExtension implements ParameterResolver {

    private static final Namespace NAMESPACE = Namespace.create(EmbeddedMongoExtension.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == EmbeddedMongo.class || type == EmbeddedDatabase.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        if (parameter.getParameter().getType() == EmbeddedMongo.class) {
            return server(context).mongo();
        }
        if (context.getTestMethod().isEmpty()) {
            throw new ParameterResolutionException(
                    "An EmbeddedDatabase belongs to a single test: take it as a parameter of the test, of @BeforeEach or"
                            + " of @AfterEach, not of " + parameter.getDeclaringExecutable()
                            + ". EmbeddedMongo can be taken there.");
        }
        return context.getStore(NAMESPACE)
                .computeIfAbsent(Lease.class, type -> server(context).lease(), Lease.class)
                .database();
    }

    private static SharedServer server(ExtensionContext context) {
        int members = AnnotationSupport.findAnnotation(
                        context.getRequiredTestClass(), EmbeddedMongoTest.class, context.getEnclosingTestClasses())
                .map(EmbeddedMongoTest::members)
                .orElse(1);
        return context.getRoot().getStore(NAMESPACE).computeIfAbsent(members, SharedServer::start, SharedServer.class);
    }
}
