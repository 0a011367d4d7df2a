package io.polymongo.it.server;

import com.mongodb.ConnectionString;
import io.polymongo.embedded.EmbeddedMongo;
import org.testcontainers.mongodb.MongoDBContainer;

/**
 * The server that this run tests on: {@code -Dpolymongo.test.uri=…}, else {@code -Dpolymongo.test.mongod=<binary>}, else
 * {@code -Dpolymongo.test.server=docker} (the image is {@code polymongo.test.image}), else the embedded one. Which it
 * is, is printed.
 */
public final class TestServer implements AutoCloseable {

    private final String kind;
    private final String uri;
    private final AutoCloseable owned;

    private TestServer(String kind, String uri, AutoCloseable owned) {
        this.kind = kind;
        this.uri = uri;
        this.owned = owned;
    }

    static TestServer start() throws Exception {
        TestServer chosen = choose();
        System.out.println(
                "PolyMongo tests run on: " + chosen.kind + " " + new ConnectionString(chosen.uri).getHosts());
        return chosen;
    }

    private static TestServer choose() throws Exception {
        String uri = System.getProperty("polymongo.test.uri");
        if (uri != null) {
            return new TestServer("the server given", uri, () -> {});
        }
        String binary = System.getProperty("polymongo.test.mongod");
        if (binary != null) {
            MongodProcess mongod = MongodProcess.start(binary);
            return new TestServer("mongod", mongod.uri(), mongod);
        }
        String server = System.getProperty("polymongo.test.server", "embedded");
        return switch (server) {
            case "docker" -> {
                MongoDBContainer container =
                        new MongoDBContainer(System.getProperty("polymongo.test.image", "mongo:7.0"));
                container.start();
                yield new TestServer("Docker", container.getReplicaSetUrl(), container);
            }
            case "embedded" -> {
                EmbeddedMongo embedded = EmbeddedMongo.builder().start();
                yield new TestServer("the embedded server", embedded.connectionString(), embedded);
            }
            default ->
                throw new IllegalArgumentException(
                        "polymongo.test.server=" + server + " is neither docker nor embedded");
        };
    }

    public String uri() {
        return uri;
    }

    @Override
    public void close() throws Exception {
        owned.close();
    }
}
