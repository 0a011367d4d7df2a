/** Quarkus's own extension for MongoDB, in the same application. */
package io.polymongo.it.application.quarkus;
