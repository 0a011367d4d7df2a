/**
 * What a command is: the request as it arrived, the error it may end with, and who handles it. Imports no other package
 * of the server; every other imports this one.
 */
@NullMarked
package io.polymongo.embedded.internal.command;

import org.jspecify.annotations.NullMarked;
