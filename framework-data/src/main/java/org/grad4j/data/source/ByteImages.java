package org.grad4j.data.source;

import java.util.Objects;
import org.grad4j.data.Batch;
import org.grad4j.data.Example;

/**
 * Images held as bytes, which become floats by a table when they are read.
 *
 * @param pixels of all images, row-major
 * @param labels one for each image
 * @param shape of one image
 * @param values the float of each byte, from 0 to 255
 */
record ByteImages(byte[] pixels, byte[] labels, long[] shape, float[] values) {

    private int width() {
        return (int) (shape[0] * shape[1] * shape[2]);
    }

    int label(int index) {
        return labels[index] & 0xFF;
    }

    Example example(int index) {
        float[] features = new float[width()];
        copy(index, features, 0);
        return new Example(features, shape, label(index));
    }

    Batch batch(int[] indices) {
        int width = width();
        float[] features = new float[Math.multiplyExact(indices.length, width)];
        long[] classes = new long[indices.length];
        for (int i = 0; i < indices.length; i++) {
            copy(indices[i], features, i * width);
            classes[i] = label(indices[i]);
        }
        return Batch.of(features, shape, classes);
    }

    private void copy(int index, float[] features, int to) {
        int width = width();
        int from = Objects.checkIndex(index, labels.length) * width;
        byte[] bytes = pixels;
        float[] table = values;
        for (int i = 0; i < width; i++) {
            features[to + i] = table[bytes[from + i] & 0xFF];
        }
    }
}
