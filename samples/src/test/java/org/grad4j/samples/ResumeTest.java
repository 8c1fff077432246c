package org.grad4j.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.grad4j.data.Batch;
import org.grad4j.data.DataLoader;
import org.grad4j.data.Dataset;
import org.grad4j.data.Example;
import org.grad4j.data.LoaderPosition;
import org.grad4j.data.source.SyntheticDigits;
import org.grad4j.io.Checkpoint;
import org.grad4j.io.Safetensors;
import org.grad4j.memory.TensorScope;
import org.grad4j.nn.Module;
import org.grad4j.nn.Sequential;
import org.grad4j.nn.layer.BatchNorm1d;
import org.grad4j.nn.layer.Dropout;
import org.grad4j.nn.layer.Flatten;
import org.grad4j.nn.layer.Linear;
import org.grad4j.nn.loss.CrossEntropyLoss;
import org.grad4j.optim.Adam;
import org.grad4j.optim.AdamW;
import org.grad4j.optim.Optimizer;
import org.grad4j.optim.SGD;
import org.grad4j.optim.schedule.CosineAnnealingLR;
import org.grad4j.optim.schedule.LRScheduler;
import org.grad4j.tensor.Generator;
import org.grad4j.tensor.Tensor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A run that is cut and resumed ends with the same bits as one that is not. */
class ResumeTest {
    private static final int EPOCHS = 3;
    private static final int BATCHES = 6;
    private static final int STEPS = EPOCHS * BATCHES;

    /** After the first step, in an epoch's middle, before and after its last batch, and twice. */
    private static final List<List<Integer>> CUTS =
            List.of(
                    List.of(1),
                    List.of(BATCHES + 3),
                    List.of(BATCHES - 1),
                    List.of(BATCHES),
                    List.of(2, 2 * BATCHES + 1));

    @TempDir private Path folder;

    /**
     * A training run of dropout, batch norm, shuffling, random changes of samples and a schedule.
     */
    private static final class Run {
        private final Module model;
        private final Optimizer optimizer;
        private final LRScheduler schedule;
        private final DataLoader<Batch> loader;
        private final List<Object> losses = new ArrayList<>();
        private final Checkpoint checkpoint;

        /** A run that begins with a seed of its own, which a checkpoint must replace. */
        Run(String kind, int workers, long seed) {
            Generator.manualSeed(seed);
            model =
                    Sequential.of(
                            new Flatten(),
                            new Linear(28 * 28, 12),
                            new BatchNorm1d(12),
                            Tensor::relu,
                            new Dropout(0.3),
                            new Linear(12, 10));
            optimizer =
                    switch (kind) {
                        case "SGD" -> SGD.builder(model.parameters()).lr(0.1).momentum(0.9).build();
                        case "Adam" -> new Adam(model.parameters(), 1e-2);
                        default -> new AdamW(model.parameters(), 1e-2);
                    };
            schedule = new CosineAnnealingLR(optimizer, STEPS, 1e-4);
            Dataset<Example> noisy =
                    new SyntheticDigits(4 * BATCHES - 1, 1)
                            .map(
                                    (example, random) -> {
                                        float[] pixels = example.features().clone();
                                        pixels[random.nextInt(pixels.length)] = random.nextFloat();
                                        return example.withFeatures(pixels);
                                    });
            loader =
                    DataLoader.builder(noisy)
                            .batchSize(4)
                            .shuffle(true)
                            .seed(9)
                            .numWorkers(workers)
                            .build();
            checkpoint =
                    Checkpoint.builder()
                            .model(model)
                            .optimizer(optimizer)
                            .part("schedule", schedule::stateDict, schedule::loadStateDict)
                            .part(
                                    "loader",
                                    () -> loader.position().toMap(),
                                    state -> loader.resumeFrom(LoaderPosition.fromMap(state)))
                            .part("losses", () -> Map.of("all", losses), this::loadLosses)
                            .build();
        }

        private void loadLosses(Map<String, Object> state) {
            losses.clear();
            losses.addAll((List<?>) state.get("all"));
        }

        /** Trains up to a step and saves there. */
        void until(int step, Path file) {
            while (losses.size() < step) {
                for (Batch batch : loader) {
                    losses.add(TensorScope.run(() -> Tensor.scalar(loss(batch))).item());
                    if (losses.size() == step) {
                        break;
                    }
                }
            }
            checkpoint.save(file, loader.position().epoch(), step);
            loader.close();
        }

        private double loss(Batch batch) {
            optimizer.zeroGrad();
            Tensor loss = new CrossEntropyLoss().call(model.call(batch.features()), batch.labels());
            loss.backward();
            optimizer.step();
            schedule.step();
            return loss.item();
        }
    }

    /** One piece of a run in a JVM of its own. */
    static final class Piece {
        private Piece() {}

        public static void main(String[] args) {
            piece(args[0], Integer.parseInt(args[1]), Integer.parseInt(args[2]), args[3], args[4]);
        }
    }

    private static void piece(String kind, int workers, int step, String from, String to) {
        Run run = new Run(kind, workers, from.isEmpty() ? 4 : System.nanoTime());
        if (!from.isEmpty()) {
            run.checkpoint.load(Path.of(from));
        }
        run.until(step, Path.of(to));
    }

    @FunctionalInterface
    private interface Pieces {
        void run(String kind, int workers, int step, String from, String to) throws Exception;
    }

    private static void fresh(String kind, int workers, int step, String from, String to)
            throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx512m",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Piece.class.getName(),
                                kind,
                                String.valueOf(workers),
                                String.valueOf(step),
                                from,
                                to)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        try {
            assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue()).isZero();
    }

    private Path whole(String kind, int workers, Pieces pieces) throws Exception {
        Path file = folder.resolve(kind + workers);
        pieces.run(kind, workers, STEPS, "", file.toString());
        return file;
    }

    private Path cut(String kind, int workers, List<Integer> cuts, Pieces pieces) throws Exception {
        String from = "";
        List<Integer> ends = new ArrayList<>(cuts);
        ends.add(STEPS);
        for (int end : ends) {
            String to = folder.resolve("cut-at-" + end).toString();
            pieces.run(kind, workers, end, from, to);
            from = to;
        }
        return Path.of(from);
    }

    /** Parameters, statistics, moments, learning rate, random numbers, position and all losses. */
    private static void areSame(Path cut, Path whole, String what) {
        assertThat(Safetensors.metadata(cut).get("state"))
                .as(what)
                .isEqualTo(Safetensors.metadata(whole).get("state"));
        Map<String, Tensor> expected = Safetensors.load(whole);
        Map<String, Tensor> found = new LinkedHashMap<>(Safetensors.load(cut));
        assertThat(found.keySet()).isEqualTo(expected.keySet());
        found.forEach(
                (name, tensor) ->
                        assertThat(tensor.toDoubleArray())
                                .as("%s: %s", what, name)
                                .containsExactly(expected.get(name).toDoubleArray()));
    }

    @ParameterizedTest
    @CsvSource({"SGD,0", "SGD,4", "Adam,0", "Adam,4", "AdamW,0", "AdamW,4"})
    void a_run_goes_on_bit_for_bit_wherever_it_is_cut(String kind, int workers) throws Exception {
        Path whole = whole(kind, 0, ResumeTest::piece);
        assertThat(Safetensors.load(whole).keySet())
                .anyMatch(name -> name.contains("running_mean"));
        for (List<Integer> cuts : CUTS) {
            Path cut = cut(kind, workers, cuts, ResumeTest::piece);
            areSame(cut, whole, kind + ", " + workers + " workers, cut at " + cuts);
        }
    }

    @Test
    void a_run_goes_on_bit_for_bit_in_other_processes() throws Exception {
        Path whole = whole("Adam", 0, ResumeTest::piece);
        areSame(cut("Adam", 4, CUTS.get(4), ResumeTest::fresh), whole, "Adam, cut twice");
    }

    @Test
    @Tag("soak")
    void every_cut_of_every_optimizer_goes_on_bit_for_bit_in_other_processes() throws Exception {
        for (String kind : List.of("SGD", "Adam", "AdamW")) {
            Path whole = whole(kind, 0, ResumeTest::fresh);
            for (int workers : new int[] {0, 4}) {
                for (List<Integer> cuts : CUTS) {
                    Path cut = cut(kind, workers, cuts, ResumeTest::fresh);
                    areSame(cut, whole, kind + ", " + workers + " workers, cut at " + cuts);
                }
            }
        }
    }
}
