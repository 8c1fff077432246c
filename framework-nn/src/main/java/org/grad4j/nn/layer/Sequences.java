package org.grad4j.nn.layer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.grad4j.tensor.Tensor;

/** Sequences of different lengths: padded to one length, packed without padding, and back. */
public final class Sequences {
    private Sequences() {}

    /**
     * Sequences in one tensor, the shorter ones filled up at the end.
     *
     * @param sequences each {@code [length, ...]}, with the same sizes after the first
     * @param batchFirst whether the result is {@code [n, t, ...]} instead of {@code [t, n, ...]}
     * @param paddingValue what fills up
     * @return t being the largest length
     * @throws IllegalArgumentException if there are no sequences or they do not fit together
     */
    public static Tensor padSequence(
            List<Tensor> sequences, boolean batchFirst, double paddingValue) {
        if (sequences == null
                || sequences.isEmpty()
                || sequences.stream().anyMatch(Objects::isNull)) {
            throw new IllegalArgumentException("padSequence: needs one or more sequences, no null");
        }
        long[] lengths = sequences.stream().mapToLong(one -> one.size(0)).toArray();
        long[] starts = new long[lengths.length];
        for (int b = 1; b < starts.length; b++) {
            starts[b] = starts[b - 1] + lengths[b - 1];
        }
        int longest = (int) Arrays.stream(lengths).max().getAsLong();
        Tensor rows = Tensor.cat(sequences, 0);
        return padded(rows, lengths, longest, paddingValue, batchFirst, (t, b) -> starts[b] + t);
    }

    /**
     * Packs a padded tensor.
     *
     * @param x {@code [t, n, ...]}, or {@code [n, t, ...]} with batchFirst
     * @param lengths of the n sequences, each from 1 to t
     * @param batchFirst which of the first two dimensions counts sequences
     * @param enforceSorted whether the lengths must be given longest first; otherwise they are
     *     sorted here, and {@link #padPackedSequence} restores their order
     * @return the sequences without padding
     * @throws IllegalArgumentException if the lengths do not fit or are not sorted although they
     *     must be
     */
    public static PackedSequence packPaddedSequence(
            Tensor x, long[] lengths, boolean batchFirst, boolean enforceSorted) {
        if (x == null || lengths == null || x.dim() < 2) {
            throw new IllegalArgumentException(
                    "packPaddedSequence: needs a tensor of two or more dimensions and lengths, got "
                            + (x == null ? "null" : Arrays.toString(x.shape()))
                            + " and "
                            + Arrays.toString(lengths));
        }
        long steps = x.size(batchFirst ? 1 : 0);
        int n = (int) x.size(batchFirst ? 0 : 1);
        requireLengths(lengths, n, steps);
        long[] order =
                IntStream.range(0, n)
                        .boxed()
                        .sorted(Comparator.comparing(b -> -lengths[b]))
                        .mapToLong(b -> b)
                        .toArray();
        for (int b = 0; enforceSorted && b < n; b++) {
            if (order[b] != b) {
                throw new IllegalArgumentException(
                        "packPaddedSequence: with enforceSorted the lengths must be given longest"
                                + " first, got "
                                + Arrays.toString(lengths)
                                + "; pass enforceSorted = false");
            }
        }
        long[] batchSizes = new long[(int) lengths[(int) order[0]]];
        for (long length : lengths) {
            for (int t = 0; t < length; t++) {
                batchSizes[t]++;
            }
        }
        long[] rows = new long[(int) Arrays.stream(lengths).sum()];
        int next = 0;
        for (int t = 0; t < batchSizes.length; t++) {
            for (int k = 0; k < batchSizes[t]; k++) {
                rows[next++] = batchFirst ? order[k] * steps + t : t * (long) n + order[k];
            }
        }
        Tensor data = x.flatten(0, 1).indexSelect(0, Tensor.of(rows));
        return new PackedSequence(data, batchSizes, order);
    }

    private static void requireLengths(long[] lengths, int n, long steps) {
        boolean fits = lengths.length == n && n > 0;
        for (long length : lengths) {
            fits &= length >= 1 && length <= steps;
        }
        if (!fits) {
            throw new IllegalArgumentException(
                    "packPaddedSequence: needs a length from 1 to "
                            + steps
                            + " for each of "
                            + n
                            + " sequences, got "
                            + Arrays.toString(lengths));
        }
    }

    /**
     * Packs sequences of different lengths.
     *
     * @param sequences each {@code [length, ...]}, with the same sizes after the first
     * @param enforceSorted whether they must be given longest first
     * @return the sequences
     * @throws IllegalArgumentException as {@link #padSequence} and {@link #packPaddedSequence}
     */
    public static PackedSequence packSequence(List<Tensor> sequences, boolean enforceSorted) {
        Tensor padded = padSequence(sequences, false, 0);
        long[] lengths = sequences.stream().mapToLong(one -> one.size(0)).toArray();
        return packPaddedSequence(padded, lengths, false, enforceSorted);
    }

    /**
     * The sequences in one tensor, in their own order, filled up with zeros; their lengths are
     * {@link PackedSequence#lengths()}.
     *
     * @param packed the sequences
     * @param batchFirst whether the result is {@code [n, t, ...]} instead of {@code [t, n, ...]}
     * @return t being the largest length
     */
    public static Tensor padPackedSequence(PackedSequence packed, boolean batchFirst) {
        return padPackedSequence(packed, batchFirst, 0, packed.batchSizes().length);
    }

    /**
     * The sequences in one tensor, in their own order.
     *
     * @param packed the sequences
     * @param batchFirst whether the result is {@code [n, t, ...]} instead of {@code [t, n, ...]}
     * @param paddingValue what fills up
     * @param totalLength t, at least the largest length
     * @return a padded tensor
     * @throws IllegalArgumentException if the total length is less than the largest
     */
    public static Tensor padPackedSequence(
            PackedSequence packed, boolean batchFirst, double paddingValue, int totalLength) {
        long[] sizes = packed.batchSizes();
        if (totalLength < sizes.length) {
            throw new IllegalArgumentException(
                    "padPackedSequence: the total length must be at least the largest, "
                            + sizes.length
                            + ", got "
                            + totalLength);
        }
        long[] starts = new long[sizes.length];
        for (int t = 1; t < starts.length; t++) {
            starts[t] = starts[t - 1] + sizes[t - 1];
        }
        long[] places = packed.places();
        return padded(
                packed.data(),
                packed.lengths(),
                totalLength,
                paddingValue,
                batchFirst,
                (t, b) -> starts[t] + places[b]);
    }

    /** Which row is step t of sequence b. */
    @FunctionalInterface
    private interface RowOf {
        long apply(int t, int b);
    }

    /** Picks rows; one more row behind them is the padding. */
    private static Tensor padded(
            Tensor rows, long[] lengths, int steps, double padding, boolean batchFirst, RowOf row) {
        int n = lengths.length;
        long[] index = new long[steps * n];
        for (int t = 0; t < steps; t++) {
            for (int b = 0; b < n; b++) {
                int at = batchFirst ? b * steps + t : t * n + b;
                index[at] = t < lengths[b] ? row.apply(t, b) : rows.size(0);
            }
        }
        long[] one = rows.shape();
        one[0] = 1;
        List<Tensor> all = new ArrayList<>(List.of(rows));
        all.add(Tensor.full(padding, rows.dtype(), one));
        long[] sizes = batchFirst ? new long[] {n, steps} : new long[] {steps, n};
        return Tensor.cat(all, 0).indexSelect(0, Tensor.of(index)).unflatten(0, sizes);
    }
}
