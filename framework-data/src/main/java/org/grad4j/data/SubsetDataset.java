package org.grad4j.data;

import java.util.Objects;
import java.util.random.RandomGenerator;

/** {@link Dataset#subset(int...)}. */
record SubsetDataset<S>(Dataset<S> source, int[] indices) implements Dataset<S> {

    SubsetDataset {
        int size = source.size();
        for (int index : indices) {
            if (index < 0 || index >= size) {
                throw new IndexOutOfBoundsException(
                        "subset: index " + index + " of a dataset of " + size + " samples");
            }
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
