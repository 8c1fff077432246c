package org.grad4j.reference;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.StringViewOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch.ScalarType;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.BinaryOperator;

/** Division that rounds, limits, the chosen of several, and truth values. */
final class Choices {
    private static final double INFINITY = Double.POSITIVE_INFINITY;
    private static final double NAN = Double.NaN;

    /** Held, as a string view does not own its characters. */
    private static final BytePointer FLOOR = new BytePointer("floor");

    private final Cases cases = new Cases("rounded division, limits, choices and truth values");

    static Cases cases() {
        Choices self = new Choices();
        self.pairs();
        self.division();
        self.limits();
        self.blends();
        self.closeness();
        return self.cases;
    }

    private void pairs() {
        Map<String, BinaryOperator<Tensor>> floating = new LinkedHashMap<>();
        floating.put("maximum", Tensor::maximum);
        floating.put("minimum", Tensor::minimum);
        floating.put("atan2", Tensor::atan2);
        floating.put("hypot", Tensor::hypot);
        floating.put("remainder", Tensor::remainder);
        floating.put("fmod", Tensor::fmod);
        floating.put("floorDivide", Choices::floorDivide);
        floating.put("logicalAnd", Tensor::logical_and);
        floating.put("logicalOr", Tensor::logical_or);
        floating.put("logicalXor", Tensor::logical_xor);
        floating.forEach(
                (op, f) -> {
                    shapes(op, f, new long[] {2, 3}, new long[] {2, 3}, "same_shape");
                    shapes(op, f, new long[] {2, 3}, new long[] {3}, "broadcast_row");
                    shapes(op, f, new long[] {4, 1}, new long[] {1, 3}, "broadcast_both");
                    shapes(op, f, new long[] {}, new long[] {2, 3}, "zero_dim_left");
                    shapes(op, f, new long[] {}, new long[] {}, "zero_dim_both");
                    shapes(op, f, new long[] {0, 3}, new long[] {3}, "empty");
                    pair(
                            op + "/transposed",
                            f,
                            Values.wave(0, 2, 3).throughTransposedView(),
                            Values.wave(1, 2, 3));
                    pair(
                            op + "/float32",
                            f,
                            Values.wave(0, 2, 3).as(ScalarType.Float),
                            Values.wave(1, 3).as(ScalarType.Float));
                    pair(
                            op + "/float32_with_float64",
                            f,
                            Values.wave(0, 2, 3).as(ScalarType.Float),
                            Values.wave(1, 3));
                    pair(
                            op + "/not_finite",
                            f,
                            Values.of(new long[] {8}, NAN, 1, INFINITY, -INFINITY, 5, -5, 0, 2),
                            Values.of(new long[] {8}, 1, NAN, 2, 3, INFINITY, INFINITY, 3, NAN));
                    pair(
                            op + "/equal",
                            f,
                            Values.of(new long[] {4}, 1, -2, 0.5, 3),
                            Values.of(new long[] {4}, 1, 2, 0.5, -3));
                    pair(
                            op + "/zeros",
                            f,
                            Values.of(new long[] {6}, 0, -0.0, 1, -1, 0, 0),
                            Values.of(new long[] {6}, 0, 0, 0, -0.0, 1, -1));
                    if (!op.equals("hypot")) {
                        pair(
                                op + "/int64",
                                f,
                                Values.of(new long[] {6}, 7, -7, 7, -7, 6, 0).as(ScalarType.Long),
                                Values.of(new long[] {6}, 2, 2, -2, -2, 3, 5).as(ScalarType.Long));
                        pair(
                                op + "/uint8",
                                f,
                                Values.of(new long[] {3}, 200, 7, 255).as(ScalarType.Byte),
                                Values.of(new long[] {3}, 3, 7, 100).as(ScalarType.Byte));
                    }
                });
    }

    /** Where floor_divide refuses to differentiate, div with rounding has the gradient 0. */
    private static Tensor floorDivide(Tensor a, Tensor b) {
        return a.requires_grad() || b.requires_grad()
                ? a.div(b, new StringViewOptional(FLOOR))
                : a.floor_divide(b);
    }

    private void division() {
        Map<String, BiFunction<Tensor, Scalar, Tensor>> scalars = new LinkedHashMap<>();
        scalars.put("remainder", Tensor::remainder);
        scalars.put("fmod", Tensor::fmod);
        scalars.put("floorDivide", Choices::floorDivide);
        Values a = Values.of(new long[] {6}, 7, -7, 5.5, -5.5, 0.3, -1e9);
        scalars.forEach(
                (op, f) -> {
                    for (double divisor : new double[] {2.5, -2.5, 0.1, 0, INFINITY}) {
                        byNumber(op + "/by_" + divisor, f, a, divisor);
                    }
                    byNumber(op + "/float32_by_3", f, a.as(ScalarType.Float), 3.0);
                    byNumber(op + "/int64_by_-3", f, a.as(ScalarType.Long), -3L);
                    byNumber(op + "/int64_by_2.5", f, a.as(ScalarType.Long), 2.5);
                });
    }

    private static Tensor floorDivide(Tensor a, Scalar b) {
        return a.requires_grad() ? a.div(b, new StringViewOptional(FLOOR)) : a.floor_divide(b);
    }

    private void byNumber(
            String name, BiFunction<Tensor, Scalar, Tensor> f, Values a, Number divisor) {
        cases.add(name, "scalar", divisor)
                .input("a", a)
                .output(in -> f.apply(in[0], scalar(divisor)));
    }

    private static Scalar scalar(Number number) {
        return number instanceof Long whole ? new Scalar(whole) : new Scalar(number.doubleValue());
    }

    private void limits() {
        Values a = Values.of(new long[] {7}, -2, -1, -0.5, 0, 1, 2, NAN);
        clamp("both", a, -1.0, 1.0);
        clamp("lower", a, -1.0, null);
        clamp("upper", a, null, 1.0);
        clamp("crossed", a, 1.0, -1.0);
        clamp("transposed", Values.wave(0, 3, 4).throughTransposedView(), -1.0, 0.5);
        clamp("empty", Values.of(new long[] {0, 3}), 0.0, 1.0);
        clamp("zero_dim", Values.of(new long[0], 3), 0.0, 1.0);
        clamp("float32", Values.wave(0, 3, 4).as(ScalarType.Float), -0.7, 0.7);
        clamp("infinite", Values.of(new long[] {3}, INFINITY, -INFINITY, 1), -1.0, null);
        Values whole = Values.of(new long[] {4}, -5, 0, 3, 9).as(ScalarType.Long);
        clamp("int64", whole, -1L, 4L);
        clamp("int64_by_float", whole, -1.5, null);
        clampTensors("both", a, filled(7, -0.75), filled(7, 1));
        clampTensors("lower", a, filled(7, -1), null);
        clampTensors("upper", a, null, filled(1, 1));
        clampTensors("crossed", a, filled(7, 1.5), filled(7, -1.5));
        clampTensors("broadcast", Values.wave(0, 3, 4), Values.wave(1, 4), Values.wave(2, 3, 1));
        clampTensors(
                "int32_by_int64", whole.as(ScalarType.Int), null, filled(1, 2).as(ScalarType.Long));
    }

    private static Values filled(int n, double value) {
        return Values.fill(i -> value, n);
    }

    private void clamp(String name, Values a, Number min, Number max) {
        cases.add("clamp/" + name, "min", String.valueOf(min), "max", String.valueOf(max))
                .input("a", a)
                .output(in -> in[0].clamp(optional(min), optional(max)));
    }

    private static ScalarOptional optional(Number limit) {
        return limit == null ? new ScalarOptional() : new ScalarOptional(scalar(limit));
    }

    private void clampTensors(String name, Values a, Values min, Values max) {
        Cases.Case one =
                cases.add("clamp/tensors_" + name, "lower", min != null, "upper", max != null)
                        .input("a", a);
        if (min != null) {
            one.input("min", min);
        }
        if (max != null) {
            one.input("max", max);
        }
        one.output(
                in ->
                        in[0].clamp(
                                min == null ? new TensorOptional() : new TensorOptional(in[1]),
                                max == null
                                        ? new TensorOptional()
                                        : new TensorOptional(in[in.length - 1])));
    }

    private void blends() {
        Values condition = Values.of(new long[] {2, 3}, 1, 0, 0, 1, 1, 0).as(ScalarType.Bool);
        Values row = Values.of(new long[] {3}, 1, 0, 1).as(ScalarType.Bool);
        Values matrix = Values.wave(0, 2, 3);
        where("same_shape", condition, matrix, Values.wave(1, 2, 3));
        where("broadcast", row, Values.wave(0, 2, 1), Values.wave(1));
        where("condition_larger", condition, Values.wave(0, 3), Values.wave(1, 1));
        where(
                "empty",
                Values.of(new long[] {0, 3}).as(ScalarType.Bool),
                Values.wave(0, 3),
                Values.wave(1, 1));
        where("transposed", condition.throughTransposedView(), matrix, Values.wave(1, 3));
        where(
                "not_finite",
                row,
                Values.of(new long[] {3}, NAN, NAN, 1),
                Values.of(new long[] {3}, 2, INFINITY, INFINITY));
        where("mixed", row, matrix.as(ScalarType.Float), Values.wave(1, 3));
        where(
                "int64_with_float32",
                row,
                Values.of(new long[] {3}, 4, 5, 6).as(ScalarType.Long),
                Values.wave(1, 3).as(ScalarType.Float));
        for (Number other : new Number[] {2.5, 3L}) {
            cases.add("where/number_" + other, "scalar", other)
                    .input("condition", condition)
                    .input("a", matrix)
                    .output(in -> in[1].where(in[0], scalar(other)));
            cases.add("where/int32_number_" + other, "scalar", other)
                    .input("condition", row)
                    .input("a", Values.of(new long[] {3}, 4, 5, 6).as(ScalarType.Int))
                    .output(in -> in[1].where(in[0], scalar(other)));
        }
        for (double weight : new double[] {0, 0.25, 0.75, 1, -2, 3}) {
            cases.add("lerp/weight_" + weight, "weight", weight)
                    .input("a", 2, 3)
                    .input("b", 3)
                    .output(in -> in[0].lerp(in[1], new Scalar(weight)));
        }
        triple("lerp/tensor", (in, value) -> in[0].lerp(in[1], in[2]), null);
        for (Number value : new Number[] {null, 2.5, -3L}) {
            triple("addcmul/by_" + value, Choices::addcmul, value);
            triple("addcdiv/by_" + value, Choices::addcdiv, value);
        }
        Values whole = Values.of(new long[] {3}, 4, -5, 6).as(ScalarType.Long);
        cases.add("addcmul/int64", "value", 3L)
                .input("a", whole)
                .input("b", whole)
                .input("c", whole)
                .output(in -> addcmul(in, 3L));
        cases.add("addcdiv/int64_by_float64")
                .input("a", whole)
                .input("b", whole)
                .input("c", 3)
                .output(in -> addcdiv(in, null));
        cases.add("addcmul/mixed")
                .input("a", matrix.as(ScalarType.Float))
                .input("b", Values.wave(1).as(ScalarType.Float))
                .input("c", whole)
                .output(in -> addcmul(in, null));
    }

    private void where(String name, Values condition, Values a, Values b) {
        cases.add("where/" + name)
                .input("condition", condition)
                .input("a", a)
                .input("b", b)
                .output(in -> in[1].where(in[0], in[2]));
    }

    private void triple(String name, BiFunction<Tensor[], Number, Tensor> f, Number value) {
        long[][][] shapes = {
            {{2, 3}, {2, 3}, {2, 3}}, {{3}, {2, 1}, {}}, {{}, {}, {}}, {{0, 3}, {3}, {1}}
        };
        for (int i = 0; i < shapes.length; i++) {
            for (ScalarType type : new ScalarType[] {ScalarType.Double, ScalarType.Float}) {
                String variant = name + "_" + i + "_" + Values.name(type);
                Cases.Case one =
                        value == null ? cases.add(variant) : cases.add(variant, "value", value);
                one.input("a", Values.wave(0, shapes[i][0]).as(type))
                        .input("b", Values.wave(1, shapes[i][1]).as(type))
                        .input("c", Values.positive(2, shapes[i][2]).as(type))
                        .output(in -> f.apply(in, value));
            }
        }
    }

    private static Tensor addcmul(Tensor[] in, Number value) {
        return value == null
                ? in[0].addcmul(in[1], in[2])
                : in[0].addcmul(in[1], in[2], scalar(value));
    }

    private static Tensor addcdiv(Tensor[] in, Number value) {
        return value == null
                ? in[0].addcdiv(in[1], in[2])
                : in[0].addcdiv(in[1], in[2], scalar(value));
    }

    private void closeness() {
        Values a = Values.of(new long[] {8}, 1, 1, 1, INFINITY, INFINITY, NAN, 0, 1);
        Values b =
                Values.of(
                        new long[] {8}, 1, 1.000009, 1.2, INFINITY, -INFINITY, NAN, 1e-9, INFINITY);
        for (ScalarType type : new ScalarType[] {ScalarType.Double, ScalarType.Float}) {
            String end = "_" + Values.name(type);
            cases.add("isclose/usual" + end)
                    .input("a", a.as(type))
                    .input("b", b.as(type))
                    .output(in -> in[0].isclose(in[1]));
            for (boolean equalNan : new boolean[] {false, true}) {
                cases.add(
                                "isclose/nan_" + equalNan + end,
                                "rtol",
                                0.1,
                                "atol",
                                0.125,
                                "equalNan",
                                equalNan)
                        .input("a", a.as(type))
                        .input("b", b.as(type))
                        .output(in -> in[0].isclose(in[1], 0.1, 0.125, equalNan));
            }
        }
        cases.add("isclose/int64", "rtol", 0.5, "atol", 1.0, "equalNan", true)
                .input("a", Values.of(new long[] {4}, 10, 10, -3, 0).as(ScalarType.Long))
                .input("b", Values.of(new long[] {4}, 20, 6, -2, 2).as(ScalarType.Long))
                .output(in -> in[0].isclose(in[1], 0.5, 1.0, true));
        cases.add("isclose/broadcast")
                .input("a", 2, 3)
                .input("b", 3)
                .output(in -> in[0].isclose(in[1]));
    }

    private void shapes(String op, BinaryOperator<Tensor> f, long[] a, long[] b, String name) {
        pair(op + "/" + name, f, Values.wave(0, a), Values.wave(1, b));
    }

    private void pair(String name, BinaryOperator<Tensor> f, Values a, Values b) {
        cases.add(name).input("a", a).input("b", b).output(in -> f.apply(in[0], in[1]));
    }
}
