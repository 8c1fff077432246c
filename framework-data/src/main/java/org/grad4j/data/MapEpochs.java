package org.grad4j.data;

import java.util.Objects;
import java.util.function.BooleanSupplier;

/** Epochs over a dataset with indices: a batch is what the batch sampler says. */
record MapEpochs<B>(BatchSampler sampler, BatchFetcher<?, B> fetcher) implements Epochs<B> {

    @Override
    public int size() {
        return sampler.size();
    }

    @Override
    public EpochPlan<B> plan(long epoch) {
        int[][] batches = sampler.batches(epoch);
        Objects.requireNonNull(batches, "the batch sampler returned null");
        if (batches.length != sampler.size()) {
            throw new IllegalArgumentException(
                    "the batch sampler has size "
                            + sampler.size()
                            + ", but returned "
                            + batches.length
                            + " batches for epoch "
                            + epoch);
        }
        for (int i = 0; i < batches.length; i++) {
            if (batches[i] == null || batches[i].length == 0) {
                throw new IllegalArgumentException(
                        "the batch sampler returned no indices for batch "
                                + i
                                + " of epoch "
                                + epoch);
            }
        }
        return new Plan<>(epoch, batches, fetcher);
    }

    private static final class Plan<B> implements EpochPlan<B> {
        private final long epoch;
        private final int[][] batches;
        private final BatchFetcher<?, B> fetcher;
        private int planned;

        private Plan(long epoch, int[][] batches, BatchFetcher<?, B> fetcher) {
            this.epoch = epoch;
            this.batches = batches;
            this.fetcher = fetcher;
        }

        @Override
        public int size() {
            return batches.length;
        }

        @Override
        public Job<Loaded<B>> next(BooleanSupplier cancelled) {
            if (planned == batches.length) {
                return null;
            }
            int batch = planned++;
            return worker -> fetcher.fetch(epoch, batch, batches[batch], worker, cancelled);
        }

        @Override
        public void skip(int count) {
            planned = Math.min(count, batches.length);
        }

        /** Nothing is open; and this may come from another thread than the one that plans. */
        @Override
        public void close() {}
    }
}
