package io.polymongo.sample.transfer;

import java.time.Instant;
import org.bson.BsonType;
import org.bson.codecs.pojo.annotations.BsonId;
import org.bson.codecs.pojo.annotations.BsonRepresentation;

/**
 * The entry of a transfer that took place, as stored and as sent.
 *
 * @param id an {@code ObjectId} in the database, its 24 hexadecimal digits in JSON
 * @param from the id of who gave
 * @param to the id of who got
 * @param credits how many
 * @param at when
 */
public record Transfer(
        @BsonId @BsonRepresentation(BsonType.OBJECT_ID) String id, String from, String to, long credits, Instant at) {}
