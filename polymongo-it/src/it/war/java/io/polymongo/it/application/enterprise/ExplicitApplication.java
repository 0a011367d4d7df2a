package io.polymongo.it.application.enterprise;

import io.polymongo.it.application.ExerciseResource;
import io.polymongo.it.application.UsersResource;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Set;

/** Names its classes, and none of the library's. */
@ApplicationPath("/explicit")
public class ExplicitApplication extends Application {

    @Override
    public Set<Class<?>> getClasses() {
        return Set.of(UsersResource.class, ExerciseResource.class);
    }
}
