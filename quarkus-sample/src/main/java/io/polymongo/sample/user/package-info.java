/** What a tenant's clients see: {@link io.polymongo.sample.user.UsersResource} over {@link io.polymongo.sample.user.Users}. */
@NullMarked
package io.polymongo.sample.user;

import org.jspecify.annotations.NullMarked;
