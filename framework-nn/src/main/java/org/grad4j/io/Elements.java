package org.grad4j.io;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import org.grad4j.backend.Array;
import org.grad4j.memory.TensorScope;
import org.grad4j.tensor.Tensor;

/** Moves the elements of tensors between memory and channels, piece by piece. */
final class Elements {
    private static final int CHUNK_BYTES = 1 << 16;

    private Elements() {}

    /** Writes elements in row-major order, little-endian. */
    static void write(WritableByteChannel to, Tensor tensor, Encoding encoding) throws IOException {
        TensorScope scope = TensorScope.open();
        try {
            Array array = tensor.array().contiguous();
            ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES).order(ByteOrder.LITTLE_ENDIAN);
            int most = CHUNK_BYTES / encoding.bytes();
            for (long at = 0; at < array.numel(); at += most) {
                encoding.encode(part(array, at, most), chunk.clear());
                writeFully(to, chunk.flip());
            }
        } finally {
            scope.close();
        }
    }

    /** Reads elements in row-major order. */
    static Tensor read(ReadableByteChannel from, Encoding encoding, ByteOrder order, long... shape)
            throws IOException {
        Array array = Array.empty(encoding.dtype(), shape);
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES).order(order);
        int most = CHUNK_BYTES / encoding.bytes();
        for (long at = 0; at < array.numel(); at += most) {
            Array part = part(array, at, most);
            readFully(from, chunk.clear().limit((int) part.numel() * encoding.bytes()));
            encoding.decode(chunk.flip(), part);
        }
        return Tensor.wrap(array);
    }

    /** Copies elements in row-major order, little-endian, out of a buffer. */
    static Tensor copy(ByteBuffer from, Encoding encoding, long... shape) {
        Array array = Array.empty(encoding.dtype(), shape);
        int most = CHUNK_BYTES / encoding.bytes();
        for (long at = 0; at < array.numel(); at += most) {
            Array part = part(array, at, most);
            int length = (int) part.numel() * encoding.bytes();
            ByteBuffer chunk = from.slice((int) at * encoding.bytes(), length);
            encoding.decode(chunk.order(ByteOrder.LITTLE_ENDIAN), part);
        }
        return Tensor.wrap(array);
    }

    /** Some elements of a row-major array from a place on. */
    private static Array part(Array array, long at, int most) {
        long n = Math.min(most, array.numel() - at);
        return array.view(new long[] {n}, new long[] {1}, array.offset() + at);
    }

    static void readFully(ReadableByteChannel from, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            if (from.read(bytes) < 0) {
                throw new EOFException("the file was cut while it was read");
            }
        }
    }

    static void writeFully(WritableByteChannel to, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            to.write(bytes);
        }
    }
}
