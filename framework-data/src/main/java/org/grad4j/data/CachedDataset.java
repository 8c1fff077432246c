package org.grad4j.data;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** {@link Dataset#cache}. Two threads that come first together read twice and keep one. */
final class CachedDataset<S> implements Dataset<S> {
    private final Dataset<S> source;
    private final AtomicReferenceArray<S> samples;

    CachedDataset(Dataset<S> source) {
        this.source = source;
        samples = new AtomicReferenceArray<>(source.size());
    }

    @Override
    public int size() {
        return samples.length();
    }

    @Override
    public S get(int index) {
        S kept = samples.get(Objects.checkIndex(index, samples.length()));
        if (kept != null) {
            return kept;
        }
        S read = source.get(index);
        return samples.compareAndSet(index, null, read) ? read : samples.get(index);
    }
}
