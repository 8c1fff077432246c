package org.grad4j.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes of every kind: the readers give tensors or the typed error and nothing else. */
class FuzzTest {
    private static final int ROUNDS = 1000;

    /** What the formats' texts consist of. */
    private static final String PIECES = "{}[]()\",:'0123456789-.eE \\u\n\0<>|fibuO$";

    @TempDir private Path folder;

    private static Path corpus(String target) {
        try {
            return Path.of(FuzzTest.class.getResource("corpus/" + target).toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    private static List<byte[]> inputs(String target) throws IOException {
        List<byte[]> inputs = new ArrayList<>();
        try (Stream<Path> files = Files.list(corpus(target))) {
            for (Path file : files.sorted().toList()) {
                inputs.add(Files.readAllBytes(file));
            }
        }
        return inputs;
    }

    @ParameterizedTest
    @ValueSource(strings = {"safetensors", "npy", "npz", "checkpoint"})
    void the_corpus_and_changes_of_it_give_tensors_or_the_typed_error(String target)
            throws IOException {
        Consumer<byte[]> reader = Fuzzing.TARGETS.get(target);
        List<byte[]> corpus = inputs(target);
        assertThat(corpus).isNotEmpty();
        corpus.forEach(reader);
        long seed = System.nanoTime();
        System.out.println("changes of " + target + ": seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < ROUNDS; round++) {
            byte[] changed = changed(corpus.get(random.nextInt(corpus.size())), random);
            try {
                reader.accept(changed);
            } catch (RuntimeException | Error e) {
                throw new AssertionError(
                        "seed %d, round %d: %s"
                                .formatted(seed, round, HexFormat.of().formatHex(changed)),
                        e);
            }
        }
    }

    /** Some bytes replaced, a piece removed, doubled or moved, or a number made extreme. */
    private static byte[] changed(byte[] input, SplittableRandom random) {
        byte[] bytes = input.clone();
        for (int change = random.nextInt(1, 5); change > 0 && bytes.length > 8; change--) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(6)) {
                case 0 -> bytes[at] = (byte) random.nextInt();
                case 1 -> bytes[at] = (byte) PIECES.charAt(random.nextInt(PIECES.length()));
                case 2 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 3 -> bytes = Arrays.copyOf(bytes, at);
                case 4 -> {
                    int from = random.nextInt(bytes.length);
                    int n = Math.min(random.nextInt(20), bytes.length - Math.max(at, from));
                    System.arraycopy(bytes, from, bytes, at, n);
                }
                default -> {
                    int n = Math.min(8, bytes.length - at);
                    Arrays.fill(bytes, at, at + n, (byte) (random.nextBoolean() ? 0xff : '9'));
                }
            }
        }
        return bytes;
    }

    /** Coverage-guided, for a minute each, in a JVM of its own that Jazzer instruments. */
    @ParameterizedTest
    @Tag("soak")
    @CsvSource({
        "safetensors,Fuzzing$Safetensor",
        "npy,Fuzzing$Array",
        "npz,Fuzzing$Archive",
        "checkpoint,Fuzzing$Run"
    })
    void a_minute_of_guided_search_finds_nothing(String target, String type) throws Exception {
        Path found = Files.createDirectory(folder.resolve("found"));
        Path log = folder.resolve("log");
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx512m",
                                "-cp",
                                System.getProperty("java.class.path"),
                                "com.code_intelligence.jazzer.Jazzer",
                                "--target_class=org.grad4j.io." + type,
                                "--instrumentation_includes=org.grad4j.io.**",
                                "--custom_hook_includes=org.grad4j.io.**",
                                "-max_total_time=60",
                                "-rss_limit_mb=4096",
                                "-artifact_prefix=" + folder + "/",
                                found.toString(),
                                corpus(target).toString())
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        try {
            assertThat(process.waitFor(10, TimeUnit.MINUTES)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        String said = Files.readString(log, StandardCharsets.UTF_8);
        assertThat(process.exitValue()).as(said).isZero();
        assertThat(said).containsPattern("Done \\d{3,} runs");
        said.lines().filter(line -> line.contains("Done ")).forEach(System.out::println);
    }
}
