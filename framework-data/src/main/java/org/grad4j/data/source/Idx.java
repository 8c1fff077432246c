package org.grad4j.data.source;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * An array of unsigned bytes from a file in the IDX format, in which MNIST is distributed.
 *
 * <p>The format: two zero bytes, the element type (8: unsigned byte, the only one read here), the
 * number of dimensions, each dimension as a big-endian 32-bit number, then the elements, row-major.
 * A file compressed by gzip is recognised by its content.
 *
 * @param shape the dimensions, at least one; a dimension may be 0
 * @param data the elements, row-major, as many as the product of the shape
 */
public record Idx(int[] shape, byte[] data) {
    private static final int UNSIGNED_BYTE = 0x08;

    /** The largest array that every JVM can hold. */
    private static final long MAX_ELEMENTS = Integer.MAX_VALUE - 8;

    /** DEFLATE cannot compress better than this, so a small file cannot hold a large array. */
    private static final long MAX_GZIP_RATIO = 1032;

    /**
     * Reads a whole file. What the header says is compared with the size of the file (for gzip:
     * with the size in its trailer) before memory is set aside, and unpacking stops where the
     * header says the data end.
     *
     * @param file an IDX file, plain or compressed by gzip
     * @return its content
     * @throws NullPointerException if the file is null
     * @throws DatasetNotFoundException if there is no such file, or it is a folder, a device or a
     *     pipe
     * @throws DatasetFormatException if it is not an IDX file of unsigned bytes, is shorter or
     *     longer than its header says, or is not valid gzip
     * @throws UncheckedIOException if it cannot be read
     */
    public static Idx read(Path file) {
        SourceFiles.requireFile(file);
        try (InputStream raw = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            boolean gzip = startsWithGzipMagic(raw);
            // GZIPInputStream checks the trailer's checksum when the end is read.
            InputStream in = gzip ? new GZIPInputStream(raw, 1 << 16) : raw;
            int[] shape = readHeader(file, in);
            long elements = elements(file, shape);
            long expected = 4 + 4L * shape.length + elements;
            if (gzip) {
                checkGzipSize(file, expected);
            } else {
                checkSize(file, expected, Files.size(file));
            }
            byte[] data = new byte[(int) elements];
            int count = in.readNBytes(data, 0, data.length);
            checkSize(file, expected, expected - elements + count);
            if (in.read() >= 0) {
                throw new DatasetFormatException(
                        file,
                        "has more than the "
                                + expected
                                + " bytes that its header "
                                + Arrays.toString(shape)
                                + " demands");
            }
            return new Idx(shape, data);
        } catch (ZipException | EOFException corrupt) {
            throw new DatasetFormatException(
                    file,
                    "corrupt or truncated gzip (" + corrupt.getMessage() + "); fetch it again",
                    corrupt);
        } catch (IOException error) {
            throw SourceFiles.cannotRead(file, error);
        }
    }

    private static boolean startsWithGzipMagic(InputStream in) throws IOException {
        in.mark(2);
        boolean gzip = in.read() == 0x1F && in.read() == 0x8B;
        in.reset();
        return gzip;
    }

    private static int[] readHeader(Path file, InputStream in) throws IOException {
        byte[] magic = readFully(file, in, 4);
        if (magic[0] != 0 || magic[1] != 0 || magic[2] != UNSIGNED_BYTE || magic[3] <= 0) {
            throw new DatasetFormatException(
                    file,
                    String.format(
                            "starts with 0x%08X, expected 0x000008nn (IDX, unsigned bytes, nn"
                                    + " dimensions); is it really an IDX file, and not an error"
                                    + " page saved by a download?",
                            ByteBuffer.wrap(magic).getInt()));
        }
        ByteBuffer dims = ByteBuffer.wrap(readFully(file, in, 4 * magic[3]));
        int[] shape = new int[magic[3]];
        for (int i = 0; i < shape.length; i++) {
            shape[i] = dims.getInt();
            if (shape[i] < 0) {
                throw new DatasetFormatException(
                        file,
                        "dimension "
                                + i
                                + " is "
                                + Integer.toUnsignedLong(shape[i])
                                + ", more than a Java array can hold");
            }
        }
        return shape;
    }

    private static byte[] readFully(Path file, InputStream in, int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new DatasetFormatException(file, "ends within the IDX header");
        }
        return bytes;
    }

    private static long elements(Path file, int[] shape) {
        long elements = 1;
        for (int size : shape) {
            // Both factors are below 2³¹, so the product cannot wrap round before it is checked.
            elements *= size;
            if (elements > MAX_ELEMENTS) {
                throw new DatasetFormatException(
                        file,
                        "dimensions "
                                + Arrays.toString(shape)
                                + " need more elements than a Java array can hold");
            }
        }
        return elements;
    }

    private static void checkSize(Path file, long expected, long size) {
        if (size != expected) {
            throw new DatasetFormatException(
                    file,
                    "has "
                            + size
                            + " bytes, but its header demands "
                            + expected
                            + (size < expected ? "; it is truncated" : "; it is too long"));
        }
    }

    /** The last four bytes of a gzip file are its unpacked size, modulo 2³². */
    private static void checkGzipSize(Path file, long expected) throws IOException {
        try (RandomAccessFile end = new RandomAccessFile(file.toFile(), "r")) {
            end.seek(end.length() - 4);
            long size = Integer.toUnsignedLong(Integer.reverseBytes(end.readInt()));
            if (size != expected || expected > end.length() * MAX_GZIP_RATIO) {
                throw new DatasetFormatException(
                        file,
                        "unpacks to "
                                + size
                                + " bytes by its gzip trailer, but its header demands "
                                + expected
                                + "; it is truncated, too long or corrupt");
            }
        }
    }
}
