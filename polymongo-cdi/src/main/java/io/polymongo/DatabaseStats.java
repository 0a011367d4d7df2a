package io.polymongo;

/**
 * The figures of one database, as the server's {@code dbStats} gives them.
 *
 * @param name the database's name
 * @param pool the name of the pool that it is in
 * @param collections collections
 * @param views views
 * @param documents documents in all collections
 * @param dataSize bytes of the documents, uncompressed
 * @param storageSize bytes that the collections take on disk
 * @param indexes indexes
 * @param indexSize bytes that the indexes take on disk
 */
public record DatabaseStats(
        String name,
        String pool,
        long collections,
        long views,
        long documents,
        long dataSize,
        long storageSize,
        long indexes,
        long indexSize) {}
