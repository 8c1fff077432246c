package org.grad4j.io;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.grad4j.memory.TensorScope;
import org.grad4j.tensor.Tensor;

/**
 * Reads and writes {@code .npz}, NumPy's format of named arrays: a zip archive of {@link Npy}
 * files.
 *
 * <pre>{@code
 * Npz.save(file, Map.of("x", x));                 // numpy.load(file)["x"]
 * Map<String, Tensor> arrays = Npz.load(file);    // numpy.savez(file, x=x)
 * }</pre>
 *
 * <p>What {@link Npy} refuses is refused here too. Nothing is unpacked to the disk, so that paths
 * in an archive mean nothing. Reading holds to limits (10,000 arrays, a total that the caller may
 * set, no more than deflation can make of the archive's bytes), counts what it unpacks, and checks
 * the archive's checksums.
 *
 * <p>Safe for use by several threads, as long as none changes the tensors being saved.
 */
public final class Npz {
    /** The most bytes that {@link #load(Path)} unpacks: 4 GiB. */
    public static final long DEFAULT_MAX_BYTES = 1L << 32;

    private static final int MAX_ARRAYS = 10_000;
    private static final int MAX_NAME = 512;
    private static final String SUFFIX = ".npy";

    /** Deflation turns a byte into 1032 at most. */
    private static final long MOST_PER_BYTE = 1032;

    /** The start of zip's calendar: the same tensors give the same bytes. */
    private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

    private Npz() {}

    /**
     * Writes tensors without compression, as {@code numpy.savez} does, to a file that holds its old
     * contents until all is on the disk.
     *
     * @param file replaced if it exists; its folder must exist
     * @param tensors what to write, in this order
     * @throws NullPointerException if one of them is null
     * @throws IllegalArgumentException if a name is null, empty or longer than 512 characters, a
     *     tensor is null or of a type that NumPy lacks, or there are more than 10,000
     * @throws UncheckedIOException if the file cannot be written, or is a folder, a device or a
     *     pipe; the old one is intact then
     */
    public static void save(Path file, Map<String, Tensor> tensors) {
        save(file, tensors, Deflater.NO_COMPRESSION);
    }

    /**
     * Writes tensors with compression, as {@code numpy.savez_compressed} does; else as {@link
     * #save}.
     *
     * @param file replaced if it exists; its folder must exist
     * @param tensors what to write, in this order
     * @throws NullPointerException if one of them is null
     * @throws IllegalArgumentException as {@link #save}
     * @throws UncheckedIOException as {@link #save}
     */
    public static void saveCompressed(Path file, Map<String, Tensor> tensors) {
        save(file, tensors, Deflater.DEFAULT_COMPRESSION);
    }

    private static void save(Path file, Map<String, Tensor> tensors, int level) {
        Objects.requireNonNull(file, "the file is null");
        Objects.requireNonNull(tensors, "the tensors are null");
        tensors.forEach(Npz::requireWritable);
        if (tensors.size() > MAX_ARRAYS) {
            throw new IllegalArgumentException(
                    "too much for one npz file: %d tensors; %d are allowed"
                            .formatted(tensors.size(), MAX_ARRAYS));
        }
        ModelFiles.write(
                file,
                path ->
                        AtomicFile.write(
                                path,
                                channel -> {
                                    // Not closed, since that would close the channel.
                                    ZipOutputStream zip =
                                            new ZipOutputStream(Channels.newOutputStream(channel));
                                    write(zip, tensors, level);
                                    zip.finish();
                                    zip.flush();
                                }));
    }

    private static void write(ZipOutputStream zip, Map<String, Tensor> tensors, int level)
            throws IOException {
        zip.setLevel(level);
        WritableByteChannel channel = Channels.newChannel(zip);
        for (Map.Entry<String, Tensor> tensor : tensors.entrySet()) {
            ZipEntry entry = new ZipEntry(tensor.getKey() + SUFFIX);
            entry.setTimeLocal(NO_TIME);
            zip.putNextEntry(entry);
            Npy.write(channel, tensor.getValue());
            zip.closeEntry();
        }
    }

    private static void requireWritable(String name, Tensor tensor) {
        if (name == null || name.isEmpty() || name.length() > MAX_NAME) {
            throw new IllegalArgumentException(
                    "an npz file cannot hold a tensor named \"%s\"; names have 1 to %d characters"
                            .formatted(name, MAX_NAME));
        }
        if (tensor == null) {
            throw new IllegalArgumentException("the tensor \"" + name + "\" is null");
        }
        Npy.requireWritable(tensor);
    }

    /**
     * Reads all arrays of a file, as long as they take no more than {@link #DEFAULT_MAX_BYTES}.
     *
     * @param file the file
     * @return tensors by name, without {@code .npy}, in the order of the archive, owned by the
     *     surrounding scope, if any
     * @throws NullPointerException if the file is null
     * @throws ModelNotFoundException if there is no such file
     * @throws ModelFormatException if the file breaks a rule of the format, exceeds a limit, or
     *     holds what tensors cannot
     * @throws UncheckedIOException if it cannot be read, or is a folder, a device or a pipe
     */
    public static Map<String, Tensor> load(Path file) {
        return load(file, DEFAULT_MAX_BYTES);
    }

    /**
     * Reads all arrays of a file.
     *
     * @param file the file
     * @param maxBytes the most that they may take together, unpacked
     * @return as {@link #load(Path)}
     * @throws NullPointerException if the file is null
     * @throws IllegalArgumentException if the limit is negative
     * @throws ModelNotFoundException if there is no such file
     * @throws ModelFormatException as {@link #load(Path)}
     * @throws UncheckedIOException if it cannot be read, or is a folder, a device or a pipe
     */
    public static Map<String, Tensor> load(Path file, long maxBytes) {
        if (maxBytes < 0) {
            throw new IllegalArgumentException("the limit must be 0 or more, got " + maxBytes);
        }
        return ModelFiles.read(
                file,
                channel -> {
                    TensorScope scope = TensorScope.open();
                    try (ZipFile zip = open(file)) {
                        Map<String, Tensor> tensors = read(zip, channel.size(), maxBytes);
                        tensors.values().forEach(scope::keep);
                        return Collections.unmodifiableMap(tensors);
                    } catch (BrokenRule e) {
                        throw e.in(file);
                    } catch (ZipException | EOFException e) {
                        throw new BrokenRule("the archive is broken: " + e.getMessage(), e)
                                .in(file);
                    } finally {
                        scope.close();
                    }
                });
    }

    /**
     * Names and comments that are not UTF-8 come out of {@link ZipFile} untyped, here and below.
     */
    private static ZipFile open(Path file) throws IOException, BrokenRule {
        try {
            return new ZipFile(file.toFile());
        } catch (IllegalArgumentException e) {
            throw notText(e);
        }
    }

    private static List<? extends ZipEntry> entries(ZipFile zip) throws BrokenRule {
        try {
            return Collections.list(zip.entries());
        } catch (IllegalArgumentException e) {
            throw notText(e);
        }
    }

    private static BrokenRule notText(IllegalArgumentException e) {
        return new BrokenRule("the archive is broken: " + e.getMessage(), e);
    }

    private static Map<String, Tensor> read(ZipFile zip, long fileBytes, long maxBytes)
            throws IOException, BrokenRule {
        if (zip.size() > MAX_ARRAYS) {
            throw new BrokenRule(
                    "%d arrays, at most %d are allowed".formatted(zip.size(), MAX_ARRAYS));
        }
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        long left = maxBytes;
        long packedLeft = fileBytes;
        for (ZipEntry entry : entries(zip)) {
            String name = name(entry);
            if (tensors.containsKey(name)) {
                throw new BrokenRule("\"%s\" occurs twice".formatted(name));
            }
            requireHonest(entry, name);
            if (entry.getSize() > left) {
                throw new BrokenRule(
                        "the arrays take more than the %d bytes that are allowed"
                                .formatted(maxBytes));
            }
            left -= entry.getSize();
            packedLeft -= entry.getCompressedSize();
            if (packedLeft < 0) {
                throw new BrokenRule("its arrays overlap, or reach beyond the end of the file");
            }
            try {
                tensors.put(name, read(zip, entry));
            } catch (BrokenRule e) {
                throw new BrokenRule("\"%s\": %s".formatted(name, e.getMessage()), e.getCause());
            }
        }
        return tensors;
    }

    private static String name(ZipEntry entry) throws BrokenRule {
        String name = entry.getName();
        if (!name.endsWith(SUFFIX) || name.length() > MAX_NAME + SUFFIX.length()) {
            String shown = name.substring(0, Math.min(name.length(), MAX_NAME));
            throw new BrokenRule("\"%s\" is no npy file of an allowed name".formatted(shown));
        }
        return name.substring(0, name.length() - SUFFIX.length());
    }

    /** What an entry claims must be what its bytes can give: memory is taken for it. */
    private static void requireHonest(ZipEntry entry, String name) throws BrokenRule {
        long packed = entry.getCompressedSize();
        boolean possible =
                entry.getMethod() == ZipEntry.STORED
                        ? entry.getSize() == packed
                        : entry.getSize() / MOST_PER_BYTE <= packed;
        if (!possible || entry.getSize() < 0 || packed < 0) {
            throw new BrokenRule(
                    "\"%s\": %d bytes are claimed to be packed into %d"
                            .formatted(name, entry.getSize(), packed));
        }
    }

    private static Tensor read(ZipFile zip, ZipEntry entry) throws IOException, BrokenRule {
        try (InputStream packed = zip.getInputStream(entry);
                CheckedInputStream in = new CheckedInputStream(packed, new CRC32())) {
            Tensor tensor = Npy.read(Channels.newChannel(in), entry.getSize());
            if (in.read() >= 0) {
                throw new BrokenRule("more bytes than the archive claims");
            }
            if (in.getChecksum().getValue() != entry.getCrc()) {
                throw new BrokenRule("its checksum is wrong");
            }
            return tensor;
        }
    }
}
