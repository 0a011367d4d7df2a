/**
 * JSON Schema as MongoDB has it: what a schema may say, whether a document obeys it, and which rules it does not, in the
 * words of MongoDB's {@code errInfo}. {@link io.polymongo.embedded.internal.schema.JsonSchema} is the entry. Imports
 * {@code command} and {@code store}, whose order of values it shares.
 */
@NullMarked
package io.polymongo.embedded.internal.schema;

import org.jspecify.annotations.NullMarked;
