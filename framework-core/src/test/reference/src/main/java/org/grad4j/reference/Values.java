package org.grad4j.reference;

import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The numbers of a tensor in row-major order, with its type and shape.
 *
 * @param transposed whether libtorch sees them through a transposed view (last two dimensions)
 */
record Values(ScalarType type, long[] shape, double[] numbers, boolean transposed) {

    /** Distinct-looking numbers in (-2, 2), rounded so that they are short and exact to read. */
    static Values wave(int phase, long... shape) {
        return fill(i -> 2 * StrictMath.sin(0.7 + 1.9 * i + 0.13 * i * i + 2.3 * phase), shape);
    }

    /** Numbers in (0.2, 2.2), for functions of positive arguments. */
    static Values positive(int phase, long... shape) {
        return fill(i -> 1.2 + StrictMath.sin(0.4 + 1.7 * i + 0.11 * i * i + 2.9 * phase), shape);
    }

    /** The gradient that flows into an output: neither uniform nor summing to zero. */
    static Values upstream(ScalarType type, long... shape) {
        return fill(i -> 0.3 + StrictMath.cos(0.5 + 1.3 * i), shape).as(type);
    }

    static Values of(long[] shape, double... numbers) {
        return new Values(ScalarType.Double, shape, numbers, false);
    }

    static Values fill(IntToDoubleFunction number, long... shape) {
        int count = (int) Arrays.stream(shape).reduce(1, (a, b) -> a * b);
        double[] numbers =
                IntStream.range(0, count)
                        .mapToDouble(i -> Math.rint(number.applyAsDouble(i) * 1000) / 1000)
                        .toArray();
        return of(shape, numbers);
    }

    /** The values of a libtorch tensor of any type and layout. */
    static Values of(Tensor tensor) {
        double[] numbers = new double[(int) tensor.numel()];
        if (numbers.length > 0) {
            DoublePointer data =
                    tensor.detach().to(ScalarType.Double).contiguous().data_ptr_double();
            data.get(numbers);
        }
        long[] shape = new long[(int) tensor.dim()];
        Arrays.setAll(shape, dim -> tensor.size(dim));
        return new Values(tensor.scalar_type().intern(), shape, numbers, false);
    }

    Values as(ScalarType type) {
        return new Values(type, shape, numbers, transposed);
    }

    Values throughTransposedView() {
        return new Values(type, shape, numbers, true);
    }

    boolean isFloating() {
        return switch (type) {
            case Double, Float, Half, BFloat16 -> true;
            default -> false;
        };
    }

    Tensor tensor() {
        Tensor empty = torch.empty(shape, new TensorOptions(ScalarType.Double), null);
        if (numbers.length > 0) {
            empty.data_ptr_double().put(numbers);
        }
        Tensor tensor = empty.to(type);
        return transposed ? tensor.transpose(-2, -1).contiguous().transpose(-2, -1) : tensor;
    }

    static String name(ScalarType type) {
        return switch (type) {
            case Float -> "float32";
            case Double -> "float64";
            case Half -> "float16";
            case BFloat16 -> "bfloat16";
            case Char -> "int8";
            case Short -> "int16";
            case Int -> "int32";
            case Long -> "int64";
            case Byte -> "uint8";
            case Bool -> "bool";
            default -> throw new IllegalArgumentException("no name for " + type);
        };
    }

    private String number(double value) {
        return switch (type) {
            case Double -> Double.toString(value);
            case Float, Half, BFloat16 -> Float.toString((float) value);
            default -> Long.toString((long) value);
        };
    }

    /** Type, shape and numbers as they stand in a reference file. */
    @Override
    public String toString() {
        String sizes =
                Arrays.stream(shape).mapToObj(Long::toString).collect(Collectors.joining(","));
        String all = Arrays.stream(numbers).mapToObj(this::number).collect(Collectors.joining(" "));
        String view = transposed ? " transposed" : "";
        return (name(type) + " [" + sizes + "]" + view + " = " + all).stripTrailing();
    }
}
