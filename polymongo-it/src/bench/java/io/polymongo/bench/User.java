package io.polymongo.bench;

import org.bson.codecs.pojo.annotations.BsonId;

/**
 * A small document.
 *
 * @param id its key
 * @param name some text
 */
public record User(@BsonId int id, String name) {}
