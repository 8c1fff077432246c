package org.grad4j.data;

import java.util.List;
import java.util.OptionalDouble;
import java.util.random.RandomGenerator;

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
     * The batch, with its random choices drawn from the given generator. The loader calls this one,
     * with a generator keyed by seed, epoch and the number of the batch (over a stream, by its part
     * and the number in it); a collate without random choices ignores it, which is the default.
     *
     * @param samples the samples in order, at least one, none null
     * @param random source of every random choice
     * @return the batch, never null
     * @throws CollateException if samples do not fit together
     */
    default B collate(List<S> samples, RandomGenerator random) {
        return collate(samples);
    }

    /**
     * This collate, its batches then transformed as a whole, as mixing examples needs:
     *
     * <pre>{@code
     * DataLoader<SoftBatch> loader =
     *         DataLoader.builder(dataset, Collate.examples().andThen(new MixUp(10)))
     *                 .batchSize(64).shuffle(true).build();
     * }</pre>
     *
     * <p>Without a loader, and so without a generator, every batch gets the same random numbers.
     *
     * @param <C> type of the batches after it
     * @param transform applied to each batch, in the thread that merges its samples
     * @return the collate
     * @throws NullPointerException if the transform is null
     */
    default <C> Collate<S, C> andThen(Transform<? super B, ? extends C> transform) {
        return new TransformedCollate<>(this, transform);
    }

    /**
     * Merges examples into a {@link Batch}: {@link Batch#of(List)}.
     *
     * @return the collate of a loader over examples
     */
    static Collate<Example, Batch> examples() {
        return Batch::of;
    }

    /**
     * Merges samples of any kind, each component for itself, as PyTorch's default collate does.
     * Numbers become {@code [n]}: whole ones int64, {@code Float} float32, {@code Double} float64,
     * {@code Boolean} bool. Arrays of numbers, nested or not, {@link TensorData} and tensors of one
     * shape become {@code [n, ...]} of their own type. Records, maps and lists are merged by
     * component. Whatever else there is becomes a list. A sample that is a tensor is read in the
     * loader thread, and must live as long.
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
