package org.grad4j.samples;

import java.util.Locale;
import java.util.stream.IntStream;
import org.grad4j.autograd.Autograd;
import org.grad4j.data.Batch;
import org.grad4j.data.DataLoader;
import org.grad4j.data.Dataset;
import org.grad4j.data.Example;
import org.grad4j.data.source.Mnist;
import org.grad4j.data.source.SyntheticDigits;
import org.grad4j.io.Safetensors;
import org.grad4j.memory.TensorScope;
import org.grad4j.nn.Module;
import org.grad4j.nn.loss.CrossEntropyLoss;
import org.grad4j.optim.Adam;
import org.grad4j.samples.report.ConfusionMatrix;
import org.grad4j.samples.report.Progress;
import org.grad4j.tensor.Generator;
import org.grad4j.tensor.Tensor;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Trains a network on handwritten digits: data, model, loss, optimizer, and the loop. */
@Command(name = "mnist", description = "Trains a network on handwritten digits and tests it.")
public final class MnistSample implements Runnable {
    @Mixin private MnistOptions options;

    private final CrossEntropyLoss criterion = new CrossEntropyLoss();
    private Module model;
    private Adam optimizer;

    /**
     * Runs the command.
     *
     * @param args its options; {@code --help} lists them
     */
    public static void main(String[] args) {
        System.exit(CommandLines.run(new MnistSample(), args));
    }

    @Override
    public void run() {
        options.check();
        Dataset<Example> trainSet = digits(Mnist.Split.TRAIN);
        Dataset<Example> testSet = digits(Mnist.Split.TEST);

        Generator.manualSeed(options.seed);
        model = options.model.create();
        if (options.load != null) {
            load();
        }
        optimizer = new Adam(model.parameters(), options.lr);
        print("%s%n%d parameters, ", model, model.numParameters());
        print("%d digits to train on, %d to test%n", trainSet.size(), testSet.size());

        long start = System.nanoTime();
        train(trainSet);
        double seconds = (System.nanoTime() - start) / 1e9;
        ConfusionMatrix result = test(testSet);
        print("%n%s%n%n", result);
        if (options.save != null) {
            Safetensors.save(options.save, model.stateDict());
            print("saved %s%n", options.save);
        }
        print(
                "RESULT mnist %s epochs=%d test_accuracy=%.4f seconds=%.1f%n",
                options.model, options.epochs, result.accuracy(), seconds);
    }

    private Dataset<Example> digits(Mnist.Split split) {
        boolean training = split == Mnist.Split.TRAIN;
        Dataset<Example> digits =
                options.data == null
                        ? new SyntheticDigits(training ? 60_000 : 10_000, training ? 1 : 2)
                        : Mnist.load(options.data, split);
        return options.limit == null || options.limit >= digits.size()
                ? digits
                : digits.subset(IntStream.range(0, options.limit).toArray());
    }

    private void load() {
        try {
            model.loadStateDict(Safetensors.load(options.load));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "%s does not hold the weights of %s: %s"
                            .formatted(options.load, options.model, e.getMessage()),
                    e);
        }
    }

    private void train(Dataset<Example> digits) {
        try (DataLoader<Batch> loader = loader(digits, true)) {
            for (int epoch = 1; epoch <= options.epochs; epoch++) {
                String title = "epoch %d/%d".formatted(epoch, options.epochs);
                ConfusionMatrix guesses = new ConfusionMatrix(10);
                double loss = 0;
                long start = System.nanoTime();
                try (Progress progress = Progress.start(title, loader.size())) {
                    for (Batch batch : loader) {
                        loss += batch.size() * step(batch, guesses);
                        progress.step("loss %.4f", loss / guesses.total());
                    }
                }
                print(
                        "%s   loss %.4f   accuracy %.4f   %.1f s%n",
                        title,
                        loss / guesses.total(),
                        guesses.accuracy(),
                        (System.nanoTime() - start) / 1e9);
            }
        }
    }

    /** One step of training; everything it makes is released at the brace. */
    @SuppressWarnings("try") // the scope is there to be closed
    private double step(Batch batch, ConfusionMatrix guesses) {
        try (TensorScope scope = TensorScope.open()) {
            Tensor logits = model.call(batch.features());
            Tensor loss = criterion.call(logits, batch.labels());
            optimizer.zeroGrad();
            loss.backward();
            optimizer.step();
            guesses.add(batch.rawLabels(), logits.argmax(1).toLongArray());
            return loss.item();
        }
    }

    private ConfusionMatrix test(Dataset<Example> digits) {
        ConfusionMatrix guesses = new ConfusionMatrix(10);
        model.eval();
        try (DataLoader<Batch> loader = loader(digits, false)) {
            for (Batch batch : loader) {
                Autograd.noGrad(() -> TensorScope.run(() -> guess(batch, guesses)));
            }
        }
        return guesses;
    }

    private void guess(Batch batch, ConfusionMatrix guesses) {
        Tensor logits = model.call(batch.features());
        guesses.add(batch.rawLabels(), logits.argmax(1).toLongArray());
    }

    private DataLoader<Batch> loader(Dataset<Example> digits, boolean shuffle) {
        return DataLoader.builder(digits)
                .batchSize(options.batchSize)
                .shuffle(shuffle)
                .seed(options.seed)
                .numWorkers(options.workers)
                .build();
    }

    private static void print(String format, Object... values) {
        System.out.printf(Locale.ROOT, format, values);
    }
}
