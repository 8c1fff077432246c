package org.grad4j.io;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.grad4j.backend.Array;
import org.grad4j.backend.Slab;
import org.grad4j.memory.TensorScope;
import org.grad4j.tensor.Tensor;

/**
 * Reads and writes {@code .safetensors}, the weight format of the PyTorch ecosystem: named tensors,
 * no code.
 *
 * <pre>{@code
 * Safetensors.save(file, net.stateDict());
 * net.loadStateDict(Safetensors.load(file));
 * }</pre>
 *
 * <p>A file is 8 bytes with the length of the header (little-endian), the header in JSON, and the
 * elements in row-major order, bit by bit. All types of tensors are written and read. Reading holds
 * to limits (a header of 16 MiB, 100,000 tensors, 32 dimensions, names of 512 characters) and
 * allocates nothing that the file does not hold.
 *
 * <p>Safe for use by several threads, as long as none changes the tensors being saved.
 */
public final class Safetensors {
    private static final int LENGTH_BYTES = 8;
    private static final int CHUNK_BYTES = 1 << 16;

    private Safetensors() {}

    /**
     * Writes tensors to a file, which holds its old contents until all is on the disk.
     *
     * @param file replaced if it exists; its folder must exist
     * @param tensors what to write; of equal element size they are written in this order
     * @throws NullPointerException if the file or the map is null
     * @throws IllegalArgumentException if a name is {@code __metadata__} or longer than 512
     *     characters, a name or a tensor is null, or there are more than 100,000 tensors
     * @throws UncheckedIOException if the file cannot be written, or is a folder, a device or a
     *     pipe; the old one is intact then
     */
    public static void save(Path file, Map<String, Tensor> tensors) {
        save(file, tensors, Map.of());
    }

    /**
     * Writes tensors and notes to a file, which holds its old contents until all is on the disk.
     *
     * @param file replaced if it exists; its folder must exist
     * @param tensors what to write; of equal element size they are written in this order
     * @param metadata text by name, for {@link #metadata}
     * @throws NullPointerException if one of them is null
     * @throws IllegalArgumentException as {@link #save(Path, Map)}, or if the header gets too long
     * @throws UncheckedIOException if the file cannot be written, or is a folder, a device or a
     *     pipe; the old one is intact then
     */
    public static void save(Path file, Map<String, Tensor> tensors, Map<String, String> metadata) {
        Objects.requireNonNull(file, "the file is null");
        Objects.requireNonNull(tensors, "the tensors are null");
        Objects.requireNonNull(metadata, "the metadata is null");
        List<Map.Entry<String, Tensor>> ordered = new ArrayList<>(tensors.entrySet());
        ordered.forEach(Safetensors::requireWritable);
        // The largest elements first, so that each tensor is aligned to its element size.
        ordered.sort(Comparator.comparingInt(entry -> -entry.getValue().dtype().bytes()));
        try {
            byte[] header = header(ordered, metadata).toBytes();
            if (header.length > Header.MAX_BYTES || ordered.size() > Header.MAX_TENSORS) {
                throw new IllegalArgumentException(
                        "too much for one safetensors file: %d tensors and a header of %d bytes; %d and %d are allowed"
                                .formatted(
                                        ordered.size(),
                                        header.length,
                                        Header.MAX_TENSORS,
                                        Header.MAX_BYTES));
            }
            AtomicFile.write(
                    file,
                    channel -> {
                        ByteBuffer length = littleEndian(LENGTH_BYTES).putLong(header.length);
                        writeFully(channel, length.flip());
                        writeFully(channel, ByteBuffer.wrap(header));
                        for (Map.Entry<String, Tensor> entry : ordered) {
                            write(channel, entry.getValue());
                        }
                    });
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file + ": " + reason(e), e);
        }
    }

    private static void requireWritable(Map.Entry<String, Tensor> entry) {
        String name = entry.getKey();
        if (name == null || name.equals("__metadata__") || name.length() > Header.MAX_NAME) {
            throw new IllegalArgumentException(
                    "a safetensors file cannot hold a tensor named \""
                            + name
                            + "\"; names have at most "
                            + Header.MAX_NAME
                            + " characters, and __metadata__ is reserved");
        }
        if (entry.getValue() == null) {
            throw new IllegalArgumentException("the tensor \"" + name + "\" is null");
        }
    }

    private static Header header(
            List<Map.Entry<String, Tensor>> tensors, Map<String, String> metadata) {
        List<Header.Entry> entries = new ArrayList<>();
        long begin = 0;
        for (Map.Entry<String, Tensor> entry : tensors) {
            Tensor tensor = entry.getValue();
            Encoding encoding = Encoding.of(tensor.dtype());
            long end = begin + tensor.numel() * encoding.bytes();
            entries.add(new Header.Entry(entry.getKey(), encoding, tensor.shape(), begin, end));
            begin = end;
        }
        return new Header(entries, metadata);
    }

    private static void write(FileChannel channel, Tensor tensor) throws IOException {
        TensorScope scope = TensorScope.open();
        try {
            Encoding encoding = Encoding.of(tensor.dtype());
            Array array = tensor.array().contiguous();
            ByteBuffer chunk = littleEndian(CHUNK_BYTES);
            int most = CHUNK_BYTES / encoding.bytes();
            for (long at = 0; at < array.numel(); at += most) {
                encoding.encode(part(array, at, most), chunk.clear());
                writeFully(channel, chunk.flip());
            }
        } finally {
            scope.close();
        }
    }

    private static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /**
     * Reads all tensors of a file.
     *
     * @param file the file
     * @return tensors by name in the order of their bytes, owned by the surrounding scope, if any
     * @throws NullPointerException if the file is null
     * @throws ModelNotFoundException if there is no such file
     * @throws ModelFormatException if the file breaks a rule of the format or exceeds a limit
     * @throws UncheckedIOException if it cannot be read, or is a folder, a device or a pipe
     */
    public static Map<String, Tensor> load(Path file) {
        return read(file, channel -> read(channel, file, readHeader(channel, file)));
    }

    /**
     * Reads the notes of a file, and checks its header.
     *
     * @param file the file
     * @return text by name; empty if there is none
     * @throws NullPointerException if the file is null
     * @throws ModelNotFoundException if there is no such file
     * @throws ModelFormatException if the file breaks a rule of the format or exceeds a limit
     * @throws UncheckedIOException if it cannot be read, or is a folder, a device or a pipe
     */
    public static Map<String, String> metadata(Path file) {
        return read(
                file, channel -> Collections.unmodifiableMap(readHeader(channel, file).metadata()));
    }

    @FunctionalInterface
    private interface Reading<T> {
        T from(FileChannel channel) throws IOException;
    }

    private static <T> T read(Path file, Reading<T> reading) {
        Objects.requireNonNull(file, "the file is null");
        if (Files.notExists(file)) {
            throw new ModelNotFoundException(file);
        }
        try {
            requireRegular(file);
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
                return reading.from(channel);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file + ": " + reason(e), e);
        }
    }

    /** Opening a pipe would wait for its writer, and a folder opens but cannot be read. */
    private static void requireRegular(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new FileSystemException(file.toString(), null, "it is a folder");
        }
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new FileSystemException(
                    file.toString(), null, "it is no regular file but a device or a pipe");
        }
    }

    /** What went wrong, without the file's name, which some of the messages consist of. */
    private static String reason(IOException e) {
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (e instanceof FileSystemException named && named.getReason() != null) {
            return named.getReason();
        }
        return e.getMessage() == null ? e.toString() : e.getMessage();
    }

    private static Header readHeader(FileChannel channel, Path file) throws IOException {
        try {
            long size = channel.size();
            if (size < LENGTH_BYTES) {
                throw new Header.BrokenRule(
                        "a safetensors file has at least 8 bytes, this one " + size);
            }
            ByteBuffer start = littleEndian(LENGTH_BYTES);
            readFully(channel, start);
            long length = start.flip().getLong();
            if (length < 0 || length > Header.MAX_BYTES) {
                throw new Header.BrokenRule(
                        "a header of %s bytes is claimed, at most %d are allowed"
                                .formatted(Long.toUnsignedString(length), Header.MAX_BYTES));
            }
            if (length > size - LENGTH_BYTES) {
                throw new Header.BrokenRule(
                        "a header of %d bytes is claimed, the file has %d".formatted(length, size));
            }
            ByteBuffer header = ByteBuffer.allocate((int) length);
            readFully(channel, header);
            return Header.parse(header.array(), size - LENGTH_BYTES - length);
        } catch (Header.BrokenRule e) {
            throw new ModelFormatException(file, e.getMessage(), e.getCause());
        }
    }

    /** What was read before a failure is released. */
    private static Map<String, Tensor> read(FileChannel channel, Path file, Header header)
            throws IOException {
        requireHoldable(file, header);
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        TensorScope scope = TensorScope.open();
        try {
            for (Header.Entry entry : header.entries()) {
                tensors.put(entry.name(), read(channel, entry));
            }
            tensors.values().forEach(scope::keep);
        } finally {
            scope.close();
        }
        return Collections.unmodifiableMap(tensors);
    }

    private static void requireHoldable(Path file, Header header) {
        for (Header.Entry entry : header.entries()) {
            long numel = (entry.end() - entry.begin()) / entry.encoding().bytes();
            if (numel * entry.encoding().dtype().bytes() > Slab.MAX_BYTES) {
                throw new ModelFormatException(
                        file,
                        "tensor \"%s\" has %d elements; a tensor holds at most 2 GiB"
                                .formatted(entry.name(), numel),
                        null);
            }
        }
    }

    private static Tensor read(FileChannel channel, Header.Entry entry) throws IOException {
        Encoding encoding = entry.encoding();
        Array array = Array.empty(encoding.dtype(), entry.shape());
        ByteBuffer chunk = littleEndian(CHUNK_BYTES);
        int most = CHUNK_BYTES / encoding.bytes();
        for (long at = 0; at < array.numel(); at += most) {
            Array part = part(array, at, most);
            readFully(channel, chunk.clear().limit((int) part.numel() * encoding.bytes()));
            encoding.decode(chunk.flip(), part);
        }
        return Tensor.wrap(array);
    }

    private static void readFully(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            if (channel.read(bytes) < 0) {
                throw new EOFException("the file was cut while it was read");
            }
        }
    }

    /** Some elements of a row-major array from a place on. */
    private static Array part(Array array, long at, int most) {
        long n = Math.min(most, array.numel() - at);
        return array.view(new long[] {n}, new long[] {1}, array.offset() + at);
    }

    private static ByteBuffer littleEndian(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
