package io.polymongo.it.application.helidon;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/** Everything that the runtime finds by itself, which an application without a scope is not a part of. */
@ApplicationPath("/api")
@ApplicationScoped
public class HelidonApplication extends Application {}
