package org.grad4j.data;

import java.util.List;
import java.util.Objects;
import java.util.function.IntUnaryOperator;

/** The dataset 0, 1, …, n − 1, each number passed through a function that may do anything. */
record Numbers(int size, IntUnaryOperator onGet) implements Dataset<Integer> {

    static Numbers upTo(int size) {
        return new Numbers(size, i -> i);
    }

    @Override
    public Integer get(int index) {
        return onGet.applyAsInt(Objects.checkIndex(index, size));
    }

    /** A loader whose batches are lists of the numbers themselves. */
    DataLoader.Builder<Integer, List<Integer>> loader() {
        return DataLoader.builder(this, List::copyOf);
    }
}
