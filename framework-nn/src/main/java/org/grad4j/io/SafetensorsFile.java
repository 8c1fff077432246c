package org.grad4j.io;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.grad4j.tensor.DType;
import org.grad4j.tensor.Tensor;

/**
 * An open {@code .safetensors} file, whose tensors are read one by one when they are asked for. The
 * bytes of a tensor are mapped into memory, so that a large file costs no more than what is taken
 * out of it.
 *
 * <pre>{@code
 * try (SafetensorsFile file = Safetensors.open(path)) {
 *     Tensor weight = file.tensor("fc.weight");
 * }
 * }</pre>
 *
 * <p>Safe for use by several threads. The tensors are copies and outlive the file.
 */
public final class SafetensorsFile implements AutoCloseable {
    private static final int NAMES_SHOWN = 5;

    private final Path file;
    private final FileChannel channel;
    private final Map<String, String> metadata;
    private final Map<String, Header.Entry> entries = new LinkedHashMap<>();
    private final long size;
    private final long dataStart;

    private SafetensorsFile(Path file, FileChannel channel, Header header) throws IOException {
        this.file = file;
        this.channel = channel;
        metadata = Collections.unmodifiableMap(header.metadata());
        header.entries().forEach(entry -> entries.put(entry.name(), entry));
        dataStart = channel.position();
        size = channel.size();
    }

    static SafetensorsFile open(Path file, int maxHeaderBytes) {
        return ModelFiles.openedFor(
                file,
                channel -> {
                    try {
                        Header header = Safetensors.readHeader(channel, file, maxHeaderBytes);
                        return new SafetensorsFile(file, channel, header);
                    } catch (IOException | RuntimeException e) {
                        channel.close();
                        throw e;
                    }
                });
    }

    /**
     * The names of the tensors.
     *
     * @return names in the order of their bytes
     */
    public Set<String> names() {
        return Collections.unmodifiableSet(entries.keySet());
    }

    /**
     * What the writer noted.
     *
     * @return text by name; empty if there is none
     */
    public Map<String, String> metadata() {
        return metadata;
    }

    /**
     * The shape of a tensor.
     *
     * @param name its name
     * @return its sizes
     * @throws IllegalArgumentException if there is no such tensor
     */
    public long[] shape(String name) {
        return entry(name).shape().clone();
    }

    /**
     * The type that a tensor is read as.
     *
     * @param name its name
     * @return its type
     * @throws IllegalArgumentException if there is no such tensor
     */
    public DType dtype(String name) {
        return entry(name).encoding().dtype();
    }

    /**
     * Reads a tensor.
     *
     * @param name its name
     * @return a new tensor, owned by the surrounding scope, if any
     * @throws IllegalArgumentException if there is no such tensor
     * @throws IllegalStateException if the file was closed
     * @throws ModelFormatException if the tensor is larger than a tensor can be, or the file was
     *     changed in size since it was opened
     * @throws UncheckedIOException if it cannot be read
     */
    public Tensor tensor(String name) {
        Header.Entry entry = entry(name);
        Safetensors.requireHoldable(file, entry);
        try {
            requireUnchanged();
            return Elements.copy(map(entry), entry.encoding(), entry.shape());
        } catch (ClosedChannelException e) {
            throw new IllegalStateException(file + " was closed; open it again", e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file + ": " + ModelFiles.reason(e), e);
        } catch (InternalError e) {
            // How the JVM reports that mapped bytes are gone, since the file was cut meanwhile.
            throw new ModelFormatException(file, "the file was cut while it was read", e);
        }
    }

    private void requireUnchanged() throws IOException {
        if (channel.size() != size) {
            throw new ModelFormatException(
                    file,
                    "the file had %d bytes when it was opened, it has %d now"
                            .formatted(size, channel.size()),
                    null);
        }
    }

    private ByteBuffer map(Header.Entry entry) throws IOException {
        long start = dataStart + entry.begin();
        return channel.map(FileChannel.MapMode.READ_ONLY, start, entry.end() - entry.begin());
    }

    private Header.Entry entry(String name) {
        Header.Entry entry = entries.get(name);
        if (entry == null) {
            Object[] some = entries.keySet().stream().limit(NAMES_SHOWN).toArray();
            throw new IllegalArgumentException(
                    "%s has no tensor \"%s\", but %d others: %s%s"
                            .formatted(
                                    file,
                                    name,
                                    entries.size(),
                                    Arrays.toString(some),
                                    entries.size() > some.length ? " and more" : ""));
        }
        return entry;
    }

    /** Closes the file; tensors that were read stay. */
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close " + file, e);
        }
    }
}
