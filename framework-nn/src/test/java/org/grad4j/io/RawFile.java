package org.grad4j.io;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Builds safetensors files byte by byte, broken ones too. */
final class RawFile {
    private RawFile() {}

    static byte[] of(String header, byte... data) {
        return of(header.getBytes(StandardCharsets.UTF_8), data);
    }

    static byte[] of(byte[] header, byte... data) {
        return claiming(header.length, header, data);
    }

    /** With a length that may be a lie. */
    static byte[] claiming(long length, byte[] header, byte... data) {
        return ByteBuffer.allocate(8 + header.length + data.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(length)
                .put(header)
                .put(data)
                .array();
    }

    static byte[] shorts(short... values) {
        ByteBuffer bytes = ByteBuffer.allocate(2 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asShortBuffer().put(values);
        return bytes.array();
    }
}
