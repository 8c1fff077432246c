package org.grad4j.data;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * Loads the samples of one batch and merges them, in whichever thread calls.
 *
 * @param bulk makes a whole batch at once, null where the dataset cannot
 */
record BatchFetcher<S, B>(
        Dataset<S> dataset, Collate<S, B> collate, Function<int[], B> bulk, long seed) {

    /** Never throws: whatever goes wrong, errors included, comes back as a value. */
    Loaded<B> fetch(
            long epoch, int batch, int[] indices, Worker worker, BooleanSupplier cancelled) {
        if (worker.startError() != null) {
            return Failures.start(worker);
        }
        if (bulk != null) {
            try {
                return new Loaded.Success<>(bulk.apply(indices));
            } catch (RuntimeException again) {
                // Sample by sample the same error comes with the index to blame.
                return fetchEach(epoch, batch, indices, worker, cancelled);
            } catch (Throwable error) {
                return Failures.at(-1, error, worker);
            }
        }
        return fetchEach(epoch, batch, indices, worker, cancelled);
    }

    private Loaded<B> fetchEach(
            long epoch, int batch, int[] indices, Worker worker, BooleanSupplier cancelled) {
        int position = 0;
        try {
            List<S> samples = new ArrayList<>(indices.length);
            for (; position < indices.length; position++) {
                // A batch nobody waits for ends here rather than after its last sample.
                if (cancelled.getAsBoolean()) {
                    return Failures.at(-1, new CancellationException(), worker);
                }
                int index = indices[position];
                S sample = dataset.get(index, KeyedRandom.of(seed, epoch, index));
                if (sample == null) {
                    throw new NullPointerException("the dataset returned null");
                }
                samples.add(sample);
            }
            RandomGenerator random = KeyedRandom.ofBatch(seed, epoch, 0, batch);
            return Failures.merging(collate, samples, random, i -> indices[i], worker);
        } catch (Throwable error) {
            return Failures.at(indices[position], error, worker);
        }
    }
}
