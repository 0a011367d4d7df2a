package io.polymongo.it.application;

import io.polymongo.CollectionName;
import org.bson.codecs.pojo.annotations.BsonId;

/**
 * A user, as stored and as sent.
 *
 * @param id chosen by the client
 * @param name how the user is called
 * @param credits what the user may give to others
 */
@CollectionName("users")
public record User(@BsonId String id, String name, long credits) {}
