package org.grad4j.reference;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** The result types of operations on every pair of types; cases without values. */
final class Promotions {
    private static final List<ScalarType> TYPES =
            List.of(
                    ScalarType.Float,
                    ScalarType.Double,
                    ScalarType.Char,
                    ScalarType.Short,
                    ScalarType.Int,
                    ScalarType.Long,
                    ScalarType.Byte,
                    ScalarType.Bool,
                    ScalarType.Half,
                    ScalarType.BFloat16);

    private final Cases cases =
            new Cases(
                    "result types",
                    """
                    left and right are DTYPE[2] (a vector), DTYPE[] (a tensor without dimensions)
                    or the type of a Java number; result is a dtype, or error where refused.
                    """);

    private interface ByScalar {
        Tensor apply(Tensor tensor, Scalar scalar);
    }

    static Cases cases() {
        Promotions self = new Promotions();
        self.pairs("add", true, Tensor::add, Tensor::add);
        self.pairs("sub", false, Tensor::sub, Tensor::sub);
        self.pairs("mul", false, Tensor::mul, Tensor::mul);
        self.pairs("div", true, Tensor::div, Tensor::div);
        self.pairs("pow", false, Tensor::pow, Tensor::pow);
        self.pairs("eq", false, Tensor::eq, Tensor::eq);
        self.pairs("remainder", false, Tensor::remainder, Tensor::remainder);
        self.pairs("fmod", false, Tensor::fmod, Tensor::fmod);
        self.pairs("floorDivide", false, Tensor::floor_divide, Tensor::floor_divide);
        self.vectors("maximum", Tensor::maximum);
        self.vectors("atan2", Tensor::atan2);
        self.vectors("hypot", Tensor::hypot);
        self.vectors("logicalAnd", Tensor::logical_and);
        self.vectors("isclose", Tensor::isclose);
        self.vectors("matmul", Tensor::matmul);
        self.functions();
        return self.cases;
    }

    private void pairs(
            String op, boolean everyRank, BinaryOperator<Tensor> pair, ByScalar byScalar) {
        for (ScalarType left : TYPES) {
            for (ScalarType right : TYPES) {
                pair(op, vector(left), vector(right), pair);
                if (everyRank) {
                    pair(op, vector(left), single(right), pair);
                    pair(op, single(left), vector(right), pair);
                    pair(op, single(left), single(right), pair);
                }
            }
            scalar(op, vector(left), byScalar);
            if (everyRank) {
                scalar(op, single(left), byScalar);
            }
        }
    }

    private static Values vector(ScalarType type) {
        return Values.of(new long[] {2}, 1, 1).as(type);
    }

    private static Values single(ScalarType type) {
        return Values.of(new long[0], 1).as(type);
    }

    private static String operand(Values values) {
        return Values.name(values.type()) + (values.shape().length == 0 ? "[]" : "[2]");
    }

    private void pair(String op, Values left, Values right, BinaryOperator<Tensor> pair) {
        binary(op, operand(left), operand(right), () -> pair.apply(left.tensor(), right.tensor()));
    }

    private void scalar(String op, Values left, ByScalar byScalar) {
        binary(op, operand(left), "double", () -> byScalar.apply(left.tensor(), new Scalar(1.5)));
        binary(op, operand(left), "long", () -> byScalar.apply(left.tensor(), new Scalar(2L)));
        binary(op, operand(left), "boolean", () -> byScalar.apply(left.tensor(), truth()));
    }

    // The binding has no Scalar(boolean); the element of a bool tensor is one.
    private static Scalar truth() {
        return Values.of(new long[0], 1).as(ScalarType.Bool).tensor().item();
    }

    private void binary(String op, String left, String right, Supplier<Tensor> operation) {
        cases.add(
                op + "/" + left + "_" + right,
                "left",
                left,
                "right",
                right,
                "result",
                result(operation));
    }

    private void vectors(String op, BinaryOperator<Tensor> operation) {
        for (ScalarType left : TYPES) {
            for (ScalarType right : TYPES) {
                pair(op, vector(left), vector(right), operation);
            }
        }
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
        functions.put("reciprocal", Tensor::reciprocal);
        functions.put("square", Tensor::square);
        functions.put("sin", Tensor::sin);
        functions.put("floor", Tensor::floor);
        functions.put("round", Tensor::round);
        functions.put("frac", Tensor::frac);
        functions.put("relu6", torch::relu6);
        functions.put("hardtanh", torch::hardtanh);
        functions.put("gelu", torch::gelu);
        functions.put("silu", torch::silu);
        functions.put("softplus", torch::softplus);
        functions.put("softsign", torch::softsign);
        functions.put("hardswish", torch::hardswish);
        functions.put("nanToNum", Tensor::nan_to_num);
        functions.put("isnan", Tensor::isnan);
        functions.put("isfinite", Tensor::isfinite);
        functions.put("logicalNot", Tensor::logical_not);
        functions.put("sum", Tensor::sum);
        functions.put("mean", Tensor::mean);
        functions.put("max", Tensor::max);
        functions.put("argmax", Tensor::argmax);
        functions.put("norm", Tensor::norm);
        functions.put("all", Tensor::all);
        functions.put("any", Tensor::any);
        functions.put("softmax", a -> a.softmax(0));
        functions.put("logSoftmax", a -> a.log_softmax(0));
        functions.put("sumOverDim", a -> a.sum(new long[] {0}, false, new ScalarTypeOptional()));
        functions.forEach(
                (op, function) -> {
                    for (ScalarType type : TYPES) {
                        Values a = vector(type);
                        cases.add(
                                op + "/" + operand(a),
                                "left",
                                operand(a),
                                "result",
                                result(() -> function.apply(a.tensor())));
                    }
                });
    }

    private static String result(Supplier<Tensor> operation) {
        try {
            return Values.name(operation.get().scalar_type().intern());
        } catch (RuntimeException refused) {
            return "error";
        }
    }
}
