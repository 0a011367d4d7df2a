/**
 * JSON Schema as MongoDB has it: what a schema may say, whether a document obeys it, and which rules it does not, in the
 * words of MongoDB's {@code errInfo}. {@link io.polymongo.embedded.internal.schema.JsonSchema} is the entry. Imports
 * {@code command} and the order of values of {@code store} only.
 */
@NullMarked
package io.polymongo.embedded.internal.schema;

import org.jspecify.annotations.NullMarked;
