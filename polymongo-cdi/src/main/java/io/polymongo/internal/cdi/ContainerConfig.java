package io.polymongo.internal.cdi;

import io.polymongo.ConfigurationException;
import io.polymongo.ErrorId;
import io.polymongo.internal.config.ConfigReader;
import io.polymongo.internal.config.PropertyNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/** The application's MicroProfile Config, as texts. */
final class ContainerConfig {

    private static final Pattern EXPRESSION = Pattern.compile("\\$\\{([^}:]+)(?::([^}]*))?}");

    private ContainerConfig() {}

    /** Reads and validates our keys. */
    static ConfigReader.Reading read() {
        return read(ConfigProvider.getConfig());
    }

    static ConfigReader.Reading read(Config config) {
        Set<String> names = PropertyNames.written(config.getPropertyNames(), () -> namesOfSources(config));
        return ConfigReader.read(key -> config.getOptionalValue(key, String.class), names);
    }

    private static List<Set<String>> namesOfSources(Config config) {
        List<Set<String>> names = new ArrayList<>();
        config.getConfigSources().forEach(source -> names.add(source.getPropertyNames()));
        return names;
    }

    /** A text of an annotation with each <code>${key}</code> and <code>${key:default}</code> replaced. */
    static String expand(String text) {
        return text.indexOf('$') < 0 ? text : EXPRESSION.matcher(text).replaceAll(ContainerConfig::value);
    }

    private static String value(java.util.regex.MatchResult expression) {
        return Matcher.quoteReplacement(ConfigProvider.getConfig()
                .getOptionalValue(expression.group(1), String.class)
                .or(() -> java.util.Optional.ofNullable(expression.group(2)))
                .orElseThrow(() -> new ConfigurationException(
                        ErrorId.CONFIGURATION_INVALID,
                        List.of(expression.group() + " in an annotation has no value; set the key "
                                + expression.group(1) + ", or write ${" + expression.group(1) + ":default}"))));
    }
}
