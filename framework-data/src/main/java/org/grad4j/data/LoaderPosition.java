package org.grad4j.data;

import java.util.Map;
import java.util.Objects;

/**
 * Where a {@link DataLoader} stands: enough to go on in another process as if nothing had happened,
 * given the same dataset and settings.
 *
 * @param epoch number of the epoch, from 0
 * @param batch number of the batch that comes next in it, from 0; the epoch's size after its last
 * @param seed of the loader
 * @param batches number of batches in an epoch, −1 where it is not known
 */
public record LoaderPosition(long epoch, int batch, long seed, int batches) {

    /**
     * Checks the numbers.
     *
     * @param epoch number of the epoch, from 0
     * @param batch number of the batch that comes next
     * @param seed of the loader
     * @param batches number of batches in an epoch, −1 where it is not known
     * @throws IllegalArgumentException if a number is negative, or the batch lies beyond the epoch
     */
    public LoaderPosition {
        if (epoch < 0 || batch < 0 || batches < -1 || batches >= 0 && batch > batches) {
            throw new IllegalArgumentException(
                    "no position of a loader: epoch "
                            + epoch
                            + ", batch "
                            + batch
                            + " of "
                            + batches);
        }
    }

    /**
     * The position as a map of whole numbers, for a checkpoint.
     *
     * @return the components by name, each a {@code Long}
     */
    public Map<String, Object> toMap() {
        return Map.of(
                "epoch", epoch, "batch", (long) batch, "seed", seed, "batches", (long) batches);
    }

    /**
     * The position of such a map, whatever kind of whole numbers a reader made of them.
     *
     * @param map from {@link #toMap}; further keys are ignored
     * @return the position
     * @throws NullPointerException if the map is null
     * @throws IllegalArgumentException if a component is missing, no whole number or out of range
     */
    public static LoaderPosition fromMap(Map<String, ?> map) {
        Objects.requireNonNull(map, "the map is null");
        return new LoaderPosition(
                whole(map, "epoch"),
                Math.toIntExact(inRange(whole(map, "batch"), "batch")),
                whole(map, "seed"),
                Math.toIntExact(inRange(whole(map, "batches"), "batches")));
    }

    private static long whole(Map<String, ?> map, String key) {
        Object value = map.get(key);
        if (value instanceof Number number && number.longValue() == number.doubleValue()) {
            return number.longValue();
        }
        throw new IllegalArgumentException(
                "a loader's position needs a whole number '" + key + "', got " + value);
    }

    private static long inRange(long value, String key) {
        if (value != (int) value) {
            throw new IllegalArgumentException(
                    "a loader's position has '" + key + "' out of range: " + value);
        }
        return value;
    }
}
