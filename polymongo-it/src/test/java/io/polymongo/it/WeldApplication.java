package io.polymongo.it;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.spi.ConfigProviderResolver;
import org.jboss.weld.environment.se.Weld;
import org.jboss.weld.environment.se.WeldContainer;

/** An application in a Weld container, with a configuration of its own while it lives. */
public final class WeldApplication implements AutoCloseable {

    private final Config config;
    private final WeldContainer weld;

    private WeldApplication(Config config, WeldContainer weld) {
        this.config = config;
        this.weld = weld;
    }

    public static WeldApplication start(Map<String, String> given, Map<String, String> more, Class<?>... beans) {
        Map<String, String> properties = new HashMap<>(given);
        properties.putAll(more);
        Config config = new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(properties, "test", 100))
                .build();
        ConfigProviderResolver.instance()
                .registerConfig(config, Thread.currentThread().getContextClassLoader());
        try {
            return new WeldApplication(config, new Weld().addBeanClasses(beans).initialize());
        } catch (RuntimeException | Error e) {
            ConfigProviderResolver.instance().releaseConfig(config);
            throw e;
        }
    }

    public <T> T get(Class<T> bean) {
        return weld.select(bean).get();
    }

    public WeldContainer weld() {
        return weld;
    }

    @Override
    public void close() {
        weld.close();
        ConfigProviderResolver.instance().releaseConfig(config);
    }
}
