package org.grad4j.data.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.grad4j.data.ArrayDataset;
import org.grad4j.data.Batch;
import org.grad4j.data.Example;

/**
 * CIFAR-10 or CIFAR-100, small colour photographs: features {@code [3, 32, 32]} in {@code [0, 1]},
 * red, green and blue, and the label. Krizhevsky: Learning multiple layers of features from tiny
 * images, 2009.
 *
 * <p>A folder holds the files of the <em>binary</em> version, as they are or in the folder that the
 * archive makes:
 *
 * <pre>
 * cifar-10-batches-bin/data_batch_1.bin … data_batch_5.bin, test_batch.bin
 * cifar-100-binary/train.bin, test.bin
 * </pre>
 *
 * <p>The pixels stay bytes in memory (154 MB for the training part) and become floats when a sample
 * is read. Immutable and safe for concurrent use.
 */
public final class Cifar implements ArrayDataset {
    private static final int SIDE = 32;
    private static final int PIXELS = 3 * SIDE * SIDE;
    private static final long[] SHAPE = {3, SIDE, SIDE};

    private final byte[] pixels; // [n, 3, 32, 32]
    private final byte[] labels; // [n]
    private final byte[] coarseLabels; // [n], for CIFAR-10 the labels
    private final ByteImages images; // of the same arrays

    private Cifar(byte[] pixels, byte[] labels, byte[] coarseLabels) {
        this.pixels = pixels;
        this.labels = labels;
        this.coarseLabels = coarseLabels;
        float[] scaled = new float[256];
        for (int value = 0; value < scaled.length; value++) {
            scaled[value] = value / 255f;
        }
        this.images = new ByteImages(pixels, labels, SHAPE, scaled);
    }

    /** The two parts of a set. */
    public enum Split {
        /** 50,000 images to train on. */
        TRAIN,
        /** 10,000 images to test on. */
        TEST
    }

    /** The two sets. */
    public enum Variant {
        /** Ten classes, 6,000 images of each. */
        CIFAR10("cifar-10-batches-bin", 1, 10),
        /** A hundred classes, 600 images of each, in twenty coarse ones. */
        CIFAR100("cifar-100-binary", 2, 100);

        private final String archiveFolder;
        private final int labelBytes;
        private final int classes;

        Variant(String archiveFolder, int labelBytes, int classes) {
            this.archiveFolder = archiveFolder;
            this.labelBytes = labelBytes;
            this.classes = classes;
        }

        /**
         * Number of classes.
         *
         * @return 10 or 100
         */
        public int classes() {
            return classes;
        }

        /**
         * Fetches the set's archive (170 MB) into a folder, checks size and SHA-256, and unpacks
         * the files that {@link Cifar#load} reads. The archive stays there.
         *
         * @param folder where to put them; made if it is missing
         * @throws NullPointerException if the folder is null
         * @throws DownloadException if the archive cannot be had; says what to put where by hand
         */
        public void download(Path folder) {
            download(folder, Downloader.create());
        }

        /**
         * Fetches the set's archive with a downloader of one's own settings.
         *
         * @param folder where to put it; made if it is missing
         * @param downloader fetches it
         * @throws NullPointerException if an argument is null
         * @throws DownloadException if the archive cannot be had; says what to put where by hand
         */
        public void download(Path folder, Downloader downloader) {
            Objects.requireNonNull(downloader, "the downloader is null");
            Path archive = downloader.download(KnownFiles.of(this), folder);
            List<String> names = new ArrayList<>(files(Split.TRAIN));
            names.addAll(files(Split.TEST));
            Archives.untar(archive, archiveFolder + "/", names, folder);
        }

        List<String> files(Split split) {
            if (this == CIFAR100) {
                return List.of(split == Split.TRAIN ? "train.bin" : "test.bin");
            }
            if (split == Split.TEST) {
                return List.of("test_batch.bin");
            }
            return List.of(
                    "data_batch_1.bin",
                    "data_batch_2.bin",
                    "data_batch_3.bin",
                    "data_batch_4.bin",
                    "data_batch_5.bin");
        }

        private String layout(Path folder, Split split) {
            return "expected in "
                    + folder
                    + " or "
                    + folder.resolve(archiveFolder)
                    + ": "
                    + String.join(", ", files(split))
                    + " (the binary version); Cifar.Variant."
                    + name()
                    + ".download(folder) fetches them";
        }
    }

    /**
     * Reads one part of a set.
     *
     * @param folder where the files are, or the folder that the archive made
     * @param variant which set
     * @param split which part
     * @return the dataset
     * @throws NullPointerException if an argument is null
     * @throws DatasetNotFoundException if the folder or a file is missing
     * @throws DatasetFormatException if a file does not consist of whole records, or has a label
     *     that is no class of the set
     * @throws java.io.UncheckedIOException if a file cannot be read
     */
    public static Cifar load(Path folder, Variant variant, Split split) {
        Objects.requireNonNull(folder, "the folder is null");
        Objects.requireNonNull(variant, "the variant is null");
        Objects.requireNonNull(split, "the split is null");
        String layout = variant.layout(folder, split);
        SourceFiles.requireFolder(folder, layout);
        List<Path> files = new ArrayList<>();
        long images = 0;
        for (String name : variant.files(split)) {
            List<String> places = List.of(name, variant.archiveFolder + "/" + name);
            Path file = SourceFiles.find(folder, places, layout);
            files.add(file);
            images += records(file, variant);
        }
        if (images * PIXELS > Integer.MAX_VALUE - 8) {
            throw new DatasetFormatException(
                    files.get(0), images + " images need more bytes than a Java array can hold");
        }
        int n = (int) images;
        Cifar cifar = new Cifar(new byte[n * PIXELS], new byte[n], new byte[n]);
        int at = 0;
        for (Path file : files) {
            at = cifar.read(file, variant, at);
        }
        return cifar;
    }

    private static long records(Path file, Variant variant) {
        int record = variant.labelBytes + PIXELS;
        try {
            long size = Files.size(file);
            if (size % record != 0) {
                throw new DatasetFormatException(
                        file,
                        "has "
                                + size
                                + " bytes, which is no multiple of the "
                                + record
                                + " bytes of one image; is it really of the binary version of "
                                + variant
                                + ", and whole?");
            }
            return size / record;
        } catch (IOException error) {
            throw SourceFiles.cannotRead(file, error);
        }
    }

    /** Reads a file's records to place {@code at}; gives the place after them. */
    private int read(Path file, Variant variant, int at) {
        int next = at;
        byte[] record = new byte[variant.labelBytes + PIXELS];
        try (InputStream in = Files.newInputStream(file)) {
            for (int count = in.readNBytes(record, 0, record.length);
                    count > 0;
                    count = in.readNBytes(record, 0, record.length)) {
                if (count < record.length || next == labels.length) {
                    throw new DatasetFormatException(file, "changed while it was read");
                }
                coarseLabels[next] = record[0];
                labels[next] = record[variant.labelBytes - 1];
                checkLabel(file, next - at, labels[next], variant.classes);
                checkLabel(
                        file, next - at, coarseLabels[next], variant == Variant.CIFAR100 ? 20 : 10);
                System.arraycopy(record, variant.labelBytes, pixels, next * PIXELS, PIXELS);
                next++;
            }
            return next;
        } catch (IOException error) {
            throw SourceFiles.cannotRead(file, error);
        }
    }

    private static void checkLabel(Path file, int index, byte value, int classes) {
        int label = value & 0xFF;
        if (label >= classes) {
            throw new DatasetFormatException(
                    file,
                    "the label at index "
                            + index
                            + " is "
                            + label
                            + ", expected 0 to "
                            + (classes - 1));
        }
    }

    @Override
    public int size() {
        return labels.length;
    }

    @Override
    public Example get(int index) {
        return images.example(index);
    }

    @Override
    public Batch batch(int[] indices) {
        return images.batch(indices);
    }

    /**
     * The coarse class of an image of CIFAR-100, from 0 to 19; of CIFAR-10 its class.
     *
     * @param index which image, in {@code [0, size())}
     * @return the coarse class
     * @throws IndexOutOfBoundsException if the index is outside
     */
    public int coarseLabel(int index) {
        return coarseLabels[Objects.checkIndex(index, labels.length)] & 0xFF;
    }
}
