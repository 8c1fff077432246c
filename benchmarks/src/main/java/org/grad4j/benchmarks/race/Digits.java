package org.grad4j.benchmarks.race;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.zip.GZIPInputStream;

/**
 * Images of 28 × 28 and their labels, in the order in which every contestant sees them.
 *
 * @param pixels normalised, {@code [n, 784]}
 * @param labels {@code [n]}, 0 to 9
 */
public record Digits(float[] pixels, long[] labels) {
    static final int TRAINING = 60_000;
    static final int PIXELS = 28 * 28;

    private static final long ORDER = 11;

    /** How many there are. */
    int size() {
        return labels.length;
    }

    /**
     * Reads MNIST, in an order that a fixed seed gives.
     *
     * @param folder with the four idx files, gzipped
     * @param split {@code train} or {@code t10k}
     * @param rows how many are wanted; fewer if there are fewer
     * @return the first rows in that order
     * @throws IOException if a file is missing or cannot be read
     */
    static Digits read(Path folder, String split, int rows) throws IOException {
        try (DataInputStream images = open(folder.resolve(split + "-images-idx3-ubyte.gz"));
                DataInputStream classes = open(folder.resolve(split + "-labels-idx1-ubyte.gz"))) {
            images.skipNBytes(16);
            classes.skipNBytes(4);
            int[] places = shuffled(classes.readInt());
            int n = Math.min(rows, places.length);
            float[] pixels = new float[n * PIXELS];
            long[] labels = new long[n];
            byte[] image = new byte[PIXELS];
            for (int place : places) {
                images.readFully(image);
                int label = classes.read();
                if (place < n) {
                    labels[place] = label;
                    for (int j = 0; j < PIXELS; j++) {
                        pixels[place * PIXELS + j] = ((image[j] & 0xFF) / 255f - 0.1307f) / 0.3081f;
                    }
                }
            }
            return new Digits(pixels, labels);
        }
    }

    private static DataInputStream open(Path file) throws IOException {
        InputStream in = new GZIPInputStream(Files.newInputStream(file), 1 << 16);
        return new DataInputStream(new BufferedInputStream(in, 1 << 16));
    }

    private static int[] shuffled(int n) {
        Random random = new Random(ORDER);
        int[] order = new int[n];
        for (int i = 0; i < n; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }

    /** Fills in a whole batch; behind the last whole one it begins anew. */
    void batch(long number, float[] images, long[] classes) {
        int n = classes.length;
        int from = (int) (number % (size() / n)) * n;
        System.arraycopy(pixels, from * PIXELS, images, 0, n * PIXELS);
        System.arraycopy(labels, from, classes, 0, n);
    }
}
