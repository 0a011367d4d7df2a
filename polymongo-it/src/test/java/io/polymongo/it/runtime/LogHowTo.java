package io.polymongo.it.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How each runtime shows debug lines, as the how-to has it, so that it is tried as written. */
final class LogHowTo {

    private static final Path PAGE = Path.of("..", "src", "docs", "how-to", "logs-and-events.md");
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final Pattern PROPERTIES = Pattern.compile("(?ms)^```properties\\n(.*?)^```$");

    private LogHowTo() {}

    /** What is written as code in a runtime's row. */
    static List<String> settings(String runtime) throws IOException {
        String row = Files.readAllLines(PAGE).stream()
                .filter(line -> line.startsWith("| " + runtime + " | "))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("there is no row of " + runtime + " in " + PAGE));
        return CODE.matcher(row).results().map(code -> code.group(1)).toList();
    }

    /** The file for the JDK's own logging. */
    static String loggingProperties() throws IOException {
        Matcher block = PROPERTIES.matcher(Files.readString(PAGE));
        if (!block.find()) {
            throw new IllegalStateException("there is no logging.properties in " + PAGE);
        }
        return block.group(1);
    }
}
