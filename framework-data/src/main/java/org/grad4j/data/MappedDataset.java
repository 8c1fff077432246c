package org.grad4j.data;

import java.util.Objects;
import java.util.random.RandomGenerator;

/** {@link Dataset#map(Transform)}. */
record MappedDataset<S, T>(Dataset<S> source, Transform<? super S, ? extends T> transform)
        implements Dataset<T> {

    MappedDataset {
        Objects.requireNonNull(transform, "the transform is null");
    }

    @Override
    public int size() {
        return source.size();
    }

    @Override
    public T get(int index) {
        return get(index, KeyedRandom.of(index));
    }

    @Override
    public T get(int index, RandomGenerator random) {
        return transform.apply(source.get(index, random), random);
    }
}
