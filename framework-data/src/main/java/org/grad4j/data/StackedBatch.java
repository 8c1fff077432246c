package org.grad4j.data;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.grad4j.tensor.Tensor;

/**
 * Samples of any kind merged component by component, as {@link Collate#stack()} does: numbers and
 * arrays into tensors with a new first dimension, everything else into lists.
 *
 * <pre>{@code
 * record House(float[] features, float price, String street) {}
 *
 * for (StackedBatch batch : DataLoader.builder(houses, Collate.stack()).batchSize(64).build()) {
 *     Tensor x = batch.tensor("features");   // [64, f]
 *     Tensor y = batch.tensor("price");      // [64]
 * }
 * }</pre>
 *
 * <p>Tensors are created when they are first asked for, in the caller's scope, and anew after a
 * release. Not safe for use by several threads at a time.
 */
public final class StackedBatch {
    private final int size;
    private final Map<String, StackedBatch> components; // empty for a leaf
    private final TensorData data; // null without numbers
    private final TensorData lengths; // null unless padded
    private final List<?> values; // null unless neither numbers nor components

    private StackedBatch(
            int size,
            Map<String, StackedBatch> components,
            TensorData data,
            TensorData lengths,
            List<?> values) {
        this.size = size;
        this.components = components;
        this.data = data;
        this.lengths = lengths;
        this.values = values;
    }

    static StackedBatch ofComponents(int size, Map<String, StackedBatch> components) {
        Map<String, StackedBatch> copy =
                Collections.unmodifiableMap(new LinkedHashMap<>(components));
        return new StackedBatch(size, copy, null, null, null);
    }

    static StackedBatch ofData(int size, TensorData data, TensorData lengths) {
        return new StackedBatch(size, Map.of(), data, lengths, null);
    }

    static StackedBatch ofValues(List<?> values) {
        return new StackedBatch(values.size(), Map.of(), null, null, List.copyOf(values));
    }

    /**
     * Number of samples.
     *
     * @return n, at least 1
     */
    public int size() {
        return size;
    }

    /**
     * Names of the components: those of a record, the keys of a map, {@code "0"}, {@code "1"}, … of
     * a list.
     *
     * @return the names in order; none for samples that are a number, an array or the like
     */
    public Set<String> components() {
        return components.keySet();
    }

    /**
     * One component of all samples.
     *
     * @param component its name
     * @return the component, merged
     * @throws IllegalArgumentException if there is none of that name
     */
    public StackedBatch get(String component) {
        StackedBatch part = components.get(component);
        if (part == null) {
            throw new IllegalArgumentException(
                    "no component '" + component + "' in this batch; it has " + components());
        }
        return part;
    }

    /**
     * The tensor of one component.
     *
     * @param component its name
     * @return {@code get(component).tensor()}
     * @throws IllegalArgumentException if there is none of that name
     * @throws IllegalStateException if it has no numbers
     */
    public Tensor tensor(String component) {
        return get(component).tensor();
    }

    /**
     * The tensor of a component of samples that are lists.
     *
     * @param component its place, from 0
     * @return {@code tensor(String.valueOf(component))}
     * @throws IllegalArgumentException if there is no such place
     * @throws IllegalStateException if it has no numbers
     */
    public Tensor tensor(int component) {
        return tensor(String.valueOf(component));
    }

    /**
     * The samples as one tensor.
     *
     * @return {@code [n, ...]}
     * @throws IllegalStateException if the samples have components, or no numbers
     */
    public Tensor tensor() {
        return data().tensor();
    }

    /**
     * The samples as one array, without a tensor.
     *
     * @return {@code [n, ...]}
     * @throws IllegalStateException if the samples have components, or no numbers
     */
    public TensorData data() {
        if (data == null) {
            throw new IllegalStateException(
                    components.isEmpty()
                            ? "these samples are no numbers; ask values()"
                            : "these samples have components; ask for one of " + components());
        }
        return data;
    }

    /**
     * Lengths of the samples before {@link Collate#pad} made them equal.
     *
     * @return an int64 tensor {@code [n]}
     * @throws IllegalStateException if the samples were not padded
     */
    public Tensor lengths() {
        if (lengths == null) {
            throw new IllegalStateException(
                    "these samples were not padded; merge arrays with Collate.pad(value)");
        }
        return lengths.tensor();
    }

    /**
     * The samples as they were, where they are no numbers.
     *
     * @return n objects
     * @throws IllegalStateException if the samples have components, or are numbers
     */
    public List<?> values() {
        if (values == null) {
            throw new IllegalStateException(
                    components.isEmpty()
                            ? "these samples are numbers; ask tensor() or data()"
                            : "these samples have components; ask for one of " + components());
        }
        return values;
    }
}
