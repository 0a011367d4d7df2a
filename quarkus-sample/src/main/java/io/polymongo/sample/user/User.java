package io.polymongo.sample.user;

import io.polymongo.CollectionName;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.PositiveOrZero;
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
 * @param credits what the user may give to others; none are sent for a new user who has none, or for one whose credits
 *     are to stay as they are
 */
@CollectionName(User.COLLECTION)
public record User(
        @BsonId @BsonRepresentation(BsonType.OBJECT_ID) @Nullable
        String id,

        @NotBlank @Size(max = 200) String name,
        @NotBlank @Email @Size(max = 254) String email,
        @PositiveOrZero @Max(User.MOST_CREDITS) @Nullable Long credits) {

    /** The collection of each tenant. */
    public static final String COLLECTION = "users";

    /** The field that transfers change. */
    public static final String CREDITS = "credits";

    /** What JSON's readers can still tell from one more. */
    public static final long MOST_CREDITS = 9_007_199_254_740_991L;

    /** A user who is new: what a client sends as an id does not count. */
    User created(String given) {
        return new User(given, name, email, credits == null ? Long.valueOf(0) : credits);
    }
}
