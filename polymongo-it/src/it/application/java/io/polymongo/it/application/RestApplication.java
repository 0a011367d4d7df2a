package io.polymongo.it.application;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/** Everything that the runtime finds by itself. */
@ApplicationPath("/api")
public class RestApplication extends Application {}
