package org.grad4j.data.transform;

import java.util.Objects;
import java.util.random.RandomGenerator;
import org.grad4j.data.Transform;

/**
 * Applies a transform with probability p, and otherwise leaves the sample as it is.
 *
 * @param <A> type of the sample
 * @param transform applied or not; {@link Transform#compose} makes one out of several
 * @param p probability, by default 0.5
 */
public record RandomApply<A>(Transform<A, A> transform, double p) implements Transform<A, A> {

    /**
     * Checks the settings.
     *
     * @param transform applied or not
     * @param p probability
     * @throws IllegalArgumentException if p is not in [0, 1]
     * @throws NullPointerException if the transform is null
     */
    public RandomApply {
        Objects.requireNonNull(transform, "the transform is null");
        Check.probability(p);
    }

    /**
     * With probability 0.5.
     *
     * @param transform applied or not
     * @throws NullPointerException if the transform is null
     */
    public RandomApply(Transform<A, A> transform) {
        this(transform, 0.5);
    }

    @Override
    public A apply(A value, RandomGenerator random) {
        return Draw.chance(random, p) ? transform.apply(value, random) : value;
    }
}
