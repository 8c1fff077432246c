package org.grad4j.data;

import java.util.Objects;
import java.util.random.RandomGenerator;

/** {@link Dataset#subset(int...)}. */
record SubsetDataset<S>(Dataset<S> source, int[] indices) implements Dataset<S> {

    SubsetDataset {
        for (int index : indices) {
            Objects.checkIndex(index, source.size());
        }
    }

    @Override
    public int size() {
        return indices.length;
    }

    @Override
    public S get(int index) {
        return source.get(indices[Objects.checkIndex(index, indices.length)]);
    }

    @Override
    public S get(int index, RandomGenerator random) {
        return source.get(indices[Objects.checkIndex(index, indices.length)], random);
    }
}
