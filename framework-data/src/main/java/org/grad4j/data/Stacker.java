package org.grad4j.data;

import java.lang.reflect.Array;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Function;
import org.grad4j.tensor.Tensor;

/**
 * Merges samples by what the first one is; the others must be of its kind.
 *
 * @param padding fills up arrays whose first dimensions differ; empty where that is an error
 */
record Stacker(OptionalDouble padding) {

    /** Merges whole samples. */
    StackedBatch stack(List<?> samples) {
        if (samples.isEmpty()) {
            throw new IllegalArgumentException("a batch needs at least one sample, got none");
        }
        return stack(samples, "");
    }

    private StackedBatch stack(List<?> samples, String path) {
        requireOneKind(samples, path);
        Object first = samples.get(0);
        if (first instanceof Number || first instanceof Boolean) {
            return StackedBatch.ofData(samples.size(), scalars(samples), null);
        }
        if (first instanceof TensorData
                || first instanceof Tensor
                || NestedArrays.isNumeric(first)) {
            return arrays(samples, path);
        }
        if (first instanceof Example) {
            return examples(samples, path);
        }
        if (first instanceof Record) {
            return records(samples, path);
        }
        if (first instanceof Map) {
            return maps(samples, path);
        }
        if (first instanceof List || first instanceof Object[]) {
            return tuples(samples, path);
        }
        return StackedBatch.ofValues(samples);
    }

    /** Lists and maps may be of any class; what is measured in numbers must be of one. */
    private static void requireOneKind(List<?> samples, String path) {
        Object first = samples.get(0);
        for (int i = 0; i < samples.size(); i++) {
            Object sample = samples.get(i);
            if (sample == null) {
                throw new CollateException(i, name(i, path) + " is null");
            }
            boolean same =
                    first instanceof Map
                            ? sample instanceof Map
                            : first instanceof List
                                    ? sample instanceof List
                                    : sample.getClass() == first.getClass();
            if (!same && !isPlain(first, sample)) {
                throw new CollateException(
                        i,
                        name(i, path)
                                + " is of type "
                                + sample.getClass().getTypeName()
                                + ", "
                                + name(0, path)
                                + " of type "
                                + first.getClass().getTypeName());
            }
        }
    }

    /** Objects that only become a list need nothing in common. */
    private static boolean isPlain(Object... values) {
        return Arrays.stream(values)
                .noneMatch(
                        value ->
                                value instanceof Number
                                        || value instanceof Boolean
                                        || value instanceof Record
                                        || value instanceof Map
                                        || value instanceof List
                                        || value instanceof Tensor
                                        || value instanceof TensorData
                                        || value.getClass().isArray());
    }

    private static String name(int position, String path) {
        return (path.isEmpty() ? "" : "component '" + path + "' of ")
                + "sample "
                + position
                + " of the batch";
    }

    private static TensorData scalars(List<?> samples) {
        Object first = samples.get(0);
        int n = samples.size();
        Object values;
        if (first instanceof Float) {
            float[] floats = new float[n];
            for (int i = 0; i < n; i++) {
                floats[i] = (Float) samples.get(i);
            }
            values = floats;
        } else if (first instanceof Boolean) {
            boolean[] flags = new boolean[n];
            for (int i = 0; i < n; i++) {
                flags[i] = (Boolean) samples.get(i);
            }
            values = flags;
        } else if (isWhole(first)) {
            // As PyTorch does with Python's ints: int64 is what labels and indices have to be.
            values = samples.stream().mapToLong(sample -> ((Number) sample).longValue()).toArray();
        } else {
            values =
                    samples.stream()
                            .mapToDouble(sample -> ((Number) sample).doubleValue())
                            .toArray();
        }
        return TensorData.of(values, n);
    }

    private static boolean isWhole(Object value) {
        return value instanceof Integer
                || value instanceof Long
                || value instanceof Short
                || value instanceof Byte;
    }

    private StackedBatch arrays(List<?> samples, String path) {
        List<TensorData> all = new ArrayList<>(samples.size());
        for (int i = 0; i < samples.size(); i++) {
            all.add(data(samples.get(i), i, path));
        }
        TensorData first = all.get(0);
        boolean pads = padding.isPresent() && first.shape().length > 0;
        long longest = pads ? first.shape()[0] : 0;
        long[] lengths = new long[all.size()];
        for (int i = 0; i < all.size(); i++) {
            long[] shape = all.get(i).shape();
            if (all.get(i).dtype() != first.dtype() || !fits(shape, first.shape(), pads)) {
                throw new CollateException(
                        i,
                        name(i, path)
                                + " is "
                                + all.get(i).describe()
                                + ", "
                                + name(0, path)
                                + " is "
                                + first.describe()
                                + (pads ? "; only the first dimension may differ" : ""));
            }
            lengths[i] = pads ? shape[0] : 0;
            longest = Math.max(longest, lengths[i]);
        }
        long[] one = first.shape();
        if (pads) {
            one[0] = longest;
        }
        return StackedBatch.ofData(
                all.size(), join(all, one), pads ? TensorData.of(lengths, lengths.length) : null);
    }

    private static TensorData data(Object sample, int position, String path) {
        try {
            return sample instanceof TensorData data
                    ? data
                    : sample instanceof Tensor tensor
                            ? TensorData.of(tensor)
                            : TensorData.of(sample);
        } catch (IllegalArgumentException error) {
            throw new CollateException(position, name(position, path) + ": " + error.getMessage());
        }
    }

    private static boolean fits(long[] shape, long[] first, boolean pads) {
        int from = pads ? 1 : 0;
        return shape.length == first.length
                && Arrays.equals(shape, from, shape.length, first, from, first.length);
    }

    /** {@code n × one → [n, one...]}, what is shorter filled up. */
    private TensorData join(List<TensorData> all, long[] one) {
        long[] shape = new long[one.length + 1];
        shape[0] = all.size();
        System.arraycopy(one, 0, shape, 1, one.length);
        long total = NestedArrays.count(shape);
        if (total < 0) {
            throw new IllegalArgumentException(
                    "a batch of shape " + Arrays.toString(shape) + " exceeds 2^31-1 elements");
        }
        Class<?> type = all.get(0).array().getClass().getComponentType();
        Object joined = Array.newInstance(type, (int) total);
        int stride = (int) total / all.size();
        for (int i = 0; i < all.size(); i++) {
            Object values = all.get(i).array();
            int length = Array.getLength(values);
            System.arraycopy(values, 0, joined, i * stride, length);
            if (length < stride) {
                NestedArrays.fill(
                        joined, i * stride + length, (i + 1) * stride, padding.orElseThrow());
            }
        }
        return all.get(0).with(joined, shape);
    }

    private StackedBatch examples(List<?> samples, String path) {
        Map<String, StackedBatch> parts = new LinkedHashMap<>();
        put(
                parts,
                samples,
                path,
                "features",
                sample -> TensorData.of(((Example) sample).features(), ((Example) sample).shape()));
        put(parts, samples, path, "label", sample -> ((Example) sample).label());
        return StackedBatch.ofComponents(samples.size(), parts);
    }

    private StackedBatch records(List<?> samples, String path) {
        Map<String, StackedBatch> parts = new LinkedHashMap<>();
        for (RecordComponent component : samples.get(0).getClass().getRecordComponents()) {
            Method accessor = accessible(component);
            put(parts, samples, path, component.getName(), sample -> read(accessor, sample));
        }
        return StackedBatch.ofComponents(samples.size(), parts);
    }

    private static Method accessible(RecordComponent component) {
        Method accessor = component.getAccessor();
        try {
            accessor.setAccessible(true); // the record itself may be private
            return accessor;
        } catch (InaccessibleObjectException closed) {
            throw new IllegalArgumentException(
                    "the components of "
                            + component.getDeclaringRecord().getTypeName()
                            + " cannot be read; open its package to org.grad4j.data",
                    closed);
        }
    }

    private static Object read(Method accessor, Object sample) {
        try {
            return accessor.invoke(sample);
        } catch (ReflectiveOperationException error) {
            throw new IllegalArgumentException("cannot read " + accessor, error);
        }
    }

    private StackedBatch maps(List<?> samples, String path) {
        Set<String> keys = keys(samples.get(0));
        for (int i = 1; i < samples.size(); i++) {
            if (!keys(samples.get(i)).equals(keys)) {
                throw new CollateException(
                        i,
                        name(i, path)
                                + " has the keys "
                                + keys(samples.get(i))
                                + ", "
                                + name(0, path)
                                + " has "
                                + keys);
            }
        }
        Map<String, StackedBatch> parts = new LinkedHashMap<>();
        for (Object key : ((Map<?, ?>) samples.get(0)).keySet()) {
            put(parts, samples, path, String.valueOf(key), sample -> ((Map<?, ?>) sample).get(key));
        }
        return StackedBatch.ofComponents(samples.size(), parts);
    }

    private static Set<String> keys(Object map) {
        Set<String> keys = new LinkedHashSet<>();
        ((Map<?, ?>) map).keySet().forEach(key -> keys.add(String.valueOf(key)));
        return keys;
    }

    private StackedBatch tuples(List<?> samples, String path) {
        int size = tuple(samples.get(0)).size();
        for (int i = 1; i < samples.size(); i++) {
            if (tuple(samples.get(i)).size() != size) {
                throw new CollateException(
                        i,
                        name(i, path)
                                + " has "
                                + tuple(samples.get(i)).size()
                                + " components, "
                                + name(0, path)
                                + " has "
                                + size);
            }
        }
        Map<String, StackedBatch> parts = new LinkedHashMap<>();
        for (int c = 0; c < size; c++) {
            int component = c;
            put(parts, samples, path, String.valueOf(c), sample -> tuple(sample).get(component));
        }
        return StackedBatch.ofComponents(samples.size(), parts);
    }

    private static List<?> tuple(Object sample) {
        return sample instanceof List<?> list ? list : Arrays.asList((Object[]) sample);
    }

    private void put(
            Map<String, StackedBatch> parts,
            List<?> samples,
            String path,
            String component,
            Function<Object, Object> read) {
        List<Object> column = new ArrayList<>(samples.size());
        for (Object sample : samples) {
            column.add(read.apply(sample));
        }
        parts.put(component, stack(column, path.isEmpty() ? component : path + "." + component));
    }
}
