package io.polymongo.embedded.junit;

/**
 * A database that is one test's own: empty when the test begins, dropped when it ends, and so is every database whose
 * name begins with this one's and an underscore, for tests that need several. {@link EmbeddedMongoTest} makes it.
 *
 * @param name its name, which no other test of the run has
 * @param connectionString a {@code mongodb://} URI that reaches its server and names it as the default database
 */
public record EmbeddedDatabase(String name, String connectionString) {}
