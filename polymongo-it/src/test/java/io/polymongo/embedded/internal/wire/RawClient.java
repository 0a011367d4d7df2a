package io.polymongo.embedded.internal.wire;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.bson.BsonBinaryReader;
import org.bson.BsonBinaryWriter;
import org.bson.BsonDocument;
import org.bson.codecs.BsonDocumentCodec;
import org.bson.codecs.DecoderContext;
import org.bson.codecs.EncoderContext;
import org.bson.io.BasicOutputBuffer;

/** A client that says exactly what a test wants, right or wrong. */
final class RawClient implements AutoCloseable {

    private static final int TIMEOUT_MILLIS = 120_000;

    private final Socket socket;

    RawClient(int port) throws IOException {
        socket = new Socket("127.0.0.1", port);
        socket.setSoTimeout(TIMEOUT_MILLIS);
    }

    /** One answer. */
    record Answer(int id, int responseTo, int opCode, int flags, BsonDocument document) {}

    static byte[] bson(String json) {
        BasicOutputBuffer out = new BasicOutputBuffer();
        new BsonDocumentCodec()
                .encode(
                        new BsonBinaryWriter(out),
                        BsonDocument.parse(json),
                        EncoderContext.builder().build());
        return out.toByteArray();
    }

    static byte[] body(byte[] bson) {
        return ByteBuffer.allocate(1 + bson.length).put((byte) 0).put(bson).array();
    }

    static byte[] sequence(String name, byte[]... documents) {
        byte[] nameBytes = (name + "\0").getBytes(StandardCharsets.UTF_8);
        int length = 4 + nameBytes.length;
        for (byte[] document : documents) {
            length += document.length;
        }
        ByteBuffer section = ByteBuffer.allocate(1 + length).order(ByteOrder.LITTLE_ENDIAN);
        section.put((byte) 1).putInt(length).put(nameBytes);
        for (byte[] document : documents) {
            section.put(document);
        }
        return section.array();
    }

    /** A whole OP_MSG. */
    static byte[] message(int id, int flags, byte[]... parts) {
        int length = 20;
        for (byte[] part : parts) {
            length += part.length;
        }
        ByteBuffer message = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        message.putInt(length).putInt(id).putInt(0).putInt(2013).putInt(flags);
        for (byte[] part : parts) {
            message.put(part);
        }
        return message.array();
    }

    static byte[] command(int id, int flags, String json) {
        return message(id, flags, body(bson(json)));
    }

    static byte[] query(int id, String namespace, byte[] bson) {
        byte[] name = (namespace + "\0").getBytes(StandardCharsets.UTF_8);
        int length = 16 + 4 + name.length + 8 + bson.length;
        ByteBuffer message = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        message.putInt(length).putInt(id).putInt(0).putInt(2004).putInt(0);
        return message.put(name).putInt(0).putInt(-1).put(bson).array();
    }

    void send(byte[] message) throws IOException {
        socket.getOutputStream().write(message);
    }

    Answer receive() throws IOException {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        byte[] header = in.readNBytes(16);
        if (header.length < 16) {
            throw new IOException("closed");
        }
        ByteBuffer head = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer content = ByteBuffer.wrap(in.readNBytes(head.getInt(0) - 16)).order(ByteOrder.LITTLE_ENDIAN);
        int flags = content.getInt();
        boolean isMessage = head.getInt(12) == 2013;
        content.position(content.position() + (isMessage ? 1 : 16));
        BsonDocument document = new BsonDocumentCodec()
                .decode(
                        new BsonBinaryReader(content.slice().order(ByteOrder.LITTLE_ENDIAN)),
                        DecoderContext.builder().build());
        return new Answer(head.getInt(4), head.getInt(8), head.getInt(12), flags, document);
    }

    BsonDocument ask(byte[] message) throws IOException {
        send(message);
        return receive().document();
    }

    int errorOf(byte[] message) throws IOException {
        return ask(message).getInt32("code").getValue();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
