package io.polymongo.it.server;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** One server for the whole run, and databases of its own for each test. */
final class ServerExtension implements ParameterResolver {

    private static final Namespace NAMESPACE = Namespace.create(ServerExtension.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == TestDatabases.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        TestServer server = context.getRoot()
                .getStore(NAMESPACE)
                .computeIfAbsent(TestServer.class, type -> started(), TestServer.class);
        return context.getStore(NAMESPACE)
                .computeIfAbsent(TestDatabases.class, type -> new TestDatabases(server.uri()), TestDatabases.class);
    }

    private static TestServer started() {
        try {
            return TestServer.start();
        } catch (Exception e) {
            throw new IllegalStateException("the test server does not start", e);
        }
    }
}
