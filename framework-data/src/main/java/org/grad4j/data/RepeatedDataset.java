package org.grad4j.data;

import java.util.Objects;
import java.util.random.RandomGenerator;

/** {@link Dataset#repeat}. */
record RepeatedDataset<S>(Dataset<S> source, int times) implements Dataset<S> {

    RepeatedDataset {
        if (times < 0 || (long) times * source.size() > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "repeat: cannot have " + source.size() + " samples " + times + " times");
        }
    }

    @Override
    public int size() {
        return times * source.size();
    }

    @Override
    public S get(int index) {
        return source.get(Objects.checkIndex(index, size()) % source.size());
    }

    @Override
    public S get(int index, RandomGenerator random) {
        return source.get(Objects.checkIndex(index, size()) % source.size(), random);
    }
}
