package org.grad4j.data;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/** Loads the samples of one batch and merges them, in whichever thread calls. */
record BatchFetcher<S, B>(Dataset<S> dataset, Collate<S, B> collate, long seed) {

    /** Never throws: whatever goes wrong, errors included, comes back as a value. */
    Loaded<B> fetch(long epoch, int[] indices, BooleanSupplier cancelled) {
        int position = 0;
        try {
            List<S> samples = new ArrayList<>(indices.length);
            for (; position < indices.length; position++) {
                // A batch nobody waits for ends here rather than after its last sample.
                if (cancelled.getAsBoolean()) {
                    return failure(new CancellationException(), -1, "cancelled");
                }
                int index = indices[position];
                S sample = dataset.get(index, KeyedRandom.of(seed, epoch, index));
                if (sample == null) {
                    throw new NullPointerException("the dataset returned null");
                }
                samples.add(sample);
            }
            return merge(samples, indices);
        } catch (Throwable error) {
            return failure(error, indices[position], error.toString());
        }
    }

    private Loaded<B> merge(List<S> samples, int[] indices) {
        try {
            B batch = collate.collate(samples);
            if (batch == null) {
                throw new NullPointerException("the collate returned null");
            }
            return new Loaded.Success<>(batch);
        } catch (CollateException error) {
            int index = indices[error.position()];
            String reason = error.getMessage() + "; example 0 has dataset index " + indices[0];
            return failure(error, index, reason);
        } catch (Throwable error) {
            return failure(error, -1, "cannot merge the samples: " + error);
        }
    }

    private Loaded<B> failure(Throwable cause, int index, String reason) {
        String thread = Thread.currentThread().getName();
        return new Loaded.Failure<>(cause, index, reason + " (in thread " + thread + ")");
    }
}
