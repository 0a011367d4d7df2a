package io.polymongo.internal.cdi;

import io.polymongo.internal.config.CollectionNames;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an injection point asks for, in texts, so that one set of rules serves both kinds of extension.
 *
 * @param where where it stands, for messages
 * @param tenant whether it has {@code @Tenant}
 * @param database whether it has {@code @Database}
 * @param rawType the class asked for, {@code Instance} and {@code Provider} taken off
 * @param argument its one type argument
 * @param collection what {@code @CollectionName} beside it says, or null
 */
record InjectionShape(
        String where,
        boolean tenant,
        boolean database,
        String rawType,
        Argument argument,
        @Nullable String collection) {

    static final String COLLECTION = "com.mongodb.client.MongoCollection";
    static final String DATABASE = "com.mongodb.client.MongoDatabase";
    static final String BUCKET = "com.mongodb.client.gridfs.GridFSBucket";
    static final String MODEL = "io.polymongo.Model";

    /**
     * A type argument.
     *
     * @param className a class's name, or null for what is no class
     * @param collection what {@code @CollectionName} on the class says, or null
     */
    record Argument(@Nullable String className, @Nullable String collection) {

        static final Argument NO_CLASS = new Argument(null, null);
    }

    /** Whether it is ours to check. */
    boolean isOurs() {
        return tenant || database || rawType.equals(MODEL);
    }

    /** What is wrong with it, with the remedy. */
    Optional<String> problem() {
        if (tenant && database) {
            return line("has both @Tenant and @Database; leave one");
        }
        boolean isCollection = rawType.equals(COLLECTION);
        boolean isModel = rawType.equals(MODEL);
        if (isModel && (tenant || database)) {
            return line("is a Model, which is for any database; leave @Tenant and @Database out");
        }
        boolean isBucket = rawType.equals(BUCKET);
        if (!isCollection && !isModel && !isBucket && !rawType.equals(DATABASE)) {
            return line("is a " + rawType
                    + "; @Tenant and @Database go with MongoCollection<T>, MongoDatabase and GridFSBucket");
        }
        if (isBucket && collection != null) {
            return named(collection);
        }
        return isCollection || isModel ? argumentProblem(simpleName(rawType)) : Optional.empty();
    }

    private Optional<String> argumentProblem(String type) {
        String className = argument.className();
        if (className == null) {
            return line("does not name its document class; write " + type + "<User> with a class for User");
        }
        String name = collection != null ? collection : argument.collection();
        if (name != null) {
            return named(name);
        }
        return CollectionNames.isNameable(className)
                ? Optional.empty()
                : line("is of " + className + ", which names no collection; add @CollectionName");
    }

    private Optional<String> named(String name) {
        return Optional.ofNullable(CollectionNames.problem(name))
                .flatMap(wrong -> line("has @CollectionName(\"" + name + "\"), which is no collection name: " + wrong));
    }

    private Optional<String> line(String wrong) {
        return Optional.of("the injection point " + where + " " + wrong);
    }

    private static String simpleName(String className) {
        return className.substring(className.lastIndexOf('.') + 1);
    }
}
