package io.polymongo.embedded.internal.wire;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** One message as it came off the socket: all its bytes, the header of 16 among them. */
final class Frame {

    static final int HEADER = 16;
    static final int LARGEST = 48_000_000;

    private final byte[] bytes;

    Frame(byte[] bytes) {
        this.bytes = bytes;
    }

    /** How many bytes it has. */
    int length() {
        return bytes.length;
    }

    int requestId() {
        return whole().getInt(4);
    }

    int opCode() {
        return whole().getInt(12);
    }

    /** What follows the header. */
    ByteBuffer content() {
        return whole().position(HEADER).slice().order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Everything, from the header on. */
    ByteBuffer whole() {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
