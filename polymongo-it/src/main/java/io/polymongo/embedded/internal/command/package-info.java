/**
 * What a command is: the request as it arrived, the error it may end with, and who handles it. Imports nothing of the server.
 */
@NullMarked
package io.polymongo.embedded.internal.command;

import org.jspecify.annotations.NullMarked;
