package org.grad4j.io;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import org.grad4j.backend.Slab;
import org.grad4j.memory.TensorScope;
import org.grad4j.tensor.Tensor;

/**
 * Reads and writes {@code .npy}, NumPy's format of one array.
 *
 * <pre>{@code
 * Npy.save(file, x);           // numpy.load(file)
 * Tensor x = Npy.load(file);   // numpy.save(file, x)
 * }</pre>
 *
 * <p>Versions 1 to 3 are read, in either order of indices and of bytes; version 1 is written, in
 * row-major order, little-endian. Arrays of objects, which NumPy pickles, are refused: nothing in a
 * file is ever executed. So are types that tensors do not have (complex, text, dates, unsigned
 * beyond 8 bits), and files that hold anything but one array. Reading allocates nothing that the
 * file does not hold.
 *
 * <p>Safe for use by several threads, as long as none changes the tensor being saved.
 */
public final class Npy {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int ALIGNMENT = 64;

    private Npy() {}

    /**
     * Writes a tensor to a file, which holds its old contents until all is on the disk.
     *
     * @param file replaced if it exists; its folder must exist
     * @param tensor what to write
     * @throws NullPointerException if one of them is null
     * @throws IllegalArgumentException if NumPy has no type like the tensor's
     * @throws UncheckedIOException if the file cannot be written, or is a folder, a device or a
     *     pipe; the old one is intact then
     */
    public static void save(Path file, Tensor tensor) {
        Objects.requireNonNull(file, "the file is null");
        Objects.requireNonNull(tensor, "the tensor is null");
        requireWritable(tensor);
        ModelFiles.write(file, path -> AtomicFile.write(path, channel -> write(channel, tensor)));
    }

    /**
     * Reads the array of a file.
     *
     * @param file the file
     * @return a tensor, owned by the surrounding scope, if any
     * @throws NullPointerException if the file is null
     * @throws ModelNotFoundException if there is no such file
     * @throws ModelFormatException if the file breaks a rule of the format, exceeds a limit, or
     *     holds what tensors cannot
     * @throws UncheckedIOException if it cannot be read, or is a folder, a device or a pipe
     */
    public static Tensor load(Path file) {
        return ModelFiles.read(
                file,
                channel -> {
                    try {
                        return read(channel, channel.size());
                    } catch (BrokenRule e) {
                        throw e.in(file);
                    }
                });
    }

    static void requireWritable(Tensor tensor) {
        if (NpyHeader.typeName(Encoding.of(tensor.dtype())) == null) {
            throw new IllegalArgumentException(
                    "NumPy has no type like %s; convert with to(DType.FLOAT32)"
                            .formatted(tensor.dtype().torchName()));
        }
    }

    static void write(WritableByteChannel channel, Tensor tensor) throws IOException {
        Encoding encoding = Encoding.of(tensor.dtype());
        NpyHeader header = new NpyHeader(encoding, ByteOrder.LITTLE_ENDIAN, false, tensor.shape());
        byte[] text = header.toText().getBytes(StandardCharsets.US_ASCII);
        int start = MAGIC.length + 4;
        int unpadded = start + text.length + 1;
        int length = (unpadded + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT - start;
        byte[] padded = Arrays.copyOf(text, length);
        Arrays.fill(padded, text.length, length, (byte) ' ');
        padded[length - 1] = '\n';
        ByteBuffer head = ByteBuffer.allocate(start + length).order(ByteOrder.LITTLE_ENDIAN);
        head.put(MAGIC).put((byte) 1).put((byte) 0).putShort((short) length).put(padded);
        Elements.writeFully(channel, head.flip());
        Elements.write(channel, tensor, encoding);
    }

    /**
     * Reads one array.
     *
     * @param channel where it begins
     * @param size how many bytes there are, all of which the array must take
     */
    static Tensor read(ReadableByteChannel channel, long size) throws IOException, BrokenRule {
        ByteBuffer start = piece(channel, size, MAGIC.length + 2);
        byte[] magic = new byte[MAGIC.length];
        start.get(magic);
        if (!Arrays.equals(magic, MAGIC)) {
            throw new BrokenRule("it is no npy file: it does not begin with \\x93NUMPY");
        }
        int major = start.get();
        int minor = start.get();
        if (major < 1 || major > 3 || minor != 0) {
            throw new BrokenRule(
                    "npy version %d.%d is not known, 1.0 to 3.0 are"
                            .formatted(major & 0xff, minor & 0xff));
        }
        long left = size - start.capacity();
        int lengthBytes = major == 1 ? 2 : 4;
        ByteBuffer counted = piece(channel, left, lengthBytes);
        long length = major == 1 ? counted.getShort() & 0xffffL : counted.getInt() & 0xffffffffL;
        left -= lengthBytes;
        if (length > NpyHeader.MAX_BYTES) {
            throw new BrokenRule(
                    "a header of %d bytes is claimed, at most %d are allowed"
                            .formatted(length, NpyHeader.MAX_BYTES));
        }
        ByteBuffer text = piece(channel, left, (int) length);
        Charset charset = major == 3 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1;
        NpyHeader header = NpyHeader.parse(decode(text, charset));
        requireFilled(header, left - length);
        return tensor(channel, header);
    }

    private static ByteBuffer piece(ReadableByteChannel channel, long left, int bytes)
            throws IOException, BrokenRule {
        if (left < bytes) {
            throw new BrokenRule(
                    "the header is cut: %d more bytes are needed, there are %d"
                            .formatted(bytes, left));
        }
        ByteBuffer piece = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        Elements.readFully(channel, piece);
        return piece.flip();
    }

    private static String decode(ByteBuffer text, Charset charset) throws BrokenRule {
        try {
            return charset.newDecoder().decode(text).toString();
        } catch (CharacterCodingException e) {
            throw new BrokenRule("the header is not " + charset, e);
        }
    }

    private static void requireFilled(NpyHeader header, long dataBytes) throws BrokenRule {
        long numel = header.numel();
        long bytes = numel * header.encoding().bytes();
        if (bytes != dataBytes) {
            throw new BrokenRule(
                    "%s of shape %s takes %d bytes, there are %d"
                            .formatted(
                                    NpyHeader.typeName(header.encoding()),
                                    Arrays.toString(header.shape()),
                                    bytes,
                                    dataBytes));
        }
        if (numel * header.encoding().dtype().bytes() > Slab.MAX_BYTES) {
            throw new BrokenRule(
                    "the array has %d elements; a tensor holds at most 2 GiB".formatted(numel));
        }
    }

    private static Tensor tensor(ReadableByteChannel channel, NpyHeader header) throws IOException {
        long[] shape = header.shape();
        if (!header.fortran()) {
            return Elements.read(channel, header.encoding(), header.order(), shape);
        }
        int rank = shape.length;
        long[] reversed = new long[rank];
        int[] back = new int[rank];
        for (int i = 0; i < rank; i++) {
            reversed[i] = shape[rank - 1 - i];
            back[i] = rank - 1 - i;
        }
        TensorScope scope = TensorScope.open();
        try {
            Tensor x = Elements.read(channel, header.encoding(), header.order(), reversed);
            return scope.keep(x.permute(back).clone().contiguous());
        } finally {
            scope.close();
        }
    }
}
