package io.polymongo;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A configuration, or a use of PolyMongo in an application, that cannot be started; it lists every problem at once. */
public class ConfigurationException extends PolyMongoException {

    private static final long serialVersionUID = 1L;

    private final List<String> problems;

    /**
     * Creates the error.
     *
     * @param id which error
     * @param problems a line each: what, value, remedy; at least one
     */
    public ConfigurationException(ErrorId id, List<String> problems) {
        this(id, problems, null);
    }

    /**
     * Creates an error that another one led to.
     *
     * @param id which error
     * @param problems a line each: what, value, remedy; at least one
     * @param cause what led to it, or null
     */
    public ConfigurationException(ErrorId id, List<String> problems, @Nullable Throwable cause) {
        super(id, text(problems), cause);
        this.problems = List.copyOf(problems);
    }

    /**
     * Every problem that was found.
     *
     * @return a line each, immutable, in the order they were found
     */
    public List<String> problems() {
        return problems;
    }

    private static String text(List<String> problems) {
        return problems.size() == 1
                ? problems.get(0)
                : problems.size() + " problems:\n  - " + String.join("\n  - ", problems);
    }
}
