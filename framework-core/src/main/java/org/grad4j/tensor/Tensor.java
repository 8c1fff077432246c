package org.grad4j.tensor;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import org.grad4j.autograd.Autograd;
import org.grad4j.autograd.AutogradMeta;
import org.grad4j.autograd.Node;
import org.grad4j.autograd.TensorHook;
import org.grad4j.autograd.View;
import org.grad4j.backend.Array;
import org.grad4j.backend.Shapes;
import org.grad4j.ops.Activations;
import org.grad4j.ops.Arithmetic;
import org.grad4j.ops.Blends;
import org.grad4j.ops.Choices;
import org.grad4j.ops.Comparisons;
import org.grad4j.ops.Convolutions;
import org.grad4j.ops.Curves;
import org.grad4j.ops.Distances;
import org.grad4j.ops.Einsum;
import org.grad4j.ops.Elementary;
import org.grad4j.ops.Extremes;
import org.grad4j.ops.Gathering;
import org.grad4j.ops.InPlace;
import org.grad4j.ops.Indexing;
import org.grad4j.ops.Joining;
import org.grad4j.ops.LinearAlgebra;
import org.grad4j.ops.Logic;
import org.grad4j.ops.Losses;
import org.grad4j.ops.Masking;
import org.grad4j.ops.Normalizations;
import org.grad4j.ops.Padding;
import org.grad4j.ops.Pools;
import org.grad4j.ops.Products;
import org.grad4j.ops.RandomFills;
import org.grad4j.ops.Rearranging;
import org.grad4j.ops.Reductions;
import org.grad4j.ops.Resizing;
import org.grad4j.ops.Rounding;
import org.grad4j.ops.Scans;
import org.grad4j.ops.Shaping;
import org.grad4j.ops.Sorting;
import org.grad4j.ops.Statistics;
import org.grad4j.ops.Windows;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A multi-dimensional array of numbers that remembers how it was made, as PyTorch's.
 *
 * <p>Operations on a tensor with {@link #requiresGrad()} are recorded; {@link #backward()} then
 * computes gradients of the leaves and adds them into their {@link #grad()}. Views (reshape,
 * transpose, …) share memory with their source. Binary operations broadcast and promote types by
 * PyTorch's rules. Dimension numbers may be negative, counting from the end.
 *
 * <p>Memory is reclaimed when nobody holds a tensor, or at the brace of a {@link
 * org.grad4j.memory.TensorScope}. Using a released tensor is an {@link IllegalStateException}.
 * Reading a tensor from several threads is safe; changing one in place while another thread uses it
 * is not.
 */
public final class Tensor {
    private Array array;
    private final boolean inference;
    private AutogradMeta autograd;
    private View view; // null unless this shows another tensor's memory

    private Tensor(Array array, boolean inference) {
        this.array = array;
        this.inference = inference;
    }

    // ---- creation ----

    /**
     * A float32 tensor of one dimension.
     *
     * @param values its elements, copied
     * @return {@code [values.length]}
     */
    public static Tensor of(float... values) {
        return Creation.of(values);
    }

    /**
     * A float32 tensor.
     *
     * @param values its elements in row-major order, copied
     * @param shape sizes whose product is the number of values
     * @return a tensor of that shape
     * @throws IllegalArgumentException if the product differs
     */
    public static Tensor of(float[] values, long... shape) {
        return Creation.of(values, shape);
    }

    /**
     * A float64 tensor of one dimension. (A {@code double[]} keeps its type, as a NumPy array does
     * in {@code torch.from_numpy}; write {@code 0.1f} for float32.)
     *
     * @param values its elements, copied
     * @return {@code [values.length]}
     */
    public static Tensor of(double... values) {
        return Creation.of(values);
    }

    /**
     * A float64 tensor.
     *
     * @param values its elements in row-major order, copied
     * @param shape sizes whose product is the number of values
     * @return a tensor of that shape
     * @throws IllegalArgumentException if the product differs
     */
    public static Tensor of(double[] values, long... shape) {
        return Creation.of(values, shape);
    }

    /**
     * An int64 tensor of one dimension, the type of labels and indices.
     *
     * @param values its elements, copied
     * @return {@code [values.length]}
     */
    public static Tensor of(long... values) {
        return Creation.of(values);
    }

    /**
     * An int64 tensor.
     *
     * @param values its elements in row-major order, copied
     * @param shape sizes whose product is the number of values
     * @return a tensor of that shape
     * @throws IllegalArgumentException if the product differs
     */
    public static Tensor of(long[] values, long... shape) {
        return Creation.of(values, shape);
    }

    /**
     * An int32 tensor of one dimension.
     *
     * @param values its elements, copied
     * @return {@code [values.length]}
     */
    public static Tensor of(int... values) {
        return Creation.of(values);
    }

    /**
     * An int32 tensor.
     *
     * @param values its elements in row-major order, copied
     * @param shape sizes whose product is the number of values
     * @return a tensor of that shape
     * @throws IllegalArgumentException if the product differs
     */
    public static Tensor of(int[] values, long... shape) {
        return Creation.of(values, shape);
    }

    /**
     * A bool tensor of one dimension.
     *
     * @param values its elements, copied
     * @return {@code [values.length]}
     */
    public static Tensor of(boolean... values) {
        return Creation.of(values);
    }

    /**
     * A bool tensor.
     *
     * @param values its elements in row-major order, copied
     * @param shape sizes whose product is the number of values
     * @return a tensor of that shape
     * @throws IllegalArgumentException if the product differs
     */
    public static Tensor of(boolean[] values, long... shape) {
        return Creation.of(values, shape);
    }

    /**
     * An int16 tensor of one dimension.
     *
     * @param values its elements, copied
     * @return {@code [values.length]}
     */
    public static Tensor of(short... values) {
        return Creation.of(values);
    }

    /**
     * An int16 tensor.
     *
     * @param values its elements in row-major order, copied
     * @param shape sizes whose product is the number of values
     * @return a tensor of that shape
     * @throws IllegalArgumentException if the product differs
     */
    public static Tensor of(short[] values, long... shape) {
        return Creation.of(values, shape);
    }

    /**
     * An int8 tensor of one dimension.
     *
     * @param values its elements, copied
     * @return {@code [values.length]}
     */
    public static Tensor of(byte... values) {
        return Creation.of(values);
    }

    /**
     * An int8 tensor.
     *
     * @param values its elements in row-major order, copied
     * @param shape sizes whose product is the number of values
     * @return a tensor of that shape
     * @throws IllegalArgumentException if the product differs
     */
    public static Tensor of(byte[] values, long... shape) {
        return Creation.of(values, shape);
    }

    /**
     * A tensor from nested Java arrays of any rank: {@code float[][]}, {@code double[][][]}, {@code
     * int[][]}, … of the type that the elements have (byte is int8, short int16).
     *
     * @param nested arrays of equal lengths, of a primitive type other than char
     * @return a tensor of the same shape and type
     * @throws IllegalArgumentException if it is not such an array, or rows have different lengths
     */
    public static Tensor of(Object[] nested) {
        return Creation.nested(nested);
    }

    /**
     * A copy of an ND4J array, of any order or strides.
     *
     * @param source the array
     * @return a row-major tensor of the same shape, type and values
     * @throws IllegalArgumentException if its type has no counterpart in {@link DType}
     */
    public static Tensor fromNd4j(INDArray source) {
        return Creation.fromNd4j(source);
    }

    /**
     * A float32 tensor without dimensions, as {@code torch.tensor(2.5)}.
     *
     * @param value its element
     * @return {@code []}
     */
    public static Tensor scalar(double value) {
        return full(value);
    }

    /**
     * A tensor without dimensions.
     *
     * @param value its element
     * @param dtype its type
     * @return {@code []}
     */
    public static Tensor scalar(double value, DType dtype) {
        return full(value, dtype);
    }

    /**
     * A float32 tensor of zeros.
     *
     * @param shape sizes
     * @return a tensor of that shape
     */
    public static Tensor zeros(long... shape) {
        return full(0, shape);
    }

    /**
     * A tensor of zeros.
     *
     * @param dtype element type
     * @param shape sizes
     * @return a tensor of that shape
     */
    public static Tensor zeros(DType dtype, long... shape) {
        return full(0, dtype, shape);
    }

    /**
     * A float32 tensor of ones.
     *
     * @param shape sizes
     * @return a tensor of that shape
     */
    public static Tensor ones(long... shape) {
        return full(1, shape);
    }

    /**
     * A tensor of ones.
     *
     * @param dtype element type
     * @param shape sizes
     * @return a tensor of that shape
     */
    public static Tensor ones(DType dtype, long... shape) {
        return full(1, dtype, shape);
    }

    /**
     * A float32 tensor filled with one number.
     *
     * @param value the number
     * @param shape sizes
     * @return a tensor of that shape
     * @throws IllegalArgumentException if the number does not fit into the type
     */
    public static Tensor full(Number value, long... shape) {
        return full(value, DType.getDefault(), shape);
    }

    /**
     * A tensor filled with one number, without its fraction where the type is of whole numbers.
     *
     * @param value the number
     * @param dtype element type
     * @param shape sizes
     * @return a tensor of that shape
     * @throws IllegalArgumentException if the number does not fit into the type; in uint8 negative
     *     ones count from 256 downwards, as in PyTorch
     */
    public static Tensor full(Number value, DType dtype, long... shape) {
        if (dtype == null || shape == null) {
            throw new IllegalArgumentException(
                    (dtype == null ? "the type" : "the shape") + " is null");
        }
        return wrap(Array.full(dtype.element("full", value), dtype, shape.clone()));
    }

    /**
     * {@code 0, 1, …, end - 1} in int64.
     *
     * @param end where to stop, exclusive
     * @return {@code [end]}
     * @throws IllegalArgumentException if it is negative
     */
    public static Tensor arange(long end) {
        return arange(0, end, 1);
    }

    /**
     * {@code start, start + step, …} up to but without {@code end}, in int64.
     *
     * @param start first element
     * @param end where to stop, exclusive
     * @param step not 0
     * @return one dimension
     * @throws IllegalArgumentException if the step is 0 or leads away from the end
     */
    public static Tensor arange(long start, long end, long step) {
        return Creation.arange(start, end, step);
    }

    /**
     * {@code start, start + step, …} up to but without {@code end}, in float32.
     *
     * @param start first element
     * @param end where to stop, exclusive
     * @param step not 0
     * @return one dimension
     * @throws IllegalArgumentException if the step is 0 or leads away from the end
     */
    public static Tensor arange(double start, double end, double step) {
        return Creation.arange(start, end, step);
    }

    /**
     * The identity matrix in float32.
     *
     * @param n rows and columns
     * @return {@code [n, n]}
     */
    public static Tensor eye(long n) {
        return Creation.eye(n);
    }

    /**
     * Uniform random numbers from [0, 1) in float32, from the default {@link Generator}.
     *
     * @param shape sizes
     * @return a tensor of that shape
     */
    public static Tensor rand(long... shape) {
        return rand(Generator.global(), shape);
    }

    /**
     * Uniform random numbers from [0, 1) in float32.
     *
     * @param generator where they come from
     * @param shape sizes
     * @return a tensor of that shape
     */
    public static Tensor rand(Generator generator, long... shape) {
        return Creation.rand(generator, shape);
    }

    /**
     * Uniform random numbers from [0, 1), from the default {@link Generator}.
     *
     * @param dtype a floating type
     * @param shape sizes
     * @return a tensor of that shape
     * @throws IllegalArgumentException if the type is not floating
     */
    public static Tensor rand(DType dtype, long... shape) {
        return rand(Generator.global(), dtype, shape);
    }

    /**
     * Uniform random numbers from [0, 1).
     *
     * @param generator where they come from
     * @param dtype a floating type
     * @param shape sizes
     * @return a tensor of that shape
     * @throws IllegalArgumentException if the type is not floating
     */
    public static Tensor rand(Generator generator, DType dtype, long... shape) {
        return Creation.rand(generator, dtype, shape);
    }

    /**
     * Standard normal random numbers in float32, from the default {@link Generator}.
     *
     * @param shape sizes
     * @return a tensor of that shape
     */
    public static Tensor randn(long... shape) {
        return randn(Generator.global(), shape);
    }

    /**
     * Standard normal random numbers in float32.
     *
     * @param generator where they come from
     * @param shape sizes
     * @return a tensor of that shape
     */
    public static Tensor randn(Generator generator, long... shape) {
        return Creation.randn(generator, shape);
    }

    /**
     * Standard normal random numbers, from the default {@link Generator}.
     *
     * @param dtype a floating type
     * @param shape sizes
     * @return a tensor of that shape
     * @throws IllegalArgumentException if the type is not floating
     */
    public static Tensor randn(DType dtype, long... shape) {
        return randn(Generator.global(), dtype, shape);
    }

    /**
     * Standard normal random numbers.
     *
     * @param generator where they come from
     * @param dtype a floating type
     * @param shape sizes
     * @return a tensor of that shape
     * @throws IllegalArgumentException if the type is not floating
     */
    public static Tensor randn(Generator generator, DType dtype, long... shape) {
        return Creation.randn(generator, dtype, shape);
    }

    /**
     * Uniform random whole numbers from {@code low} to {@code high - 1} in int64, from the default
     * {@link Generator}.
     *
     * @param low smallest value
     * @param high exclusive bound
     * @param shape sizes
     * @return a tensor of that shape
     * @throws IllegalArgumentException if high is not above low
     */
    public static Tensor randint(long low, long high, long... shape) {
        return randint(Generator.global(), low, high, shape);
    }

    /**
     * Uniform random whole numbers from {@code low} to {@code high - 1} in int64.
     *
     * @param generator where they come from
     * @param low smallest value
     * @param high exclusive bound
     * @param shape sizes
     * @return a tensor of that shape
     * @throws IllegalArgumentException if high is not above low
     */
    public static Tensor randint(Generator generator, long low, long high, long... shape) {
        return Creation.randint(generator, low, high, shape);
    }

    /**
     * Zeros of another tensor's shape and type.
     *
     * @param other the tensor to be like
     * @return a tensor of that shape and type
     */
    public static Tensor zerosLike(Tensor other) {
        Creation.requireTensor("zerosLike", other);
        return zeros(other.dtype(), other.shape());
    }

    /**
     * Ones of another tensor's shape and type.
     *
     * @param other the tensor to be like
     * @return a tensor of that shape and type
     */
    public static Tensor onesLike(Tensor other) {
        Creation.requireTensor("onesLike", other);
        return ones(other.dtype(), other.shape());
    }

    /**
     * One number in another tensor's shape and type.
     *
     * @param other the tensor to be like
     * @param value the number
     * @return a tensor of that shape and type
     * @throws IllegalArgumentException if the number does not fit into the type
     */
    public static Tensor fullLike(Tensor other, Number value) {
        Creation.requireTensor("fullLike", other);
        return full(value, other.dtype(), other.shape());
    }

    /**
     * Uniform random numbers from [0, 1), from the default {@link Generator}, of another tensor's
     * shape and type.
     *
     * @param other the tensor to be like, floating
     * @return a tensor of that shape and type
     * @throws IllegalArgumentException if its type is not floating
     */
    public static Tensor randLike(Tensor other) {
        Creation.requireTensor("randLike", other);
        return rand(other.dtype(), other.shape());
    }

    /**
     * Standard normal random numbers, from the default {@link Generator}, of another tensor's shape
     * and type.
     *
     * @param other the tensor to be like, floating
     * @return a tensor of that shape and type
     * @throws IllegalArgumentException if its type is not floating
     */
    public static Tensor randnLike(Tensor other) {
        Creation.requireTensor("randnLike", other);
        return randn(other.dtype(), other.shape());
    }

    /**
     * Numbers at equal distances, both ends included, in the default type.
     *
     * @param start the first
     * @param end the last
     * @param steps how many
     * @return {@code [steps]}
     * @throws IllegalArgumentException if there are fewer than 0
     */
    public static Tensor linspace(double start, double end, long steps) {
        return Creation.linspace(start, end, steps);
    }

    /**
     * {@code 10ˣ} for x at equal distances, both ends included, in the default type.
     *
     * @param start the first exponent
     * @param end the last exponent
     * @param steps how many
     * @return {@code [steps]}
     * @throws IllegalArgumentException if there are fewer than 0
     */
    public static Tensor logspace(double start, double end, long steps) {
        return logspace(start, end, steps, 10);
    }

    /**
     * {@code baseˣ} for x at equal distances, both ends included, in the default type.
     *
     * @param start the first exponent
     * @param end the last exponent
     * @param steps how many
     * @param base the base
     * @return {@code [steps]}
     * @throws IllegalArgumentException if there are fewer than 0
     */
    public static Tensor logspace(double start, double end, long steps, double base) {
        return Creation.logspace(start, end, steps, base);
    }

    /**
     * The numbers {@code 0 … n - 1} in random order, from the default {@link Generator}.
     *
     * @param n how many
     * @return {@code [n]}, int64
     * @throws IllegalArgumentException if it is negative
     */
    public static Tensor randperm(long n) {
        return randperm(Generator.global(), n);
    }

    /**
     * The numbers {@code 0 … n - 1} in random order.
     *
     * @param generator where the order comes from
     * @param n how many
     * @return {@code [n]}, int64
     * @throws IllegalArgumentException if it is negative
     */
    public static Tensor randperm(Generator generator, long n) {
        return Creation.randperm(generator, n);
    }

    /**
     * Normal random numbers, from the default {@link Generator}.
     *
     * @param mean their mean
     * @param std their standard deviation, 0 or more
     * @param shape sizes
     * @return a tensor of that shape in the default type
     * @throws IllegalArgumentException if the standard deviation is negative
     */
    public static Tensor normal(double mean, double std, long... shape) {
        return normal(Generator.global(), mean, std, shape);
    }

    /**
     * Normal random numbers.
     *
     * @param generator where they come from
     * @param mean their mean
     * @param std their standard deviation, 0 or more
     * @param shape sizes
     * @return a tensor of that shape in the default type
     * @throws IllegalArgumentException if the standard deviation is negative
     */
    public static Tensor normal(Generator generator, double mean, double std, long... shape) {
        return Creation.normal(generator, mean, std, shape);
    }

    /**
     * 1 with the given chances, else 0, from the default {@link Generator}.
     *
     * @param p chances from 0 to 1
     * @return a tensor of the same shape and type
     * @throws IllegalArgumentException if a chance is outside
     */
    public static Tensor bernoulli(Tensor p) {
        return bernoulli(Generator.global(), p);
    }

    /**
     * 1 with the given chances, else 0.
     *
     * @param generator where the randomness comes from
     * @param p chances from 0 to 1
     * @return a tensor of the same shape and type
     * @throws IllegalArgumentException if a chance is outside
     */
    public static Tensor bernoulli(Generator generator, Tensor p) {
        return Creation.bernoulli(generator, p);
    }

    /**
     * Categories drawn with chances in proportion to their weights, from the default {@link
     * Generator}.
     *
     * @param weights {@code [categories]} or {@code [rows, categories]}, 0 or more
     * @param samples how many to draw per row
     * @param replacement whether a category may be drawn again
     * @return {@code [samples]} or {@code [rows, samples]}, int64
     * @throws IllegalArgumentException if a weight is negative or not finite, or none is left
     */
    public static Tensor multinomial(Tensor weights, int samples, boolean replacement) {
        return multinomial(Generator.global(), weights, samples, replacement);
    }

    /**
     * Categories drawn with chances in proportion to their weights.
     *
     * @param generator where the randomness comes from
     * @param weights {@code [categories]} or {@code [rows, categories]}, 0 or more
     * @param samples how many to draw per row
     * @param replacement whether a category may be drawn again
     * @return {@code [samples]} or {@code [rows, samples]}, int64
     * @throws IllegalArgumentException if a weight is negative or not finite, or none is left
     */
    public static Tensor multinomial(
            Generator generator, Tensor weights, int samples, boolean replacement) {
        return Creation.multinomial(generator, weights, samples, replacement);
    }

    /**
     * A float32 tensor from what remains in a buffer, whose position stays.
     *
     * @param values the elements in row-major order, copied
     * @param shape sizes whose product is the number of values
     * @return a tensor of that shape
     * @throws IllegalArgumentException if the product differs
     */
    public static Tensor of(FloatBuffer values, long... shape) {
        return Creation.of(values, shape);
    }

    /**
     * A tensor from what remains in a buffer of bytes, in the buffer's byte order; its position
     * stays.
     *
     * @param bytes the elements in row-major order, copied
     * @param dtype their type
     * @param shape sizes whose product is the number of elements
     * @return a tensor of that shape
     * @throws IllegalArgumentException if the product differs, or bytes are left over
     */
    public static Tensor of(ByteBuffer bytes, DType dtype, long... shape) {
        return Creation.of(bytes, dtype, shape);
    }

    /**
     * A tensor on the memory of an ND4J array, of any order or strides: changes on one side show on
     * the other. The array must not be closed while the tensor is used; autograd cannot see what
     * ND4J writes.
     *
     * @param source the array
     * @return a tensor of the same shape, type and values
     * @throws IllegalArgumentException if its type has no counterpart in {@link DType}
     */
    public static Tensor shareNd4j(INDArray source) {
        return Creation.shareNd4j(source);
    }

    /**
     * Internal: a tensor on an array, outside any graph.
     *
     * @param array its numbers
     * @return the tensor
     */
    public static Tensor wrap(Array array) {
        return new Tensor(array, Autograd.isInferenceMode());
    }

    // ---- what it is ----

    /**
     * The sizes.
     *
     * @return a copy of the shape; no elements for a tensor without dimensions
     */
    public long[] shape() {
        return array.shape().clone();
    }

    /**
     * The size of one dimension.
     *
     * @param dim the dimension
     * @return its size
     * @throws IllegalArgumentException if there is no such dimension
     */
    public long size(int dim) {
        int d = Shapes.dim("size", dim, array.shape());
        if (array.rank() == 0) {
            throw new IllegalArgumentException("size: a tensor without dimensions has no sizes");
        }
        return array.shape()[d];
    }

    /**
     * The number of dimensions.
     *
     * @return 0 for a single number
     */
    public int dim() {
        return array.rank();
    }

    /**
     * The number of elements.
     *
     * @return the product of the sizes
     */
    public long numel() {
        return array.numel();
    }

    /**
     * The element type.
     *
     * @return the type
     */
    public DType dtype() {
        return array.dtype();
    }

    /**
     * Whether the elements lie in row-major order without gaps.
     *
     * @return false for a transposed tensor, for example
     */
    public boolean isContiguous() {
        return array.isContiguous();
    }

    /**
     * Whether the memory was released by a scope.
     *
     * @return true when any use would fail
     */
    public boolean isReleased() {
        return array.storage().isReleased();
    }

    /**
     * The only element.
     *
     * @return its value
     * @throws IllegalArgumentException if there is not exactly one
     */
    public double item() {
        requireOne("item");
        return array.getDouble(0);
    }

    /**
     * The only element as a whole number.
     *
     * @return its value, truncated if it is not whole
     * @throws IllegalArgumentException if there is not exactly one
     */
    public long itemLong() {
        requireOne("itemLong");
        return array.getLong(0);
    }

    private void requireOne(String call) {
        if (numel() != 1) {
            throw new IllegalArgumentException(
                    call
                            + "() needs exactly one element, this tensor has shape "
                            + Arrays.toString(array.shape()));
        }
    }

    /**
     * The elements in row-major order.
     *
     * @return a copy
     */
    public float[] toFloatArray() {
        return Creation.toFloats(array);
    }

    /**
     * The elements in row-major order.
     *
     * @return a copy
     */
    public double[] toDoubleArray() {
        return Creation.toDoubles(array);
    }

    /**
     * The elements in row-major order, truncated to whole numbers.
     *
     * @return a copy
     */
    public long[] toLongArray() {
        return Creation.toLongs(array);
    }

    /**
     * The elements in row-major order, truncated to whole numbers.
     *
     * @return a copy
     * @throws IllegalArgumentException if one does not fit into an int
     */
    public int[] toIntArray() {
        return Creation.toInts(array);
    }

    /**
     * The elements in row-major order; every number but 0 is true.
     *
     * @return a copy
     */
    public boolean[] toBooleanArray() {
        return Creation.toBooleans(array);
    }

    /**
     * The elements as nested Java arrays: {@code float[][]} for a float32 matrix, and likewise
     * double, boolean, int, short and byte; float for the 16-bit types and long for uint8 and
     * int64; a single boxed number without dimensions.
     *
     * @return a copy
     */
    public Object toNestedArray() {
        return Creation.toNested(array);
    }

    /**
     * An ND4J array that shares this tensor's memory, so that changes on one side show on the
     * other. The memory is never recycled while the array is held. Gradients do not flow through
     * it.
     *
     * @return the array
     */
    public INDArray toNd4j() {
        return array.escape();
    }

    /**
     * PyTorch's text, for example {@code tensor([[3., 3.]], grad_fn=<AddBackward0>)}.
     *
     * @return the text
     */
    @Override
    public String toString() {
        Node made = gradFn();
        return TensorFormat.format(
                dtype(),
                array.shape(),
                i ->
                        dtype().isFloatingPoint()
                                ? (Number) array.getDouble(i)
                                : (Number) array.getLong(i),
                requiresGrad(),
                made == null ? null : made.name());
    }

    /**
     * Internal: the numbers.
     *
     * @return the strided array
     */
    public Array array() {
        return array;
    }

    // ---- autograd ----

    /**
     * Internal: the place in the graph.
     *
     * @return made on first use
     */
    public AutogradMeta autograd() {
        AutogradMeta meta = autograd;
        if (meta == null) {
            meta = autograd = new AutogradMeta(this);
        }
        if (view != null) {
            view.follow(this, meta);
        }
        return meta;
    }

    /**
     * Internal: the tensor whose memory this one shows.
     *
     * @return null unless this is a view
     */
    public View view() {
        return view;
    }

    /**
     * Internal: makes this tensor a view.
     *
     * @param of what it shows
     */
    public void showing(View of) {
        view = of;
    }

    /**
     * Whether operations on this tensor are recorded.
     *
     * @return true for leaves that ask for it and for everything computed from them
     */
    public boolean requiresGrad() {
        return (view != null || autograd != null) && autograd().requiresGrad();
    }

    /**
     * Whether this tensor was made in inference mode, so that it can never be saved for a backward.
     *
     * @return true for what {@link Autograd#inferenceMode} made
     */
    public boolean isInference() {
        return inference;
    }

    /**
     * Asks for recording, or stops asking: {@code requires_grad_()}.
     *
     * @param required the new value
     * @return this tensor
     * @throws IllegalStateException if set to false on a tensor that a recorded operation made
     * @throws IllegalArgumentException if set to true on a tensor of whole numbers or bools
     */
    public Tensor requiresGrad(boolean required) {
        if (required || autograd != null) {
            autograd().requiresGrad(required);
        }
        return this;
    }

    /**
     * Whether this tensor was not made by a recorded operation.
     *
     * @return true for what users create, false for results with a gradFn
     */
    public boolean isLeaf() {
        return gradFn() == null;
    }

    /**
     * The recorded operation that made this tensor.
     *
     * @return its node, or null for a leaf
     */
    public Node gradFn() {
        return view == null && autograd == null ? null : autograd().gradFn();
    }

    /**
     * The gradient that {@link #backward()} accumulated.
     *
     * @return null before the first backward, after {@link #zeroGrad()}, and for results of
     *     recorded operations
     */
    public Tensor grad() {
        return autograd == null ? null : autograd().grad();
    }

    /**
     * Replaces the gradient.
     *
     * @param grad a tensor of the same shape and type, or null
     * @throws IllegalArgumentException if the shape or type differs
     */
    public void grad(Tensor grad) {
        autograd().grad(grad);
    }

    /**
     * Asks {@link #backward()} to keep this tensor's gradient although it is not a leaf.
     *
     * @return this tensor
     * @throws IllegalStateException if it does not require gradients
     */
    public Tensor retainGrad() {
        autograd().retainGrad();
        return this;
    }

    /**
     * Calls a function with this tensor's gradient whenever backward has computed it, before it
     * goes on to the operation that made the tensor, or into a leaf's {@link #grad()}. Hooks run in
     * the order in which they were registered.
     *
     * @param hook may return another gradient to go on with, or null
     * @return removes the hook again
     * @throws IllegalStateException if this tensor does not require gradients
     */
    public TensorHook.Handle registerHook(TensorHook hook) {
        return autograd().register(hook);
    }

    /**
     * Takes over the values and the type of another tensor, sharing its memory: {@code x.data =
     * source}. Whoever holds this tensor sees them; a graph that saved the old ones is stale. The
     * gradient is dropped, since its type may not fit any more.
     *
     * @param source a tensor of the same shape
     * @throws IllegalArgumentException if it is null, its shape differs, or it is not floating
     *     while this tensor requires gradients
     * @throws IllegalStateException if a recorded operation made this tensor
     */
    public void data(Tensor source) {
        Shaping.requireReplaceable(this, source);
        int version = array.storage().version();
        source.array.storage().share();
        array = source.array;
        while (array.storage().version() <= version) {
            array.storage().bumpVersion();
        }
        zeroGrad();
    }

    /** Drops the gradient, so that the next {@link #backward()} starts from nothing. */
    public void zeroGrad() {
        if (autograd != null) {
            autograd.zeroGrad();
        }
    }

    /**
     * Computes the gradients of this scalar with respect to all leaves and adds them into their
     * {@link #grad()}. Saved values are released.
     *
     * @throws IllegalArgumentException if this tensor has more than one element
     * @throws IllegalStateException if it does not require gradients, if a saved value was changed
     *     in place, or if saved values were released by an earlier backward
     */
    public void backward() {
        Autograd.backward(this, null, false, false);
    }

    /**
     * Computes the vector-Jacobian product {@code gradientᵀ · J} for all leaves and adds it into
     * their {@link #grad()}.
     *
     * @param gradient a tensor of this shape
     * @throws IllegalArgumentException if the shape differs
     * @throws IllegalStateException as {@link #backward()}
     */
    public void backward(Tensor gradient) {
        Autograd.backward(this, gradient, false, false);
    }

    /**
     * As {@link #backward(Tensor)}, with control over the graph.
     *
     * @param gradient a tensor of this shape, or null for a scalar
     * @param retainGraph keep saved values, so that backward can run again
     * @param createGraph record the gradients themselves, for higher orders; implies retainGraph
     * @throws IllegalArgumentException as {@link #backward(Tensor)}
     * @throws IllegalStateException as {@link #backward()}
     */
    public void backward(Tensor gradient, boolean retainGraph, boolean createGraph) {
        Autograd.backward(this, gradient, retainGraph, createGraph);
    }

    /**
     * This tensor's values outside the graph, sharing memory.
     *
     * @return a leaf that does not require gradients
     */
    public Tensor detach() {
        array.storage().share();
        return new Tensor(array, inference || Autograd.isInferenceMode());
    }

    /**
     * A copy with memory of its own and the same place in the graph: gradients flow through it.
     *
     * @return the copy
     */
    @Override
    public Tensor clone() {
        return Shaping.copy(this);
    }

    // ---- arithmetic ----

    /**
     * {@code this + other}.
     *
     * @param other broadcasts with this
     * @return the sum
     * @throws IllegalArgumentException if the shapes do not broadcast
     */
    public Tensor add(Tensor other) {
        return Arithmetic.add(this, other);
    }

    /**
     * {@code this + number}.
     *
     * @param number a whole number keeps integer types, any other makes them float32
     * @return the sum
     */
    public Tensor add(Number number) {
        return Arithmetic.add(this, number);
    }

    /**
     * {@code this - other}.
     *
     * @param other broadcasts with this
     * @return the difference
     * @throws IllegalArgumentException if the shapes do not broadcast or both are bool
     */
    public Tensor sub(Tensor other) {
        return Arithmetic.sub(this, other);
    }

    /**
     * {@code this - number}.
     *
     * @param number a whole number keeps integer types, any other makes them float32
     * @return the difference
     */
    public Tensor sub(Number number) {
        return Arithmetic.sub(this, number);
    }

    /**
     * {@code number - this}, as {@code number - x} in Python.
     *
     * @param number a whole number keeps integer types, any other makes them float32
     * @return the difference
     */
    public Tensor rsub(Number number) {
        return Arithmetic.rsub(this, number);
    }

    /**
     * {@code this · other}, elementwise.
     *
     * @param other broadcasts with this
     * @return the product
     * @throws IllegalArgumentException if the shapes do not broadcast
     */
    public Tensor mul(Tensor other) {
        return Arithmetic.mul(this, other);
    }

    /**
     * {@code this · number}.
     *
     * @param number a whole number keeps integer types, any other makes them float32
     * @return the product
     */
    public Tensor mul(Number number) {
        return Arithmetic.mul(this, number);
    }

    /**
     * {@code this / other}, elementwise and always floating.
     *
     * @param other broadcasts with this
     * @return the quotient
     * @throws IllegalArgumentException if the shapes do not broadcast
     */
    public Tensor div(Tensor other) {
        return Arithmetic.div(this, other);
    }

    /**
     * {@code this / number}, always floating.
     *
     * @param number the divisor
     * @return the quotient
     */
    public Tensor div(Number number) {
        return Arithmetic.div(this, number);
    }

    /**
     * {@code number / this}, as {@code number / x} in Python.
     *
     * @param number the dividend
     * @return the quotient
     */
    public Tensor rdiv(Number number) {
        return Arithmetic.rdiv(this, number);
    }

    /**
     * {@code thisᵉˣᵖᵒⁿᵉⁿᵗ}.
     *
     * @param exponent a number
     * @return the power
     * @throws IllegalArgumentException for a whole-number tensor and a negative whole exponent
     */
    public Tensor pow(Number exponent) {
        return Arithmetic.pow(this, exponent);
    }

    /**
     * {@code thisᵉˣᵖᵒⁿᵉⁿᵗ}, elementwise.
     *
     * @param exponent broadcasts with this
     * @return the power
     * @throws IllegalArgumentException if the shapes do not broadcast
     */
    public Tensor pow(Tensor exponent) {
        return Arithmetic.pow(this, exponent);
    }

    /**
     * {@code numberᵗʰⁱˢ}, as {@code number ** x} in Python.
     *
     * @param base the base
     * @return the power
     */
    public Tensor rpow(Number base) {
        return Arithmetic.rpow(this, base);
    }

    /**
     * {@code -this}.
     *
     * @return the negative
     * @throws IllegalArgumentException for a bool tensor
     */
    public Tensor neg() {
        return Arithmetic.neg(this);
    }

    /**
     * {@code |this|}; the gradient at 0 is 0.
     *
     * @return the absolute values
     */
    public Tensor abs() {
        return Arithmetic.abs(this);
    }

    /**
     * -1, 0 or 1 (0 for NaN); the gradient is 0.
     *
     * @return the signs
     */
    public Tensor sign() {
        return Arithmetic.sign(this);
    }

    /**
     * {@code eᵗʰⁱˢ}.
     *
     * @return the exponential
     */
    public Tensor exp() {
        return Arithmetic.exp(this);
    }

    /**
     * The natural logarithm.
     *
     * @return the logarithm; -inf at 0, NaN below
     */
    public Tensor log() {
        return Arithmetic.log(this);
    }

    /**
     * {@code √this}.
     *
     * @return the square root; NaN below 0
     */
    public Tensor sqrt() {
        return Arithmetic.sqrt(this);
    }

    // ---- elementary functions ----

    /**
     * {@code 1 / this}.
     *
     * @return the reciprocal; ±inf at ±0
     */
    public Tensor reciprocal() {
        return Elementary.reciprocal(this);
    }

    /**
     * {@code this²} by one multiplication.
     *
     * @return the square; int64 for bool
     */
    public Tensor square() {
        return Elementary.square(this);
    }

    /**
     * {@code 1 / √this}.
     *
     * @return the reciprocal root; inf at 0, NaN below
     */
    public Tensor rsqrt() {
        return Elementary.rsqrt(this);
    }

    /**
     * {@code eᵗʰⁱˢ - 1}, exact near 0.
     *
     * @return the exponential less 1
     */
    public Tensor expm1() {
        return Elementary.expm1(this);
    }

    /**
     * {@code log(1 + this)}, exact near 0.
     *
     * @return the logarithm; -inf at -1, NaN below
     */
    public Tensor log1p() {
        return Elementary.log1p(this);
    }

    /**
     * The logarithm to base 2, exact for powers of 2.
     *
     * @return the logarithm; -inf at 0, NaN below
     */
    public Tensor log2() {
        return Elementary.log2(this);
    }

    /**
     * The logarithm to base 10.
     *
     * @return the logarithm; -inf at 0, NaN below
     */
    public Tensor log10() {
        return Elementary.log10(this);
    }

    /**
     * The sine of an angle in radians.
     *
     * @return values from -1 to 1
     */
    public Tensor sin() {
        return Elementary.sin(this);
    }

    /**
     * The cosine of an angle in radians.
     *
     * @return values from -1 to 1
     */
    public Tensor cos() {
        return Elementary.cos(this);
    }

    /**
     * The tangent of an angle in radians.
     *
     * @return the tangent
     */
    public Tensor tan() {
        return Elementary.tan(this);
    }

    /**
     * The inverse sine.
     *
     * @return angles from -π/2 to π/2; NaN outside -1 to 1
     */
    public Tensor asin() {
        return Elementary.asin(this);
    }

    /**
     * The inverse cosine.
     *
     * @return angles from 0 to π; NaN outside -1 to 1
     */
    public Tensor acos() {
        return Elementary.acos(this);
    }

    /**
     * The inverse tangent.
     *
     * @return angles from -π/2 to π/2
     */
    public Tensor atan() {
        return Elementary.atan(this);
    }

    /**
     * The hyperbolic sine {@code (eᵗʰⁱˢ - e⁻ᵗʰⁱˢ) / 2}.
     *
     * @return the hyperbolic sine
     */
    public Tensor sinh() {
        return Elementary.sinh(this);
    }

    /**
     * The hyperbolic cosine {@code (eᵗʰⁱˢ + e⁻ᵗʰⁱˢ) / 2}.
     *
     * @return values of at least 1
     */
    public Tensor cosh() {
        return Elementary.cosh(this);
    }

    /**
     * The inverse hyperbolic sine.
     *
     * @return the number whose hyperbolic sine this is
     */
    public Tensor asinh() {
        return Elementary.asinh(this);
    }

    /**
     * The inverse hyperbolic cosine.
     *
     * @return values of at least 0; NaN below 1
     */
    public Tensor acosh() {
        return Elementary.acosh(this);
    }

    /**
     * The inverse hyperbolic tangent.
     *
     * @return ±inf at ±1, NaN outside
     */
    public Tensor atanh() {
        return Elementary.atanh(this);
    }

    /**
     * The error function {@code 2/√π ∫₀ᵗʰⁱˢ e⁻ᵗ² dt}.
     *
     * @return values from -1 to 1
     */
    public Tensor erf() {
        return Elementary.erf(this);
    }

    /**
     * The complement {@code 1 - erf(this)}, exact where it is small.
     *
     * @return values from 0 to 2
     */
    public Tensor erfc() {
        return Elementary.erfc(this);
    }

    /**
     * The angle of the point {@code (x, this)}; at the origin the gradient is 0.
     *
     * @param x the first coordinate, broadcasts with this
     * @return angles from -π to π
     * @throws IllegalArgumentException if the shapes do not broadcast
     */
    public Tensor atan2(Tensor x) {
        return Blends.atan2(this, x);
    }

    /**
     * {@code √(this² + other²)} without overflow.
     *
     * @param other broadcasts with this
     * @return the length of the hypotenuse
     * @throws IllegalArgumentException if the shapes do not broadcast or no type is floating
     */
    public Tensor hypot(Tensor other) {
        return Blends.hypot(this, other);
    }

    // ---- rounding ----

    /**
     * The largest whole number that is not larger; the gradient is 0.
     *
     * @return whole numbers of this type
     * @throws IllegalArgumentException if the type is bool
     */
    public Tensor floor() {
        return Rounding.floor(this);
    }

    /**
     * The smallest whole number that is not smaller; the gradient is 0.
     *
     * @return whole numbers of this type
     * @throws IllegalArgumentException if the type is bool
     */
    public Tensor ceil() {
        return Rounding.ceil(this);
    }

    /**
     * The nearest whole number, the even one of two as near ({@code 2.5 → 2}); the gradient is 0.
     *
     * @return whole numbers of this type
     * @throws IllegalArgumentException if the type is bool
     */
    public Tensor round() {
        return Rounding.round(this);
    }

    /**
     * The next whole number towards 0; the gradient is 0.
     *
     * @return whole numbers of this type
     * @throws IllegalArgumentException if the type is bool
     */
    public Tensor trunc() {
        return Rounding.trunc(this);
    }

    /**
     * {@code this - trunc(this)}.
     *
     * @return what stands behind the point, with this sign
     * @throws IllegalArgumentException if the type is not floating
     */
    public Tensor frac() {
        return Rounding.frac(this);
    }

    /**
     * {@code this - divisor · floor(this / divisor)}, with the sign of the divisor: {@code -7, 2 →
     * 1}.
     *
     * @param divisor broadcasts with this
     * @return the remainder; NaN for a floating division by 0
     * @throws IllegalArgumentException if the shapes do not broadcast, both are bool, or a whole
     *     number is divided by zero
     */
    public Tensor remainder(Tensor divisor) {
        return Rounding.remainder(this, divisor);
    }

    /**
     * {@code this - divisor · floor(this / divisor)}, with the sign of the divisor.
     *
     * @param divisor a number
     * @return the remainder
     * @throws IllegalArgumentException if a whole number is divided by zero
     */
    public Tensor remainder(Number divisor) {
        return Rounding.remainder(this, divisor);
    }

    /**
     * {@code this - divisor · trunc(this / divisor)}, with the sign of this: {@code -7, 2 → -1}.
     *
     * @param divisor broadcasts with this
     * @return the remainder; NaN for a floating division by 0
     * @throws IllegalArgumentException if the shapes do not broadcast, both are bool, or a whole
     *     number is divided by zero
     */
    public Tensor fmod(Tensor divisor) {
        return Rounding.fmod(this, divisor);
    }

    /**
     * {@code this - divisor · trunc(this / divisor)}, with the sign of this.
     *
     * @param divisor a number
     * @return the remainder
     * @throws IllegalArgumentException if a whole number is divided by zero
     */
    public Tensor fmod(Number divisor) {
        return Rounding.fmod(this, divisor);
    }

    /**
     * {@code floor(this / divisor)}; the gradient is 0, where PyTorch refuses to differentiate.
     *
     * @param divisor broadcasts with this
     * @return the quotient rounded down, of the common type
     * @throws IllegalArgumentException if the shapes do not broadcast, both are bool, or a whole
     *     number is divided by zero
     */
    public Tensor floorDivide(Tensor divisor) {
        return Rounding.floorDivide(this, divisor);
    }

    /**
     * {@code floor(this / divisor)}; the gradient is 0.
     *
     * @param divisor a number
     * @return the quotient rounded down
     * @throws IllegalArgumentException if a whole number is divided by zero
     */
    public Tensor floorDivide(Number divisor) {
        return Rounding.floorDivide(this, divisor);
    }

    // ---- activations ----

    /**
     * {@code max(this, 0)}; the gradient at 0 is 0.
     *
     * @return the rectified values
     */
    public Tensor relu() {
        return Activations.relu(this);
    }

    /**
     * {@code 1 / (1 + e⁻ᵗʰⁱˢ)}.
     *
     * @return values between 0 and 1
     */
    public Tensor sigmoid() {
        return Activations.sigmoid(this);
    }

    /**
     * The hyperbolic tangent.
     *
     * @return values between -1 and 1
     */
    public Tensor tanh() {
        return Activations.tanh(this);
    }

    /**
     * {@code eˣ / Σ eˣ} along one dimension.
     *
     * @param dim the dimension that sums to 1
     * @return a tensor of this shape
     * @throws IllegalArgumentException if there is no such dimension or the type is not floating
     */
    public Tensor softmax(int dim) {
        return Activations.softmax(this, dim);
    }

    /**
     * {@code x - log Σ eˣ} along one dimension, without overflow.
     *
     * @param dim the dimension whose exponentials sum to 1
     * @return a tensor of this shape
     * @throws IllegalArgumentException if there is no such dimension or the type is not floating
     */
    public Tensor logSoftmax(int dim) {
        return Activations.logSoftmax(this, dim);
    }

    /**
     * {@code log(sigmoid(this))}, which does not underflow.
     *
     * @return values of at most 0
     * @throws IllegalArgumentException if the type is not floating
     */
    public Tensor logSigmoid() {
        return Curves.logSigmoid(this);
    }

    /**
     * {@code min(max(this, 0), 6)}; the gradient is 0 at both limits.
     *
     * @return values from 0 to 6
     * @throws IllegalArgumentException if the type is bool
     */
    public Tensor relu6() {
        return Curves.relu6(this);
    }

    /**
     * {@code this} above 0, else {@code 0.01 · this}.
     *
     * @return the activations
     * @throws IllegalArgumentException if the type is not floating
     */
    public Tensor leakyRelu() {
        return Curves.leakyRelu(this, 0.01);
    }

    /**
     * {@code this} above 0, else {@code slope · this}.
     *
     * @param slope the slope at and below 0
     * @return the activations
     * @throws IllegalArgumentException if the type is not floating
     */
    public Tensor leakyRelu(double slope) {
        return Curves.leakyRelu(this, slope);
    }

    /**
     * {@code this} above 0, else {@code eᵗʰⁱˢ - 1} (Clevert and others, arXiv:1511.07289).
     *
     * @return values above -1
     * @throws IllegalArgumentException if the type is not floating
     */
    public Tensor elu() {
        return Curves.elu(this, 1);
    }

    /**
     * {@code this} above 0, else {@code alpha · (eᵗʰⁱˢ - 1)}.
     *
     * @param alpha the depth below 0
     * @return values above -alpha
     * @throws IllegalArgumentException if the type is not floating
     */
    public Tensor elu(double alpha) {
        return Curves.elu(this, alpha);
    }

    /**
     * {@code 1.0507 · elu(1.6733)}, which keeps mean 0 and variance 1 (Klambauer and others,
     * arXiv:1706.02515).
     *
     * @return the activations
     * @throws IllegalArgumentException if the type is not floating
     */
    public Tensor selu() {
        return Curves.selu(this);
    }

    /**
     * {@link #celu(double)} with alpha 1, the same as {@link #elu()}.
     *
     * @return values above -1
     * @throws IllegalArgumentException if the type is not floating
     */
    public Tensor celu() {
        return Curves.celu(this, 1);
    }

    /**
     * {@code this} above 0, else {@code alpha · (e^(this/alpha) - 1)} (Barron, arXiv:1704.07483).
     *
     * @param alpha the depth below 0
     * @return values above -alpha
     * @throws IllegalArgumentException if the type is not floating or alpha is 0
     */
    public Tensor celu(double alpha) {
        return Curves.celu(this, alpha);
    }

    /**
     * {@code this · Φ(this)} with the distribution function Φ of the normal distribution (Hendrycks
     * and Gimpel, arXiv:1606.08415).
     *
     * @return the activations
     * @throws IllegalArgumentException if the type is not floating
     */
    public Tensor gelu() {
        return Curves.gelu(this);
    }

    /**
     * {@code this · (1 + tanh(√(2/π) · (this + 0.044715 · this³))) / 2}, PyTorch's gelu with {@code
     * approximate="tanh"}.
     *
     * @return the activations
     * @throws IllegalArgumentException if the type is not floating
     */
    public Tensor geluTanh() {
        return Curves.geluTanh(this);
    }

    /**
     * {@code this · sigmoid(this)}, also known as swish.
     *
     * @return the activations
     * @throws IllegalArgumentException if the type is not floating
     */
    public Tensor silu() {
        return Curves.silu(this);
    }

    /**
     * {@code this · tanh(softplus(this))} (Misra, arXiv:1908.08681).
     *
     * @return the activations
     * @throws IllegalArgumentException if the type is not floating
     */
    public Tensor mish() {
        return Curves.mish(this);
    }

    /**
     * {@code log(1 + eᵗʰⁱˢ)}, and this itself above 20.
     *
     * @return values above 0
     * @throws IllegalArgumentException if the type is not floating
     */
    public Tensor softplus() {
        return Curves.softplus(this, 1, 20);
    }

    /**
     * {@code log(1 + e^(beta·this)) / beta}, and this itself where {@code beta·this > threshold}.
     *
     * @param beta the sharpness of the bend
     * @param threshold where the curve counts as straight
     * @return values above 0
     * @throws IllegalArgumentException if the type is not floating
     */
    public Tensor softplus(double beta, double threshold) {
        return Curves.softplus(this, beta, threshold);
    }

    /**
     * {@code this / (1 + |this|)}.
     *
     * @return values between -1 and 1
     * @throws IllegalArgumentException if the type is bool
     */
    public Tensor softsign() {
        return Curves.softsign(this);
    }

    /**
     * {@code min(max(this, -1), 1)}; the gradient is 0 at both limits.
     *
     * @return values from -1 to 1
     * @throws IllegalArgumentException if the type is bool
     */
    public Tensor hardtanh() {
        return Curves.hardtanh(this, -1, 1);
    }

    /**
     * {@code min(max(this, min), max)}; the gradient is 0 at both limits, unlike that of {@link
     * #clamp(Number, Number)}.
     *
     * @param min the lower limit
     * @param max the upper limit
     * @return values from min to max
     * @throws IllegalArgumentException if the type is bool or min exceeds max
     */
    public Tensor hardtanh(Number min, Number max) {
        return Curves.hardtanh(this, min, max);
    }

    /**
     * {@code min(max(this + 3, 0), 6) / 6}.
     *
     * @return values from 0 to 1
     * @throws IllegalArgumentException if the type is not floating
     */
    public Tensor hardsigmoid() {
        return Curves.hardsigmoid(this);
    }

    /**
     * {@code this · hardsigmoid(this)} (Howard and others, arXiv:1905.02244).
     *
     * @return the activations
     * @throws IllegalArgumentException if the type is not floating
     */
    public Tensor hardswish() {
        return Curves.hardswish(this);
    }

    /**
     * {@code this} above the threshold, else the value; NaN stays NaN.
     *
     * @param threshold the threshold
     * @param value what stands at and below it
     * @return the activations
     * @throws IllegalArgumentException if the type is bool
     */
    public Tensor threshold(Number threshold, Number value) {
        return Curves.threshold(this, threshold, value);
    }

    // ---- comparisons ----

    /**
     * {@code this == other}, elementwise and exact; NaN equals nothing.
     *
     * @param other broadcasts with this
     * @return a bool tensor
     * @throws IllegalArgumentException if the shapes do not broadcast
     */
    public Tensor eq(Tensor other) {
        return Comparisons.eq(this, other);
    }

    /**
     * {@code this == number}.
     *
     * @param number the number
     * @return a bool tensor
     */
    public Tensor eq(Number number) {
        return Comparisons.eq(this, number);
    }

    /**
     * {@code this != other}, elementwise.
     *
     * @param other broadcasts with this
     * @return a bool tensor
     * @throws IllegalArgumentException if the shapes do not broadcast
     */
    public Tensor ne(Tensor other) {
        return Comparisons.ne(this, other);
    }

    /**
     * {@code this != number}.
     *
     * @param number the number
     * @return a bool tensor
     */
    public Tensor ne(Number number) {
        return Comparisons.ne(this, number);
    }

    /**
     * {@code this < other}, elementwise.
     *
     * @param other broadcasts with this
     * @return a bool tensor
     * @throws IllegalArgumentException if the shapes do not broadcast
     */
    public Tensor lt(Tensor other) {
        return Comparisons.lt(this, other);
    }

    /**
     * {@code this < number}.
     *
     * @param number the number
     * @return a bool tensor
     */
    public Tensor lt(Number number) {
        return Comparisons.lt(this, number);
    }

    /**
     * {@code this <= other}, elementwise.
     *
     * @param other broadcasts with this
     * @return a bool tensor
     * @throws IllegalArgumentException if the shapes do not broadcast
     */
    public Tensor le(Tensor other) {
        return Comparisons.le(this, other);
    }

    /**
     * {@code this <= number}.
     *
     * @param number the number
     * @return a bool tensor
     */
    public Tensor le(Number number) {
        return Comparisons.le(this, number);
    }

    /**
     * {@code this > other}, elementwise.
     *
     * @param other broadcasts with this
     * @return a bool tensor
     * @throws IllegalArgumentException if the shapes do not broadcast
     */
    public Tensor gt(Tensor other) {
        return Comparisons.gt(this, other);
    }

    /**
     * {@code this > number}.
     *
     * @param number the number
     * @return a bool tensor
     */
    public Tensor gt(Number number) {
        return Comparisons.gt(this, number);
    }

    /**
     * {@code this >= other}, elementwise.
     *
     * @param other broadcasts with this
     * @return a bool tensor
     * @throws IllegalArgumentException if the shapes do not broadcast
     */
    public Tensor ge(Tensor other) {
        return Comparisons.ge(this, other);
    }

    /**
     * {@code this >= number}.
     *
     * @param number the number
     * @return a bool tensor
     */
    public Tensor ge(Number number) {
        return Comparisons.ge(this, number);
    }

    /**
     * Whether all elements are true (not 0).
     *
     * @return a bool tensor without dimensions (uint8 for a uint8 tensor); true when empty
     */
    public Tensor all() {
        return Reductions.all(this, new int[0], false);
    }

    /**
     * Whether any element is true (not 0).
     *
     * @return a bool tensor without dimensions (uint8 for a uint8 tensor); false when empty
     */
    public Tensor any() {
        return Reductions.any(this, new int[0], false);
    }

    /**
     * Whether all elements are true (not 0), over some dimensions, which go.
     *
     * @param dims the dimensions
     * @return a bool tensor (uint8 for a uint8 tensor); true for no elements
     * @throws IllegalArgumentException if there is no such dimension or one is named twice
     */
    public Tensor all(int... dims) {
        return Reductions.all(this, dims, false);
    }

    /**
     * Whether all elements are true (not 0), over some dimensions.
     *
     * @param dims the dimensions; all when none is named
     * @param keepDim whether they stay with size 1
     * @return a bool tensor (uint8 for a uint8 tensor); true for no elements
     * @throws IllegalArgumentException if there is no such dimension or one is named twice
     */
    public Tensor all(int[] dims, boolean keepDim) {
        return Reductions.all(this, dims, keepDim);
    }

    /**
     * Whether any element is true (not 0), over some dimensions, which go.
     *
     * @param dims the dimensions
     * @return a bool tensor (uint8 for a uint8 tensor); false for no elements
     * @throws IllegalArgumentException if there is no such dimension or one is named twice
     */
    public Tensor any(int... dims) {
        return Reductions.any(this, dims, false);
    }

    /**
     * Whether any element is true (not 0), over some dimensions.
     *
     * @param dims the dimensions; all when none is named
     * @param keepDim whether they stay with size 1
     * @return a bool tensor (uint8 for a uint8 tensor); false for no elements
     * @throws IllegalArgumentException if there is no such dimension or one is named twice
     */
    public Tensor any(int[] dims, boolean keepDim) {
        return Reductions.any(this, dims, keepDim);
    }

    // ---- choices ----

    /**
     * {@code min(max(this, min), max)}; NaN stays NaN. The gradient is 1 from limit to limit, these
     * included, else 0.
     *
     * @param min the lower limit, or null for none
     * @param max the upper limit, which wins over the lower one, or null for none
     * @return the limited values; limits that are not whole make whole types float32
     * @throws IllegalArgumentException if both limits are null
     */
    public Tensor clamp(Number min, Number max) {
        return Choices.clamp(this, min, max);
    }

    /**
     * {@code min(max(this, min), max)} with a limit for each element; gradients reach the limits
     * where these decide.
     *
     * @param min the lower limits, which broadcast with this, or null for none
     * @param max the upper limits, which broadcast with this, or null for none
     * @return the limited values
     * @throws IllegalArgumentException if both limits are null or the shapes do not broadcast
     */
    public Tensor clamp(Tensor min, Tensor max) {
        return Choices.clamp(this, min, max);
    }

    /**
     * {@code max(this, min)}: {@link #clamp(Number, Number)} with a lower limit only.
     *
     * @param min the lower limit
     * @return the limited values
     * @throws IllegalArgumentException if this is bool
     */
    public Tensor clampMin(Number min) {
        return clamp(min, null);
    }

    /**
     * {@code min(this, max)}: {@link #clamp(Number, Number)} with an upper limit only.
     *
     * @param max the upper limit
     * @return the limited values
     * @throws IllegalArgumentException if this is bool
     */
    public Tensor clampMax(Number max) {
        return clamp(null, max);
    }

    /**
     * The larger of two; equal ones get half the gradient each.
     *
     * @param other broadcasts with this
     * @return the larger; NaN if any is NaN
     * @throws IllegalArgumentException if the shapes do not broadcast
     */
    public Tensor maximum(Tensor other) {
        return Choices.maximum(this, other);
    }

    /**
     * The smaller of two; equal ones get half the gradient each.
     *
     * @param other broadcasts with this
     * @return the smaller; NaN if any is NaN
     * @throws IllegalArgumentException if the shapes do not broadcast
     */
    public Tensor minimum(Tensor other) {
        return Choices.minimum(this, other);
    }

    /**
     * {@code condition ? this : other}.
     *
     * @param condition a bool tensor that broadcasts with the others
     * @param other broadcasts with this
     * @return the chosen values
     * @throws IllegalArgumentException if the condition is not a bool tensor or the shapes do not
     *     broadcast
     */
    public Tensor where(Tensor condition, Tensor other) {
        return Choices.where(condition, this, other);
    }

    /**
     * {@code condition ? this : other}.
     *
     * @param condition a bool tensor that broadcasts with the others
     * @param other a number
     * @return the chosen values
     * @throws IllegalArgumentException if the condition is not a bool tensor or the shapes do not
     *     broadcast
     */
    public Tensor where(Tensor condition, Number other) {
        return Choices.where(condition, this, other);
    }

    /**
     * {@code condition ? x : y}, element by element.
     *
     * @param condition a bool tensor that broadcasts with the others
     * @param x a tensor
     * @param y a tensor
     * @return the chosen values
     * @throws IllegalArgumentException if the condition is not a bool tensor or the shapes do not
     *     broadcast
     */
    public static Tensor where(Tensor condition, Tensor x, Tensor y) {
        return Choices.where(condition, x, y);
    }

    /**
     * {@code condition ? x : y}, element by element.
     *
     * @param condition a bool tensor that broadcasts with the others
     * @param x a tensor
     * @param y a number
     * @return the chosen values
     * @throws IllegalArgumentException if the condition is not a bool tensor or the shapes do not
     *     broadcast
     */
    public static Tensor where(Tensor condition, Tensor x, Number y) {
        return Choices.where(condition, x, y);
    }

    /**
     * {@code condition ? x : y}, element by element.
     *
     * @param condition a bool tensor that broadcasts with the others
     * @param x a number
     * @param y a tensor
     * @return the chosen values
     * @throws IllegalArgumentException if the condition is not a bool tensor or the shapes do not
     *     broadcast
     */
    public static Tensor where(Tensor condition, Number x, Tensor y) {
        return Choices.where(condition, x, y);
    }

    /**
     * {@code condition ? x : y}, element by element.
     *
     * @param condition a bool tensor
     * @param x a number
     * @param y a number
     * @return int64 for two whole numbers, else float32
     * @throws IllegalArgumentException if the condition is not a bool tensor
     */
    public static Tensor where(Tensor condition, Number x, Number y) {
        return Choices.where(condition, x, y);
    }

    /**
     * 0 for NaN, and the largest and smallest numbers of the type for inf and -inf, where the
     * gradient is 0.
     *
     * @return finite numbers
     */
    public Tensor nanToNum() {
        return Choices.nanToNum(this, 0, null, null);
    }

    /**
     * Numbers in the place of NaN, inf and -inf, where the gradient is 0.
     *
     * @param nan for NaN
     * @param posInf for inf, or null for the largest number of the type
     * @param negInf for -inf, or null for the smallest number of the type
     * @return the same numbers elsewhere
     */
    public Tensor nanToNum(double nan, Number posInf, Number negInf) {
        return Choices.nanToNum(this, nan, posInf, negInf);
    }

    /**
     * {@code this + weight · (end - this)}.
     *
     * @param end broadcasts with this
     * @param weight 0 for this, 1 for the end; others extrapolate
     * @return the values between
     * @throws IllegalArgumentException if the shapes do not broadcast or the types differ or are
     *     not floating
     */
    public Tensor lerp(Tensor end, Number weight) {
        return Blends.lerp(this, end, weight);
    }

    /**
     * {@code this + weight · (end - this)}.
     *
     * @param end broadcasts with this
     * @param weight broadcasts with this
     * @return the values between
     * @throws IllegalArgumentException if the shapes do not broadcast or the types differ or are
     *     not floating
     */
    public Tensor lerp(Tensor end, Tensor weight) {
        return Blends.lerp(this, end, weight);
    }

    /**
     * {@code this + a · b}.
     *
     * @param a broadcasts with this
     * @param b broadcasts with this
     * @return the sum
     * @throws IllegalArgumentException if the shapes do not broadcast or all are bool
     */
    public Tensor addcmul(Tensor a, Tensor b) {
        return Blends.addcmul(this, a, b, 1);
    }

    /**
     * {@code this + value · a · b}.
     *
     * @param a broadcasts with this
     * @param b broadcasts with this
     * @param value a factor, a whole number for whole types
     * @return the sum
     * @throws IllegalArgumentException if the shapes do not broadcast, all are bool, or whole types
     *     get a factor that is not whole
     */
    public Tensor addcmul(Tensor a, Tensor b, Number value) {
        return Blends.addcmul(this, a, b, value);
    }

    /**
     * {@code this + a / b}.
     *
     * @param a the dividend, broadcasts with this
     * @param b the divisor, broadcasts with this
     * @return the sum
     * @throws IllegalArgumentException if the shapes do not broadcast or neither a nor b is
     *     floating
     */
    public Tensor addcdiv(Tensor a, Tensor b) {
        return Blends.addcdiv(this, a, b, 1);
    }

    /**
     * {@code this + value · a / b}.
     *
     * @param a the dividend, broadcasts with this
     * @param b the divisor, broadcasts with this
     * @param value a factor
     * @return the sum
     * @throws IllegalArgumentException if the shapes do not broadcast or neither a nor b is
     *     floating
     */
    public Tensor addcdiv(Tensor a, Tensor b, Number value) {
        return Blends.addcdiv(this, a, b, value);
    }

    // ---- truth ----

    /**
     * Whether both are true (not 0; NaN is true).
     *
     * @param other broadcasts with this
     * @return a bool tensor
     * @throws IllegalArgumentException if the shapes do not broadcast
     */
    public Tensor logicalAnd(Tensor other) {
        return Logic.and(this, other);
    }

    /**
     * Whether any is true (not 0; NaN is true).
     *
     * @param other broadcasts with this
     * @return a bool tensor
     * @throws IllegalArgumentException if the shapes do not broadcast
     */
    public Tensor logicalOr(Tensor other) {
        return Logic.or(this, other);
    }

    /**
     * Whether exactly one is true (not 0; NaN is true).
     *
     * @param other broadcasts with this
     * @return a bool tensor
     * @throws IllegalArgumentException if the shapes do not broadcast
     */
    public Tensor logicalXor(Tensor other) {
        return Logic.xor(this, other);
    }

    /**
     * Whether an element is false, that is 0.
     *
     * @return a bool tensor
     */
    public Tensor logicalNot() {
        return Logic.not(this);
    }

    /**
     * Whether an element is NaN.
     *
     * @return a bool tensor
     */
    public Tensor isnan() {
        return Logic.isnan(this);
    }

    /**
     * Whether an element is inf or -inf.
     *
     * @return a bool tensor
     */
    public Tensor isinf() {
        return Logic.isinf(this);
    }

    /**
     * Whether an element is neither NaN nor infinite.
     *
     * @return a bool tensor
     */
    public Tensor isfinite() {
        return Logic.isfinite(this);
    }

    /**
     * {@code |this - other| ≤ 1e-8 + 1e-5 · |other|}, or the same infinity.
     *
     * @param other of the same type, broadcasts with this
     * @return a bool tensor
     * @throws IllegalArgumentException if the types differ or the shapes do not broadcast
     */
    public Tensor isclose(Tensor other) {
        return Logic.isclose(this, other, 1e-5, 1e-8, false);
    }

    /**
     * {@code |this - other| ≤ atol + rtol · |other|}, or the same infinity.
     *
     * @param other of the same type, broadcasts with this
     * @param rtol the tolerance relative to the other
     * @param atol the absolute tolerance
     * @return a bool tensor
     * @throws IllegalArgumentException if the types differ, the shapes do not broadcast or a
     *     tolerance is negative
     */
    public Tensor isclose(Tensor other, double rtol, double atol) {
        return Logic.isclose(this, other, rtol, atol, false);
    }

    /**
     * {@code |this - other| ≤ atol + rtol · |other|}, or the same infinity.
     *
     * @param other of the same type, broadcasts with this
     * @param rtol the tolerance relative to the other
     * @param atol the absolute tolerance
     * @param equalNan whether NaN is close to NaN
     * @return a bool tensor
     * @throws IllegalArgumentException if the types differ, the shapes do not broadcast or a
     *     tolerance is negative
     */
    public Tensor isclose(Tensor other, double rtol, double atol, boolean equalNan) {
        return Logic.isclose(this, other, rtol, atol, equalNan);
    }

    /**
     * Whether {@link #isclose(Tensor)} holds everywhere.
     *
     * @param other of the same type, broadcasts with this
     * @return true for empty tensors
     * @throws IllegalArgumentException if the types differ or the shapes do not broadcast
     */
    public boolean allclose(Tensor other) {
        return Logic.allclose(this, other, 1e-5, 1e-8, false);
    }

    /**
     * Whether {@link #isclose(Tensor, double, double)} holds everywhere.
     *
     * @param other of the same type, broadcasts with this
     * @param rtol the tolerance relative to the other
     * @param atol the absolute tolerance
     * @return true for empty tensors
     * @throws IllegalArgumentException if the types differ, the shapes do not broadcast or a
     *     tolerance is negative
     */
    public boolean allclose(Tensor other, double rtol, double atol) {
        return Logic.allclose(this, other, rtol, atol, false);
    }

    /**
     * Whether {@link #isclose(Tensor, double, double, boolean)} holds everywhere.
     *
     * @param other of the same type, broadcasts with this
     * @param rtol the tolerance relative to the other
     * @param atol the absolute tolerance
     * @param equalNan whether NaN is close to NaN
     * @return true for empty tensors
     * @throws IllegalArgumentException if the types differ, the shapes do not broadcast or a
     *     tolerance is negative
     */
    public boolean allclose(Tensor other, double rtol, double atol, boolean equalNan) {
        return Logic.allclose(this, other, rtol, atol, equalNan);
    }

    /**
     * Whether the shapes are the same and all elements equal; NaN equals nothing.
     *
     * @param other of any shape and type
     * @return one answer for the whole tensor
     */
    public boolean equal(Tensor other) {
        return Logic.equal(this, other);
    }

    // ---- reductions ----

    /**
     * The sum of all elements; whole numbers and bools sum in int64.
     *
     * @return a tensor without dimensions
     */
    public Tensor sum() {
        return Reductions.sum(this);
    }

    /**
     * The sum over some dimensions, which go.
     *
     * @param dims the dimensions to sum
     * @return the sums
     * @throws IllegalArgumentException if there is no such dimension or one is named twice
     */
    public Tensor sum(int... dims) {
        return Reductions.sum(this, dims, false);
    }

    /**
     * The sum over some dimensions.
     *
     * @param dims the dimensions to sum; all when none is named
     * @param keepDim whether they stay with size 1
     * @return the sums
     * @throws IllegalArgumentException if there is no such dimension or one is named twice
     */
    public Tensor sum(int[] dims, boolean keepDim) {
        return Reductions.sum(this, dims, keepDim);
    }

    /**
     * The mean of all elements.
     *
     * @return a tensor without dimensions; NaN when empty
     * @throws IllegalArgumentException if the type is not floating
     */
    public Tensor mean() {
        return Reductions.mean(this);
    }

    /**
     * The mean over some dimensions, which go.
     *
     * @param dims the dimensions to average
     * @return the means
     * @throws IllegalArgumentException if the type is not floating, there is no such dimension, or
     *     one is named twice
     */
    public Tensor mean(int... dims) {
        return Reductions.mean(this, dims, false);
    }

    /**
     * The mean over some dimensions.
     *
     * @param dims the dimensions to average; all when none is named
     * @param keepDim whether they stay with size 1
     * @return the means
     * @throws IllegalArgumentException if the type is not floating, there is no such dimension, or
     *     one is named twice
     */
    public Tensor mean(int[] dims, boolean keepDim) {
        return Reductions.mean(this, dims, keepDim);
    }

    /**
     * The largest element; NaN if there is one. Equal largest elements share the gradient evenly.
     *
     * @return a tensor without dimensions
     * @throws IllegalArgumentException if there is no element
     */
    public Tensor max() {
        return Extremes.extreme(this, true);
    }

    /**
     * The largest elements along one dimension, which goes, and where they are.
     *
     * @param dim the dimension
     * @return values, through which gradients flow, and int64 indices (the first of equals)
     * @throws IllegalArgumentException if there is no such dimension or it has size 0
     */
    public ValuesIndices max(int dim) {
        return Extremes.extremes(this, dim, false, true);
    }

    /**
     * The largest elements along one dimension and where they are.
     *
     * @param dim the dimension
     * @param keepDim whether it stays with size 1
     * @return values, through which gradients flow, and int64 indices (the first of equals)
     * @throws IllegalArgumentException if there is no such dimension or it has size 0
     */
    public ValuesIndices max(int dim, boolean keepDim) {
        return Extremes.extremes(this, dim, keepDim, true);
    }

    /**
     * The row-major place of the largest element, the first of equals.
     *
     * @return an int64 tensor without dimensions
     * @throws IllegalArgumentException if there is no element
     */
    public Tensor argmax() {
        return Extremes.place(this, true);
    }

    /**
     * The places of the largest elements along one dimension, which goes.
     *
     * @param dim the dimension
     * @return an int64 tensor
     * @throws IllegalArgumentException if there is no such dimension or it has size 0
     */
    public Tensor argmax(int dim) {
        return argmax(dim, false);
    }

    /**
     * The places of the largest elements along one dimension.
     *
     * @param dim the dimension
     * @param keepDim whether it stays with size 1
     * @return an int64 tensor
     * @throws IllegalArgumentException if there is no such dimension or it has size 0
     */
    public Tensor argmax(int dim, boolean keepDim) {
        return Extremes.places(this, dim, keepDim, true);
    }

    /**
     * The Euclidean norm of all elements, {@code √Σ x²}; the gradient at 0 is 0.
     *
     * @return a tensor without dimensions
     * @throws IllegalArgumentException if the type is not floating
     */
    public Tensor norm() {
        return norm(2);
    }

    /**
     * The Euclidean norm over some dimensions.
     *
     * @param dims the dimensions; all when none is named
     * @param keepDim whether they stay with size 1
     * @return the norms
     * @throws IllegalArgumentException if the type is not floating, there is no such dimension, or
     *     one is named twice
     */
    public Tensor norm(int[] dims, boolean keepDim) {
        return norm(2, dims, keepDim);
    }

    /**
     * The product of all elements; whole numbers and bools multiply in int64. The gradient is exact
     * where elements are 0.
     *
     * @return a tensor without dimensions; 1 when empty
     */
    public Tensor prod() {
        return Reductions.prod(this, new int[0], false);
    }

    /**
     * The product over some dimensions, which go.
     *
     * @param dims the dimensions to multiply
     * @return the products
     * @throws IllegalArgumentException if there is no such dimension or one is named twice
     */
    public Tensor prod(int... dims) {
        return Reductions.prod(this, dims, false);
    }

    /**
     * The product over some dimensions.
     *
     * @param dims the dimensions to multiply; all when none is named
     * @param keepDim whether they stay with size 1
     * @return the products
     * @throws IllegalArgumentException if there is no such dimension or one is named twice
     */
    public Tensor prod(int[] dims, boolean keepDim) {
        return Reductions.prod(this, dims, keepDim);
    }

    /**
     * The smallest element; NaN if there is one. Equal smallest elements share the gradient evenly.
     *
     * @return a tensor without dimensions
     * @throws IllegalArgumentException if there is no element
     */
    public Tensor min() {
        return Extremes.extreme(this, false);
    }

    /**
     * The smallest elements along one dimension, which goes, and where they are.
     *
     * @param dim the dimension
     * @return values, through which gradients flow, and int64 indices (the first of equals)
     * @throws IllegalArgumentException if there is no such dimension or it has size 0
     */
    public ValuesIndices min(int dim) {
        return Extremes.extremes(this, dim, false, false);
    }

    /**
     * The smallest elements along one dimension and where they are.
     *
     * @param dim the dimension
     * @param keepDim whether it stays with size 1
     * @return values, through which gradients flow, and int64 indices (the first of equals)
     * @throws IllegalArgumentException if there is no such dimension or it has size 0
     */
    public ValuesIndices min(int dim, boolean keepDim) {
        return Extremes.extremes(this, dim, keepDim, false);
    }

    /**
     * The row-major place of the smallest element, the first of equals.
     *
     * @return an int64 tensor without dimensions
     * @throws IllegalArgumentException if there is no element
     */
    public Tensor argmin() {
        return Extremes.place(this, false);
    }

    /**
     * The places of the smallest elements along one dimension, which goes.
     *
     * @param dim the dimension
     * @return an int64 tensor
     * @throws IllegalArgumentException if there is no such dimension or it has size 0
     */
    public Tensor argmin(int dim) {
        return argmin(dim, false);
    }

    /**
     * The places of the smallest elements along one dimension.
     *
     * @param dim the dimension
     * @param keepDim whether it stays with size 1
     * @return an int64 tensor
     * @throws IllegalArgumentException if there is no such dimension or it has size 0
     */
    public Tensor argmin(int dim, boolean keepDim) {
        return Extremes.places(this, dim, keepDim, false);
    }

    /**
     * The largest elements over some dimensions, which go; NaN where there is one. Unlike {@link
     * #max(int)}, equal elements share the gradient evenly.
     *
     * @param dims the dimensions; all when none is named
     * @return the largest elements
     * @throws IllegalArgumentException if there is no such dimension, one is named twice or has
     *     size 0
     */
    public Tensor amax(int... dims) {
        return amax(dims, false);
    }

    /**
     * The largest elements over some dimensions; equal ones share the gradient evenly.
     *
     * @param dims the dimensions; all when none is named
     * @param keepDim whether they stay with size 1
     * @return the largest elements
     * @throws IllegalArgumentException if there is no such dimension, one is named twice or has
     *     size 0
     */
    public Tensor amax(int[] dims, boolean keepDim) {
        return Extremes.over(this, dims, keepDim, true);
    }

    /**
     * The smallest elements over some dimensions, which go; NaN where there is one. Unlike {@link
     * #min(int)}, equal elements share the gradient evenly.
     *
     * @param dims the dimensions; all when none is named
     * @return the smallest elements
     * @throws IllegalArgumentException if there is no such dimension, one is named twice or has
     *     size 0
     */
    public Tensor amin(int... dims) {
        return amin(dims, false);
    }

    /**
     * The smallest elements over some dimensions; equal ones share the gradient evenly.
     *
     * @param dims the dimensions; all when none is named
     * @param keepDim whether they stay with size 1
     * @return the smallest elements
     * @throws IllegalArgumentException if there is no such dimension, one is named twice or has
     *     size 0
     */
    public Tensor amin(int[] dims, boolean keepDim) {
        return Extremes.over(this, dims, keepDim, false);
    }

    /**
     * The unbiased variance of all elements, {@code Σ (x - mean)² / (n - 1)}.
     *
     * @return a tensor without dimensions; NaN for fewer than two elements
     * @throws IllegalArgumentException if the type is not floating
     */
    public Tensor var() {
        return Statistics.var(this, new int[0], 1, false);
    }

    /**
     * The unbiased variance over some dimensions, which go.
     *
     * @param dims the dimensions
     * @return the variances
     * @throws IllegalArgumentException if the type is not floating, there is no such dimension, or
     *     one is named twice
     */
    public Tensor var(int... dims) {
        return Statistics.var(this, dims, 1, false);
    }

    /**
     * The unbiased variance over some dimensions.
     *
     * @param dims the dimensions; all when none is named
     * @param keepDim whether they stay with size 1
     * @return the variances
     * @throws IllegalArgumentException if the type is not floating, there is no such dimension, or
     *     one is named twice
     */
    public Tensor var(int[] dims, boolean keepDim) {
        return Statistics.var(this, dims, 1, keepDim);
    }

    /**
     * The variance over some dimensions, with {@code n - correction} as the divisor.
     *
     * @param dims the dimensions; all when none is named
     * @param correction 1 for the unbiased estimate, 0 for the population's
     * @param keepDim whether they stay with size 1
     * @return the variances; NaN or inf where the divisor is not above 0
     * @throws IllegalArgumentException if the type is not floating, there is no such dimension, or
     *     one is named twice
     */
    public Tensor var(int[] dims, double correction, boolean keepDim) {
        return Statistics.var(this, dims, correction, keepDim);
    }

    /**
     * The unbiased standard deviation of all elements, {@code √(Σ (x - mean)² / (n - 1))}; the
     * gradient at 0 is 0.
     *
     * @return a tensor without dimensions; NaN for fewer than two elements
     * @throws IllegalArgumentException if the type is not floating
     */
    public Tensor std() {
        return Statistics.std(this, new int[0], 1, false);
    }

    /**
     * The unbiased standard deviation over some dimensions, which go.
     *
     * @param dims the dimensions
     * @return the standard deviations
     * @throws IllegalArgumentException if the type is not floating, there is no such dimension, or
     *     one is named twice
     */
    public Tensor std(int... dims) {
        return Statistics.std(this, dims, 1, false);
    }

    /**
     * The unbiased standard deviation over some dimensions.
     *
     * @param dims the dimensions; all when none is named
     * @param keepDim whether they stay with size 1
     * @return the standard deviations
     * @throws IllegalArgumentException if the type is not floating, there is no such dimension, or
     *     one is named twice
     */
    public Tensor std(int[] dims, boolean keepDim) {
        return Statistics.std(this, dims, 1, keepDim);
    }

    /**
     * The standard deviation over some dimensions, with {@code n - correction} as the divisor.
     *
     * @param dims the dimensions; all when none is named
     * @param correction 1 for the unbiased estimate, 0 for the population's
     * @param keepDim whether they stay with size 1
     * @return the standard deviations; NaN or inf where the divisor is not above 0
     * @throws IllegalArgumentException if the type is not floating, there is no such dimension, or
     *     one is named twice
     */
    public Tensor std(int[] dims, double correction, boolean keepDim) {
        return Statistics.std(this, dims, correction, keepDim);
    }

    /**
     * Variances and means over the same dimensions.
     *
     * @param dims the dimensions; all when none is named
     * @param correction 1 for the unbiased estimate, 0 for the population's
     * @param keepDim whether they stay with size 1
     * @return both
     * @throws IllegalArgumentException if the type is not floating, there is no such dimension, or
     *     one is named twice
     */
    public VarMean varMean(int[] dims, double correction, boolean keepDim) {
        return Statistics.varMean(this, dims, correction, keepDim);
    }

    /**
     * The p-norm of all elements, {@code (Σ |x|ᵖ)^(1/p)}.
     *
     * @param p the exponent; 0 counts what is not 0, ±∞ takes the largest or smallest size
     * @return a tensor without dimensions
     * @throws IllegalArgumentException if the type is not floating, p is NaN, or p is infinite and
     *     there is no element
     */
    public Tensor norm(double p) {
        return Statistics.norm(this, p, new int[0], false);
    }

    /**
     * The p-norm over some dimensions, {@code (Σ |x|ᵖ)^(1/p)}; the gradient is 0 where the norm is.
     *
     * @param p the exponent; 0 counts what is not 0, ±∞ takes the largest or smallest size
     * @param dims the dimensions; all when none is named
     * @param keepDim whether they stay with size 1
     * @return the norms
     * @throws IllegalArgumentException if the type is not floating, p is NaN, there is no such
     *     dimension, one is named twice, or p is infinite and one has size 0
     */
    public Tensor norm(double p, int[] dims, boolean keepDim) {
        return Statistics.norm(this, p, dims, keepDim);
    }

    /**
     * {@code log Σ eˣ} over some dimensions, which go, without overflow; whole numbers become
     * float32.
     *
     * @param dims the dimensions; all when none is named
     * @return the logarithms; -inf for no elements
     * @throws IllegalArgumentException if there is no such dimension or one is named twice
     */
    public Tensor logsumexp(int... dims) {
        return logsumexp(dims, false);
    }

    /**
     * {@code log Σ eˣ} over some dimensions, without overflow; whole numbers become float32.
     *
     * @param dims the dimensions; all when none is named
     * @param keepDim whether they stay with size 1
     * @return the logarithms; -inf for no elements
     * @throws IllegalArgumentException if there is no such dimension or one is named twice
     */
    public Tensor logsumexp(int[] dims, boolean keepDim) {
        return Reductions.logsumexp(this, dims, keepDim);
    }

    /**
     * How many elements are not 0, over some dimensions, which go.
     *
     * @param dims the dimensions; all when none is named
     * @return an int64 tensor
     * @throws IllegalArgumentException if there is no such dimension or one is named twice
     */
    public Tensor countNonzero(int... dims) {
        return Reductions.countNonzero(this, dims);
    }

    // ---- running sums and sorting ----

    /**
     * Running sums along one dimension, {@code yₖ = x₀ + … + xₖ}; whole numbers and bools add in
     * int64.
     *
     * @param dim the dimension
     * @return a tensor of this shape
     * @throws IllegalArgumentException if there is no such dimension
     */
    public Tensor cumsum(int dim) {
        return Scans.cumsum(this, dim);
    }

    /**
     * Running products along one dimension, {@code yₖ = x₀ · … · xₖ}; whole numbers and bools
     * multiply in int64. The gradient is exact where elements are 0.
     *
     * @param dim the dimension
     * @return a tensor of this shape
     * @throws IllegalArgumentException if there is no such dimension
     */
    public Tensor cumprod(int dim) {
        return Scans.cumprod(this, dim);
    }

    /**
     * Sorts in ascending order along the last dimension.
     *
     * @return values, through which gradients flow, and where they were
     */
    public ValuesIndices sort() {
        return sort(-1, false);
    }

    /**
     * Sorts along one dimension; equal elements keep their order, and NaN counts as the largest.
     *
     * @param dim the dimension
     * @param descending whether the largest come first
     * @return values, through which gradients flow, and where they were
     * @throws IllegalArgumentException if there is no such dimension
     */
    public ValuesIndices sort(int dim, boolean descending) {
        return Sorting.sort(this, dim, descending);
    }

    /**
     * The order that sorts ascending along the last dimension.
     *
     * @return int64 places
     */
    public Tensor argsort() {
        return argsort(-1, false);
    }

    /**
     * The order that sorts along one dimension; equal elements keep theirs.
     *
     * @param dim the dimension
     * @param descending whether the largest come first
     * @return int64 places
     * @throws IllegalArgumentException if there is no such dimension
     */
    public Tensor argsort(int dim, boolean descending) {
        return Sorting.argsort(this, dim, descending);
    }

    /**
     * The k largest elements along the last dimension, the largest first.
     *
     * @param k how many
     * @return values, through which gradients flow, and where they were
     * @throws IllegalArgumentException if k is negative or above the size, or the type is bool
     */
    public ValuesIndices topk(int k) {
        return topk(k, -1, true);
    }

    /**
     * The k largest or smallest elements along one dimension, in order; of equal ones the first.
     *
     * @param k how many
     * @param dim the dimension
     * @param largest whether the largest are wanted, the largest first
     * @return values, through which gradients flow, and where they were
     * @throws IllegalArgumentException if there is no such dimension, k is negative or above its
     *     size, or the type is bool
     */
    public ValuesIndices topk(int k, int dim, boolean largest) {
        return Sorting.topk(this, k, dim, largest);
    }

    /**
     * The median of all elements, the lower one of two; NaN if there is one. Elements that equal it
     * share the gradient evenly.
     *
     * @return a tensor without dimensions; NaN when empty
     * @throws IllegalArgumentException if whole numbers are empty, or the type is bool
     */
    public Tensor median() {
        return Sorting.median(this);
    }

    /**
     * The medians along one dimension, which goes, and where they are.
     *
     * @param dim the dimension
     * @return values (the lower one of two, NaN where there is one), through which gradients flow,
     *     and int64 indices
     * @throws IllegalArgumentException if there is no such dimension, it has size 0, or the type is
     *     bool
     */
    public ValuesIndices median(int dim) {
        return median(dim, false);
    }

    /**
     * The medians along one dimension and where they are.
     *
     * @param dim the dimension
     * @param keepDim whether it stays with size 1
     * @return values (the lower one of two, NaN where there is one), through which gradients flow,
     *     and int64 indices
     * @throws IllegalArgumentException if there is no such dimension, it has size 0, or the type is
     *     bool
     */
    public ValuesIndices median(int dim, boolean keepDim) {
        return Sorting.median(this, dim, keepDim);
    }

    /**
     * The distinct elements of all, ascending. Each NaN is distinct.
     *
     * @return the elements, where each element of this tensor is among them, and how often each
     *     occurs; without gradients
     */
    public Unique unique() {
        return Sorting.unique(this);
    }

    // ---- shape ----

    /**
     * The same elements in another shape: a view where the strides allow it, else a copy.
     *
     * @param shape sizes; one may be -1, to be worked out
     * @return a tensor of that shape
     * @throws IllegalArgumentException if the number of elements differs
     */
    public Tensor reshape(long... shape) {
        return Shaping.reshape(this, shape);
    }

    /**
     * The same elements in another shape, always sharing memory.
     *
     * @param shape sizes; one may be -1, to be worked out
     * @return a view of that shape
     * @throws IllegalArgumentException if the number of elements differs, or the strides do not
     *     allow it (then use reshape)
     */
    public Tensor view(long... shape) {
        return Shaping.view(this, shape);
    }

    /**
     * All dimensions in one.
     *
     * @return {@code [numel]}
     */
    public Tensor flatten() {
        return flatten(0, -1);
    }

    /**
     * The dimensions from {@code start} on in one: {@code flatten(1)} makes {@code [n, c · h · w]}
     * of images.
     *
     * @param start the first dimension to merge
     * @return a tensor of {@code start + 1} dimensions
     * @throws IllegalArgumentException if there is no such dimension
     */
    public Tensor flatten(int start) {
        return flatten(start, -1);
    }

    /**
     * The dimensions from {@code start} to {@code end} in one.
     *
     * @param start the first dimension to merge
     * @param end the last dimension to merge
     * @return the tensor with these merged
     * @throws IllegalArgumentException if there is no such dimension, or end is before start
     */
    public Tensor flatten(int start, int end) {
        return Shaping.flatten(this, start, end);
    }

    /**
     * The matrix transposed; a tensor of fewer dimensions stays as it is.
     *
     * @return a view
     * @throws IllegalArgumentException for more than two dimensions (use transpose or permute)
     */
    public Tensor t() {
        return Shaping.t(this);
    }

    /**
     * Two dimensions exchanged.
     *
     * @param a one dimension
     * @param b the other
     * @return a view
     * @throws IllegalArgumentException if there is no such dimension
     */
    public Tensor transpose(int a, int b) {
        return Shaping.transpose(this, a, b);
    }

    /**
     * The dimensions in another order.
     *
     * @param order for each new dimension which old one it is, each once
     * @return a view
     * @throws IllegalArgumentException if it is not such an order
     */
    public Tensor permute(int... order) {
        return Shaping.permute(this, order);
    }

    /**
     * Without the dimensions of size 1.
     *
     * @return a view
     */
    public Tensor squeeze() {
        return Shaping.squeeze(this);
    }

    /**
     * Without one dimension if its size is 1.
     *
     * @param dim the dimension
     * @return a view
     * @throws IllegalArgumentException if there is no such dimension
     */
    public Tensor squeeze(int dim) {
        return Shaping.squeeze(this, dim);
    }

    /**
     * With one more dimension of size 1.
     *
     * @param dim its place in the result
     * @return a view
     * @throws IllegalArgumentException if there is no such place
     */
    public Tensor unsqueeze(int dim) {
        return Shaping.unsqueeze(this, dim);
    }

    /**
     * Dimensions of size 1, and new ones in front, repeated without copying.
     *
     * @param shape sizes that this broadcasts to; -1 keeps a size
     * @return a view
     * @throws IllegalArgumentException if this does not broadcast to it
     */
    public Tensor expand(long... shape) {
        return Shaping.expand(this, shape);
    }

    /**
     * Summed down to a shape that broadcasts to this one: the reverse of {@link #expand}.
     *
     * @param shape the smaller shape
     * @return a tensor of that shape
     * @throws IllegalArgumentException if it does not broadcast to this shape
     */
    public Tensor sumTo(long... shape) {
        return Shaping.sumTo(this, shape);
    }

    /**
     * This tensor if its elements lie in row-major order, else a row-major copy.
     *
     * @return a contiguous tensor
     */
    public Tensor contiguous() {
        return isContiguous() ? this : clone();
    }

    /**
     * This tensor in another type; gradients flow between floating types.
     *
     * @param dtype the type
     * @return this tensor if it has the type, else a converted copy
     */
    public Tensor to(DType dtype) {
        return Shaping.to(this, dtype);
    }

    // ---- joining and splitting ----

    /**
     * Tensors one after the other along the first dimension.
     *
     * @param tensors as for {@link #cat(List, int)}
     * @return a copy
     * @throws IllegalArgumentException as {@link #cat(List, int)}
     */
    public static Tensor cat(List<Tensor> tensors) {
        return cat(tensors, 0);
    }

    /**
     * Tensors one after the other along a dimension; types are promoted.
     *
     * @param tensors at least one, of the same shape but for that dimension; those of shape {@code
     *     [0]} add nothing to any others
     * @param dim the dimension
     * @return a copy
     * @throws IllegalArgumentException if there is no tensor or no such dimension, or the shapes do
     *     not agree
     */
    public static Tensor cat(List<Tensor> tensors, int dim) {
        return Joining.cat(tensors, dim);
    }

    /**
     * Tensors side by side along a new first dimension.
     *
     * @param tensors as for {@link #stack(List, int)}
     * @return {@code [tensors.size(), …]}, a copy
     * @throws IllegalArgumentException as {@link #stack(List, int)}
     */
    public static Tensor stack(List<Tensor> tensors) {
        return stack(tensors, 0);
    }

    /**
     * Tensors side by side along a new dimension; types are promoted.
     *
     * @param tensors at least one, all of the same shape
     * @param dim the place of the new dimension
     * @return a copy
     * @throws IllegalArgumentException if there is no tensor or no such place, or the shapes differ
     */
    public static Tensor stack(List<Tensor> tensors, int dim) {
        return Joining.stack(tensors, dim);
    }

    /**
     * Grids of coordinates, {@code y_i[j_0, …, j_n] = x_i[j_i]}: PyTorch's meshgrid with indexing
     * "ij".
     *
     * @param tensors at least one, of at most one dimension, all of one type
     * @return as many views of shape {@code [numel of the first, numel of the second, …]}
     * @throws IllegalArgumentException if the tensors are not such
     */
    public static List<Tensor> meshgrid(List<Tensor> tensors) {
        return Joining.meshgrid(tensors, false);
    }

    /**
     * Grids of coordinates with rows and columns exchanged, for Cartesian x and y: PyTorch's
     * meshgrid with indexing "xy".
     *
     * @param tensors as for {@link #meshgrid}
     * @return as many views of shape {@code [numel of the second, numel of the first, …]}
     * @throws IllegalArgumentException as {@link #meshgrid}
     */
    public static List<Tensor> meshgridXy(List<Tensor> tensors) {
        return Joining.meshgrid(tensors, true);
    }

    /**
     * Pieces of one size along the first dimension.
     *
     * @param size of a piece; the last may be smaller
     * @return views
     * @throws IllegalArgumentException if the size is not positive or there is no dimension
     */
    public List<Tensor> split(long size) {
        return split(size, 0);
    }

    /**
     * Pieces of one size.
     *
     * @param size of a piece; the last may be smaller
     * @param dim the dimension that is cut
     * @return views
     * @throws IllegalArgumentException if the size is not positive or there is no such dimension
     */
    public List<Tensor> split(long size, int dim) {
        return Joining.split(this, size, dim);
    }

    /**
     * Pieces of given sizes.
     *
     * @param sizes of the pieces
     * @param dim the dimension that is cut
     * @return views
     * @throws IllegalArgumentException if the sizes do not add up to the dimension's, one is
     *     negative, or there is no such dimension
     */
    public List<Tensor> split(long[] sizes, int dim) {
        return Joining.split(this, sizes, dim);
    }

    /**
     * At most so many pieces along the first dimension.
     *
     * @param chunks how many
     * @return views
     * @throws IllegalArgumentException as {@link #chunk(int, int)}
     */
    public List<Tensor> chunk(int chunks) {
        return chunk(chunks, 0);
    }

    /**
     * At most so many pieces, of {@code ⌈size / chunks⌉} each; the last may be smaller.
     *
     * @param chunks how many
     * @param dim the dimension that is cut
     * @return views; fewer than asked for where that many pieces are enough
     * @throws IllegalArgumentException if the number is not positive or there is no such dimension
     */
    public List<Tensor> chunk(int chunks, int dim) {
        return Joining.chunk(this, chunks, dim);
    }

    /**
     * All places of the first dimension, each on its own.
     *
     * @return views of one dimension fewer
     * @throws IllegalArgumentException if there is no dimension
     */
    public List<Tensor> unbind() {
        return unbind(0);
    }

    /**
     * All places of one dimension, each on its own.
     *
     * @param dim the dimension
     * @return views of one dimension fewer
     * @throws IllegalArgumentException if there is no such dimension
     */
    public List<Tensor> unbind(int dim) {
        return Joining.unbind(this, dim);
    }

    // ---- moving and repeating ----

    /**
     * One dimension seen as several: the reverse of {@link #flatten(int, int)}.
     *
     * @param dim the dimension
     * @param sizes of the new ones; one may be -1, to be worked out
     * @return a view
     * @throws IllegalArgumentException if the product of the sizes is not the dimension's, or there
     *     is no such dimension
     */
    public Tensor unflatten(int dim, long... sizes) {
        return Rearranging.unflatten(this, dim, sizes);
    }

    /**
     * One dimension moved to another place, the others in their order around it.
     *
     * @param from the dimension
     * @param to its place in the result
     * @return a view
     * @throws IllegalArgumentException if there is no such dimension
     */
    public Tensor movedim(int from, int to) {
        return movedim(new int[] {from}, new int[] {to});
    }

    /**
     * Some dimensions moved, the others in their order around them.
     *
     * @param from the dimensions
     * @param to their places in the result
     * @return a view
     * @throws IllegalArgumentException if there is no such dimension, one is named twice, or there
     *     are not as many places as dimensions
     */
    public Tensor movedim(int[] from, int[] to) {
        return Rearranging.movedim(this, from, to);
    }

    /**
     * Copies side by side.
     *
     * @param times how often along each dimension; more numbers than dimensions add dimensions in
     *     front
     * @return a copy; sizes are multiplied
     * @throws IllegalArgumentException if there are fewer numbers than dimensions or one is
     *     negative
     */
    public Tensor repeat(long... times) {
        return Rearranging.repeat(this, times);
    }

    /**
     * Copies side by side, as NumPy's tile: fewer numbers than dimensions leave the first ones as
     * they are.
     *
     * @param times how often along each of the last dimensions
     * @return a copy; sizes are multiplied
     * @throws IllegalArgumentException if a number is negative
     */
    public Tensor tile(long... times) {
        return Rearranging.tile(this, times);
    }

    /**
     * Some dimensions reversed.
     *
     * @param dims the dimensions; none leaves all as they are
     * @return a copy
     * @throws IllegalArgumentException if there is no such dimension, or one is named twice
     */
    public Tensor flip(int... dims) {
        return Rearranging.flip(this, dims);
    }

    /**
     * All elements in row-major order moved on, the last ones coming in at the start.
     *
     * @param shift how far; backwards if negative
     * @return a copy
     */
    public Tensor roll(long shift) {
        return roll(new long[] {shift}, new int[0]);
    }

    /**
     * Everything moved on along one dimension, coming in again at the start.
     *
     * @param shift how far; backwards if negative
     * @param dim the dimension
     * @return a copy
     * @throws IllegalArgumentException if there is no such dimension
     */
    public Tensor roll(long shift, int dim) {
        return roll(new long[] {shift}, new int[] {dim});
    }

    /**
     * Everything moved on along some dimensions, coming in again at the start.
     *
     * @param shifts how far
     * @param dims along which dimensions; none, with one shift, for the flattened tensor
     * @return a copy
     * @throws IllegalArgumentException if there is no such dimension, or there are not as many
     *     shifts as dimensions
     */
    public Tensor roll(long[] shifts, int[] dims) {
        return Rearranging.roll(this, shifts, dims);
    }

    // ---- views of some elements ----

    /**
     * One place of one dimension, {@code x[…, index, …]}.
     *
     * @param dim the dimension, which goes
     * @param index the place, negative from the end
     * @return a view
     * @throws IllegalArgumentException if there is no such dimension or place
     */
    public Tensor select(int dim, long index) {
        return Windows.select(this, dim, index);
    }

    /**
     * Neighbouring places of one dimension.
     *
     * @param dim the dimension
     * @param start the first place, negative from the end
     * @param length how many
     * @return a view
     * @throws IllegalArgumentException if there is no such dimension, or not all of these places
     */
    public Tensor narrow(int dim, long start, long length) {
        return Windows.narrow(this, dim, start, length);
    }

    /**
     * Neighbouring places of one dimension, {@code x[…, start:end, …]}.
     *
     * @param dim the dimension
     * @param start the first place, negative from the end
     * @param end where to stop, exclusive, negative from the end
     * @return a view; bounds beyond the ends are cut off as in Python
     * @throws IllegalArgumentException if there is no such dimension
     */
    public Tensor slice(int dim, long start, long end) {
        return slice(dim, start, end, 1);
    }

    /**
     * Evenly spaced places of one dimension, {@code x[…, start:end:step, …]}.
     *
     * @param dim the dimension
     * @param start the first place, negative from the end
     * @param end where to stop, exclusive, negative from the end
     * @param step from one place to the next
     * @return a view; bounds beyond the ends are cut off as in Python
     * @throws IllegalArgumentException if there is no such dimension, or the step is not positive
     */
    public Tensor slice(int dim, long start, long end, long step) {
        return Windows.slice(this, dim, start, end, step);
    }

    /**
     * The diagonal of a matrix, {@code y[i] = x[i, i]}; of the first two dimensions.
     *
     * @return a view, the diagonal as last dimension
     * @throws IllegalArgumentException if there are fewer than two dimensions
     */
    public Tensor diagonal() {
        return diagonal(0, 0, 1);
    }

    /**
     * A diagonal, {@code y[…, i] = x[i, i + offset]} over two dimensions (rows from {@code -offset}
     * on where it is negative).
     *
     * @param offset above the main diagonal where positive, below where negative
     * @param dim1 the rows
     * @param dim2 the columns
     * @return a view without the two dimensions, the diagonal as last dimension
     * @throws IllegalArgumentException if there are no such dimensions, or they are the same
     */
    public Tensor diagonal(int offset, int dim1, int dim2) {
        return Windows.diagonal(this, offset, dim1, dim2);
    }

    /**
     * Sliding windows along one dimension, {@code y[…, w, …, k] = x[…, w · step + k, …]}.
     *
     * @param dim the dimension
     * @param size elements of a window
     * @param step from one window to the next
     * @return a view: the dimension has {@code (n - size) / step + 1} places, the elements of the
     *     windows are a new last dimension
     * @throws IllegalArgumentException if there is no such dimension, it is smaller than a window,
     *     or the step is not positive
     */
    public Tensor unfold(int dim, int size, int step) {
        return Windows.unfold(this, dim, size, step);
    }

    /**
     * The diagonal of a matrix, or a square matrix with these elements on its diagonal.
     *
     * @return {@code [n, m] → [min(n, m)]} or {@code [n] → [n, n]}, a copy
     * @throws IllegalArgumentException if there are neither one nor two dimensions
     */
    public Tensor diag() {
        return diag(0);
    }

    /**
     * A diagonal of a matrix, or a square matrix with these elements on a diagonal.
     *
     * @param offset above the main diagonal where positive, below where negative
     * @return a copy, {@code [n + |offset|, n + |offset|]} for {@code [n]}
     * @throws IllegalArgumentException if there are neither one nor two dimensions
     */
    public Tensor diag(int offset) {
        return Windows.diag(this, offset);
    }

    /**
     * The sum of the diagonal of a matrix, {@code Σ x[i, i]}.
     *
     * @return a tensor without dimensions, of type int64 for whole numbers
     * @throws IllegalArgumentException if this is not a matrix
     */
    public Tensor trace() {
        return Windows.trace(this);
    }

    // ---- indexing ----

    /**
     * {@code x[entries]} by PyTorch's rules, for example {@code x.index(Index.at(0),
     * Index.ellipsis(), Index.range(1, 5, 2))} for {@code x[0, ..., 1:5:2]}.
     *
     * <p>Tensors among the entries broadcast to one block of dimensions. It stands where they stood
     * if they are neighbours, else in front. (An {@link Index#at} among them chooses first, as in
     * PyTorch; NumPy counts it as one of them.)
     *
     * @param entries at most one for each dimension; what they leave out is taken whole
     * @return a view where no entry is a tensor with dimensions, else a copy
     * @throws IllegalArgumentException if there are too many entries, a place is out of range, a
     *     mask does not fit, a step is not positive, or the tensors do not broadcast
     */
    public Tensor index(Index... entries) {
        return Indexing.index(this, entries);
    }

    /**
     * This tensor with {@code x[entries] = values}.
     *
     * @param entries as for {@link #index}
     * @param values of this type, broadcast to what the entries choose; the last one wins where a
     *     place is chosen twice
     * @return a copy
     * @throws IllegalArgumentException as {@link #index}, or if the values do not broadcast or have
     *     another type
     */
    public Tensor indexPut(List<Index> entries, Tensor values) {
        return indexPut(entries, values, false);
    }

    /**
     * This tensor with {@code x[entries] = values} or {@code x[entries] += values}.
     *
     * @param entries as for {@link #index}
     * @param values of this type, broadcast to what the entries choose
     * @param accumulate whether they are added, places chosen twice getting both, in order
     * @return a copy
     * @throws IllegalArgumentException as {@link #indexPut(List, Tensor)}
     */
    public Tensor indexPut(List<Index> entries, Tensor values, boolean accumulate) {
        return Indexing.indexPut(this, entries, values, accumulate);
    }

    /**
     * The slices of one dimension that an index names, {@code y[…, i, …] = x[…, index[i], …]}.
     *
     * @param dim the dimension
     * @param index whole numbers from 0, {@code [n]}
     * @return a copy with {@code n} places in that dimension
     * @throws IllegalArgumentException if there is no such dimension or place, or the index has
     *     more dimensions or another type
     */
    public Tensor indexSelect(int dim, Tensor index) {
        return Gathering.indexSelect(this, dim, index);
    }

    /**
     * This tensor with slices added where an index says: {@code y[…, index[i], …] += source[…, i,
     * …]}, in order.
     *
     * @param dim the dimension
     * @param index whole numbers from 0, {@code [n]}
     * @param source of this type and shape but for {@code n} places in that dimension
     * @return a copy
     * @throws IllegalArgumentException as {@link #indexSelect}, or if the source has another shape
     *     or type
     */
    public Tensor indexAdd(int dim, Tensor index, Tensor source) {
        return Gathering.indexAdd(this, dim, index, source);
    }

    /**
     * The elements whose place in one dimension an index names: {@code y[i, j] = x[index[i, j], j]}
     * for dimension 0 of a matrix.
     *
     * @param dim the dimension
     * @param index whole numbers from 0, of as many dimensions, in the others not larger than this
     * @return a copy of the index's shape
     * @throws IllegalArgumentException if there is no such dimension or place, or the index does
     *     not fit
     */
    public Tensor gather(int dim, Tensor index) {
        return Gathering.gather(this, dim, index);
    }

    /**
     * This tensor with elements replaced where an index says: {@code y[index[i, j], j] = source[i,
     * j]} for dimension 0 of a matrix. The last one wins where a place is named twice (in PyTorch
     * it may be any), and the gradient of each is the place's.
     *
     * @param dim the dimension
     * @param index as for {@link #gather}
     * @param source of this type, in no dimension smaller than the index
     * @return a copy
     * @throws IllegalArgumentException as {@link #gather}, or if the source does not fit
     */
    public Tensor scatter(int dim, Tensor index, Tensor source) {
        return Gathering.scatter(this, dim, index, source);
    }

    /**
     * This tensor with a number where an index says.
     *
     * @param dim the dimension
     * @param index as for {@link #gather}
     * @param value the number, converted to this type
     * @return a copy
     * @throws IllegalArgumentException as {@link #gather}
     */
    public Tensor scatter(int dim, Tensor index, Number value) {
        return Gathering.scatter(this, dim, index, value);
    }

    /**
     * This tensor with elements added where an index says: {@code y[index[i, j], j] += source[i,
     * j]} for dimension 0 of a matrix, in order.
     *
     * @param dim the dimension
     * @param index as for {@link #gather}
     * @param source of this type, in no dimension smaller than the index
     * @return a copy
     * @throws IllegalArgumentException as {@link #gather}, or if the source does not fit
     */
    public Tensor scatterAdd(int dim, Tensor index, Tensor source) {
        return Gathering.scatterAdd(this, dim, index, source);
    }

    // ---- masks, triangles and padding ----

    /**
     * A number where a mask is true, this tensor elsewhere.
     *
     * @param mask a bool tensor; both broadcast
     * @param value the number, converted to this type
     * @return a copy
     * @throws IllegalArgumentException if the mask is not bool or does not broadcast
     */
    public Tensor maskedFill(Tensor mask, Number value) {
        return Masking.maskedFill(this, mask, value);
    }

    /**
     * The element of a tensor without dimensions where a mask is true, this tensor elsewhere.
     *
     * @param mask a bool tensor; both broadcast
     * @param value {@code []}, converted to this type
     * @return a copy
     * @throws IllegalArgumentException if the mask is not bool or does not broadcast, or the value
     *     has dimensions
     */
    public Tensor maskedFill(Tensor mask, Tensor value) {
        return Masking.maskedFill(this, mask, value);
    }

    /**
     * The elements where a mask is true, in row-major order.
     *
     * @param mask a bool tensor; both broadcast
     * @return {@code [number of true elements]}, a copy
     * @throws IllegalArgumentException if the mask is not bool or does not broadcast
     */
    public Tensor maskedSelect(Tensor mask) {
        return Masking.maskedSelect(this, mask);
    }

    /**
     * The first elements of a source where a mask is true, in row-major order; this tensor
     * elsewhere.
     *
     * @param mask a bool tensor; it and this broadcast
     * @param source of this type, with at least as many elements as the mask is true
     * @return a copy
     * @throws IllegalArgumentException if the mask is not bool or does not broadcast, or the source
     *     has too few elements or another type
     */
    public Tensor maskedScatter(Tensor mask, Tensor source) {
        return Masking.maskedScatter(this, mask, source);
    }

    /**
     * The part of matrices on and below the diagonal, zeros above.
     *
     * @return {@code [..., n, m]}, a copy
     * @throws IllegalArgumentException if there are fewer than two dimensions
     */
    public Tensor tril() {
        return tril(0);
    }

    /**
     * The part of matrices on and below a diagonal, {@code x[…, i, j]} where {@code j - i ≤
     * diagonal}, zeros above.
     *
     * @param diagonal above the main one where positive, below where negative
     * @return {@code [..., n, m]}, a copy
     * @throws IllegalArgumentException if there are fewer than two dimensions
     */
    public Tensor tril(int diagonal) {
        return Masking.tril(this, diagonal);
    }

    /**
     * The part of matrices on and above the diagonal, zeros below.
     *
     * @return {@code [..., n, m]}, a copy
     * @throws IllegalArgumentException if there are fewer than two dimensions
     */
    public Tensor triu() {
        return triu(0);
    }

    /**
     * The part of matrices on and above a diagonal, {@code x[…, i, j]} where {@code j - i ≥
     * diagonal}, zeros below.
     *
     * @param diagonal above the main one where positive, below where negative
     * @return {@code [..., n, m]}, a copy
     * @throws IllegalArgumentException if there are fewer than two dimensions
     */
    public Tensor triu(int diagonal) {
        return Masking.triu(this, diagonal);
    }

    /**
     * A 1 at each class number's place among zeros, with as many classes as the largest number
     * needs.
     *
     * @return {@code [..., classes]} in int64
     * @throws IllegalArgumentException if there are no elements, one is negative, or the type is
     *     not an integer type
     */
    public Tensor oneHot() {
        return oneHot(-1);
    }

    /**
     * A 1 at each class number's place among zeros, {@code y[…, c] = (x[…] == c)}.
     *
     * @param classes how many there are; -1 for one more than the largest number
     * @return {@code [..., classes]} in int64
     * @throws IllegalArgumentException if a number is not from 0 to {@code classes - 1}, or the
     *     type is not an integer type
     */
    public Tensor oneHot(long classes) {
        return Gathering.oneHot(this, classes);
    }

    /**
     * Zeros around the last dimensions.
     *
     * @param padding as for {@link #pad(int[], Number)}
     * @return a copy
     * @throws IllegalArgumentException as {@link #pad(int[], Number)}
     */
    public Tensor pad(int... padding) {
        return pad(padding, 0);
    }

    /**
     * A number around the last dimensions.
     *
     * @param padding how many before and after the last dimension, then before and after the one
     *     before it, and so on; negative ones cut off
     * @param value the number, converted to this type
     * @return a copy
     * @throws IllegalArgumentException if there are not two numbers for each of at most this many
     *     dimensions, or they cut off more than there is
     */
    public Tensor pad(int[] padding, Number value) {
        return Padding.constant(this, padding, value);
    }

    /**
     * Elements of this tensor around the last dimensions, of which there may be any number (PyTorch
     * takes one to three, behind one or two others).
     *
     * @param padding as for {@link #pad(int[], Number)}
     * @param mode which elements
     * @return a copy
     * @throws IllegalArgumentException as {@link #pad(int[], Number)}, or if {@link
     *     PadMode#REFLECT} needs as many places as the dimension has, {@link PadMode#CIRCULAR}
     *     more, or a dimension has none to repeat
     */
    public Tensor pad(int[] padding, PadMode mode) {
        return Padding.pad(this, padding, mode);
    }

    // ---- products ----

    /**
     * The matrix product by PyTorch's rules: vectors are rows or columns as needed, leading
     * dimensions broadcast.
     *
     * @param other {@code [k]}, {@code [k, n]} or {@code [..., k, n]} for this {@code [k]}, {@code
     *     [m, k]} or {@code [..., m, k]}
     * @return the product
     * @throws IllegalArgumentException if the inner sizes or types differ, or one has no dimensions
     */
    public Tensor matmul(Tensor other) {
        return Products.matmul(this, other);
    }

    /**
     * {@code this · weightᵀ + bias}.
     *
     * @param weight {@code [out, in]}
     * @param bias {@code [out]} or null
     * @return {@code [..., in] → [..., out]}
     * @throws IllegalArgumentException if the last size is not {@code in} or the types differ
     */
    public Tensor linear(Tensor weight, Tensor bias) {
        return Products.linear(this, weight, bias);
    }

    /**
     * The product of two matrices.
     *
     * @param other {@code [k, n]} for this {@code [m, k]}
     * @return {@code [m, n]}
     * @throws IllegalArgumentException if these are not matrices of one type that fit
     */
    public Tensor mm(Tensor other) {
        return Products.mm(this, other);
    }

    /**
     * The products of two batches of matrices.
     *
     * @param other {@code [batch, k, n]} for this {@code [batch, m, k]}
     * @return {@code [batch, m, n]}
     * @throws IllegalArgumentException if these are not batches of one type that fit
     */
    public Tensor bmm(Tensor other) {
        return Products.bmm(this, other);
    }

    /**
     * A matrix times a vector.
     *
     * @param vector {@code [k]} for this {@code [m, k]}
     * @return {@code [m]}
     * @throws IllegalArgumentException if these are not a matrix and a vector of one type that fit
     */
    public Tensor mv(Tensor vector) {
        return Products.mv(this, vector);
    }

    /**
     * The inner product of two vectors, {@code Σ aᵢ bᵢ}.
     *
     * @param other {@code [k]} for this {@code [k]}
     * @return a tensor without dimensions
     * @throws IllegalArgumentException if these are not vectors of one type and size
     */
    public Tensor dot(Tensor other) {
        return Products.dot(this, other);
    }

    /**
     * The outer product of two vectors, {@code yᵢⱼ = aᵢ bⱼ}.
     *
     * @param other {@code [n]} for this {@code [m]}
     * @return {@code [m, n]}
     * @throws IllegalArgumentException if one is not a vector
     */
    public Tensor outer(Tensor other) {
        return Products.outer(this, other);
    }

    /**
     * {@code this + a · b}.
     *
     * @param a {@code [m, k]}
     * @param b {@code [k, n]}
     * @return {@code [m, n]}, to which this must broadcast
     * @throws IllegalArgumentException if the shapes or types do not fit
     */
    public Tensor addmm(Tensor a, Tensor b) {
        return addmm(a, b, 1, 1);
    }

    /**
     * {@code beta · this + alpha · (a · b)}; with {@code beta = 0} not even NaN in this counts.
     *
     * @param a {@code [m, k]}
     * @param b {@code [k, n]}
     * @param beta the weight of this, whole for whole tensors
     * @param alpha the weight of the product, whole for whole tensors
     * @return {@code [m, n]}, to which this must broadcast
     * @throws IllegalArgumentException if the shapes or types do not fit
     */
    public Tensor addmm(Tensor a, Tensor b, Number beta, Number alpha) {
        return Products.addmm(this, a, b, beta, alpha);
    }

    /**
     * Sums of products in Einstein's notation: {@code einsum("bij,bjk->bik", a, b)} multiplies
     * batches of matrices. A letter names a dimension; one that the result leaves out is summed,
     * one that an operand repeats takes its diagonal, and {@code ...} stands for the dimensions
     * that have no letter, which broadcast. Without an arrow, the result has the dimensions of the
     * ellipsis and then the letters that occur once, in alphabetical order (capitals first).
     *
     * @param equation the subscripts of the operands, and of the result
     * @param operands as many tensors as there are terms
     * @return the result; a view where nothing is computed
     * @throws IllegalArgumentException if the equation is malformed, does not fit the shapes, or
     *     the types differ or are bool
     */
    public static Tensor einsum(String equation, Tensor... operands) {
        return Einsum.einsum(equation, operands);
    }

    // ---- linear algebra ----

    /**
     * The inverses of matrices, computed in double.
     *
     * @return {@code [..., n, n]} like this
     * @throws IllegalArgumentException if this is not square and floating, or one is singular
     */
    public Tensor inverse() {
        return LinearAlgebra.inverse(this);
    }

    /**
     * The solutions x of {@code this · x = b}, computed in double.
     *
     * @param b {@code [..., n, m]} whose leading dimensions broadcast, or {@code [n]} or {@code
     *     [..., n]} with exactly this tensor's leading sizes, for one vector per matrix
     * @return x, of the same kind
     * @throws IllegalArgumentException if this is not square and floating, b does not fit, or a
     *     matrix is singular
     */
    public Tensor solve(Tensor b) {
        return LinearAlgebra.solve(this, b);
    }

    /**
     * The determinants of matrices, computed in double; 0 where singular, and there too the
     * gradient is the matrix of cofactors.
     *
     * @return {@code [...]} for {@code [..., n, n]}
     * @throws IllegalArgumentException if this is not square and floating
     */
    public Tensor det() {
        return LinearAlgebra.det(this);
    }

    /**
     * The determinants of matrices as sign and logarithm, for sizes that {@link #det()} cannot
     * hold. Gradients flow through the logarithm.
     *
     * @return sign and logarithm, {@code [...]} for {@code [..., n, n]}
     * @throws IllegalArgumentException if this is not square and floating
     */
    public SlogDet slogdet() {
        return LinearAlgebra.slogdet(this);
    }

    /**
     * The lower triangular root of symmetric positive definite matrices, {@code l · lᵀ = this},
     * computed in double. Only the lower triangle is read.
     *
     * @return {@code [..., n, n]} like this
     * @throws IllegalArgumentException if this is not square and floating, or one is not positive
     *     definite
     */
    public Tensor cholesky() {
        return LinearAlgebra.cholesky(this);
    }

    // ---- images ----

    /**
     * Convolution with stride 1 and no padding.
     *
     * @param weight {@code [k, c, kh, kw]}
     * @param bias {@code [k]} or null
     * @return {@code [n, c, h, w] → [n, k, h - kh + 1, w - kw + 1]}
     * @throws IllegalArgumentException if the shapes or types do not fit
     */
    public Tensor conv2d(Tensor weight, Tensor bias) {
        return conv2d(weight, bias, 1, 0);
    }

    /**
     * Convolution (as everywhere in the field, without flipping the kernel).
     *
     * @param weight {@code [k, c, kh, kw]}
     * @param bias {@code [k]} or null
     * @param stride step in both directions
     * @param padding zeros on all four sides
     * @return {@code [n, c, h, w] → [n, k, (h + 2·padding - kh) / stride + 1, …]}
     * @throws IllegalArgumentException if the shapes or types do not fit
     */
    public Tensor conv2d(Tensor weight, Tensor bias, int stride, int padding) {
        return conv2d(weight, bias, new int[] {stride, stride}, new int[] {padding, padding});
    }

    /**
     * Convolution with separate settings for height and width.
     *
     * @param weight {@code [k, c, kh, kw]}
     * @param bias {@code [k]} or null
     * @param stride steps down and across
     * @param padding zeros above and below, left and right
     * @return {@code [n, c, h, w] → [n, k, (h + 2·padding[0] - kh) / stride[0] + 1, …]}
     * @throws IllegalArgumentException if the shapes, types or settings do not fit
     */
    public Tensor conv2d(Tensor weight, Tensor bias, int[] stride, int[] padding) {
        return conv2d(weight, bias, stride, padding, new int[] {1, 1}, 1);
    }

    /**
     * The largest element of each window of {@code kernel × kernel}, the windows side by side.
     *
     * @param kernel the window's height and width
     * @return {@code [n, c, h, w] → [n, c, h / kernel, w / kernel]}
     * @throws IllegalArgumentException if the shape or settings do not fit
     */
    public Tensor maxPool2d(int kernel) {
        return maxPool2d(kernel, kernel, 0);
    }

    /**
     * The largest element of each window.
     *
     * @param kernel the window's height and width
     * @param stride step in both directions
     * @param padding places on all four sides that never win, at most half the kernel
     * @return {@code [n, c, h, w] → [n, c, (h + 2·padding - kernel) / stride + 1, …]}
     * @throws IllegalArgumentException if the shape or settings do not fit
     */
    public Tensor maxPool2d(int kernel, int stride, int padding) {
        return maxPool2d(
                new int[] {kernel, kernel},
                new int[] {stride, stride},
                new int[] {padding, padding});
    }

    /**
     * The largest element of each window, with separate settings for height and width.
     *
     * @param kernel the window's height and width
     * @param stride steps down and across
     * @param padding places above and below, left and right that never win
     * @return {@code [n, c, h, w] → [n, c, (h + 2·padding[0] - kernel[0]) / stride[0] + 1, …]}
     * @throws IllegalArgumentException if the shape or settings do not fit
     */
    public Tensor maxPool2d(int[] kernel, int[] stride, int[] padding) {
        return maxPool2d(kernel, stride, padding, new int[] {1, 1}, false);
    }

    // ---- images: convolution and pooling in all their forms ----

    /**
     * Convolution of signals, {@code y[k] = bias[k] + Σ_c weight[k, c] ⋆ x[c]}.
     *
     * @param weight {@code [k, c / groups, kl]}
     * @param bias {@code [k]} or null
     * @param stride the step
     * @param padding zeros on either side
     * @param dilation distance of the kernel's elements
     * @param groups parts of the channels that do not mix; as many as channels: depthwise
     * @return {@code [n, c, l] → [n, k, l']} or {@code [c, l] → [k, l']} with {@code l' = (l +
     *     2·padding - dilation·(kl - 1) - 1) / stride + 1}
     * @throws IllegalArgumentException if the shapes, types or settings do not fit
     */
    public Tensor conv1d(
            Tensor weight, Tensor bias, int stride, int padding, int dilation, int groups) {
        return Convolutions.conv1d(this, weight, bias, stride, padding, dilation, groups);
    }

    /**
     * Convolution of images with all settings.
     *
     * @param weight {@code [k, c / groups, kh, kw]}
     * @param bias {@code [k]} or null
     * @param stride steps down and across
     * @param padding zeros above and below, left and right
     * @param dilation distance of the kernel's elements, down and across
     * @param groups parts of the channels that do not mix; as many as channels: depthwise
     * @return {@code [n, c, h, w] → [n, k, h', w']} or the same without n, with {@code h' = (h +
     *     2·padding[0] - dilation[0]·(kh - 1) - 1) / stride[0] + 1}
     * @throws IllegalArgumentException if the shapes, types or settings do not fit
     */
    public Tensor conv2d(
            Tensor weight, Tensor bias, int[] stride, int[] padding, int[] dilation, int groups) {
        return Convolutions.conv2d(this, weight, bias, stride, padding, dilation, groups);
    }

    /**
     * Transposed convolution of signals: the gradient of a convolution with these settings.
     *
     * @param weight {@code [c, k / groups, kl]}
     * @param bias {@code [k]} or null
     * @param stride the convolution's step
     * @param padding its zeros on either side, cut off here
     * @param outputPadding places added at the end, fewer than the stride or the dilation
     * @param groups parts of the channels that do not mix
     * @param dilation distance of the kernel's elements
     * @return {@code [n, c, l] → [n, k, l']} or {@code [c, l] → [k, l']} with {@code l' = (l -
     *     1)·stride - 2·padding + dilation·(kl - 1) + outputPadding + 1}
     * @throws IllegalArgumentException if the shapes, types or settings do not fit
     */
    public Tensor convTranspose1d(
            Tensor weight,
            Tensor bias,
            int stride,
            int padding,
            int outputPadding,
            int groups,
            int dilation) {
        return Convolutions.convTranspose1d(
                this, weight, bias, stride, padding, outputPadding, groups, dilation);
    }

    /**
     * Transposed convolution of images: the gradient of a convolution with these settings.
     *
     * @param weight {@code [c, k / groups, kh, kw]}
     * @param bias {@code [k]} or null
     * @param stride the convolution's steps down and across
     * @param padding its zeros, cut off here
     * @param outputPadding places added below and right, fewer than the stride or the dilation
     * @param groups parts of the channels that do not mix
     * @param dilation distance of the kernel's elements
     * @return {@code [n, c, h, w] → [n, k, h', w']} or the same without n, with {@code h' = (h -
     *     1)·stride[0] - 2·padding[0] + dilation[0]·(kh - 1) + outputPadding[0] + 1}
     * @throws IllegalArgumentException if the shapes, types or settings do not fit
     */
    public Tensor convTranspose2d(
            Tensor weight,
            Tensor bias,
            int[] stride,
            int[] padding,
            int[] outputPadding,
            int groups,
            int[] dilation) {
        return Convolutions.convTranspose2d(
                this, weight, bias, stride, padding, outputPadding, groups, dilation);
    }

    /**
     * The largest element of each window of a signal.
     *
     * @param kernel the window's length
     * @param stride the step
     * @param padding places on either side that never win, at most half the window
     * @param dilation distance of a window's elements
     * @param ceilMode whether a last window may reach beyond the padding
     * @return {@code [n, c, l] → [n, c, l']} or the same without n
     * @throws IllegalArgumentException if the shape or settings do not fit
     */
    public Tensor maxPool1d(int kernel, int stride, int padding, int dilation, boolean ceilMode) {
        return maxPool1dWithIndices(kernel, stride, padding, dilation, ceilMode).values();
    }

    /**
     * As {@link #maxPool1d}, with the places in the signal where the elements were found.
     *
     * @param kernel the window's length
     * @param stride the step
     * @param padding places on either side that never win, at most half the window
     * @param dilation distance of a window's elements
     * @param ceilMode whether a last window may reach beyond the padding
     * @return both, {@code [n, c, l']}
     * @throws IllegalArgumentException if the shape or settings do not fit
     */
    public ValuesIndices maxPool1dWithIndices(
            int kernel, int stride, int padding, int dilation, boolean ceilMode) {
        return Pools.maxPool1d(this, kernel, stride, padding, dilation, ceilMode);
    }

    /**
     * The largest element of each window of an image, with all settings.
     *
     * @param kernel the window's height and width
     * @param stride steps down and across
     * @param padding places that never win, at most half the window
     * @param dilation distance of a window's elements, down and across
     * @param ceilMode whether a last window may reach beyond the padding
     * @return {@code [n, c, h, w] → [n, c, h', w']} or the same without n
     * @throws IllegalArgumentException if the shape or settings do not fit
     */
    public Tensor maxPool2d(
            int[] kernel, int[] stride, int[] padding, int[] dilation, boolean ceilMode) {
        return Pools.maxPool2d(this, kernel, stride, padding, dilation, ceilMode, false).values();
    }

    /**
     * As {@link #maxPool2d(int[], int[], int[], int[], boolean)}, with the row-major places in each
     * image where the elements were found.
     *
     * @param kernel the window's height and width
     * @param stride steps down and across
     * @param padding places that never win, at most half the window
     * @param dilation distance of a window's elements, down and across
     * @param ceilMode whether a last window may reach beyond the padding
     * @return both, {@code [n, c, h', w']}
     * @throws IllegalArgumentException if the shape or settings do not fit
     */
    public ValuesIndices maxPool2dWithIndices(
            int[] kernel, int[] stride, int[] padding, int[] dilation, boolean ceilMode) {
        return Pools.maxPool2d(this, kernel, stride, padding, dilation, ceilMode, true);
    }

    /**
     * The mean of each window of a signal.
     *
     * @param kernel the window's length
     * @param stride the step
     * @param padding zeros on either side, at most half the window
     * @param ceilMode whether a last window may reach beyond the padding
     * @param countIncludePad whether the zeros count
     * @return {@code [n, c, l] → [n, c, l']} or the same without n
     * @throws IllegalArgumentException if the shape or settings do not fit
     */
    public Tensor avgPool1d(
            int kernel, int stride, int padding, boolean ceilMode, boolean countIncludePad) {
        return Pools.avgPool1d(this, kernel, stride, padding, ceilMode, countIncludePad);
    }

    /**
     * The mean of each window of an image.
     *
     * @param kernel the window's height and width
     * @param stride steps down and across
     * @param padding zeros on all sides, at most half the window
     * @param ceilMode whether a last window may reach beyond the padding
     * @param countIncludePad whether the zeros count
     * @return {@code [n, c, h, w] → [n, c, h', w']} or the same without n
     * @throws IllegalArgumentException if the shape or settings do not fit
     */
    public Tensor avgPool2d(
            int[] kernel, int[] stride, int[] padding, boolean ceilMode, boolean countIncludePad) {
        return Pools.avgPool2d(this, kernel, stride, padding, ceilMode, countIncludePad);
    }

    /**
     * The means of windows that cover a signal evenly; the i-th reaches from {@code ⌊i·l / size⌋}
     * to {@code ⌈(i + 1)·l / size⌉}.
     *
     * @param size how many windows
     * @return {@code [n, c, l] → [n, c, size]} or the same without n
     * @throws IllegalArgumentException if the shape or size does not fit
     */
    public Tensor adaptiveAvgPool1d(int size) {
        return Pools.adaptiveAvgPool1d(this, size);
    }

    /**
     * The means of a grid of windows that covers an image evenly, as {@link #adaptiveAvgPool1d}.
     *
     * @param h windows below each other
     * @param w windows beside each other
     * @return {@code [n, c, h', w'] → [n, c, h, w]} or the same without n
     * @throws IllegalArgumentException if the shape or size does not fit
     */
    public Tensor adaptiveAvgPool2d(int h, int w) {
        return Pools.adaptiveAvgPool2d(this, h, w);
    }

    /**
     * The largest elements of windows that cover a signal evenly, as {@link #adaptiveAvgPool1d},
     * and where they were found.
     *
     * @param size how many windows
     * @return both, {@code [n, c, size]}
     * @throws IllegalArgumentException if the shape or size does not fit
     */
    public ValuesIndices adaptiveMaxPool1d(int size) {
        return Pools.adaptiveMaxPool1d(this, size);
    }

    /**
     * The largest elements of a grid of windows that covers an image evenly, as {@link
     * #adaptiveAvgPool1d}, and their row-major places in each image.
     *
     * @param h windows below each other
     * @param w windows beside each other
     * @return both, {@code [n, c, h, w]}
     * @throws IllegalArgumentException if the shape or size does not fit
     */
    public ValuesIndices adaptiveMaxPool2d(int h, int w) {
        return Pools.adaptiveMaxPool2d(this, h, w);
    }

    /**
     * Signals or images in a given size.
     *
     * @param size the sizes after the channels
     * @param mode how values between the elements are found
     * @param alignCorners whether the first and last elements keep their places (not with {@link
     *     Interpolation#NEAREST})
     * @return {@code [n, c, h, w] → [n, c, *size]}, {@code [n, c, l] → [n, c, *size]}
     * @throws IllegalArgumentException if the shape or settings do not fit
     */
    public Tensor interpolate(long[] size, Interpolation mode, boolean alignCorners) {
        return Resizing.interpolate(this, size, mode, alignCorners);
    }

    /**
     * Signals or images enlarged or reduced by factors.
     *
     * @param scale a factor for each size after the channels; the products are rounded down
     * @param mode how values between the elements are found
     * @param alignCorners whether the first and last elements keep their places (not with {@link
     *     Interpolation#NEAREST})
     * @return {@code [n, c, h, w] → [n, c, h·scale[0], w·scale[1]]}, and so for {@code [n, c, l]}
     * @throws IllegalArgumentException if the shape or settings do not fit
     */
    public Tensor interpolate(double[] scale, Interpolation mode, boolean alignCorners) {
        return Resizing.interpolate(this, scale, mode, alignCorners);
    }

    /**
     * Channels spread over a finer image (Shi et al., arXiv:1609.05158).
     *
     * @param factor how much finer
     * @return {@code […, c·factor², h, w] → […, c, h·factor, w·factor]}
     * @throws IllegalArgumentException if the shape or factor does not fit
     */
    public Tensor pixelShuffle(int factor) {
        return Resizing.pixelShuffle(this, factor);
    }

    /**
     * The reverse of {@link #pixelShuffle}.
     *
     * @param factor how much coarser
     * @return {@code […, c, h·factor, w·factor] → […, c·factor², h, w]}
     * @throws IllegalArgumentException if the shape or factor does not fit
     */
    public Tensor pixelUnshuffle(int factor) {
        return Resizing.pixelUnshuffle(this, factor);
    }

    /**
     * The windows of images as columns.
     *
     * @param kernel the window's height and width
     * @param dilation distance of a window's elements, down and across
     * @param padding zeros above and below, left and right
     * @param stride steps down and across
     * @return {@code [n, c, h, w] → [n, c·kh·kw, windows]} or the same without n
     * @throws IllegalArgumentException if the shape or settings do not fit
     */
    public Tensor unfold(int[] kernel, int[] dilation, int[] padding, int[] stride) {
        return Resizing.unfold(this, kernel, dilation, padding, stride);
    }

    /**
     * Images in which each element is the sum of what the columns of {@link #unfold(int[], int[],
     * int[], int[])} have for it.
     *
     * @param outputSize height and width of the images
     * @param kernel the window's height and width
     * @param dilation distance of a window's elements, down and across
     * @param padding zeros above and below, left and right
     * @param stride steps down and across
     * @return {@code [n, c·kh·kw, windows] → [n, c, h, w]} or the same without n
     * @throws IllegalArgumentException if the shape or settings do not fit
     */
    public Tensor fold(
            int[] outputSize, int[] kernel, int[] dilation, int[] padding, int[] stride) {
        return Resizing.fold(this, outputSize, kernel, dilation, padding, stride);
    }

    // ---- normalising ----

    /**
     * Batch normalisation, {@code y = (x - mean) / √(var + eps) · weight + bias} for each channel
     * (Ioffe and Szegedy, arXiv:1502.03167). In training the statistics are the batch's, the
     * variance divided by the number of elements, and the running ones move towards them, the
     * variance there divided by one less; otherwise the running ones are used.
     *
     * @param runningMean {@code [c]}; null in training where none is kept
     * @param runningVar {@code [c]}; null in training where none is kept
     * @param weight {@code [c]} or null
     * @param bias {@code [c]} or null
     * @param training whether the statistics are the batch's
     * @param momentum the share of the batch in the running statistics
     * @param eps added to the variance
     * @return {@code [n, c, …]} to the same
     * @throws IllegalArgumentException if the shapes or types do not fit, in training if a channel
     *     has one value only, otherwise if there are no running statistics
     */
    public Tensor batchNorm(
            Tensor runningMean,
            Tensor runningVar,
            Tensor weight,
            Tensor bias,
            boolean training,
            double momentum,
            double eps) {
        return Normalizations.batchNorm(
                this, runningMean, runningVar, weight, bias, training, momentum, eps);
    }

    /**
     * Layer normalisation, {@code y = (x - mean) / √(var + eps) · weight + bias} with the
     * statistics of the last dimensions (Ba et al., arXiv:1607.06450).
     *
     * @param normalizedShape the last sizes
     * @param weight of that shape, or null
     * @param bias of that shape, or null
     * @param eps added to the variance
     * @return {@code […, *normalizedShape]} to the same
     * @throws IllegalArgumentException if the shapes or types do not fit
     */
    public Tensor layerNorm(long[] normalizedShape, Tensor weight, Tensor bias, double eps) {
        return Normalizations.layerNorm(this, normalizedShape, weight, bias, eps);
    }

    /**
     * Group normalisation: each sample's channels in groups, each group normalised by itself (Wu
     * and He, arXiv:1803.08494).
     *
     * @param groups how many
     * @param weight {@code [c]} or null
     * @param bias {@code [c]} or null
     * @param eps added to the variance
     * @return {@code [n, c, …]} to the same
     * @throws IllegalArgumentException if the shapes or types do not fit, the groups do not divide
     *     the channels, or a group has one value only
     */
    public Tensor groupNorm(int groups, Tensor weight, Tensor bias, double eps) {
        return Normalizations.groupNorm(this, groups, weight, bias, eps);
    }

    /**
     * Instance normalisation: each channel of each sample normalised by itself (Ulyanov et al.,
     * arXiv:1607.08022), or by running statistics.
     *
     * @param runningMean {@code [c]} or null; moves where the input's statistics are used
     * @param runningVar {@code [c]} or null; moves where the input's statistics are used
     * @param weight {@code [c]} or null
     * @param bias {@code [c]} or null
     * @param useInputStats whether the statistics are the input's
     * @param momentum the share of this batch in the running statistics
     * @param eps added to the variance
     * @return {@code [n, c, …]} to the same
     * @throws IllegalArgumentException if the shapes or types do not fit, if a channel has one
     *     value only, or if there are no running statistics where they are used
     */
    public Tensor instanceNorm(
            Tensor runningMean,
            Tensor runningVar,
            Tensor weight,
            Tensor bias,
            boolean useInputStats,
            double momentum,
            double eps) {
        return Normalizations.instanceNorm(
                this, runningMean, runningVar, weight, bias, useInputStats, momentum, eps);
    }

    /**
     * Division by the root mean square, {@code y = x / √(mean(x²) + eps) · weight} (Zhang and
     * Sennrich, arXiv:1910.07467).
     *
     * @param normalizedShape the last sizes
     * @param weight of that shape, or null
     * @param eps added to the mean square
     * @return {@code […, *normalizedShape]} to the same
     * @throws IllegalArgumentException if the shapes or types do not fit
     */
    public Tensor rmsNorm(long[] normalizedShape, Tensor weight, double eps) {
        return Normalizations.rmsNorm(this, normalizedShape, weight, eps);
    }

    /**
     * {@code x / max(‖x‖, eps)} along one dimension.
     *
     * @param p the norm's exponent, 2 in PyTorch by default
     * @param dim the dimension, 1 in PyTorch by default
     * @param eps the least norm, 1e-12 in PyTorch by default
     * @return a tensor of this shape
     * @throws IllegalArgumentException if there is no such dimension or this is not floating
     */
    public Tensor normalize(double p, int dim, double eps) {
        return Distances.normalize(this, p, dim, eps);
    }

    /**
     * The cosine of the angle between vectors, {@code x·y / (max(‖x‖, eps) · max(‖y‖, eps))}.
     *
     * @param other broadcasts with this one
     * @param dim the vectors' dimension, 1 in PyTorch by default
     * @param eps the least norm, 1e-8 in PyTorch by default
     * @return the broadcast shape without that dimension
     * @throws IllegalArgumentException if the shapes or types do not fit
     */
    public Tensor cosineSimilarity(Tensor other, int dim, double eps) {
        return Distances.cosineSimilarity(this, other, dim, eps);
    }

    /**
     * The distance of vectors, {@code ‖x - y + eps‖} along the last dimension.
     *
     * @param other broadcasts with this one
     * @param p the norm's exponent, 2 in PyTorch by default
     * @param eps added to each difference, 1e-6 in PyTorch by default
     * @param keepDim whether the last dimension stays with size 1
     * @return the broadcast shape without the last dimension
     * @throws IllegalArgumentException if the shapes or types do not fit
     */
    public Tensor pairwiseDistance(Tensor other, double p, double eps, boolean keepDim) {
        return Distances.pairwiseDistance(this, other, p, eps, keepDim);
    }

    // ---- losses ----

    /**
     * The mean cross-entropy of these logits: {@code -log softmax(logits)[target]}.
     *
     * @param target int64 class numbers {@code [n]} or {@code [n, d1, …]} for logits {@code [n,
     *     classes]} or {@code [n, classes, d1, …]}; one without dimensions for {@code [classes]}
     * @return a tensor without dimensions
     * @throws IllegalArgumentException if the shapes or types do not fit, or a class number is out
     *     of range
     */
    public Tensor crossEntropy(Tensor target) {
        return Losses.crossEntropy(this, target, Reduction.MEAN);
    }

    /**
     * The cross-entropy of these logits.
     *
     * @param target as for {@link #crossEntropy(Tensor)}
     * @param reduction how the losses of the samples become one
     * @return a tensor without dimensions, or of the target's shape for {@link Reduction#NONE}
     * @throws IllegalArgumentException as {@link #crossEntropy(Tensor)}
     */
    public Tensor crossEntropy(Tensor target, Reduction reduction) {
        return Losses.crossEntropy(this, target, reduction);
    }

    /**
     * The negative log-likelihood of these log-probabilities: {@code -x[target]}.
     *
     * @param target as for {@link #crossEntropy(Tensor)}
     * @param reduction how the losses of the samples become one
     * @return a tensor without dimensions, or of the target's shape for {@link Reduction#NONE}
     * @throws IllegalArgumentException as {@link #crossEntropy(Tensor)}
     */
    public Tensor nllLoss(Tensor target, Reduction reduction) {
        return Losses.nllLoss(this, target, reduction);
    }

    /**
     * The squared error, {@code (this - target)²}.
     *
     * @param target a tensor of this shape
     * @param reduction how the elements become one
     * @return a tensor without dimensions, or of this shape for {@link Reduction#NONE}
     * @throws IllegalArgumentException if the shapes differ (PyTorch warns and broadcasts, which
     *     hides a common mistake)
     */
    public Tensor mseLoss(Tensor target, Reduction reduction) {
        return Losses.mseLoss(this, target, reduction);
    }

    // ---- in place ----

    /**
     * Adds into this tensor. As all changes in place, it is recorded if need be: this tensor then
     * takes the place of the result in the graph, and so do its views and what it is a view of.
     *
     * @param other broadcasts to this
     * @return this tensor
     * @throws IllegalStateException if recording is on and this is a leaf that requires gradients
     *     or a view of one, or if gradients are involved and this is a view made without recording
     *     or shares its memory with an input of a custom function
     * @throws IllegalArgumentException if the other does not broadcast to this shape, or its type
     *     does not fit into this one's
     */
    public Tensor add_(Tensor other) {
        return InPlace.add(this, other);
    }

    /**
     * Adds a number into this tensor.
     *
     * @param number the number
     * @return this tensor
     * @throws IllegalStateException as {@link #add_(Tensor)}
     */
    public Tensor add_(Number number) {
        return InPlace.add(this, number);
    }

    /**
     * Subtracts in this tensor.
     *
     * @param other broadcasts to this
     * @return this tensor
     * @throws IllegalStateException as {@link #add_(Tensor)}
     * @throws IllegalArgumentException as {@link #add_(Tensor)}
     */
    public Tensor sub_(Tensor other) {
        return InPlace.sub(this, other);
    }

    /**
     * Multiplies in this tensor.
     *
     * @param other broadcasts to this
     * @return this tensor
     * @throws IllegalStateException as {@link #add_(Tensor)}
     * @throws IllegalArgumentException as {@link #add_(Tensor)}
     */
    public Tensor mul_(Tensor other) {
        return InPlace.mul(this, other);
    }

    /**
     * Multiplies this tensor by a number in place.
     *
     * @param number the number
     * @return this tensor
     * @throws IllegalStateException as {@link #add_(Tensor)}
     */
    public Tensor mul_(Number number) {
        return InPlace.mul(this, number);
    }

    /**
     * Overwrites this tensor.
     *
     * @param source broadcasts to this; converted to this type
     * @return this tensor
     * @throws IllegalStateException as {@link #add_(Tensor)}
     * @throws IllegalArgumentException if the source does not broadcast to this shape
     */
    public Tensor copy_(Tensor source) {
        return InPlace.copy(this, source);
    }

    /**
     * Sets every element.
     *
     * @param value the number
     * @return this tensor
     * @throws IllegalStateException as {@link #add_(Tensor)}
     * @throws IllegalArgumentException as {@link #full(Number, DType, long...)}
     */
    public Tensor fill_(Number value) {
        return InPlace.fill(this, value);
    }

    /**
     * Sets every element to the value of a tensor without dimensions, through which gradients flow.
     *
     * @param value the number, converted to this type
     * @return this tensor
     * @throws IllegalStateException as {@link #add_(Tensor)}
     * @throws IllegalArgumentException if the value has dimensions
     */
    public Tensor fill_(Tensor value) {
        return InPlace.fill(this, value);
    }

    /**
     * Overwrites this tensor with uniform random numbers from [low, high), from the default {@link
     * Generator}: {@code low + (high - low) u}, computed in this type, whose rounding may reach
     * {@code high} unless the range is [0, 1).
     *
     * @param low the smallest number
     * @param high the bound above
     * @return this tensor
     * @throws IllegalStateException as {@link #add_(Tensor)}
     * @throws IllegalArgumentException if this tensor is not floating, or the range is not finite
     *     and upwards
     */
    public Tensor uniform_(double low, double high) {
        return uniform_(Generator.global(), low, high);
    }

    /**
     * Overwrites this tensor with uniform random numbers from [low, high): {@code low + (high -
     * low) u}, computed in this type, whose rounding may reach {@code high} unless the range is [0,
     * 1).
     *
     * @param generator where the randomness comes from
     * @param low the smallest number
     * @param high the bound above
     * @return this tensor
     * @throws IllegalStateException as {@link #add_(Tensor)}
     * @throws IllegalArgumentException if this tensor is not floating, or the range is not finite
     *     and upwards
     */
    public Tensor uniform_(Generator generator, double low, double high) {
        return RandomFills.uniform(this, generator, low, high);
    }

    /**
     * Overwrites this tensor with normal random numbers, from the default {@link Generator}.
     *
     * @param mean their mean
     * @param std their standard deviation, 0 or more
     * @return this tensor
     * @throws IllegalStateException as {@link #add_(Tensor)}
     * @throws IllegalArgumentException if this tensor is not floating, or the standard deviation is
     *     negative
     */
    public Tensor normal_(double mean, double std) {
        return normal_(Generator.global(), mean, std);
    }

    /**
     * Overwrites this tensor with normal random numbers.
     *
     * @param generator where the randomness comes from
     * @param mean their mean
     * @param std their standard deviation, 0 or more
     * @return this tensor
     * @throws IllegalStateException as {@link #add_(Tensor)}
     * @throws IllegalArgumentException if this tensor is not floating, or the standard deviation is
     *     negative
     */
    public Tensor normal_(Generator generator, double mean, double std) {
        return RandomFills.normal(this, generator, mean, std);
    }

    /**
     * Overwrites this tensor with 1 with a given chance, else with 0, from the default {@link
     * Generator}.
     *
     * @param p the chance, from 0 to 1
     * @return this tensor
     * @throws IllegalStateException as {@link #add_(Tensor)}
     * @throws IllegalArgumentException if the chance is outside
     */
    public Tensor bernoulli_(double p) {
        return bernoulli_(Generator.global(), p);
    }

    /**
     * Overwrites this tensor with 1 with a given chance, else with 0.
     *
     * @param generator where the randomness comes from
     * @param p the chance, from 0 to 1
     * @return this tensor
     * @throws IllegalStateException as {@link #add_(Tensor)}
     * @throws IllegalArgumentException if the chance is outside
     */
    public Tensor bernoulli_(Generator generator, double p) {
        return RandomFills.bernoulli(this, generator, p);
    }

    /**
     * Overwrites this tensor with 1 with the given chances, else with 0, from the default {@link
     * Generator}.
     *
     * @param p chances from 0 to 1, floating, broadcast to this shape; their gradient is 0
     * @return this tensor
     * @throws IllegalStateException as {@link #add_(Tensor)}
     * @throws IllegalArgumentException if a chance is outside, or the chances do not broadcast or
     *     are not floating
     */
    public Tensor bernoulli_(Tensor p) {
        return bernoulli_(Generator.global(), p);
    }

    /**
     * Overwrites this tensor with 1 with the given chances, else with 0.
     *
     * @param generator where the randomness comes from
     * @param p chances from 0 to 1, floating, broadcast to this shape; their gradient is 0
     * @return this tensor
     * @throws IllegalStateException as {@link #add_(Tensor)}
     * @throws IllegalArgumentException if a chance is outside, or the chances do not broadcast or
     *     are not floating
     */
    public Tensor bernoulli_(Generator generator, Tensor p) {
        return RandomFills.bernoulli(this, generator, p);
    }

    /**
     * Sets every element to 0.
     *
     * @return this tensor
     * @throws IllegalStateException as {@link #add_(Tensor)}
     */
    public Tensor zero_() {
        return InPlace.zero(this);
    }

    /**
     * Subtracts a number from this tensor in place.
     *
     * @param number the number
     * @return this tensor
     * @throws IllegalStateException as {@link #add_(Tensor)}
     */
    public Tensor sub_(Number number) {
        return InPlace.sub(this, number);
    }

    /**
     * Divides in this tensor.
     *
     * @param other broadcasts to this
     * @return this tensor
     * @throws IllegalStateException as {@link #add_(Tensor)}
     * @throws IllegalArgumentException as {@link #add_(Tensor)}, and if this is not floating
     */
    public Tensor div_(Tensor other) {
        return InPlace.div(this, other);
    }

    /**
     * Divides this tensor by a number in place.
     *
     * @param number the number
     * @return this tensor
     * @throws IllegalStateException as {@link #add_(Tensor)}
     * @throws IllegalArgumentException if this is not floating
     */
    public Tensor div_(Number number) {
        return InPlace.div(this, number);
    }

    /**
     * Raises this tensor to a power in place.
     *
     * @param exponent a number
     * @return this tensor
     * @throws IllegalStateException as {@link #add_(Tensor)}
     * @throws IllegalArgumentException as {@link #pow(Number)}, or if the result does not fit
     */
    public Tensor pow_(Number exponent) {
        return InPlace.by("pow_", this, x -> x.pow(exponent));
    }

    /**
     * {@code -this}, in place.
     *
     * @return this tensor
     * @throws IllegalStateException as {@link #add_(Tensor)}
     * @throws IllegalArgumentException if the type is not floating, for the functions that need it
     */
    public Tensor neg_() {
        return InPlace.by("neg_", this, Tensor::neg);
    }

    /**
     * {@code |this|}, in place.
     *
     * @return this tensor
     * @throws IllegalStateException as {@link #add_(Tensor)}
     * @throws IllegalArgumentException if the type is not floating, for the functions that need it
     */
    public Tensor abs_() {
        return InPlace.by("abs_", this, Tensor::abs);
    }

    /**
     * {@code eᵗʰⁱˢ}, in place.
     *
     * @return this tensor
     * @throws IllegalStateException as {@link #add_(Tensor)}
     * @throws IllegalArgumentException if the type is not floating, for the functions that need it
     */
    public Tensor exp_() {
        return InPlace.by("exp_", this, Tensor::exp);
    }

    /**
     * The natural logarithm, in place.
     *
     * @return this tensor
     * @throws IllegalStateException as {@link #add_(Tensor)}
     * @throws IllegalArgumentException if the type is not floating, for the functions that need it
     */
    public Tensor log_() {
        return InPlace.by("log_", this, Tensor::log);
    }

    /**
     * {@code √this}, in place.
     *
     * @return this tensor
     * @throws IllegalStateException as {@link #add_(Tensor)}
     * @throws IllegalArgumentException if the type is not floating, for the functions that need it
     */
    public Tensor sqrt_() {
        return InPlace.by("sqrt_", this, Tensor::sqrt);
    }

    /**
     * {@code max(this, 0)}, in place.
     *
     * @return this tensor
     * @throws IllegalStateException as {@link #add_(Tensor)}
     * @throws IllegalArgumentException if the type is not floating, for the functions that need it
     */
    public Tensor relu_() {
        return InPlace.by("relu_", this, Tensor::relu);
    }

    /**
     * {@code 1 / (1 + e⁻ᵗʰⁱˢ)}, in place.
     *
     * @return this tensor
     * @throws IllegalStateException as {@link #add_(Tensor)}
     * @throws IllegalArgumentException if the type is not floating, for the functions that need it
     */
    public Tensor sigmoid_() {
        return InPlace.by("sigmoid_", this, Tensor::sigmoid);
    }

    /**
     * The hyperbolic tangent, in place.
     *
     * @return this tensor
     * @throws IllegalStateException as {@link #add_(Tensor)}
     * @throws IllegalArgumentException if the type is not floating, for the functions that need it
     */
    public Tensor tanh_() {
        return InPlace.by("tanh_", this, Tensor::tanh);
    }

    // ---- in place: the other operations ----

    /**
     * {@link #sign()} in place.
     *
     * @return this tensor
     * @throws IllegalStateException as {@link #add_(Tensor)}
     * @throws IllegalArgumentException as there, or if the result does not fit into this tensor
     */
    public Tensor sign_() {
        return InPlace.by("sign_", this, Tensor::sign);
    }

    /**
     * {@link #reciprocal()} in place.
     *
     * @return this tensor
     * @throws IllegalStateException as {@link #add_(Tensor)}
     * @throws IllegalArgumentException as there, or if the result does not fit into this tensor
     */
    public Tensor reciprocal_() {
        return InPlace.by("reciprocal_", this, Tensor::reciprocal);
    }

    /**
     * {@link #square()} in place.
     *
     * @return this tensor
     * @throws IllegalStateException as {@link #add_(Tensor)}
     * @throws IllegalArgumentException as there, or if the result does not fit into this tensor
     */
    public Tensor square_() {
        return InPlace.by("square_", this, Tensor::square);
    }

    /**
     * {@link #rsqrt()} in place.
     *
     * @return this tensor
     * @throws IllegalStateException as {@link #add_(Tensor)}
     * @throws IllegalArgumentException as there, or if the result does not fit into this tensor
     */
    public Tensor rsqrt_() {
        return InPlace.by("rsqrt_", this, Tensor::rsqrt);
    }

    /**
     * {@link #expm1()} in place.
     *
     * @return this tensor
     * @throws IllegalStateException as {@link #add_(Tensor)}
     * @throws IllegalArgumentException as there, or if the result does not fit into this tensor
     */
    public Tensor expm1_() {
        return InPlace.by("expm1_", this, Tensor::expm1);
    }

    /**
     * {@link #log1p()} in place.
     *
     * @return this tensor
     * @throws IllegalStateException as {@link #add_(Tensor)}
     * @throws IllegalArgumentException as there, or if the result does not fit into this tensor
     */
    public Tensor log1p_() {
        return InPlace.by("log1p_", this, Tensor::log1p);
    }

    /**
     * {@link #log2()} in place.
     *
     * @return this tensor
     * @throws IllegalStateException as {@link #add_(Tensor)}
     * @throws IllegalArgumentException as there, or if the result does not fit into this tensor
     */
    public Tensor log2_() {
        return InPlace.by("log2_", this, Tensor::log2);
    }

    /**
     * {@link #log10()} in place.
     *
     * @return this tensor
     * @throws IllegalStateException as {@link #add_(Tensor)}
     * @throws IllegalArgumentException as there, or if the result does not fit into this tensor
     */
    public Tensor log10_() {
        return InPlace.by("log10_", this, Tensor::log10);
    }

    /**
     * {@link #sin()} in place.
     *
     * @return this tensor
     * @throws IllegalStateException as {@link #add_(Tensor)}
     * @throws IllegalArgumentException as there, or if the result does not fit into this tensor
     */
    public Tensor sin_() {
        return InPlace.by("sin_", this, Tensor::sin);
    }

    /**
     * {@link #cos()} in place.
     *
     * @return this tensor
     * @throws IllegalStateException as {@link #add_(Tensor)}
     * @throws IllegalArgumentException as there, or if the result does not fit into this tensor
     */
    public Tensor cos_() {
        return InPlace.by("cos_", this, Tensor::cos);
    }

    /**
     * {@link #tan()} in place.
     *
     * @return this tensor
     * @throws IllegalStateException as {@link #add_(Tensor)}
     * @throws IllegalArgumentException as there, or if the result does not fit into this tensor
     */
    public Tensor tan_() {
        return InPlace.by("tan_", this, Tensor::tan);
    }

    /**
     * {@link #asin()} in place.
     *
     * @return this tensor
     * @throws IllegalStateException as {@link #add_(Tensor)}
     * @throws IllegalArgumentException as there, or if the result does not fit into this tensor
     */
    public Tensor asin_() {
        return InPlace.by("asin_", this, Tensor::asin);
    }

    /**
     * {@link #acos()} in place.
     *
     * @return this tensor
     * @throws IllegalStateException as {@link #add_(Tensor)}
     * @throws IllegalArgumentException as there, or if the result does not fit into this tensor
     */
    public Tensor acos_() {
        return InPlace.by("acos_", this, Tensor::acos);
    }

    /**
     * {@link #atan()} in place.
     *
     * @return this tensor
     * @throws IllegalStateException as {@link #add_(Tensor)}
     * @throws IllegalArgumentException as there, or if the result does not fit into this tensor
     */
    public Tensor atan_() {
        return InPlace.by("atan_", this, Tensor::atan);
    }

    /**
     * {@link #sinh()} in place.
     *
     * @return this tensor
     * @throws IllegalStateException as {@link #add_(Tensor)}
     * @throws IllegalArgumentException as there, or if the result does not fit into this tensor
     */
    public Tensor sinh_() {
        return InPlace.by("sinh_", this, Tensor::sinh);
    }

    /**
     * {@link #cosh()} in place.
     *
     * @return this tensor
     * @throws IllegalStateException as {@link #add_(Tensor)}
     * @throws IllegalArgumentException as there, or if the result does not fit into this tensor
     */
    public Tensor cosh_() {
        return InPlace.by("cosh_", this, Tensor::cosh);
    }

    /**
     * {@link #asinh()} in place.
     *
     * @return this tensor
     * @throws IllegalStateException as {@link #add_(Tensor)}
     * @throws IllegalArgumentException as there, or if the result does not fit into this tensor
     */
    public Tensor asinh_() {
        return InPlace.by("asinh_", this, Tensor::asinh);
    }

    /**
     * {@link #acosh()} in place.
     *
     * @return this tensor
     * @throws IllegalStateException as {@link #add_(Tensor)}
     * @throws IllegalArgumentException as there, or if the result does not fit into this tensor
     */
    public Tensor acosh_() {
        return InPlace.by("acosh_", this, Tensor::acosh);
    }

    /**
     * {@link #atanh()} in place.
     *
     * @return this tensor
     * @throws IllegalStateException as {@link #add_(Tensor)}
     * @throws IllegalArgumentException as there, or if the result does not fit into this tensor
     */
    public Tensor atanh_() {
        return InPlace.by("atanh_", this, Tensor::atanh);
    }

    /**
     * {@link #erf()} in place.
     *
     * @return this tensor
     * @throws IllegalStateException as {@link #add_(Tensor)}
     * @throws IllegalArgumentException as there, or if the result does not fit into this tensor
     */
    public Tensor erf_() {
        return InPlace.by("erf_", this, Tensor::erf);
    }

    /**
     * {@link #erfc()} in place.
     *
     * @return this tensor
     * @throws IllegalStateException as {@link #add_(Tensor)}
     * @throws IllegalArgumentException as there, or if the result does not fit into this tensor
     */
    public Tensor erfc_() {
        return InPlace.by("erfc_", this, Tensor::erfc);
    }

    /**
     * {@link #floor()} in place.
     *
     * @return this tensor
     * @throws IllegalStateException as {@link #add_(Tensor)}
     * @throws IllegalArgumentException as there, or if the result does not fit into this tensor
     */
    public Tensor floor_() {
        return InPlace.by("floor_", this, Tensor::floor);
    }

    /**
     * {@link #ceil()} in place.
     *
     * @return this tensor
     * @throws IllegalStateException as {@link #add_(Tensor)}
     * @throws IllegalArgumentException as there, or if the result does not fit into this tensor
     */
    public Tensor ceil_() {
        return InPlace.by("ceil_", this, Tensor::ceil);
    }

    /**
     * {@link #round()} in place.
     *
     * @return this tensor
     * @throws IllegalStateException as {@link #add_(Tensor)}
     * @throws IllegalArgumentException as there, or if the result does not fit into this tensor
     */
    public Tensor round_() {
        return InPlace.by("round_", this, Tensor::round);
    }

    /**
     * {@link #trunc()} in place.
     *
     * @return this tensor
     * @throws IllegalStateException as {@link #add_(Tensor)}
     * @throws IllegalArgumentException as there, or if the result does not fit into this tensor
     */
    public Tensor trunc_() {
        return InPlace.by("trunc_", this, Tensor::trunc);
    }

    /**
     * {@link #frac()} in place.
     *
     * @return this tensor
     * @throws IllegalStateException as {@link #add_(Tensor)}
     * @throws IllegalArgumentException as there, or if the result does not fit into this tensor
     */
    public Tensor frac_() {
        return InPlace.by("frac_", this, Tensor::frac);
    }

    /**
     * {@link #atan2(Tensor)} in place.
     *
     * @param other as there
     * @return this tensor
     * @throws IllegalStateException as {@link #add_(Tensor)}
     * @throws IllegalArgumentException as there, or if the result does not fit into this tensor
     */
    public Tensor atan2_(Tensor other) {
        return InPlace.by("atan2_", this, x -> x.atan2(other), other);
    }

    /**
     * {@link #hypot(Tensor)} in place.
     *
     * @param other as there
     * @return this tensor
     * @throws IllegalStateException as {@link #add_(Tensor)}
     * @throws IllegalArgumentException as there, or if the result does not fit into this tensor
     */
    public Tensor hypot_(Tensor other) {
        return InPlace.by("hypot_", this, x -> x.hypot(other), other);
    }

    /**
     * {@link #pow(Tensor)} in place.
     *
     * @param exponent as there
     * @return this tensor
     * @throws IllegalStateException as {@link #add_(Tensor)}
     * @throws IllegalArgumentException as there, or if the result does not fit into this tensor
     */
    public Tensor pow_(Tensor exponent) {
        return InPlace.by("pow_", this, x -> x.pow(exponent), exponent);
    }

    /**
     * {@link #remainder(Tensor)} in place.
     *
     * @param divisor as there
     * @return this tensor
     * @throws IllegalStateException as {@link #add_(Tensor)}
     * @throws IllegalArgumentException as there, or if the result does not fit into this tensor
     */
    public Tensor remainder_(Tensor divisor) {
        return InPlace.by("remainder_", this, x -> x.remainder(divisor), divisor);
    }

    /**
     * {@link #remainder(Number)} in place.
     *
     * @param divisor as there
     * @return this tensor
     * @throws IllegalStateException as {@link #add_(Tensor)}
     * @throws IllegalArgumentException as there, or if the result does not fit into this tensor
     */
    public Tensor remainder_(Number divisor) {
        return InPlace.by("remainder_", this, x -> x.remainder(divisor));
    }

    /**
     * {@link #fmod(Tensor)} in place.
     *
     * @param divisor as there
     * @return this tensor
     * @throws IllegalStateException as {@link #add_(Tensor)}
     * @throws IllegalArgumentException as there, or if the result does not fit into this tensor
     */
    public Tensor fmod_(Tensor divisor) {
        return InPlace.by("fmod_", this, x -> x.fmod(divisor), divisor);
    }

    /**
     * {@link #fmod(Number)} in place.
     *
     * @param divisor as there
     * @return this tensor
     * @throws IllegalStateException as {@link #add_(Tensor)}
     * @throws IllegalArgumentException as there, or if the result does not fit into this tensor
     */
    public Tensor fmod_(Number divisor) {
        return InPlace.by("fmod_", this, x -> x.fmod(divisor));
    }

    /**
     * {@link #floorDivide(Tensor)} in place.
     *
     * @param divisor as there
     * @return this tensor
     * @throws IllegalStateException as {@link #add_(Tensor)}
     * @throws IllegalArgumentException as there, or if the result does not fit into this tensor
     */
    public Tensor floorDivide_(Tensor divisor) {
        return InPlace.by("floorDivide_", this, x -> x.floorDivide(divisor), divisor);
    }

    /**
     * {@link #floorDivide(Number)} in place.
     *
     * @param divisor as there
     * @return this tensor
     * @throws IllegalStateException as {@link #add_(Tensor)}
     * @throws IllegalArgumentException as there, or if the result does not fit into this tensor
     */
    public Tensor floorDivide_(Number divisor) {
        return InPlace.by("floorDivide_", this, x -> x.floorDivide(divisor));
    }

    /**
     * {@link #relu6()} in place.
     *
     * @return this tensor
     * @throws IllegalStateException as {@link #add_(Tensor)}
     * @throws IllegalArgumentException as there, or if the result does not fit into this tensor
     */
    public Tensor relu6_() {
        return InPlace.by("relu6_", this, Tensor::relu6);
    }

    /**
     * {@link #leakyRelu()} in place.
     *
     * @return this tensor
     * @throws IllegalStateException as {@link #add_(Tensor)}
     * @throws IllegalArgumentException as there, or if the result does not fit into this tensor
     */
    public Tensor leakyRelu_() {
        return InPlace.by("leakyRelu_", this, Tensor::leakyRelu);
    }

    /**
     * {@link #leakyRelu(double)} in place.
     *
     * @param slope as there
     * @return this tensor
     * @throws IllegalStateException as {@link #add_(Tensor)}
     * @throws IllegalArgumentException as there, or if the result does not fit into this tensor
     */
    public Tensor leakyRelu_(double slope) {
        return InPlace.by("leakyRelu_", this, x -> x.leakyRelu(slope));
    }

    /**
     * {@link #elu()} in place.
     *
     * @return this tensor
     * @throws IllegalStateException as {@link #add_(Tensor)}
     * @throws IllegalArgumentException as there, or if the result does not fit into this tensor
     */
    public Tensor elu_() {
        return InPlace.by("elu_", this, Tensor::elu);
    }

    /**
     * {@link #elu(double)} in place.
     *
     * @param alpha as there
     * @return this tensor
     * @throws IllegalStateException as {@link #add_(Tensor)}
     * @throws IllegalArgumentException as there, or if the result does not fit into this tensor
     */
    public Tensor elu_(double alpha) {
        return InPlace.by("elu_", this, x -> x.elu(alpha));
    }

    /**
     * {@link #selu()} in place.
     *
     * @return this tensor
     * @throws IllegalStateException as {@link #add_(Tensor)}
     * @throws IllegalArgumentException as there, or if the result does not fit into this tensor
     */
    public Tensor selu_() {
        return InPlace.by("selu_", this, Tensor::selu);
    }

    /**
     * {@link #celu()} in place.
     *
     * @return this tensor
     * @throws IllegalStateException as {@link #add_(Tensor)}
     * @throws IllegalArgumentException as there, or if the result does not fit into this tensor
     */
    public Tensor celu_() {
        return InPlace.by("celu_", this, Tensor::celu);
    }

    /**
     * {@link #celu(double)} in place.
     *
     * @param alpha as there
     * @return this tensor
     * @throws IllegalStateException as {@link #add_(Tensor)}
     * @throws IllegalArgumentException as there, or if the result does not fit into this tensor
     */
    public Tensor celu_(double alpha) {
        return InPlace.by("celu_", this, x -> x.celu(alpha));
    }

    /**
     * {@link #silu()} in place.
     *
     * @return this tensor
     * @throws IllegalStateException as {@link #add_(Tensor)}
     * @throws IllegalArgumentException as there, or if the result does not fit into this tensor
     */
    public Tensor silu_() {
        return InPlace.by("silu_", this, Tensor::silu);
    }

    /**
     * {@link #mish()} in place.
     *
     * @return this tensor
     * @throws IllegalStateException as {@link #add_(Tensor)}
     * @throws IllegalArgumentException as there, or if the result does not fit into this tensor
     */
    public Tensor mish_() {
        return InPlace.by("mish_", this, Tensor::mish);
    }

    /**
     * {@link #hardtanh()} in place.
     *
     * @return this tensor
     * @throws IllegalStateException as {@link #add_(Tensor)}
     * @throws IllegalArgumentException as there, or if the result does not fit into this tensor
     */
    public Tensor hardtanh_() {
        return InPlace.by("hardtanh_", this, Tensor::hardtanh);
    }

    /**
     * {@link #hardtanh(Number, Number)} in place.
     *
     * @param min as there
     * @param max as there
     * @return this tensor
     * @throws IllegalStateException as {@link #add_(Tensor)}
     * @throws IllegalArgumentException as there, or if the result does not fit into this tensor
     */
    public Tensor hardtanh_(Number min, Number max) {
        return InPlace.by("hardtanh_", this, x -> x.hardtanh(min, max));
    }

    /**
     * {@link #hardsigmoid()} in place.
     *
     * @return this tensor
     * @throws IllegalStateException as {@link #add_(Tensor)}
     * @throws IllegalArgumentException as there, or if the result does not fit into this tensor
     */
    public Tensor hardsigmoid_() {
        return InPlace.by("hardsigmoid_", this, Tensor::hardsigmoid);
    }

    /**
     * {@link #hardswish()} in place.
     *
     * @return this tensor
     * @throws IllegalStateException as {@link #add_(Tensor)}
     * @throws IllegalArgumentException as there, or if the result does not fit into this tensor
     */
    public Tensor hardswish_() {
        return InPlace.by("hardswish_", this, Tensor::hardswish);
    }

    /**
     * {@link #threshold(Number, Number)} in place.
     *
     * @param threshold as there
     * @param value as there
     * @return this tensor
     * @throws IllegalStateException as {@link #add_(Tensor)}
     * @throws IllegalArgumentException as there, or if the result does not fit into this tensor
     */
    public Tensor threshold_(Number threshold, Number value) {
        return InPlace.by("threshold_", this, x -> x.threshold(threshold, value));
    }

    /**
     * {@link #clamp(Number, Number)} in place.
     *
     * @param min as there
     * @param max as there
     * @return this tensor
     * @throws IllegalStateException as {@link #add_(Tensor)}
     * @throws IllegalArgumentException as there, or if the result does not fit into this tensor
     */
    public Tensor clamp_(Number min, Number max) {
        return InPlace.by("clamp_", this, x -> x.clamp(min, max));
    }

    /**
     * {@link #clamp(Tensor, Tensor)} in place.
     *
     * @param min as there
     * @param max as there
     * @return this tensor
     * @throws IllegalStateException as {@link #add_(Tensor)}
     * @throws IllegalArgumentException as there, or if the result does not fit into this tensor
     */
    public Tensor clamp_(Tensor min, Tensor max) {
        return InPlace.by("clamp_", this, x -> x.clamp(min, max), min, max);
    }

    /**
     * {@link #clampMin(Number)} in place.
     *
     * @param min as there
     * @return this tensor
     * @throws IllegalStateException as {@link #add_(Tensor)}
     * @throws IllegalArgumentException as there, or if the result does not fit into this tensor
     */
    public Tensor clampMin_(Number min) {
        return InPlace.by("clampMin_", this, x -> x.clampMin(min));
    }

    /**
     * {@link #clampMax(Number)} in place.
     *
     * @param max as there
     * @return this tensor
     * @throws IllegalStateException as {@link #add_(Tensor)}
     * @throws IllegalArgumentException as there, or if the result does not fit into this tensor
     */
    public Tensor clampMax_(Number max) {
        return InPlace.by("clampMax_", this, x -> x.clampMax(max));
    }

    /**
     * {@link #nanToNum()} in place.
     *
     * @return this tensor
     * @throws IllegalStateException as {@link #add_(Tensor)}
     * @throws IllegalArgumentException as there, or if the result does not fit into this tensor
     */
    public Tensor nanToNum_() {
        return InPlace.by("nanToNum_", this, Tensor::nanToNum);
    }

    /**
     * {@link #nanToNum(double, Number, Number)} in place.
     *
     * @param nan as there
     * @param posInf as there
     * @param negInf as there
     * @return this tensor
     * @throws IllegalStateException as {@link #add_(Tensor)}
     * @throws IllegalArgumentException as there, or if the result does not fit into this tensor
     */
    public Tensor nanToNum_(double nan, Number posInf, Number negInf) {
        return InPlace.by("nanToNum_", this, x -> x.nanToNum(nan, posInf, negInf));
    }

    /**
     * {@link #lerp(Tensor, Number)} in place.
     *
     * @param end as there
     * @param weight as there
     * @return this tensor
     * @throws IllegalStateException as {@link #add_(Tensor)}
     * @throws IllegalArgumentException as there, or if the result does not fit into this tensor
     */
    public Tensor lerp_(Tensor end, Number weight) {
        return InPlace.by("lerp_", this, x -> x.lerp(end, weight), end);
    }

    /**
     * {@link #lerp(Tensor, Tensor)} in place.
     *
     * @param end as there
     * @param weight as there
     * @return this tensor
     * @throws IllegalStateException as {@link #add_(Tensor)}
     * @throws IllegalArgumentException as there, or if the result does not fit into this tensor
     */
    public Tensor lerp_(Tensor end, Tensor weight) {
        return InPlace.by("lerp_", this, x -> x.lerp(end, weight), end, weight);
    }

    /**
     * {@link #addcmul(Tensor, Tensor)} in place.
     *
     * @param a as there
     * @param b as there
     * @return this tensor
     * @throws IllegalStateException as {@link #add_(Tensor)}
     * @throws IllegalArgumentException as there, or if the result does not fit into this tensor
     */
    public Tensor addcmul_(Tensor a, Tensor b) {
        return InPlace.by("addcmul_", this, x -> x.addcmul(a, b), a, b);
    }

    /**
     * {@link #addcmul(Tensor, Tensor, Number)} in place.
     *
     * @param a as there
     * @param b as there
     * @param value as there
     * @return this tensor
     * @throws IllegalStateException as {@link #add_(Tensor)}
     * @throws IllegalArgumentException as there, or if the result does not fit into this tensor
     */
    public Tensor addcmul_(Tensor a, Tensor b, Number value) {
        return InPlace.by("addcmul_", this, x -> x.addcmul(a, b, value), a, b);
    }

    /**
     * {@link #addcdiv(Tensor, Tensor)} in place.
     *
     * @param a as there
     * @param b as there
     * @return this tensor
     * @throws IllegalStateException as {@link #add_(Tensor)}
     * @throws IllegalArgumentException as there, or if the result does not fit into this tensor
     */
    public Tensor addcdiv_(Tensor a, Tensor b) {
        return InPlace.by("addcdiv_", this, x -> x.addcdiv(a, b), a, b);
    }

    /**
     * {@link #addcdiv(Tensor, Tensor, Number)} in place.
     *
     * @param a as there
     * @param b as there
     * @param value as there
     * @return this tensor
     * @throws IllegalStateException as {@link #add_(Tensor)}
     * @throws IllegalArgumentException as there, or if the result does not fit into this tensor
     */
    public Tensor addcdiv_(Tensor a, Tensor b, Number value) {
        return InPlace.by("addcdiv_", this, x -> x.addcdiv(a, b, value), a, b);
    }

    /**
     * {@link #addmm(Tensor, Tensor)} in place.
     *
     * @param a as there
     * @param b as there
     * @return this tensor
     * @throws IllegalStateException as {@link #add_(Tensor)}
     * @throws IllegalArgumentException as there, or if the result does not fit into this tensor
     */
    public Tensor addmm_(Tensor a, Tensor b) {
        return InPlace.by("addmm_", this, x -> x.addmm(a, b), a, b);
    }

    /**
     * {@link #addmm(Tensor, Tensor, Number, Number)} in place.
     *
     * @param a as there
     * @param b as there
     * @param beta as there
     * @param alpha as there
     * @return this tensor
     * @throws IllegalStateException as {@link #add_(Tensor)}
     * @throws IllegalArgumentException as there, or if the result does not fit into this tensor
     */
    public Tensor addmm_(Tensor a, Tensor b, Number beta, Number alpha) {
        return InPlace.by("addmm_", this, x -> x.addmm(a, b, beta, alpha), a, b);
    }

    /**
     * {@link #eq(Tensor)} in place.
     *
     * @param other as there
     * @return this tensor
     * @throws IllegalStateException as {@link #add_(Tensor)}
     * @throws IllegalArgumentException as there, or if the result does not fit into this tensor
     */
    public Tensor eq_(Tensor other) {
        return InPlace.by("eq_", this, x -> x.eq(other), other);
    }

    /**
     * {@link #eq(Number)} in place.
     *
     * @param number as there
     * @return this tensor
     * @throws IllegalStateException as {@link #add_(Tensor)}
     * @throws IllegalArgumentException as there, or if the result does not fit into this tensor
     */
    public Tensor eq_(Number number) {
        return InPlace.by("eq_", this, x -> x.eq(number));
    }

    /**
     * {@link #ne(Tensor)} in place.
     *
     * @param other as there
     * @return this tensor
     * @throws IllegalStateException as {@link #add_(Tensor)}
     * @throws IllegalArgumentException as there, or if the result does not fit into this tensor
     */
    public Tensor ne_(Tensor other) {
        return InPlace.by("ne_", this, x -> x.ne(other), other);
    }

    /**
     * {@link #ne(Number)} in place.
     *
     * @param number as there
     * @return this tensor
     * @throws IllegalStateException as {@link #add_(Tensor)}
     * @throws IllegalArgumentException as there, or if the result does not fit into this tensor
     */
    public Tensor ne_(Number number) {
        return InPlace.by("ne_", this, x -> x.ne(number));
    }

    /**
     * {@link #lt(Tensor)} in place.
     *
     * @param other as there
     * @return this tensor
     * @throws IllegalStateException as {@link #add_(Tensor)}
     * @throws IllegalArgumentException as there, or if the result does not fit into this tensor
     */
    public Tensor lt_(Tensor other) {
        return InPlace.by("lt_", this, x -> x.lt(other), other);
    }

    /**
     * {@link #lt(Number)} in place.
     *
     * @param number as there
     * @return this tensor
     * @throws IllegalStateException as {@link #add_(Tensor)}
     * @throws IllegalArgumentException as there, or if the result does not fit into this tensor
     */
    public Tensor lt_(Number number) {
        return InPlace.by("lt_", this, x -> x.lt(number));
    }

    /**
     * {@link #le(Tensor)} in place.
     *
     * @param other as there
     * @return this tensor
     * @throws IllegalStateException as {@link #add_(Tensor)}
     * @throws IllegalArgumentException as there, or if the result does not fit into this tensor
     */
    public Tensor le_(Tensor other) {
        return InPlace.by("le_", this, x -> x.le(other), other);
    }

    /**
     * {@link #le(Number)} in place.
     *
     * @param number as there
     * @return this tensor
     * @throws IllegalStateException as {@link #add_(Tensor)}
     * @throws IllegalArgumentException as there, or if the result does not fit into this tensor
     */
    public Tensor le_(Number number) {
        return InPlace.by("le_", this, x -> x.le(number));
    }

    /**
     * {@link #gt(Tensor)} in place.
     *
     * @param other as there
     * @return this tensor
     * @throws IllegalStateException as {@link #add_(Tensor)}
     * @throws IllegalArgumentException as there, or if the result does not fit into this tensor
     */
    public Tensor gt_(Tensor other) {
        return InPlace.by("gt_", this, x -> x.gt(other), other);
    }

    /**
     * {@link #gt(Number)} in place.
     *
     * @param number as there
     * @return this tensor
     * @throws IllegalStateException as {@link #add_(Tensor)}
     * @throws IllegalArgumentException as there, or if the result does not fit into this tensor
     */
    public Tensor gt_(Number number) {
        return InPlace.by("gt_", this, x -> x.gt(number));
    }

    /**
     * {@link #ge(Tensor)} in place.
     *
     * @param other as there
     * @return this tensor
     * @throws IllegalStateException as {@link #add_(Tensor)}
     * @throws IllegalArgumentException as there, or if the result does not fit into this tensor
     */
    public Tensor ge_(Tensor other) {
        return InPlace.by("ge_", this, x -> x.ge(other), other);
    }

    /**
     * {@link #ge(Number)} in place.
     *
     * @param number as there
     * @return this tensor
     * @throws IllegalStateException as {@link #add_(Tensor)}
     * @throws IllegalArgumentException as there, or if the result does not fit into this tensor
     */
    public Tensor ge_(Number number) {
        return InPlace.by("ge_", this, x -> x.ge(number));
    }

    /**
     * {@link #logicalAnd(Tensor)} in place.
     *
     * @param other as there
     * @return this tensor
     * @throws IllegalStateException as {@link #add_(Tensor)}
     * @throws IllegalArgumentException as there, or if the result does not fit into this tensor
     */
    public Tensor logicalAnd_(Tensor other) {
        return InPlace.by("logicalAnd_", this, x -> x.logicalAnd(other), other);
    }

    /**
     * {@link #logicalOr(Tensor)} in place.
     *
     * @param other as there
     * @return this tensor
     * @throws IllegalStateException as {@link #add_(Tensor)}
     * @throws IllegalArgumentException as there, or if the result does not fit into this tensor
     */
    public Tensor logicalOr_(Tensor other) {
        return InPlace.by("logicalOr_", this, x -> x.logicalOr(other), other);
    }

    /**
     * {@link #logicalXor(Tensor)} in place.
     *
     * @param other as there
     * @return this tensor
     * @throws IllegalStateException as {@link #add_(Tensor)}
     * @throws IllegalArgumentException as there, or if the result does not fit into this tensor
     */
    public Tensor logicalXor_(Tensor other) {
        return InPlace.by("logicalXor_", this, x -> x.logicalXor(other), other);
    }

    /**
     * {@link #logicalNot()} in place.
     *
     * @return this tensor
     * @throws IllegalStateException as {@link #add_(Tensor)}
     * @throws IllegalArgumentException as there, or if the result does not fit into this tensor
     */
    public Tensor logicalNot_() {
        return InPlace.by("logicalNot_", this, Tensor::logicalNot);
    }

    /**
     * {@link #cumsum(int)} in place.
     *
     * @param dim as there
     * @return this tensor
     * @throws IllegalStateException as {@link #add_(Tensor)}
     * @throws IllegalArgumentException as there, or if the result does not fit into this tensor
     */
    public Tensor cumsum_(int dim) {
        return InPlace.by("cumsum_", this, x -> x.cumsum(dim));
    }

    /**
     * {@link #cumprod(int)} in place.
     *
     * @param dim as there
     * @return this tensor
     * @throws IllegalStateException as {@link #add_(Tensor)}
     * @throws IllegalArgumentException as there, or if the result does not fit into this tensor
     */
    public Tensor cumprod_(int dim) {
        return InPlace.by("cumprod_", this, x -> x.cumprod(dim));
    }

    /**
     * {@link #tril()} in place.
     *
     * @return this tensor
     * @throws IllegalStateException as {@link #add_(Tensor)}
     * @throws IllegalArgumentException as there, or if the result does not fit into this tensor
     */
    public Tensor tril_() {
        return InPlace.by("tril_", this, Tensor::tril);
    }

    /**
     * {@link #tril(int)} in place.
     *
     * @param diagonal as there
     * @return this tensor
     * @throws IllegalStateException as {@link #add_(Tensor)}
     * @throws IllegalArgumentException as there, or if the result does not fit into this tensor
     */
    public Tensor tril_(int diagonal) {
        return InPlace.by("tril_", this, x -> x.tril(diagonal));
    }

    /**
     * {@link #triu()} in place.
     *
     * @return this tensor
     * @throws IllegalStateException as {@link #add_(Tensor)}
     * @throws IllegalArgumentException as there, or if the result does not fit into this tensor
     */
    public Tensor triu_() {
        return InPlace.by("triu_", this, Tensor::triu);
    }

    /**
     * {@link #triu(int)} in place.
     *
     * @param diagonal as there
     * @return this tensor
     * @throws IllegalStateException as {@link #add_(Tensor)}
     * @throws IllegalArgumentException as there, or if the result does not fit into this tensor
     */
    public Tensor triu_(int diagonal) {
        return InPlace.by("triu_", this, x -> x.triu(diagonal));
    }

    // ---- in place, at places ----

    /**
     * {@code x[entries] = values} in this tensor.
     *
     * @param entries as for {@link #indexPut(List, Tensor)}
     * @param values as for {@link #indexPut(List, Tensor)}
     * @return this tensor
     * @throws IllegalStateException as {@link #add_(Tensor)}
     * @throws IllegalArgumentException as {@link #indexPut(List, Tensor)}
     */
    public Tensor indexPut_(List<Index> entries, Tensor values) {
        return indexPut_(entries, values, false);
    }

    /**
     * {@code x[entries] = values} or {@code x[entries] += values} in this tensor.
     *
     * @param entries as for {@link #indexPut(List, Tensor, boolean)}
     * @param values as for {@link #indexPut(List, Tensor, boolean)}
     * @param accumulate as for {@link #indexPut(List, Tensor, boolean)}
     * @return this tensor
     * @throws IllegalStateException as {@link #add_(Tensor)}
     * @throws IllegalArgumentException as {@link #indexPut(List, Tensor, boolean)}
     */
    public Tensor indexPut_(List<Index> entries, Tensor values, boolean accumulate) {
        return InPlace.by("indexPut_", this, x -> x.indexPut(entries, values, accumulate), values);
    }

    /**
     * Adds slices into this tensor where an index says.
     *
     * @param dim as for {@link #indexAdd}
     * @param index as for {@link #indexAdd}
     * @param source as for {@link #indexAdd}
     * @return this tensor
     * @throws IllegalStateException as {@link #add_(Tensor)}
     * @throws IllegalArgumentException as {@link #indexAdd}
     */
    public Tensor indexAdd_(int dim, Tensor index, Tensor source) {
        return InPlace.by("indexAdd_", this, x -> x.indexAdd(dim, index, source), source);
    }

    /**
     * Replaces elements of this tensor where an index says.
     *
     * @param dim as for {@link #scatter(int, Tensor, Tensor)}
     * @param index as for {@link #scatter(int, Tensor, Tensor)}
     * @param source as for {@link #scatter(int, Tensor, Tensor)}
     * @return this tensor
     * @throws IllegalStateException as {@link #add_(Tensor)}
     * @throws IllegalArgumentException as {@link #scatter(int, Tensor, Tensor)}
     */
    public Tensor scatter_(int dim, Tensor index, Tensor source) {
        return InPlace.by("scatter_", this, x -> x.scatter(dim, index, source), source);
    }

    /**
     * Puts a number into this tensor where an index says.
     *
     * @param dim as for {@link #scatter(int, Tensor, Number)}
     * @param index as for {@link #scatter(int, Tensor, Number)}
     * @param value the number, converted to this type
     * @return this tensor
     * @throws IllegalStateException as {@link #add_(Tensor)}
     * @throws IllegalArgumentException as {@link #scatter(int, Tensor, Number)}
     */
    public Tensor scatter_(int dim, Tensor index, Number value) {
        return InPlace.by("scatter_", this, x -> x.scatter(dim, index, value));
    }

    /**
     * Adds elements into this tensor where an index says.
     *
     * @param dim as for {@link #scatterAdd}
     * @param index as for {@link #scatterAdd}
     * @param source as for {@link #scatterAdd}
     * @return this tensor
     * @throws IllegalStateException as {@link #add_(Tensor)}
     * @throws IllegalArgumentException as {@link #scatterAdd}
     */
    public Tensor scatterAdd_(int dim, Tensor index, Tensor source) {
        return InPlace.by("scatterAdd_", this, x -> x.scatterAdd(dim, index, source), source);
    }

    /**
     * Puts a number into this tensor where a mask is true.
     *
     * @param mask a bool tensor that broadcasts to this
     * @param value the number, converted to this type
     * @return this tensor
     * @throws IllegalStateException as {@link #add_(Tensor)}
     * @throws IllegalArgumentException if the mask is not bool or does not broadcast to this shape
     */
    public Tensor maskedFill_(Tensor mask, Number value) {
        return InPlace.by("maskedFill_", this, x -> x.maskedFill(mask, value));
    }

    /**
     * {@link #maskedFill(Tensor, Tensor)} in place.
     *
     * @param mask as there
     * @param value as there
     * @return this tensor
     * @throws IllegalStateException as {@link #add_(Tensor)}
     * @throws IllegalArgumentException as there, or if the result does not fit into this tensor
     */
    public Tensor maskedFill_(Tensor mask, Tensor value) {
        return InPlace.by("maskedFill_", this, x -> x.maskedFill(mask, value), value);
    }

    /**
     * Puts the first elements of a source into this tensor where a mask is true.
     *
     * @param mask a bool tensor that broadcasts to this
     * @param source as for {@link #maskedScatter}
     * @return this tensor
     * @throws IllegalStateException as {@link #add_(Tensor)}
     * @throws IllegalArgumentException as {@link #maskedScatter}, or if the mask does not broadcast
     *     to this shape
     */
    public Tensor maskedScatter_(Tensor mask, Tensor source) {
        return InPlace.by("maskedScatter_", this, x -> x.maskedScatter(mask, source), source);
    }
}
