package io.polymongo.sample.dev;

import io.polymongo.CollectionName;
import org.bson.codecs.pojo.annotations.BsonId;

/** What the test changes while the application runs. */
@CollectionName("notes")
public record Note(@BsonId String id, String text) {}
