package org.grad4j.data;

import java.util.List;

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
}
