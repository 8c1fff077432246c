package org.grad4j.data;

import java.util.List;
import java.util.OptionalDouble;

/**
 * Merges the samples of one batch into one value, such as {@link Batch#of(List)}.
 *
 * <p>Called in a loader thread, from several at once: it builds plain Java data and creates no
 * tensor. Samples that do not fit together are reported by a {@link CollateException}, which lets
 * the loader name their dataset indices.
 *
 * @param <S> type of one sample
 * @param <B> type of a batch
 */
@FunctionalInterface
public interface Collate<S, B> {

    /**
     * The batch.
     *
     * @param samples the samples in order, at least one, none null
     * @return the batch, never null
     * @throws CollateException if samples do not fit together
     */
    B collate(List<S> samples);

    /**
     * Merges samples of any kind, each component for itself, as PyTorch's default collate does.
     * Numbers become {@code [n]}: whole ones int64, {@code Float} float32, {@code Double} float64,
     * {@code Boolean} bool. Arrays of numbers, nested or not, {@link TensorData} and tensors of one
     * shape become {@code [n, ...]} of their own type. Records, maps and lists are merged by
     * component. Whatever else there is becomes a list.
     *
     * <p>The collate throws a {@link CollateException}, naming the component and both shapes or
     * types, where samples do not fit together.
     *
     * @param <S> type of one sample
     * @return the collate
     */
    static <S> Collate<S, StackedBatch> stack() {
        return new Stacker(OptionalDouble.empty())::stack;
    }

    /**
     * As {@link #stack()}, but arrays may differ in their first dimension, as sequences do: they
     * are filled up to the longest of the batch, {@code [length_i, ...] → [n, max length, ...]},
     * and {@link StackedBatch#lengths()} tells how long they were.
     *
     * @param <S> type of one sample
     * @param value fills what is missing; cast to the type of the elements
     * @return the collate
     */
    static <S> Collate<S, StackedBatch> pad(double value) {
        return new Stacker(OptionalDouble.of(value))::stack;
    }
}
