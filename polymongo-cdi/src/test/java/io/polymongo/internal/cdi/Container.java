package io.polymongo.internal.cdi;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import jakarta.enterprise.inject.se.SeContainer;
import jakarta.enterprise.inject.se.SeContainerInitializer;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.spi.ConfigProviderResolver;

/** A Weld container as an application would have it, with a configuration of its own while it lives. */
public final class Container implements AutoCloseable {

    private final Config config;
    private final SeContainer weld;

    private Container(Config config, SeContainer weld) {
        this.config = config;
        this.weld = weld;
    }

    /** Starts one; the keys are without the prefix. */
    public static Container start(Map<String, String> properties, Class<?>... beans) {
        return start(properties, initializer -> {}, beans);
    }

    /** With more that is said to the container. */
    static Container start(Map<String, String> properties, Consumer<SeContainerInitializer> more, Class<?>... beans) {
        Map<String, String> prefixed = properties.entrySet().stream()
                .collect(Collectors.toMap(entry -> "polymongo." + entry.getKey(), Map.Entry::getValue));
        Config config = new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(prefixed, "test", 100))
                .build();
        ConfigProviderResolver.instance()
                .registerConfig(config, Thread.currentThread().getContextClassLoader());
        try {
            SeContainerInitializer initializer =
                    SeContainerInitializer.newInstance().addBeanClasses(beans);
            more.accept(initializer);
            return new Container(config, initializer.initialize());
        } catch (RuntimeException | Error e) {
            ConfigProviderResolver.instance().releaseConfig(config);
            throw e;
        }
    }

    public <T> T get(Class<T> bean) {
        return weld.select(bean).get();
    }

    public SeContainer weld() {
        return weld;
    }

    @Override
    public void close() {
        weld.close();
        ConfigProviderResolver.instance().releaseConfig(config);
    }
}
