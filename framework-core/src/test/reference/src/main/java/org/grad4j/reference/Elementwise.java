package org.grad4j.reference;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;

/** Arithmetic and functions of one element, copies and changes of type. */
final class Elementwise {
    private static final double INFINITY = Double.POSITIVE_INFINITY;

    private final Cases cases = new Cases("arithmetic and functions of one element");

    static Cases cases() {
        Elementwise self = new Elementwise();
        self.arithmetic("add", Tensor::add, Tensor::add);
        self.arithmetic("sub", Tensor::sub, Tensor::sub);
        self.arithmetic("mul", Tensor::mul, Tensor::mul);
        self.arithmetic("div", Tensor::div, Tensor::div);
        self.division();
        self.power();
        self.functions();
        self.copies();
        return self.cases;
    }

    private interface ByScalar {
        Tensor apply(Tensor tensor, Scalar scalar);
    }

    private void arithmetic(String op, BinaryOperator<Tensor> pair, ByScalar byScalar) {
        pair(op + "/same_shape", pair, new long[] {2, 3}, new long[] {2, 3});
        pair(op + "/broadcast_row", pair, new long[] {2, 3}, new long[] {3});
        pair(op + "/broadcast_row_left", pair, new long[] {3}, new long[] {2, 3});
        pair(op + "/broadcast_column", pair, new long[] {2, 3}, new long[] {2, 1});
        pair(op + "/broadcast_both", pair, new long[] {4, 1}, new long[] {1, 3});
        pair(op + "/broadcast_rank", pair, new long[] {2, 3, 4}, new long[] {3, 1});
        pair(op + "/broadcast_middle", pair, new long[] {2, 1, 4}, new long[] {2, 3, 4});
        pair(op + "/zero_dim_right", pair, new long[] {2, 3}, new long[] {});
        pair(op + "/zero_dim_left", pair, new long[] {}, new long[] {2, 3});
        pair(op + "/zero_dim_both", pair, new long[] {}, new long[] {});
        pair(op + "/size_one", pair, new long[] {1}, new long[] {2, 3});
        pair(op + "/size_one_with_zero_dim", pair, new long[] {1}, new long[] {});
        pair(op + "/empty", pair, new long[] {0, 3}, new long[] {3});
        pair(op + "/empty_with_size_one", pair, new long[] {2, 0}, new long[] {2, 1});
        cases.add(op + "/transposed_right")
                .input("a", 2, 3)
                .input("b", Values.wave(1, 2, 3).throughTransposedView())
                .output(in -> pair.apply(in[0], in[1]));
        cases.add(op + "/transposed_both")
                .input("a", Values.wave(0, 2, 3, 4).throughTransposedView())
                .input("b", Values.wave(1, 3, 4).throughTransposedView())
                .output(in -> pair.apply(in[0], in[1]));
        cases.add(op + "/same_tensor_twice")
                .input("a", 2, 3)
                .output(in -> pair.apply(in[0], in[0]));
        cases.add(op + "/scalar", "scalar", 2.5)
                .input("a", 2, 3)
                .output(in -> byScalar.apply(in[0], new Scalar(2.5)));
        cases.add(op + "/scalar_on_zero_dim", "scalar", -0.75)
                .input("a", new long[0])
                .output(in -> byScalar.apply(in[0], new Scalar(-0.75)));
        cases.add(op + "/scalar_on_the_left", "scalarLeft", 2.5)
                .input("a", 2, 3)
                .output(in -> pair.apply(Values.of(new long[0], 2.5).tensor(), in[0]));
        cases.add(op + "/float32")
                .input("a", Values.wave(0, 2, 3).as(ScalarType.Float))
                .input("b", Values.wave(1, 3).as(ScalarType.Float))
                .output(in -> pair.apply(in[0], in[1]));
        cases.add(op + "/float32_with_float64")
                .input("a", Values.wave(0, 2, 3).as(ScalarType.Float))
                .input("b", 3)
                .output(in -> pair.apply(in[0], in[1]));
        cases.add(op + "/float32_with_int64")
                .input("a", Values.wave(0, 2, 3).as(ScalarType.Float))
                .input("b", Values.of(new long[] {3}, 2, -3, 5).as(ScalarType.Long))
                .output(in -> pair.apply(in[0], in[1]));
        cases.add(op + "/int32_with_int64")
                .input("a", Values.of(new long[] {4}, 7, -7, 1, 0).as(ScalarType.Int))
                .input("b", Values.of(new long[] {4}, 2, 2, -3, 5).as(ScalarType.Long))
                .output(in -> pair.apply(in[0], in[1]));
    }

    private void pair(String name, BinaryOperator<Tensor> op, long[] left, long[] right) {
        cases.add(name).input("a", left).input("b", right).output(in -> op.apply(in[0], in[1]));
    }

    private void division() {
        cases.add("div/by_zero")
                .input("a", Values.of(new long[] {5}, 1, -1, 0, 1, INFINITY))
                .input("b", Values.of(new long[] {5}, 0, 0, 0, -0.0, INFINITY))
                .output(in -> in[0].div(in[1]));
        for (double dividend : new double[] {0, 1e-30, 1e30}) {
            cases.add("div/of_" + dividend, "scalarLeft", dividend)
                    .input("a", Values.of(new long[] {3}, 0.5, -2, 8).as(ScalarType.Float))
                    .output(
                            in ->
                                    Values.of(new long[0], dividend)
                                            .as(ScalarType.Float)
                                            .tensor()
                                            .div(in[0]));
        }
    }

    private void power() {
        for (double exponent : new double[] {2, 3, 0.5, -1, -2, 1.5, 1, 0}) {
            cases.add("pow/exponent_" + exponent, "exponent", exponent)
                    .input("a", Values.positive(0, 2, 3))
                    .output(in -> in[0].pow(new Scalar(exponent)));
            cases.add("pow/exponent_" + exponent + "_at_zero_and_below", "exponent", exponent)
                    .input("a", Values.of(new long[] {3}, 0, -1.5, -0.0))
                    .output(in -> in[0].pow(new Scalar(exponent)));
        }
        for (double base : new double[] {2, 0.5, 1, 0}) {
            cases.add("pow/base_" + base, "base", base)
                    .input("b", Values.of(new long[] {2, 2}, 1.5, 0, 3, 0.25))
                    .output(in -> torch.pow(new Scalar(base), in[0]));
            cases.add("pow/base_" + base + "_below_zero", "base", base)
                    .input("b", Values.of(new long[] {3}, -1.5, -1, -0.0))
                    .output(in -> torch.pow(new Scalar(base), in[0]));
        }
        Map<String, long[][]> shapes = new LinkedHashMap<>();
        shapes.put("same_shape", new long[][] {{2, 3}, {2, 3}});
        shapes.put("broadcast_row", new long[][] {{2, 3}, {3}});
        shapes.put("broadcast_both", new long[][] {{4, 1}, {1, 3}});
        shapes.put("zero_dim_right", new long[][] {{2, 3}, {}});
        shapes.put("zero_dim_left", new long[][] {{}, {2, 3}});
        shapes.put("zero_dim_both", new long[][] {{}, {}});
        shapes.put("empty", new long[][] {{0, 3}, {3}});
        shapes.forEach(
                (name, pair) ->
                        cases.add("pow/tensor_" + name)
                                .input("a", Values.positive(0, pair[0]))
                                .input("b", pair[1])
                                .output(in -> in[0].pow(in[1])));
        cases.add("pow/tensor_transposed")
                .input("a", Values.positive(0, 2, 3).throughTransposedView())
                .input("b", 2, 3)
                .output(in -> in[0].pow(in[1]));
        cases.add("pow/tensor_base_zero")
                .input("a", Values.of(new long[] {4}, 0, 0, 0, 0))
                .input("b", Values.of(new long[] {4}, 0, 0.5, 1, 2))
                .output(in -> in[0].pow(in[1]));
        cases.add("pow/tensor_base_negative")
                .input("a", Values.of(new long[] {4}, -1.5, -1.5, -1.5, -1.5))
                .input("b", Values.of(new long[] {4}, 0, 0.5, 2, 3))
                .output(in -> in[0].pow(in[1]));
        cases.add("pow/float32", "exponent", 2.0)
                .input("a", Values.wave(0, 2, 3).as(ScalarType.Float))
                .output(in -> in[0].pow(new Scalar(2.0)));
        cases.add("pow/tensor_float32")
                .input("a", Values.positive(0, 2, 3).as(ScalarType.Float))
                .input("b", Values.wave(1, 3).as(ScalarType.Float))
                .output(in -> in[0].pow(in[1]));
    }

    private void functions() {
        Map<String, UnaryOperator<Tensor>> functions = new LinkedHashMap<>();
        functions.put("neg", Tensor::neg);
        functions.put("exp", Tensor::exp);
        functions.put("log", Tensor::log);
        functions.put("sqrt", Tensor::sqrt);
        functions.put("tanh", Tensor::tanh);
        functions.put("sigmoid", Tensor::sigmoid);
        functions.put("relu", Tensor::relu);
        functions.put("abs", Tensor::abs);
        functions.put("sign", Tensor::sign);
        double[] special = {0, -0.0, 1e-30, -1e-30, 30, -30, 1000, -1000};
        double[] notFinite = {INFINITY, -INFINITY, Double.NaN};
        functions.forEach(
                (op, f) -> {
                    Values matrix =
                            op.equals("log") || op.equals("sqrt")
                                    ? Values.positive(0, 3, 4)
                                    : Values.wave(0, 3, 4);
                    unary(op + "/matrix", f, matrix);
                    unary(op + "/transposed", f, matrix.throughTransposedView());
                    unary(op + "/zero_dim", f, Values.positive(1));
                    unary(op + "/size_one", f, Values.positive(2, 1, 1));
                    unary(op + "/empty", f, Values.wave(0, 0, 3));
                    unary(op + "/special", f, Values.of(new long[] {8}, special));
                    unary(op + "/not_finite", f, Values.of(new long[] {3}, notFinite));
                    unary(op + "/float32", f, matrix.as(ScalarType.Float));
                });
        Values integers = Values.of(new long[] {4}, 0, 1, 4, 9).as(ScalarType.Int);
        functions.forEach((op, f) -> unary(op + "/int32", f, integers));
    }

    private void unary(String name, UnaryOperator<Tensor> function, Values a) {
        cases.add(name).input("a", a).output(in -> function.apply(in[0]));
    }

    private void copies() {
        cases.add("clone/matrix").input("a", 2, 3).output(in -> in[0].clone());
        cases.add("clone/transposed")
                .input("a", Values.wave(0, 2, 3).throughTransposedView())
                .output(in -> in[0].clone());
        cases.add("clone/zero_dim").input("a", new long[0]).output(in -> in[0].clone());
        cases.add("clone/empty").input("a", 0, 3).output(in -> in[0].clone());
        ScalarType[] types = {
            ScalarType.Float,
            ScalarType.Double,
            ScalarType.Char,
            ScalarType.Short,
            ScalarType.Int,
            ScalarType.Long,
            ScalarType.Byte,
            ScalarType.Bool
        };
        for (ScalarType to : types) {
            String target = Values.name(to);
            cases.add("to/float64_to_" + target, "dtype", target)
                    .input("a", Values.of(new long[] {2, 3}, 0, 1, 2.5, 2.999, 0.5, 100.1))
                    .output(in -> in[0].to(to));
            cases.add("to/float32_to_" + target, "dtype", target)
                    .input(
                            "a",
                            Values.of(new long[] {2, 3}, 0, 1, 2.5, 2.999, 0.5, 100.1)
                                    .as(ScalarType.Float))
                    .output(in -> in[0].to(to));
            cases.add("to/int64_to_" + target, "dtype", target)
                    .input("a", Values.of(new long[] {3}, 0, 1, 100).as(ScalarType.Long))
                    .output(in -> in[0].to(to));
            cases.add("to/bool_to_" + target, "dtype", target)
                    .input("a", Values.of(new long[] {2}, 0, 1).as(ScalarType.Bool))
                    .output(in -> in[0].to(to));
            if (to != ScalarType.Byte) {
                cases.add("to/negative_float64_to_" + target, "dtype", target)
                        .input("a", Values.of(new long[] {3}, -0.5, -1, -2.75))
                        .output(in -> in[0].to(to));
            }
        }
    }
}
