package io.polymongo.it.embedded;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import io.polymongo.embedded.EmbeddedMongo;
import io.polymongo.it.contract.Raw;
import io.polymongo.it.contract.Wire;
import java.util.function.Consumer;
import org.bson.Document;

/** Sets of three members, and plain drivers on them. */
final class Sets {

    private static final String DATABASE = "stress";

    private Sets() {}

    static EmbeddedMongo three() {
        return EmbeddedMongo.builder().members(3).start();
    }

    static MongoClient client(EmbeddedMongo server) {
        return client(server, settings -> {});
    }

    static MongoClient client(EmbeddedMongo server, Consumer<MongoClientSettings.Builder> more) {
        MongoClientSettings.Builder settings =
                MongoClientSettings.builder().applyConnectionString(new ConnectionString(server.connectionString()));
        more.accept(settings);
        return MongoClients.create(settings.build());
    }

    /** A connection to one member, on which nothing is sent that the test does not send. */
    static Raw raw(EmbeddedMongo server, int member) {
        return new Raw(Wire.to("127.0.0.1", server.port(member)), DATABASE);
    }

    static MongoCollection<Document> things(MongoClient client) {
        return client.getDatabase(DATABASE).getCollection("things");
    }
}
