package org.grad4j.data;

import java.util.Objects;
import java.util.function.BiFunction;
import java.util.random.RandomGenerator;

/** {@link Dataset#zip}. */
record ZippedDataset<S, T, U>(
        Dataset<S> first, Dataset<T> second, BiFunction<? super S, ? super T, ? extends U> combine)
        implements Dataset<U> {

    ZippedDataset {
        Objects.requireNonNull(second, "the dataset to zip with is null");
        Objects.requireNonNull(combine, "the function that combines samples is null");
        if (first.size() != second.size()) {
            throw new IllegalArgumentException(
                    "zip: one dataset has "
                            + first.size()
                            + " samples, the other "
                            + second.size()
                            + "; take(n) makes them equal");
        }
    }

    @Override
    public int size() {
        return first.size();
    }

    @Override
    public U get(int index) {
        return combine.apply(first.get(index), second.get(index));
    }

    @Override
    public U get(int index, RandomGenerator random) {
        return combine.apply(first.get(index, random), second.get(index, random));
    }
}
