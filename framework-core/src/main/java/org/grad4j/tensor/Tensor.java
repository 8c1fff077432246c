package org.grad4j.tensor;

import java.util.Arrays;
import org.grad4j.autograd.Autograd;
import org.grad4j.autograd.AutogradMeta;
import org.grad4j.autograd.Node;
import org.grad4j.autograd.TensorHook;
import org.grad4j.backend.Array;
import org.grad4j.backend.Shapes;
import org.grad4j.ops.Activations;
import org.grad4j.ops.Arithmetic;
import org.grad4j.ops.Comparisons;
import org.grad4j.ops.Convolutions;
import org.grad4j.ops.Einsum;
import org.grad4j.ops.Extremes;
import org.grad4j.ops.InPlace;
import org.grad4j.ops.LinearAlgebra;
import org.grad4j.ops.Losses;
import org.grad4j.ops.Products;
import org.grad4j.ops.Reductions;
import org.grad4j.ops.Scans;
import org.grad4j.ops.Shaping;
import org.grad4j.ops.Sorting;
import org.grad4j.ops.Statistics;
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
    private final Array array;
    private final boolean inference;
    private AutogradMeta autograd;

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
     */
    public static Tensor full(double value, long... shape) {
        return full(value, DType.FLOAT32, shape);
    }

    /**
     * A tensor filled with one number, converted as a Java cast does where the type is of whole
     * numbers.
     *
     * @param value the number
     * @param dtype element type
     * @param shape sizes
     * @return a tensor of that shape
     */
    public static Tensor full(double value, DType dtype, long... shape) {
        if (dtype == null || shape == null) {
            throw new IllegalArgumentException(
                    (dtype == null ? "the type" : "the shape") + " is null");
        }
        return wrap(Array.full(value, dtype, shape.clone()));
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
     * The elements in row-major order; every number but 0 is true.
     *
     * @return a copy
     */
    public boolean[] toBooleanArray() {
        return Creation.toBooleans(array);
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
        return meta != null ? meta : (autograd = new AutogradMeta(this));
    }

    /**
     * Whether operations on this tensor are recorded.
     *
     * @return true for leaves that ask for it and for everything computed from them
     */
    public boolean requiresGrad() {
        return autograd != null && autograd.requiresGrad();
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
        return autograd == null ? null : autograd.gradFn();
    }

    /**
     * The gradient that {@link #backward()} accumulated.
     *
     * @return null before the first backward, after {@link #zeroGrad()}, and for results of
     *     recorded operations
     */
    public Tensor grad() {
        return autograd == null ? null : autograd.grad();
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
        return Convolutions.conv2d(this, weight, bias, stride, padding);
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
        return Convolutions.maxPool2d(this, kernel, stride, padding);
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
     * takes the place of the result in the graph.
     *
     * @param other broadcasts to this
     * @return this tensor
     * @throws IllegalStateException if recording is on and this is a leaf that requires gradients,
     *     or gradients are involved and this tensor shares its memory with a view or a detached
     *     tensor
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
     */
    public Tensor fill_(double value) {
        return InPlace.fill(this, value);
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
}
