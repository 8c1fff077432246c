package org.grad4j.data;

import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;

/**
 * {@link Dataset#concat}.
 *
 * @param ends the index behind each part
 */
record ConcatDataset<S>(List<Dataset<? extends S>> parts, int[] ends) implements Dataset<S> {

    static <S> ConcatDataset<S> of(List<? extends Dataset<? extends S>> datasets) {
        List<Dataset<? extends S>> parts = List.copyOf(datasets);
        int[] ends = new int[parts.size()];
        long end = 0;
        for (int i = 0; i < ends.length; i++) {
            end += parts.get(i).size();
            if (end > Integer.MAX_VALUE) {
                throw new IllegalArgumentException("concat: more than 2^31-1 samples");
            }
            ends[i] = (int) end;
        }
        return new ConcatDataset<>(parts, ends);
    }

    @Override
    public int size() {
        return ends.length == 0 ? 0 : ends[ends.length - 1];
    }

    @Override
    public S get(int index) {
        int part = part(index);
        return parts.get(part).get(index - start(part));
    }

    @Override
    public S get(int index, RandomGenerator random) {
        int part = part(index);
        return parts.get(part).get(index - start(part), random);
    }

    private int start(int part) {
        return part == 0 ? 0 : ends[part - 1];
    }

    private int part(int index) {
        Objects.checkIndex(index, size());
        int part = 0;
        while (index >= ends[part]) {
            part++;
        }
        return part;
    }
}
