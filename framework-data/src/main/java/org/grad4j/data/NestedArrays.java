package org.grad4j.data;

import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Shapes and copies of primitive arrays whose type is not known when this is compiled. */
final class NestedArrays {
    private NestedArrays() {}

    /** What an array of any depth holds in the end. */
    static Class<?> element(Class<?> type) {
        Class<?> element = type;
        while (element.isArray()) {
            element = element.getComponentType();
        }
        return element;
    }

    static boolean isNumeric(Object value) {
        Class<?> type = value.getClass();
        return type.isArray() && element(type).isPrimitive() && element(type) != char.class;
    }

    /** The product; −1 beyond what a Java array holds. */
    static long count(long[] shape) {
        long count = 1;
        for (long size : shape) {
            // Sizes up to 2³¹ each keep this product from wrapping round to a valid count.
            count = size < 0 || size > Integer.MAX_VALUE ? -1 : count * size;
            if (count < 0 || count > Integer.MAX_VALUE) {
                return -1;
            }
        }
        return count;
    }

    static long[] shape(Object array) {
        int depth = 0;
        for (Class<?> type = array.getClass(); type.isArray(); type = type.getComponentType()) {
            depth++;
        }
        if (depth == 0) {
            throw new IllegalArgumentException(
                    "expected an array of numbers, got " + array.getClass().getTypeName());
        }
        long[] shape = new long[depth];
        Object row = array;
        for (int d = 0; d < depth; d++) {
            shape[d] = Array.getLength(row);
            if (shape[d] == 0) {
                break; // what would lie below is of size 0 as well
            }
            row = d + 1 < depth ? Array.get(row, 0) : null;
        }
        return shape;
    }

    /** A row-major array; the array itself if it is flat. */
    static Object flatten(Object array, long[] shape) {
        if (shape.length == 1) {
            return array;
        }
        long count = count(shape);
        if (count < 0) {
            throw new IllegalArgumentException(
                    "shape " + Arrays.toString(shape) + " exceeds 2^31-1 elements");
        }
        Object flat = Array.newInstance(element(array.getClass()), (int) count);
        copy(array, shape, 0, flat, 0);
        return flat;
    }

    private static int copy(Object array, long[] shape, int dim, Object flat, int start) {
        if (array == null || Array.getLength(array) != shape[dim]) {
            throw new IllegalArgumentException(
                    "rows differ in length: expected "
                            + shape[dim]
                            + " in dimension "
                            + dim
                            + ", got "
                            + (array == null ? null : Array.getLength(array)));
        }
        if (dim == shape.length - 1) {
            System.arraycopy(array, 0, flat, start, (int) shape[dim]);
            return start + (int) shape[dim];
        }
        int end = start;
        for (Object row : (Object[]) array) {
            end = copy(row, shape, dim + 1, flat, end);
        }
        return end;
    }

    static Object slice(Object array, int start, int length) {
        Object slice = Array.newInstance(array.getClass().getComponentType(), length);
        System.arraycopy(array, start, slice, 0, length);
        return slice;
    }

    /** The low bits of each number, as a cast keeps them. */
    static Object narrow(long[] values, Class<?> type) {
        Object narrow = Array.newInstance(type, values.length);
        for (int i = 0; i < values.length; i++) {
            if (type == int.class) {
                Array.setInt(narrow, i, (int) values[i]);
            } else if (type == short.class) {
                Array.setShort(narrow, i, (short) values[i]);
            } else {
                Array.setByte(narrow, i, (byte) values[i]);
            }
        }
        return narrow;
    }

    /** Bytes, shorts or booleans in the order of a buffer. */
    static ByteBuffer bytes(Object array) {
        if (array instanceof byte[] bytes) {
            return ByteBuffer.wrap(bytes);
        }
        if (array instanceof short[] shorts) {
            ByteBuffer buffer = ByteBuffer.allocate(Math.multiplyExact(2, shorts.length));
            buffer.asShortBuffer().put(shorts);
            return buffer;
        }
        boolean[] flags = (boolean[]) array;
        ByteBuffer buffer = ByteBuffer.allocate(flags.length);
        for (boolean flag : flags) {
            buffer.put((byte) (flag ? 1 : 0));
        }
        return buffer.flip();
    }

    /** Fills a part of an array with a number, cast as Java does; booleans with false and true. */
    static void fill(Object array, int start, int end, double value) {
        if (array instanceof float[] floats) {
            Arrays.fill(floats, start, end, (float) value);
        } else if (array instanceof double[] doubles) {
            Arrays.fill(doubles, start, end, value);
        } else if (array instanceof long[] longs) {
            Arrays.fill(longs, start, end, (long) value);
        } else if (array instanceof int[] ints) {
            Arrays.fill(ints, start, end, (int) value);
        } else if (array instanceof short[] shorts) {
            Arrays.fill(shorts, start, end, (short) value);
        } else if (array instanceof byte[] bytes) {
            Arrays.fill(bytes, start, end, (byte) value);
        } else {
            Arrays.fill((boolean[]) array, start, end, value != 0);
        }
    }
}
