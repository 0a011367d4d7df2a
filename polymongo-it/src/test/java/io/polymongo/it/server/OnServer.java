package io.polymongo.it.server;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/** A test on the run's {@link TestServer}: it may take a {@link TestDatabases} as a parameter, and must leave nothing behind. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@ExtendWith({LeakCheck.class, ServerExtension.class})
public @interface OnServer {}
