/** What Helidon asks for besides. */
package io.polymongo.it.application.helidon;
