package org.grad4j.data.source;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.grad4j.data.ArrayDataset;
import org.grad4j.data.Batch;
import org.grad4j.data.Example;

/**
 * The MNIST handwritten digits, or another set of 28×28 grey images in files of the same kind (see
 * {@link MnistVariant}): features {@code [1, 28, 28]}, {@code (x / 255 − mean) / std}, and the
 * label, counted from 0.
 *
 * <p>A folder holds the files as distributed, compressed or not; for MNIST:
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

    private static final int SIDE = 28;
    private static final long[] SHAPE = {1, SIDE, SIDE};

    private final ByteImages images;

    private Mnist(byte[] pixels, byte[] labels, float mean, float std) {
        float[] normalized = new float[256];
        for (int value = 0; value < normalized.length; value++) {
            normalized[value] = (value / 255f - mean) / std;
        }
        this.images = new ByteImages(pixels, labels, SHAPE, normalized);
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

        String prefix() {
            return prefix;
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
        return load(folder, MnistVariant.MNIST, split, mean, std);
    }

    /**
     * Reads one part of a set of MNIST's kind; mean 0 and std 1 leave the features in {@code [0,
     * 1]}.
     *
     * @param folder where the files are
     * @param variant which set
     * @param split which part
     * @param mean subtracted from pixels in {@code [0, 1]}
     * @param std what the difference is divided by, positive
     * @return the dataset
     * @throws IllegalArgumentException if std is not positive
     * @throws NullPointerException if the folder, the variant or the split is null
     * @throws DatasetNotFoundException if the folder or a file is missing
     * @throws DatasetFormatException if a file is damaged, not of this format, has a label that is
     *     no class of the set, or the files do not fit together
     * @throws java.io.UncheckedIOException if a file cannot be read
     */
    public static Mnist load(
            Path folder, MnistVariant variant, Split split, float mean, float std) {
        Objects.requireNonNull(folder, "the folder is null");
        Objects.requireNonNull(variant, "the variant is null");
        Objects.requireNonNull(split, "the split is null");
        if (!(std > 0)) {
            throw new IllegalArgumentException("std must be positive, got " + std);
        }
        Path imageFile = find(folder, variant, variant.images(split), "idx3-ubyte");
        Path labelFile = find(folder, variant, variant.labels(split), "idx1-ubyte");
        Idx labels = Idx.read(labelFile);
        if (labels.shape().length != 1) {
            throw new DatasetFormatException(
                    labelFile, "expected shape [n], got " + Arrays.toString(labels.shape()));
        }
        checkClasses(labelFile, labels.data(), variant.classNames().size());
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

    private static void checkClasses(Path file, byte[] labels, int classes) {
        for (int i = 0; i < labels.length; i++) {
            int label = labels[i] & 0xFF;
            if (label >= classes) {
                throw new DatasetFormatException(
                        file,
                        "the label at index "
                                + i
                                + " is "
                                + label
                                + ", expected 0 to "
                                + (classes - 1));
            }
        }
    }

    private static Path find(Path folder, MnistVariant variant, String name, String format) {
        String layout = variant.layout(folder);
        SourceFiles.requireFolder(folder, layout);
        List<String> names =
                List.of(
                        name + "-" + format + ".gz",
                        name + "-" + format,
                        name + "." + format + ".gz",
                        name + "." + format);
        return SourceFiles.find(folder, names, layout);
    }

    @Override
    public int size() {
        return images.labels().length;
    }

    @Override
    public Example get(int index) {
        return images.example(index);
    }

    @Override
    public Batch batch(int[] indices) {
        return images.batch(indices);
    }
}
