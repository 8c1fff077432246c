package org.grad4j.io;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Consumer;
import org.grad4j.memory.TensorScope;
import org.grad4j.tensor.Tensor;

/** The readers as functions of any bytes, from which nothing but the typed error may come out. */
public final class Fuzzing {
    private static final int DIGEST_AT = 8 + "{\"__metadata__\":{\"sha256\":\"".length();
    private static final int DIGEST_LENGTH = 64;
    private static final Path SCRATCH = scratch();

    /** The readers by the names of their corpora. */
    static final Map<String, Consumer<byte[]>> TARGETS =
            Map.of(
                    "safetensors", Safetensor::fuzzerTestOneInput,
                    "npy", Array::fuzzerTestOneInput,
                    "npz", Archive::fuzzerTestOneInput,
                    "checkpoint", Run::fuzzerTestOneInput);

    private Fuzzing() {}

    private static Path scratch() {
        try {
            Path file = Files.createTempFile("fuzzing", null);
            file.toFile().deleteOnExit();
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void read(Consumer<Path> reader, byte... bytes) {
        try {
            Files.write(SCRATCH, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        TensorScope scope = TensorScope.open();
        try {
            reader.accept(SCRATCH);
        } catch (ModelFormatException e) {
            if (!e.getMessage().startsWith(SCRATCH + ": ")) {
                throw new AssertionError("a message without the file's name", e);
            }
        } finally {
            scope.close();
        }
    }

    /** Starts ND4J before the first input is timed. */
    static void start() {
        Tensor.zeros(1);
    }

    /** Safetensors, read at once and one by one. */
    public static final class Safetensor {
        private Safetensor() {}

        /** What Jazzer calls first. */
        public static void fuzzerInitialize() {
            start();
        }

        /** The entry point that Jazzer looks for. */
        public static void fuzzerTestOneInput(byte[] bytes) {
            read(
                    file -> {
                        Safetensors.load(file);
                        try (SafetensorsFile open = Safetensors.open(file)) {
                            open.names().forEach(open::tensor);
                        }
                    },
                    bytes);
        }
    }

    /** npy. */
    public static final class Array {
        private Array() {}

        /** What Jazzer calls first. */
        public static void fuzzerInitialize() {
            start();
        }

        /** The entry point that Jazzer looks for. */
        public static void fuzzerTestOneInput(byte[] bytes) {
            read(Npy::load, bytes);
        }
    }

    /** npz. */
    public static final class Archive {
        private Archive() {}

        /** What Jazzer calls first. */
        public static void fuzzerInitialize() {
            start();
        }

        /** The entry point that Jazzer looks for. */
        public static void fuzzerTestOneInput(byte[] bytes) {
            read(file -> Npz.load(file, 1 << 24), bytes);
        }
    }

    /**
     * Checkpoints, with the checksum made right, behind which nothing would be reached otherwise.
     */
    public static final class Run {
        private Run() {}

        /** What Jazzer calls first. */
        public static void fuzzerInitialize() {
            start();
        }

        /** The entry point that Jazzer looks for. */
        public static void fuzzerTestOneInput(byte[] bytes) {
            read(
                    file -> {
                        Checkpoint.info(file);
                        CheckpointFormat.read(file);
                    },
                    signed(bytes));
        }

        static byte[] signed(byte... bytes) {
            int end = DIGEST_AT + DIGEST_LENGTH;
            if (bytes.length < end) {
                return bytes;
            }
            byte[] signed = bytes.clone();
            Arrays.fill(signed, DIGEST_AT, end, (byte) '0');
            MessageDigest digest = CheckpointFormat.sha256();
            digest.update(signed);
            byte[] hex = CheckpointFormat.hex(digest).getBytes(StandardCharsets.US_ASCII);
            System.arraycopy(hex, 0, signed, DIGEST_AT, DIGEST_LENGTH);
            return signed;
        }
    }
}
