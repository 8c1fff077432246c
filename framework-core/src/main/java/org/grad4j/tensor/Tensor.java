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
import org.grad4j.ops.Blends;
import org.grad4j.ops.Choices;
import org.grad4j.ops.Comparisons;
import org.grad4j.ops.Convolutions;
import org.grad4j.ops.Curves;
import org.grad4j.ops.Elementary;
import org.grad4j.ops.InPlace;
import org.grad4j.ops.Logic;
import org.grad4j.ops.Losses;
import org.grad4j.ops.Products;
import org.grad4j.ops.Reductions;
import org.grad4j.ops.Rounding;
import org.grad4j.ops.Shaping;
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
}
