/** An application that is built twice, with the library and without, for the benchmark of its start. */
package io.polymongo.it.application.start;
