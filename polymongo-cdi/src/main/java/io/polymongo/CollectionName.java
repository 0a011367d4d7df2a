package io.polymongo;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The name of a collection: on a document class for all its uses, or beside {@link Tenant} or {@link Database} for one.
 *
 * <p>Without it a collection is named after its document class, first letter in lower case, not in the plural:
 * {@code UserAccount} lives in {@code userAccount}. {@code Document} and {@code BsonDocument} always need a name.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.FIELD, ElementType.PARAMETER})
public @interface CollectionName {

    /**
     * The name.
     *
     * @return a collection name that MongoDB allows
     */
    String value();
}
