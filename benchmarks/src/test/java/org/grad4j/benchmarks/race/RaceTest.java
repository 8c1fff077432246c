package org.grad4j.benchmarks.race;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.grad4j.data.Batch;
import org.grad4j.data.Example;
import org.grad4j.data.source.SyntheticDigits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RaceTest {
    private static final String NUMBER = "-?[0-9]+\\.[0-9]+";

    @ParameterizedTest
    @EnumSource(value = Model.class, mode = EnumSource.Mode.EXCLUDE, names = "CHAIN")
    void every_network_trains_and_its_result_has_the_form_of_the_race(Model model) {
        Options options = new Options(model, 8, 2, 2, 1, 0, true);
        Digits digits = digits(48);
        var out = new ByteArrayOutputStream();
        Race race = new Race(new Grad4j(), options, printer(out));
        race.train(digits);
        race.test(digits(20));
        race.report();
        String[] lines = out.toString(StandardCharsets.UTF_8).split("\\R");
        assertEquals(3, lines.length, () -> String.join("\n", lines));
        assertThat(lines[2])
                .matches(
                        "STEADY grad4j %s bs8 allocations N headers N garbage [0-9]+ bytes/step"
                                .replace("N", NUMBER)
                                .formatted(model));
        assertThat(lines[0])
                .matches(
                        "RESULT grad4j %s bs8 median N us/step best N -> [0-9]+ samples/s \\(best [0-9]+\\) acc [01]\\.[0-9]{4}"
                                .replace("N", NUMBER)
                                .formatted(model));
        assertThat(lines[1])
                .matches(
                        "PROCESS grad4j %s bs8 peak [0-9]+ MB start [0-9]+ ms loss N"
                                .replace("N", NUMBER)
                                .formatted(model));
    }

    @ParameterizedTest
    @EnumSource(value = Model.class, mode = EnumSource.Mode.EXCLUDE, names = "CHAIN")
    void every_network_learns_a_batch_by_heart(Model model) {
        Contestant.Learner learner = new Grad4j().learner(model, 10, 1);
        Digits digits = digits(10);
        float first = learner.train(digits.pixels(), digits.labels());
        float last = first;
        for (int i = 0; i < 60; i++) {
            last = learner.train(digits.pixels(), digits.labels());
        }
        assertThat(last).isLessThan(first * 0.8f);
        assertEquals(10, learner.predict(digits.pixels()).length);
    }

    @Test
    void the_same_seed_gives_the_same_losses() {
        Digits digits = digits(8);
        float[] losses = new float[2];
        for (int i = 0; i < 2; i++) {
            Contestant.Learner learner = new Grad4j().learner(Model.MLP, 8, 5);
            learner.train(digits.pixels(), digits.labels());
            losses[i] = learner.train(digits.pixels(), digits.labels());
        }
        assertEquals(losses[0], losses[1]);
    }

    @Test
    void the_chain_runs_without_any_data() {
        var out = new ByteArrayOutputStream();
        int code =
                Race.run(
                        new Grad4j(),
                        printer(out),
                        printer(out),
                        "chain",
                        "100",
                        "3",
                        "2",
                        "--warmup",
                        "0");
        assertEquals(0, code, out::toString);
        assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("RESULT grad4j chain bs100 ");
    }

    @Test
    void who_asks_for_help_gets_it() {
        var out = new ByteArrayOutputStream();
        assertEquals(0, Race.run(new Grad4j(), printer(out), printer(out), "--help"));
        assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("usage: MODEL BATCH");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mlp 8 2",
                "mlp 8 2 2 2",
                "resnet 8 2 2",
                "mlp 0 2 2",
                "mlp 8 x 2",
                "mlp 8 2 2 --seed",
                "mlp 8 2 2 --warmup -1"
            })
    void wrong_arguments_are_told_with_the_usage(String line) {
        var err = new ByteArrayOutputStream();
        int code = Race.run(new Grad4j(), printer(err), printer(err), line.split(" "));
        assertEquals(2, code);
        assertThat(err.toString(StandardCharsets.UTF_8)).startsWith("race: ").contains("usage: ");
    }

    private static class Shy implements Contestant {
        @Override
        public String name() {
            return "shy";
        }

        @Override
        public Learner learner(Model model, int batch, long seed) {
            throw new UnsupportedOperationException("has no " + model);
        }
    }

    @Test
    void what_is_wrong_with_the_arguments_is_told_without_a_stack_trace() {
        Contestant small =
                new Shy() {
                    @Override
                    public Runnable chain(int ops, float[] x, float[] a) {
                        throw new IllegalArgumentException("BATCH is " + ops + ", at most 7");
                    }
                };
        var err = new ByteArrayOutputStream();
        int code = Race.run(small, printer(err), printer(err), "chain", "8", "1", "1");
        assertEquals(2, code);
        assertEquals("race: BATCH is 8, at most 7", err.toString(StandardCharsets.UTF_8).strip());
    }

    @Test
    void what_a_contestant_cannot_do_has_an_exit_code_of_its_own() {
        var err = new ByteArrayOutputStream();
        int code = Race.run(new Shy(), printer(err), printer(err), "chain", "8", "1", "1");
        assertEquals(3, code);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("race: shy has no chain");
    }

    @Test
    void batches_begin_anew_behind_the_last_whole_one() {
        Digits digits = digits(10);
        float[] images = new float[4 * Digits.PIXELS];
        long[] labels = new long[4];
        digits.batch(2, images, labels);
        assertArrayEquals(Arrays.copyOf(digits.labels(), 4), labels);
    }

    @Test
    void more_examples_in_a_batch_than_there_are_is_refused() {
        Options options = new Options(Model.MLP, 16, 1, 1, 1, 0, false);
        Digits digits = digits(10);
        Race race = new Race(new Grad4j(), options, System.out);
        var error = assertThrows(IllegalArgumentException.class, () -> race.train(digits));
        assertEquals("BATCH is 16, but there are only 10 examples", error.getMessage());
    }

    @Test
    void the_measured_network_is_a_new_one_and_begins_with_the_first_batch() {
        List<List<Float>> seen = new ArrayList<>();
        List<List<Float>> closed = new ArrayList<>();
        Contestant contestant =
                new Shy() {
                    @Override
                    public Learner learner(Model model, int batch, long seed) {
                        List<Float> own = new ArrayList<>();
                        seen.add(own);
                        return new Learner() {
                            @Override
                            public float train(float[] images, long[] labels) {
                                own.add(images[0]);
                                return 0;
                            }

                            @Override
                            public long[] predict(float[] images) {
                                return new long[images.length / Digits.PIXELS];
                            }

                            @Override
                            public void close() {
                                closed.add(own);
                            }
                        };
                    }
                };
        Digits digits = digits(10);
        Options options = new Options(Model.MLP, 2, 2, 1, 1, 0, false);
        new Race(contestant, options, System.out).train(digits);
        assertEquals(List.of(1, 1, 4), seen.stream().map(List::size).toList());
        assertEquals(seen.subList(0, 2), closed);
        for (int b = 0; b < 4; b++) {
            assertEquals(digits.pixels()[2 * b * Digits.PIXELS], seen.get(2).get(b));
        }
    }

    @Test
    void files_of_mnist_are_read_in_an_order_that_is_always_the_same(@TempDir Path folder)
            throws IOException {
        int n = 5;
        byte[] images = new byte[16 + n * Digits.PIXELS];
        byte[] labels = new byte[8 + n];
        for (int i = 0; i < n; i++) {
            labels[7] = (byte) n;
            labels[8 + i] = (byte) i;
            images[16 + i * Digits.PIXELS] = (byte) (250 + i);
        }
        zip(folder.resolve("train-images-idx3-ubyte.gz"), images);
        zip(folder.resolve("train-labels-idx1-ubyte.gz"), labels);
        Digits all = Digits.read(folder, "train", 100);
        Digits some = Digits.read(folder, "train", 3);
        assertThat(all.labels()).containsExactlyInAnyOrder(0, 1, 2, 3, 4);
        for (int i = 0; i < 3; i++) {
            assertEquals(all.labels()[i], some.labels()[i]);
            float grey = ((250 + some.labels()[i]) / 255f - 0.1307f) / 0.3081f;
            assertEquals(grey, some.pixels()[i * Digits.PIXELS], 1e-6f);
        }
    }

    private static void zip(Path file, byte[] bytes) throws IOException {
        try (var out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(bytes);
        }
    }

    private static Digits digits(int n) {
        var source = new SyntheticDigits(n, 3);
        var examples = new ArrayList<Example>();
        for (int i = 0; i < n; i++) {
            examples.add(source.get(i));
        }
        Batch batch = Batch.of(examples);
        return new Digits(batch.rawFeatures(), batch.rawLabels());
    }

    private static PrintStream printer(ByteArrayOutputStream out) {
        return new PrintStream(out, true, StandardCharsets.UTF_8);
    }
}
