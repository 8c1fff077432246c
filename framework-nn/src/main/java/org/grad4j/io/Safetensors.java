package org.grad4j.io;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
 * elements in row-major order. All types of tensors are written; {@code F16} and {@code BF16} are
 * read as float32. Reading holds to limits (a header of 16 MiB, 100,000 tensors, 32 dimensions,
 * names of 512 characters) and allocates nothing that the file does not hold.
 *
 * <p>Safe for use by several threads, as long as none changes the tensors being saved.
 */
public final class Safetensors {
    static final int LENGTH_BYTES = 8;

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
        List<Map.Entry<String, Tensor>> ordered = ordered(tensors);
        byte[] header = header(ordered, metadata);
        ModelFiles.write(
                file, path -> AtomicFile.write(path, channel -> write(channel, header, ordered)));
    }

    /** The largest elements first, so that each tensor is aligned to its element size. */
    static List<Map.Entry<String, Tensor>> ordered(Map<String, Tensor> tensors) {
        List<Map.Entry<String, Tensor>> ordered = new ArrayList<>(tensors.entrySet());
        ordered.forEach(Safetensors::requireWritable);
        ordered.sort(Comparator.comparingInt(entry -> -entry.getValue().dtype().bytes()));
        return ordered;
    }

    static byte[] header(List<Map.Entry<String, Tensor>> ordered, Map<String, String> metadata) {
        byte[] header = entries(ordered, metadata).toBytes();
        if (header.length > Header.MAX_BYTES || ordered.size() > Header.MAX_TENSORS) {
            throw new IllegalArgumentException(
                    "too much for one safetensors file: %d tensors and a header of %d bytes; %d and %d are allowed"
                            .formatted(
                                    ordered.size(),
                                    header.length,
                                    Header.MAX_TENSORS,
                                    Header.MAX_BYTES));
        }
        return header;
    }

    static void write(
            WritableByteChannel channel, byte[] header, List<Map.Entry<String, Tensor>> ordered)
            throws IOException {
        Elements.writeFully(channel, littleEndian(LENGTH_BYTES).putLong(header.length).flip());
        Elements.writeFully(channel, ByteBuffer.wrap(header));
        for (Map.Entry<String, Tensor> entry : ordered) {
            Tensor tensor = entry.getValue();
            Elements.write(channel, tensor, Encoding.of(tensor.dtype()));
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

    private static Header entries(
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
        return ModelFiles.read(
                file, channel -> read(channel, file, readHeader(channel, file, Header.MAX_BYTES)));
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
        return ModelFiles.read(
                file,
                channel ->
                        Collections.unmodifiableMap(
                                readHeader(channel, file, Header.MAX_BYTES).metadata()));
    }

    /**
     * Opens a file to read single tensors of it: nothing but the header is read.
     *
     * @param file the file
     * @return the open file, to be closed
     * @throws NullPointerException if the file is null
     * @throws ModelNotFoundException if there is no such file
     * @throws ModelFormatException if the file breaks a rule of the format or exceeds a limit
     * @throws UncheckedIOException if it cannot be read, or is a folder, a device or a pipe
     */
    public static SafetensorsFile open(Path file) {
        return SafetensorsFile.open(file, Header.MAX_BYTES);
    }

    /**
     * Opens a file whose header may be longer than 16 MiB.
     *
     * @param file the file
     * @param maxHeaderBytes the longest header to accept, at most the format's own 100,000,000
     * @return the open file, to be closed
     * @throws NullPointerException if the file is null
     * @throws IllegalArgumentException if the limit is negative or above the format's
     * @throws ModelNotFoundException if there is no such file
     * @throws ModelFormatException if the file breaks a rule of the format or exceeds a limit
     * @throws UncheckedIOException if it cannot be read, or is a folder, a device or a pipe
     */
    public static SafetensorsFile open(Path file, int maxHeaderBytes) {
        if (maxHeaderBytes < 0 || maxHeaderBytes > Header.FORMAT_MAX_BYTES) {
            throw new IllegalArgumentException(
                    "headers have from 0 to %d bytes, got a limit of %d"
                            .formatted(Header.FORMAT_MAX_BYTES, maxHeaderBytes));
        }
        return SafetensorsFile.open(file, maxHeaderBytes);
    }

    static Header readHeader(FileChannel channel, Path file, int maxBytes) throws IOException {
        try {
            long size = channel.size();
            if (size < LENGTH_BYTES) {
                throw new BrokenRule("a safetensors file has at least 8 bytes, this one " + size);
            }
            ByteBuffer start = littleEndian(LENGTH_BYTES);
            Elements.readFully(channel, start);
            long length = start.flip().getLong();
            if (length < 0 || length > maxBytes) {
                throw new BrokenRule(
                        "a header of %s bytes is claimed, at most %d are allowed"
                                .formatted(Long.toUnsignedString(length), maxBytes));
            }
            if (length > size - LENGTH_BYTES) {
                throw new BrokenRule(
                        "a header of %d bytes is claimed, the file has %d".formatted(length, size));
            }
            ByteBuffer header = ByteBuffer.allocate((int) length);
            Elements.readFully(channel, header);
            return Header.parse(header.array(), size - LENGTH_BYTES - length);
        } catch (BrokenRule e) {
            throw e.in(file);
        }
    }

    /** What was read before a failure is released. */
    static Map<String, Tensor> read(FileChannel channel, Path file, Header header)
            throws IOException {
        requireHoldable(file, header);
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        TensorScope scope = TensorScope.open();
        try {
            for (Header.Entry entry : header.entries()) {
                tensors.put(
                        entry.name(),
                        Elements.read(
                                channel, entry.encoding(), ByteOrder.LITTLE_ENDIAN, entry.shape()));
            }
            tensors.values().forEach(scope::keep);
        } finally {
            scope.close();
        }
        return Collections.unmodifiableMap(tensors);
    }

    private static void requireHoldable(Path file, Header header) {
        for (Header.Entry entry : header.entries()) {
            requireHoldable(file, entry);
        }
    }

    static void requireHoldable(Path file, Header.Entry entry) {
        long numel = (entry.end() - entry.begin()) / entry.encoding().bytes();
        if (numel * entry.encoding().dtype().bytes() > Slab.MAX_BYTES) {
            throw new ModelFormatException(
                    file,
                    "tensor \"%s\" has %d elements; a tensor holds at most 2 GiB"
                            .formatted(entry.name(), numel),
                    null);
        }
    }

    static ByteBuffer littleEndian(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
