package org.grad4j.data;

import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** {@link Dataset#of(List, Function, ToLongFunction)}. */
final class RowArrays {
    private RowArrays() {}

    static <T> ArrayDataset of(
            List<? extends T> rows,
            Function<? super T, float[]> features,
            ToLongFunction<? super T> label) {
        Objects.requireNonNull(rows, "the rows are null");
        Objects.requireNonNull(features, "the function of features is null");
        Objects.requireNonNull(label, "the function of labels is null");
        int n = rows.size();
        int width = n == 0 ? 0 : features(rows, 0, features).length;
        if ((long) n * width > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    n + " rows of " + width + " features exceed 2^31-1 numbers");
        }
        float[] all = new float[n * width];
        long[] labels = new long[n];
        for (int i = 0; i < n; i++) {
            float[] row = features(rows, i, features);
            if (row.length != width) {
                throw new IllegalArgumentException(
                        "row "
                                + i
                                + " has "
                                + row.length
                                + " features, row 0 has "
                                + width
                                + "; for rows of different lengths use Collate.pad(value)");
            }
            System.arraycopy(row, 0, all, i * width, width);
            labels[i] = label.applyAsLong(rows.get(i));
        }
        return ArrayDataset.of(all, new long[] {width}, labels);
    }

    private static <T> float[] features(
            List<? extends T> rows, int row, Function<? super T, float[]> features) {
        T value = Objects.requireNonNull(rows.get(row), () -> "row " + row + " is null");
        return Objects.requireNonNull(
                features.apply(value), () -> "the features of row " + row + " are null");
    }
}
