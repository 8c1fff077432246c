package org.grad4j.data;

/**
 * Decides which samples an epoch visits, and in which order.
 *
 * <p>The order is a function of the epoch's number and of nothing else: asking twice gives the same
 * answer, so an epoch can be repeated, and resumed in its middle. An implementation is immutable or
 * safe for concurrent use.
 */
public interface Sampler {

    /**
     * Number of indices in one epoch.
     *
     * @return the length of what {@link #indices} returns, at least 0
     */
    int size();

    /**
     * The dataset indices of one epoch, in the order of their visit.
     *
     * @param epoch number of the epoch, from 0
     * @return a new array, the caller's to keep
     */
    int[] indices(long epoch);
}
