package io.polymongo.embedded.junit;

import io.polymongo.embedded.EmbeddedMongo;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A class of tests on an embedded server. One server serves the whole run: it starts where it is needed first and is
 * closed at the end. Two parameters can be taken:
 *
 * <ul>
 *   <li>{@link EmbeddedDatabase}, by a test, {@code @BeforeEach} or {@code @AfterEach}, which get the same: an empty
 *       database of the test's own.
 *   <li>{@link EmbeddedMongo}, by these and by constructors, {@code @BeforeAll} and {@code @AfterAll}: the running server.
 *       It is shared, so it is not to be closed, and what is done to it (a member killed, a command that is to fail, a
 *       pause) meets the other tests, too. Tests that disturb it better start one for themselves.
 * </ul>
 *
 * <p>Tests may run in parallel. Needs JUnit 5.13 or later.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@ExtendWith(EmbeddedMongoExtension.class)
public @interface EmbeddedMongoTest {

    /**
     * How many members the server has. Classes of another number share another server.
     *
     * @return 1 to 7
     */
    int members() default 1;
}
