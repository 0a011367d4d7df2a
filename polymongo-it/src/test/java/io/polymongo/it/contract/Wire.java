package io.polymongo.it.contract;

import com.mongodb.ServerAddress;
import com.mongodb.client.MongoClient;
import com.mongodb.connection.ServerDescription;
import io.polymongo.it.server.TestDatabases;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.bson.BsonBinaryReader;
import org.bson.BsonBinaryWriter;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.codecs.BsonDocumentCodec;
import org.bson.codecs.DecoderContext;
import org.bson.codecs.EncoderContext;
import org.bson.io.BasicOutputBuffer;

/** One connection to the primary, on which nothing is sent that the test does not send: no session, no label, no retry. */
public final class Wire implements AutoCloseable {

    static final int EXHAUST_ALLOWED = 1 << 16;
    static final int MORE_TO_COME = 1 << 1;

    private static final int TIMEOUT_MILLIS = 120_000;
    private static final int HEADER_BYTES = 16;
    private static final int OP_MSG = 2013;
    private static final int OP_QUERY = 2004;

    private final Socket socket;
    private int lastId;

    private Wire(Socket socket) {
        this.socket = socket;
    }

    /** What came back, and its flags. */
    record Answer(int responseTo, int flags, BsonDocument document) {}

    public static Wire to(TestDatabases databases) {
        ServerAddress primary = primaryOf(databases.raw());
        return to(primary.getHost(), primary.getPort());
    }

    /** To a member of one's own choice. */
    public static Wire to(String host, int port) {
        try {
            Socket socket = new Socket(host, port);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            return new Wire(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ServerAddress primaryOf(MongoClient client) {
        client.getDatabase("admin").runCommand(new BsonDocument("ping", new BsonInt32(1)));
        return client.getClusterDescription().getServerDescriptions().stream()
                .filter(ServerDescription::isPrimary)
                .findFirst()
                .orElseThrow()
                .getAddress();
    }

    /** Sends a command as OP_MSG; returns the message's id. */
    int send(int flags, BsonDocument command) {
        byte[] bson = bytes(command);
        ByteBuffer message = header(HEADER_BYTES + 4 + 1 + bson.length, OP_MSG);
        return write(message.putInt(flags).put((byte) 0).put(bson));
    }

    /** Sends a command as OP_QUERY, as it was done before MongoDB 3.6. */
    int query(String database, BsonDocument command) {
        byte[] bson = bytes(command);
        byte[] namespace = (database + ".$cmd\0").getBytes(StandardCharsets.UTF_8);
        ByteBuffer message = header(HEADER_BYTES + 4 + namespace.length + 8 + bson.length, OP_QUERY);
        return write(message.putInt(0).put(namespace).putInt(0).putInt(-1).put(bson));
    }

    private ByteBuffer header(int length, int opCode) {
        ByteBuffer message = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        return message.putInt(length).putInt(++lastId).putInt(0).putInt(opCode);
    }

    private int write(ByteBuffer message) {
        try {
            socket.getOutputStream().write(message.array());
            return lastId;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Answer receive() {
        try {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            byte[] head = new byte[HEADER_BYTES];
            in.readFully(head);
            ByteBuffer header = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN);
            byte[] rest = new byte[header.getInt(0) - HEADER_BYTES];
            in.readFully(rest);
            ByteBuffer content = ByteBuffer.wrap(rest).order(ByteOrder.LITTLE_ENDIAN);
            int start = header.getInt(12) == OP_MSG ? 5 : 20;
            return new Answer(
                    header.getInt(8),
                    content.getInt(0),
                    document(content.position(start).slice()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends a command and waits for its answer. */
    public BsonDocument ask(BsonDocument command) {
        send(0, command);
        return receive().document();
    }

    private static byte[] bytes(BsonDocument document) {
        BasicOutputBuffer out = new BasicOutputBuffer();
        try (BsonBinaryWriter writer = new BsonBinaryWriter(out)) {
            new BsonDocumentCodec()
                    .encode(writer, document, EncoderContext.builder().build());
        }
        return out.toByteArray();
    }

    private static BsonDocument document(ByteBuffer bytes) {
        try (BsonBinaryReader reader = new BsonBinaryReader(bytes.order(ByteOrder.LITTLE_ENDIAN))) {
            return new BsonDocumentCodec()
                    .decode(reader, DecoderContext.builder().build());
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
