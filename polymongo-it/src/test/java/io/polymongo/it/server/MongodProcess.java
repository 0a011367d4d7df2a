package io.polymongo.it.server;

import com.mongodb.MongoCommandException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.bson.Document;

/** A {@code mongod} of this run's own: a replica set of one on loopback, in a folder that goes with it. */
record MongodProcess(Process process, Path folder, String uri) implements AutoCloseable {

    private static final int ALREADY_INITIALIZED = 23;

    static MongodProcess start(String binary) throws IOException {
        Path folder = Files.createTempDirectory("polymongo-mongod");
        int port = freePort();
        Process process = new ProcessBuilder(
                        binary,
                        "--dbpath",
                        folder.toString(),
                        "--bind_ip",
                        "127.0.0.1",
                        "--port",
                        String.valueOf(port),
                        "--replSet",
                        "rs0")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("mongod.log").toFile())
                .start();
        String direct = "mongodb://127.0.0.1:" + port + "/?directConnection=true";
        try (MongoClient client = MongoClients.create(direct)) {
            Document member = new Document("_id", 0).append("host", "127.0.0.1:" + port);
            client.getDatabase("admin")
                    .runCommand(new Document(
                            "replSetInitiate", new Document("_id", "rs0").append("members", List.of(member))));
        } catch (MongoCommandException e) {
            if (e.getErrorCode() != ALREADY_INITIALIZED) {
                process.destroyForcibly();
                throw e;
            }
        }
        return new MongodProcess(process, folder, "mongodb://127.0.0.1:" + port + "/?replicaSet=rs0");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() throws Exception {
        process.destroy();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
