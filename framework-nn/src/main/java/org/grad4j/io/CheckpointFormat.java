package org.grad4j.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.grad4j.tensor.Tensor;

/**
 * The file of a checkpoint: a safetensors file whose first note is the SHA-256 of all its bytes,
 * taken with zeros in the digest's place, and whose notes {@code info} and {@code state} are
 * everything but the tensors, in JSON.
 */
final class CheckpointFormat {
    static final String VERSION = "1";

    private static final String START = "{\"__metadata__\":{\"sha256\":\"";
    private static final int DIGEST_AT = Safetensors.LENGTH_BYTES + START.length();
    private static final String NO_DIGEST = "0".repeat(64);
    private static final String FORMAT = "grad4j-checkpoint";

    private CheckpointFormat() {}

    /** All that a file holds. */
    record Contents(CheckpointInfo info, Map<String, Map<String, Object>> parts) {}

    static void write(Path file, CheckpointInfo info, Map<String, ?> parts) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        Map<String, String> notes = new LinkedHashMap<>();
        notes.put("sha256", NO_DIGEST);
        notes.put("format", FORMAT);
        notes.put("version", VERSION);
        notes.put("info", info(info));
        notes.put("state", StateTree.encode(parts, tensors));
        List<Map.Entry<String, Tensor>> ordered = Safetensors.ordered(tensors);
        byte[] header = Safetensors.header(ordered, notes);
        ModelFiles.write(
                file,
                path ->
                        AtomicFile.write(
                                path,
                                channel -> {
                                    Digesting digesting = new Digesting(channel, sha256());
                                    Safetensors.write(digesting, header, ordered);
                                    ByteBuffer digest = ascii(hex(digesting.digest));
                                    while (digest.hasRemaining()) {
                                        channel.write(digest, DIGEST_AT + digest.position());
                                    }
                                }));
    }

    /** Writes on, and sums up what was written. */
    private record Digesting(FileChannel to, MessageDigest digest) implements WritableByteChannel {
        @Override
        public int write(ByteBuffer bytes) throws IOException {
            ByteBuffer seen = bytes.duplicate();
            int written = to.write(bytes);
            digest.update(seen.limit(seen.position() + written));
            return written;
        }

        @Override
        public boolean isOpen() {
            return to.isOpen();
        }

        @Override
        public void close() throws IOException {
            to.close();
        }
    }

    private static String info(CheckpointInfo info) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("epoch", info.epoch());
        all.put("step", info.step());
        all.put("notes", info.notes());
        all.put("provenance", info.provenance());
        all.put("parts", info.parts());
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        String text = StateTree.encode(all, tensors);
        if (!tensors.isEmpty()) {
            throw new IllegalArgumentException(
                    "notes hold no tensors, got %s; save them in a part"
                            .formatted(tensors.keySet()));
        }
        return text;
    }

    /** Reads all of a checkpoint after checking that no byte was changed. */
    static Contents read(Path file) {
        return opened(
                file,
                (channel, header) -> {
                    Map<String, Tensor> tensors = Safetensors.read(channel, file, header);
                    Map<String, Object> state =
                            StateTree.decode(header.metadata().get("state"), tensors);
                    Map<String, Map<String, Object>> parts = new LinkedHashMap<>();
                    for (Map.Entry<String, Object> part : state.entrySet()) {
                        String what = "its part \"" + part.getKey() + "\"";
                        parts.put(part.getKey(), StateTree.asMap(what, part.getValue()));
                    }
                    return new Contents(info(header), parts);
                });
    }

    /** Reads what a checkpoint tells of itself after checking that no byte was changed. */
    static CheckpointInfo readInfo(Path file) {
        return opened(file, (channel, header) -> info(header));
    }

    private static CheckpointInfo info(Header header) throws BrokenRule {
        Map<String, Object> info = StateTree.decode(header.metadata().get("info"), Map.of());
        if (!(info.get("epoch") instanceof Long epoch)
                || !(info.get("step") instanceof Long step)
                || !(info.get("parts") instanceof List<?> parts)) {
            throw new BrokenRule("its epoch, step or list of parts is missing");
        }
        return new CheckpointInfo(
                epoch,
                step,
                StateTree.asMap("what its notes hold", info.get("notes")),
                StateTree.asMap("its provenance", info.get("provenance")),
                parts.stream().map(String::valueOf).toList());
    }

    @FunctionalInterface
    private interface Reading<T> {
        T from(FileChannel channel, Header header) throws IOException, BrokenRule;
    }

    private static <T> T opened(Path file, Reading<T> reading) {
        return ModelFiles.read(
                file,
                channel -> {
                    Header header = Safetensors.readHeader(channel, file, Header.MAX_BYTES);
                    long dataStart = channel.position();
                    try {
                        requireWhole(channel, header);
                        return reading.from(channel.position(dataStart), header);
                    } catch (BrokenRule e) {
                        throw e.in(file);
                    }
                });
    }

    private static void requireWhole(FileChannel channel, Header header)
            throws IOException, BrokenRule {
        Map<String, String> notes = header.metadata();
        if (!FORMAT.equals(notes.get("format"))
                || !notes.keySet().containsAll(List.of("sha256", "info", "state"))) {
            throw new BrokenRule("it is no checkpoint of Grad4J");
        }
        if (!VERSION.equals(notes.get("version"))) {
            throw new BrokenRule(
                    "it is a checkpoint of version %s; this version of Grad4J reads %s"
                            .formatted(notes.get("version"), VERSION));
        }
        String found = digest(channel);
        if (!found.equals(notes.get("sha256"))) {
            throw new BrokenRule(
                    "it is damaged: its checksum is %s, expected %s"
                            .formatted(found, notes.get("sha256")));
        }
    }

    private static String digest(FileChannel channel) throws IOException, BrokenRule {
        MessageDigest digest = sha256();
        ByteBuffer chunk = ByteBuffer.allocate(1 << 16);
        channel.position(0);
        long size = channel.size();
        for (long at = 0; at < size; at += chunk.limit()) {
            chunk.clear().limit((int) Math.min(chunk.capacity(), size - at));
            Elements.readFully(channel, chunk);
            if (at == 0) {
                clearDigest(chunk);
            }
            digest.update(chunk.flip());
        }
        return hex(digest);
    }

    private static void clearDigest(ByteBuffer chunk) throws BrokenRule {
        int end = DIGEST_AT + NO_DIGEST.length();
        String start =
                new String(
                        chunk.array(),
                        Safetensors.LENGTH_BYTES,
                        START.length(),
                        StandardCharsets.ISO_8859_1);
        if (chunk.limit() < end || !start.equals(START)) {
            throw new BrokenRule("its checksum is not where it belongs");
        }
        ascii(NO_DIGEST).get(chunk.array(), DIGEST_AT, NO_DIGEST.length());
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    static String hex(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest());
    }

    private static ByteBuffer ascii(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }
}
