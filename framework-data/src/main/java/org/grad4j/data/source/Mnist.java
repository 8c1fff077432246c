package org.grad4j.data.source;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.grad4j.data.ArrayDataset;
import org.grad4j.data.Batch;
import org.grad4j.data.Example;

/**
 * The MNIST handwritten digits, or any set of 28×28 grey images of ten classes in the same files:
 * features {@code [1, 28, 28]}, {@code (x / 255 − mean) / std}, and the label, from 0 to 9.
 *
 * <p>A folder holds the four files as distributed, compressed or not:
 *
 * <pre>
 * train-images-idx3-ubyte.gz   train-labels-idx1-ubyte.gz
 * t10k-images-idx3-ubyte.gz    t10k-labels-idx1-ubyte.gz
 * </pre>
 *
 * <p>The pixels stay bytes in memory (47 MB for the training part) and become floats when a sample
 * is read. Immutable and safe for concurrent use. LeCun, Bottou, Bengio, Haffner: Gradient-based
 * learning applied to document recognition, Proceedings of the IEEE 86(11), 1998.
 */
public final class Mnist implements ArrayDataset {
    /** Mean of the training pixels, scaled to [0, 1]. */
    public static final float MEAN = 0.1307f;

    /** Standard deviation of the training pixels, scaled to [0, 1]. */
    public static final float STD = 0.3081f;

    private static final int CLASSES = 10;
    private static final int SIDE = 28;
    private static final int PIXELS = SIDE * SIDE;
    private static final long[] SHAPE = {1, SIDE, SIDE};

    private final byte[] pixels; // [n, 28, 28]
    private final byte[] labels; // [n]
    private final float[] normalized = new float[256]; // by pixel value

    private Mnist(byte[] pixels, byte[] labels, float mean, float std) {
        this.pixels = pixels;
        this.labels = labels;
        for (int value = 0; value < normalized.length; value++) {
            normalized[value] = (value / 255f - mean) / std;
        }
    }

    /** The two parts of the set. */
    public enum Split {
        /** 60,000 digits to train on. */
        TRAIN("train"),
        /** 10,000 digits to test on. */
        TEST("t10k");

        private final String prefix;

        Split(String prefix) {
            this.prefix = prefix;
        }
    }

    /**
     * Reads one part, normalised with {@link #MEAN} and {@link #STD}.
     *
     * @param folder where the files are
     * @param split which part
     * @return the dataset
     * @throws NullPointerException if the folder or the split is null
     * @throws DatasetNotFoundException if the folder or a file is missing
     * @throws DatasetFormatException if a file is damaged, not of this format, has a label above 9,
     *     or the files do not fit together
     * @throws java.io.UncheckedIOException if a file cannot be read
     */
    public static Mnist load(Path folder, Split split) {
        return load(folder, split, MEAN, STD);
    }

    /**
     * Reads one part with another normalisation; 0 and 1 leave the features in {@code [0, 1]}.
     *
     * @param folder where the files are
     * @param split which part
     * @param mean subtracted from pixels in {@code [0, 1]}
     * @param std what the difference is divided by, positive
     * @return the dataset
     * @throws IllegalArgumentException if std is not positive
     * @throws NullPointerException if the folder or the split is null
     * @throws DatasetNotFoundException if the folder or a file is missing
     * @throws DatasetFormatException if a file is damaged, not of this format, has a label above 9,
     *     or the files do not fit together
     * @throws java.io.UncheckedIOException if a file cannot be read
     */
    public static Mnist load(Path folder, Split split, float mean, float std) {
        Objects.requireNonNull(folder, "the folder is null");
        Objects.requireNonNull(split, "the split is null");
        if (!(std > 0)) {
            throw new IllegalArgumentException("std must be positive, got " + std);
        }
        Path imageFile = find(folder, split.prefix + "-images", "idx3-ubyte");
        Path labelFile = find(folder, split.prefix + "-labels", "idx1-ubyte");
        Idx labels = Idx.read(labelFile);
        if (labels.shape().length != 1) {
            throw new DatasetFormatException(
                    labelFile, "expected shape [n], got " + Arrays.toString(labels.shape()));
        }
        checkClasses(labelFile, labels.data());
        int n = labels.shape()[0];
        Idx images = Idx.read(imageFile);
        if (!Arrays.equals(images.shape(), new int[] {n, SIDE, SIDE})) {
            throw new DatasetFormatException(
                    imageFile,
                    "expected shape ["
                            + n
                            + ", 28, 28] to go with "
                            + labelFile.getFileName()
                            + ", got "
                            + Arrays.toString(images.shape()));
        }
        return new Mnist(images.data(), labels.data(), mean, std);
    }

    private static void checkClasses(Path file, byte[] labels) {
        for (int i = 0; i < labels.length; i++) {
            int label = labels[i] & 0xFF;
            if (label >= CLASSES) {
                throw new DatasetFormatException(
                        file, "the label at index " + i + " is " + label + ", expected 0 to 9");
            }
        }
    }

    private static Path find(Path folder, String name, String format) {
        if (!Files.isDirectory(folder)) {
            String problem = Files.exists(folder) ? "a file and no folder: " : "no such folder: ";
            throw new DatasetNotFoundException(problem + folder + "; " + layout(folder));
        }
        List<String> names =
                List.of(
                        name + "-" + format + ".gz",
                        name + "-" + format,
                        name + "." + format + ".gz",
                        name + "." + format);
        return names.stream()
                .map(folder::resolve)
                .filter(Files::isRegularFile)
                .findFirst()
                .orElseThrow(
                        () ->
                                new DatasetNotFoundException(
                                        folder
                                                + " has none of "
                                                + String.join(", ", names)
                                                + "; "
                                                + layout(folder)));
    }

    private static String layout(Path folder) {
        return "expected in "
                + folder
                + ": train-images-idx3-ubyte.gz, train-labels-idx1-ubyte.gz,"
                + " t10k-images-idx3-ubyte.gz and t10k-labels-idx1-ubyte.gz (or the same names"
                + " without .gz)";
    }

    @Override
    public int size() {
        return labels.length;
    }

    @Override
    public Example get(int index) {
        float[] features = new float[PIXELS];
        copy(index, features, 0);
        return new Example(features, SHAPE, labels[index] & 0xFF);
    }

    @Override
    public Batch batch(int[] indices) {
        float[] features = new float[Math.multiplyExact(indices.length, PIXELS)];
        long[] classes = new long[indices.length];
        for (int i = 0; i < indices.length; i++) {
            copy(indices[i], features, i * PIXELS);
            classes[i] = labels[indices[i]] & 0xFF;
        }
        return Batch.of(features, SHAPE, classes);
    }

    private void copy(int index, float[] features, int to) {
        int from = Objects.checkIndex(index, labels.length) * PIXELS;
        for (int i = 0; i < PIXELS; i++) {
            features[to + i] = normalized[pixels[from + i] & 0xFF];
        }
    }
}
