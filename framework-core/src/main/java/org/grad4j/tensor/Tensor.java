package org.grad4j.tensor;

import java.util.Arrays;
import java.util.List;
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
import org.grad4j.ops.Gathering;
import org.grad4j.ops.InPlace;
import org.grad4j.ops.Indexing;
import org.grad4j.ops.Joining;
import org.grad4j.ops.Losses;
import org.grad4j.ops.Masking;
import org.grad4j.ops.Padding;
import org.grad4j.ops.Products;
import org.grad4j.ops.Rearranging;
import org.grad4j.ops.Reductions;
import org.grad4j.ops.Shaping;
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
        return Comparisons.all(this);
    }

    /**
     * Whether any element is true (not 0).
     *
     * @return a bool tensor without dimensions (uint8 for a uint8 tensor); false when empty
     */
    public Tensor any() {
        return Comparisons.any(this);
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
        return Reductions.max(this);
    }

    /**
     * The largest elements along one dimension, which goes, and where they are.
     *
     * @param dim the dimension
     * @return values, through which gradients flow, and int64 indices (the first of equals)
     * @throws IllegalArgumentException if there is no such dimension or it has size 0
     */
    public ValuesIndices max(int dim) {
        return Reductions.max(this, dim, false);
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
        return Reductions.max(this, dim, keepDim);
    }

    /**
     * The row-major place of the largest element, the first of equals.
     *
     * @return an int64 tensor without dimensions
     * @throws IllegalArgumentException if there is no element
     */
    public Tensor argmax() {
        return Reductions.argmax(this);
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
        return Reductions.argmax(this, dim, keepDim);
    }

    /**
     * The Euclidean norm of all elements, {@code √Σ x²}; the gradient at 0 is 0.
     *
     * @return a tensor without dimensions
     * @throws IllegalArgumentException if the type is not floating
     */
    public Tensor norm() {
        return Reductions.norm(this, new int[0], false);
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
        return Reductions.norm(this, dims, keepDim);
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
        return InPlace.by("indexPut_", this, values, x -> x.indexPut(entries, values, accumulate));
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
        return InPlace.by("indexAdd_", this, source, x -> x.indexAdd(dim, index, source));
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
        return InPlace.by("scatter_", this, source, x -> x.scatter(dim, index, source));
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
        return InPlace.by("scatterAdd_", this, source, x -> x.scatterAdd(dim, index, source));
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
        return InPlace.by("maskedScatter_", this, source, x -> x.maskedScatter(mask, source));
    }
}
