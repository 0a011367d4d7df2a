/**
 * One suite for all runtimes, over HTTP: {@link io.polymongo.it.runtime.RuntimeSuite}. Each runtime that the build is told
 * to try is started as a process of its own, with the application of {@code src/it}, beside the runnable server.
 */
package io.polymongo.it.runtime;
