package org.grad4j.data.transform;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.grad4j.data.Transform;

/**
 * Applies one of several transforms, chosen at random.
 *
 * @param <A> type that comes in
 * @param <B> type that goes out
 */
public final class RandomChoice<A, B> implements Transform<A, B> {
    private final List<Transform<A, B>> transforms;
    private final double[] cumulative; // sums of the weights up to and with each transform

    /**
     * Chooses among transforms with the given weights.
     *
     * @param transforms at least one
     * @param weights one for each, not negative, with a positive sum; they need not sum to 1
     * @throws IllegalArgumentException if there is no transform, their number is not that of the
     *     weights, or the weights cannot be chosen by
     * @throws NullPointerException if the list, a transform or the array is null
     */
    public RandomChoice(List<? extends Transform<A, B>> transforms, double... weights) {
        this.transforms =
                List.copyOf(Objects.requireNonNull(transforms, "the transforms are null"));
        if (this.transforms.isEmpty() || this.transforms.size() != weights.length) {
            throw new IllegalArgumentException(
                    "one weight for each of at least one transform, got "
                            + this.transforms.size()
                            + " transforms and "
                            + weights.length
                            + " weights");
        }
        this.cumulative = new double[weights.length];
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            sum += weights[i];
            cumulative[i] = sum;
            if (!(weights[i] >= 0)) {
                sum = Double.NaN;
            }
        }
        if (!(sum > 0) || Double.isInfinite(sum)) {
            throw new IllegalArgumentException(
                    "weights must not be negative and not all 0, got " + Arrays.toString(weights));
        }
    }

    /**
     * Chooses among transforms, each as likely as any other.
     *
     * @param <A> type that comes in
     * @param <B> type that goes out
     * @param transforms at least one
     * @return the choice
     * @throws IllegalArgumentException if there is none
     * @throws NullPointerException if a transform is null
     */
    @SafeVarargs
    public static <A, B> RandomChoice<A, B> of(Transform<A, B>... transforms) {
        List<Transform<A, B>> list = new ArrayList<>();
        for (Transform<A, B> transform : transforms) {
            list.add(transform);
        }
        double[] weights = new double[transforms.length];
        Arrays.fill(weights, 1);
        return new RandomChoice<>(list, weights);
    }

    @Override
    public B apply(A value, RandomGenerator random) {
        double place = random.nextDouble() * cumulative[cumulative.length - 1];
        int choice = 0;
        while (place >= cumulative[choice]) {
            choice++;
        }
        return transforms.get(choice).apply(value, random);
    }
}
