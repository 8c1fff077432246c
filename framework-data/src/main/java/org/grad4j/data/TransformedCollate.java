package org.grad4j.data;

import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;

/** {@link Collate#andThen}. */
record TransformedCollate<S, B, C>(
        Collate<S, B> collate, Transform<? super B, ? extends C> transform)
        implements Collate<S, C> {

    TransformedCollate {
        Objects.requireNonNull(transform, "the transform is null");
    }

    @Override
    public C collate(List<S> samples) {
        return collate(samples, KeyedRandom.of());
    }

    @Override
    public C collate(List<S> samples, RandomGenerator random) {
        B batch = collate.collate(samples, random);
        return transform.apply(batch, random);
    }
}
