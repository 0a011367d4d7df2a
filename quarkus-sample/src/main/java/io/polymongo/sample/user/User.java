package io.polymongo.sample.user;

import io.polymongo.CollectionName;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import org.bson.BsonType;
import org.bson.codecs.pojo.annotations.BsonId;
import org.bson.codecs.pojo.annotations.BsonRepresentation;
import org.jspecify.annotations.Nullable;

/**
 * A user, as stored and as sent.
 *
 * @param id an {@code ObjectId} in the database, its 24 hexadecimal digits in JSON; given by the server
 * @param name how the user is called
 * @param email unique within the tenant
 */
@CollectionName(User.COLLECTION)
public record User(
        @BsonId @BsonRepresentation(BsonType.OBJECT_ID) @Nullable
        String id,

        @NotBlank @Size(max = 200) String name,
        @NotBlank @Email @Size(max = 254) String email) {

    static final String COLLECTION = "users";

    /** The same with an id, or without: what a client sends as one does not count. */
    User withId(@Nullable String given) {
        return new User(given, name, email);
    }
}
