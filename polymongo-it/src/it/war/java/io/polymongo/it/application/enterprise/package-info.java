/** What only application servers have: Jakarta Concurrency, and several REST applications in one archive. */
package io.polymongo.it.application.enterprise;
