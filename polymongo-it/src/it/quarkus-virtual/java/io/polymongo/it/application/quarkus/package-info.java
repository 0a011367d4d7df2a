/** Virtual threads, which an application of Quarkus asks for. */
package io.polymongo.it.application.quarkus;
