package io.polymongo;

import com.mongodb.MongoClientSettings;

/**
 * Has the last word on the settings of each client that PolyMongo makes. An application may give several beans of this
 * type; they are called in the order of {@code @Priority}, then of class name.
 */
@FunctionalInterface
public interface MongoClientCustomizer {

    /**
     * Changes settings; called once for each client, before it is made.
     *
     * @param pool the name of the pool that the client is for
     * @param settings what PolyMongo made of its configuration; listeners that are added here see all events
     */
    void customize(String pool, MongoClientSettings.Builder settings);
}
