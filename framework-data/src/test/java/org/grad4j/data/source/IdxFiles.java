package org.grad4j.data.source;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;

/** Makes IDX files, right and wrong ones. */
final class IdxFiles {
    private IdxFiles() {}

    /** A header with these dimensions and after it as many bytes as wanted: 0, 1, 2, … */
    static byte[] idx(int elements, int... shape) {
        ByteBuffer bytes = ByteBuffer.allocate(4 + 4 * shape.length + elements);
        bytes.putInt(0x0800 + shape.length);
        Arrays.stream(shape).forEach(bytes::putInt);
        for (int i = 0; i < elements; i++) {
            bytes.put((byte) i);
        }
        return bytes.array();
    }

    static byte[] gzip(byte[] content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(content);
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
        return bytes.toByteArray();
    }

    static Path write(Path folder, String name, byte[] content) {
        try {
            return Files.write(folder.resolve(name), content);
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }
}
