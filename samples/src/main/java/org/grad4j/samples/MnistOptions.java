package org.grad4j.samples;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Supplier;
import org.grad4j.nn.Module;
import org.grad4j.samples.model.Cnn;
import org.grad4j.samples.model.LeNet;
import org.grad4j.samples.model.Mlp;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;
import picocli.CommandLine.TypeConversionException;

/** What {@link MnistSample} can be told. */
final class MnistOptions {
    @Spec(Target.MIXEE)
    CommandSpec command;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description =
                    "folder with MNIST's four idx files, gzipped or not;"
                            + " without it digits are drawn by the program")
    Path data;

    @Option(
            names = "--model",
            defaultValue = "mlp",
            paramLabel = "NAME",
            converter = ArchitectureByName.class,
            description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
    Architecture model;

    @Option(
            names = "--epochs",
            defaultValue = "3",
            paramLabel = "N",
            description = "passes over the training digits (default: ${DEFAULT-VALUE})")
    int epochs;

    @Option(
            names = "--batch-size",
            defaultValue = "64",
            paramLabel = "N",
            description = "digits in a training step (default: ${DEFAULT-VALUE})")
    int batchSize;

    @Option(
            names = "--lr",
            defaultValue = "0.001",
            paramLabel = "RATE",
            description = "Adam's learning rate (default: ${DEFAULT-VALUE})")
    double lr;

    @Option(
            names = "--workers",
            defaultValue = "1",
            paramLabel = "N",
            description =
                    "threads that prepare batches; any number gives the same result"
                            + " (default: ${DEFAULT-VALUE})")
    int workers;

    @Option(
            names = "--seed",
            defaultValue = "1",
            paramLabel = "N",
            description = "of first weights and order; same seed, same result (default: 1)")
    long seed;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "train and test on the first N digits only")
    Integer limit;

    @Option(
            names = "--load",
            paramLabel = "FILE",
            description = "start from the weights in a .safetensors file; --epochs 0 only tests")
    Path load;

    @Option(
            names = "--save",
            paramLabel = "FILE",
            description = "write the weights to a .safetensors file at the end")
    Path save;

    /** The networks by their names. */
    enum Architecture {
        MLP(Mlp::new),
        LENET(LeNet::new),
        CNN(Cnn::new);

        private final Supplier<Module> constructor;

        Architecture(Supplier<Module> constructor) {
            this.constructor = constructor;
        }

        Module create() {
            return constructor.get();
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static final class ArchitectureByName implements ITypeConverter<Architecture> {
        @Override
        public Architecture convert(String name) {
            return Arrays.stream(Architecture.values())
                    .filter(model -> model.toString().equals(name))
                    .findFirst()
                    .orElseThrow(
                            () ->
                                    new TypeConversionException(
                                            "expected one of %s, got '%s'"
                                                    .formatted(
                                                            Arrays.toString(Architecture.values()),
                                                            name)));
        }
    }

    /** Refuses what picocli lets through, before any work is done. */
    void check() {
        require(epochs >= 0, "--epochs must be 0 or more, got " + epochs);
        require(batchSize >= 1, "--batch-size must be 1 or more, got " + batchSize);
        require(lr > 0 && Double.isFinite(lr), "--lr must be a number above 0, got " + lr);
        require(workers >= 0, "--workers must be 0 or more, got " + workers);
        require(limit == null || limit >= 1, "--limit must be 1 or more, got " + limit);
        require(load == null || Files.isRegularFile(load), "--load: no such file: " + load);
        if (save != null) {
            Path folder = save.toAbsolutePath().getParent();
            require(Files.isDirectory(folder), "--save: no such folder: " + folder);
            require(!Files.isDirectory(save), "--save needs a file, " + save + " is a folder");
        }
    }

    private void require(boolean condition, String problem) {
        if (!condition) {
            throw new ParameterException(command.commandLine(), problem);
        }
    }
}
