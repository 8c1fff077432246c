package org.grad4j.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.grad4j.memory.TensorScope;
import org.grad4j.tensor.Tensor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A process is killed while it saves: there is the old checkpoint or the new one, whole. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "no SIGKILL there")
class KilledSaveTest {
    @TempDir private Path folder;

    /** Saves without end, and says so after each. All elements are the number of the step. */
    static final class Saving {
        private Saving() {}

        public static void main(String[] args) {
            Path folder = Path.of(args[0]);
            long elements = Long.parseLong(args[1]);
            long[] step = {Long.parseLong(args[2])};
            Checkpoint checkpoint =
                    Checkpoint.builder()
                            .part("x", () -> Map.of("x", Tensor.full(step[0], elements)), s -> {})
                            .build();
            CheckpointFolder latest = new CheckpointFolder(folder.resolve("latest"), 2);
            while (true) {
                step[0]++;
                TensorScope.run(
                        () -> {
                            checkpoint.save(folder.resolve("one"), 0, step[0]);
                            latest.save(checkpoint, 0, step[0], Map.of());
                        });
                System.out.println(step[0]);
            }
        }
    }

    @Test
    void ten_kills_leave_a_whole_checkpoint() throws Exception {
        kill(10, 250_000);
    }

    @Test
    @Tag("soak")
    void two_hundred_kills_leave_a_whole_checkpoint() throws Exception {
        kill(200, 5_000_000);
    }

    private void kill(int times, int elements) throws Exception {
        long seed = System.nanoTime();
        System.out.println("moments of the kills: seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        long step = 0;
        for (int i = 0; i < times; i++) {
            long reported = untilKilled(elements, step, random);
            step = loaded(folder.resolve("one"), elements);
            assertThat(step).as("seed %d, kill %d", seed, i).isBetween(reported, reported + 1);
            Path newest = new CheckpointFolder(folder.resolve("latest"), 2).latest().orElseThrow();
            assertThat(loaded(newest, elements)).isBetween(reported, reported + 1);
        }
        assertThat(step).isGreaterThanOrEqualTo(times);
    }

    private long untilKilled(int elements, long from, SplittableRandom random)
            throws IOException, InterruptedException {
        List<String> command =
                Stream.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx512m",
                                "-XX:TieredStopAtLevel=1",
                                "-XX:+UseSerialGC",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Saving.class.getName(),
                                folder.toString(),
                                String.valueOf(elements),
                                String.valueOf(from))
                        .toList();
        Process process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        long last = -1;
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            last = step(lines.readLine());
            TimeUnit.MICROSECONDS.sleep(random.nextInt(elements / 10));
            // Unlike the process's own method, this leaves its output to be read.
            process.toHandle().destroyForcibly();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                last = step(line);
            }
        } finally {
            process.destroyForcibly().waitFor();
        }
        assertThat(process.exitValue()).as("killed by SIGKILL").isEqualTo(128 + 9);
        return last;
    }

    private static long step(String line) {
        assertThat(line).as("the process ended by itself").isNotNull();
        return Long.parseLong(line.strip());
    }

    /** The step of a checkpoint, all of whose elements must say the same. */
    private static long loaded(Path file, int elements) {
        float[][] values = new float[1][];
        CheckpointInfo info =
                Checkpoint.builder()
                        .part(
                                "x",
                                Map::of,
                                state -> values[0] = ((Tensor) state.get("x")).toFloatArray())
                        .build()
                        .load(file);
        assertThat(values[0]).hasSize(elements);
        for (float value : values[0]) {
            if (value != info.step()) {
                throw new AssertionError(value + " in the checkpoint of step " + info.step());
            }
        }
        return info.step();
    }
}
