package org.grad4j.data;

import java.util.Objects;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * Turns one sample into another: {@code y = f(x, random)}.
 *
 * <p>Every random choice is drawn from the generator given, never from a global one: the loader
 * keys it by seed, epoch and index, so the data do not depend on which thread does the work. A
 * transform is called from several threads at once and leaves its argument unchanged.
 *
 * @param <A> type of the sample that comes in
 * @param <B> type of the sample that goes out
 */
@FunctionalInterface
public interface Transform<A, B> {

    /**
     * The transformed sample.
     *
     * @param value the sample, not to be changed
     * @param random source of every random choice
     * @return the transformed sample, never null
     */
    B apply(A value, RandomGenerator random);

    /**
     * This transform followed by another: {@code next(this(x))}.
     *
     * @param <C> type that the other transform gives
     * @param next applied to this transform's result
     * @return the composition
     */
    default <C> Transform<A, C> andThen(Transform<? super B, ? extends C> next) {
        Objects.requireNonNull(next, "the next transform is null");
        return (value, random) -> next.apply(apply(value, random), random);
    }

    /**
     * A transform without random choices.
     *
     * @param <A> type that comes in
     * @param <B> type that goes out
     * @param function applied to each sample
     * @return the transform
     */
    static <A, B> Transform<A, B> of(Function<? super A, ? extends B> function) {
        Objects.requireNonNull(function, "the function is null");
        return (value, random) -> function.apply(value);
    }

    /**
     * Transforms of one type, applied from left to right; none at all is the identity.
     *
     * @param <A> type of the sample
     * @param transforms applied in this order
     * @return the composition
     */
    @SafeVarargs
    static <A> Transform<A, A> compose(Transform<A, A>... transforms) {
        Transform<A, A> composition = (value, random) -> value;
        for (Transform<A, A> transform : transforms) {
            composition = composition.andThen(transform);
        }
        return composition;
    }
}
