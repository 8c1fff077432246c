package org.grad4j.reference;

import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Elementary functions, rounding and activations. */
final class Functions {
    private static final double INFINITY = Double.POSITIVE_INFINITY;

    /** What libtorch refuses for whole numbers. */
    private static final Set<String> FLOATING =
            Set.of(
                    "frac",
                    "logSigmoid",
                    "leakyRelu",
                    "elu",
                    "selu",
                    "celu",
                    "gelu",
                    "geluTanh",
                    "silu",
                    "mish",
                    "softplus",
                    "hardsigmoid",
                    "hardswish");

    private final Cases cases = new Cases("elementary functions, rounding and activations");

    static Cases cases() {
        Functions self = new Functions();
        self.elementary();
        self.rounding();
        self.activations();
        self.settings();
        return self.cases;
    }

    private void elementary() {
        Map<String, UnaryOperator<Tensor>> functions = new LinkedHashMap<>();
        functions.put("reciprocal", Tensor::reciprocal);
        functions.put("square", Tensor::square);
        functions.put("rsqrt", Tensor::rsqrt);
        functions.put("expm1", Tensor::expm1);
        functions.put("log1p", Tensor::log1p);
        functions.put("log2", Tensor::log2);
        functions.put("log10", Tensor::log10);
        functions.put("sin", Tensor::sin);
        functions.put("cos", Tensor::cos);
        functions.put("tan", Tensor::tan);
        functions.put("asin", Tensor::asin);
        functions.put("acos", Tensor::acos);
        functions.put("atan", Tensor::atan);
        functions.put("sinh", Tensor::sinh);
        functions.put("cosh", Tensor::cosh);
        functions.put("asinh", Tensor::asinh);
        functions.put("acosh", Tensor::acosh);
        functions.put("atanh", Tensor::atanh);
        functions.put("erf", Tensor::erf);
        functions.put("erfc", Tensor::erfc);
        functions.put("nanToNum", Tensor::nan_to_num);
        functions.put("logicalNot", Tensor::logical_not);
        functions.put("isnan", Tensor::isnan);
        functions.put("isinf", Tensor::isinf);
        functions.put("isfinite", Tensor::isfinite);
        functions.forEach((op, f) -> unary(op, f, domain(op)));
        Values powers = Values.of(new long[] {6}, 8, 1024, 0.125, 1, 1e-310, 0x1p29);
        unary("log2/powers", Tensor::log2, powers);
        Values tens = Values.of(new long[] {4}, 10, 1000, 0.01, 1e100);
        unary("log10/powers", Tensor::log10, tens);
        double[] curve = {0.1, 0.46, 0.47, 1, 2.5, 3.9, 4.1, 5.9, 6.1, 9, 20, 26.5};
        Values both = Values.of(new long[] {2, 12}, mirrored(curve));
        unary("erf/curve", Tensor::erf, both);
        unary("erfc/curve", Tensor::erfc, both);
        double[] far = {1e-9, 1e-5, 0.01, 0.5, 3, 700, 1e9, 1e20, 1e160};
        Values wide = Values.of(new long[] {2, 9}, mirrored(far));
        unary("asinh/wide", Tensor::asinh, wide);
        unary("acosh/wide", Tensor::acosh, Values.of(new long[] {4}, 1, 1 + 1e-9, 1e9, 1e160));
    }

    private static Values domain(String op) {
        return switch (op) {
            case "rsqrt", "log1p", "log2", "log10" -> Values.positive(0, 3, 4);
            case "acosh" -> Values.fill(i -> 2.3 + StrictMath.sin(0.4 + 1.7 * i), 3, 4);
            case "asin", "acos", "atanh", "tan" ->
                    Values.fill(i -> 0.9 * StrictMath.sin(0.7 + 1.9 * i), 3, 4);
            default -> Values.wave(0, 3, 4);
        };
    }

    private static double[] mirrored(double[] numbers) {
        double[] all = Arrays.copyOf(numbers, 2 * numbers.length);
        for (int i = 0; i < numbers.length; i++) {
            all[numbers.length + i] = -numbers[i];
        }
        return all;
    }

    private void rounding() {
        Map<String, UnaryOperator<Tensor>> functions = new LinkedHashMap<>();
        functions.put("floor", Tensor::floor);
        functions.put("ceil", Tensor::ceil);
        functions.put("round", Tensor::round);
        functions.put("trunc", Tensor::trunc);
        functions.put("frac", Tensor::frac);
        double[] halves = {0.5, 1.5, 2.5, 0.49999999999999994, 1, 1e18, 4503599627370497.5};
        functions.forEach(
                (op, f) -> {
                    unary(op, f, Values.wave(0, 3, 4));
                    unary(op + "/halves", f, Values.of(new long[] {2, 7}, mirrored(halves)));
                });
    }

    private void activations() {
        Map<String, UnaryOperator<Tensor>> functions = new LinkedHashMap<>();
        functions.put("logSigmoid", torch::log_sigmoid);
        functions.put("relu6", torch::relu6);
        functions.put("leakyRelu", torch::leaky_relu);
        functions.put("elu", torch::elu);
        functions.put("selu", torch::selu);
        functions.put("celu", torch::celu);
        functions.put("gelu", torch::gelu);
        functions.put("geluTanh", a -> torch.gelu(a, "tanh"));
        functions.put("silu", torch::silu);
        functions.put("mish", torch::mish);
        functions.put("softplus", torch::softplus);
        functions.put("softsign", torch::softsign);
        functions.put("hardtanh", torch::hardtanh);
        functions.put("hardsigmoid", Functions::hardsigmoid);
        functions.put("hardswish", torch::hardswish);
        double[] kinks = {1, 3, 6, 2.9999, 5, 8, 12, 19, 20, 21};
        functions.forEach(
                (op, f) -> {
                    unary(op, f, Values.wave(0, 3, 4));
                    unary(op + "/kinks", f, Values.of(new long[] {2, 10}, mirrored(kinks)));
                });
    }

    /** The usual variants of a function whose name has none. */
    private void unary(String name, UnaryOperator<Tensor> function, Values matrix) {
        if (name.contains("/")) {
            cases.add(name).input("a", matrix).output(in -> function.apply(in[0]));
            return;
        }
        double[] special = {0, -0.0, 1e-30, -1e-30, 30, -30, 1000, -1000};
        double[] notFinite = {INFINITY, -INFINITY, Double.NaN};
        unary(name + "/matrix", function, matrix);
        unary(name + "/transposed", function, matrix.throughTransposedView());
        unary(name + "/zero_dim", function, Values.of(new long[0], 1.25));
        unary(name + "/empty", function, Values.of(new long[] {0, 3}));
        unary(name + "/special", function, Values.of(new long[] {8}, special));
        unary(name + "/not_finite", function, Values.of(new long[] {3}, notFinite));
        unary(name + "/float32", function, matrix.as(ScalarType.Float));
        unary(
                name + "/special_float32",
                function,
                Values.of(new long[] {8}, special).as(ScalarType.Float));
        if (!FLOATING.contains(name)) {
            Values whole = Values.of(new long[] {5}, 0, 1, -4, 9, 2).as(ScalarType.Int);
            unary(name + "/int32", function, whole);
        }
    }

    private void settings() {
        Values matrix = Values.wave(0, 3, 4);
        List<Values> all = List.of(matrix, matrix.as(ScalarType.Float));
        for (Values a : all) {
            String type = "/" + Values.name(a.type()) + "_";
            for (double slope : new double[] {0.2, -0.5, 0}) {
                cases.add("leakyRelu" + type + slope, "slope", slope)
                        .input("a", a)
                        .output(in -> torch.leaky_relu(in[0], new Scalar(slope)));
            }
            for (double alpha : new double[] {0.5, 2, -1}) {
                cases.add("elu" + type + alpha, "alpha", alpha)
                        .input("a", a)
                        .output(
                                in ->
                                        torch.elu(
                                                in[0],
                                                new Scalar(alpha),
                                                new Scalar(1.0),
                                                new Scalar(1.0)));
                cases.add("celu" + type + alpha, "alpha", alpha)
                        .input("a", a)
                        .output(in -> torch.celu(in[0], new Scalar(alpha)));
            }
            for (double beta : new double[] {0.5, 3}) {
                cases.add("softplus" + type + beta, "beta", beta, "threshold", 2.5)
                        .input("a", a)
                        .output(in -> torch.softplus(in[0], new Scalar(beta), new Scalar(2.5)));
            }
            cases.add("hardtanh" + type + "limits", "min", -0.8, "max", 1.288)
                    .input("a", a)
                    .output(in -> torch.hardtanh(in[0], new Scalar(-0.8), new Scalar(1.288)));
            cases.add("threshold" + type + "limits", "threshold", 0.8, "value", -3.5)
                    .input("a", a)
                    .output(in -> torch.threshold(in[0], new Scalar(0.8), new Scalar(-3.5)));
        }
        Values notFinite = Values.of(new long[] {4}, INFINITY, -INFINITY, Double.NaN, 2);
        cases.add("threshold/not_finite", "threshold", 1.0, "value", 7.0)
                .input("a", notFinite)
                .output(in -> torch.threshold(in[0], new Scalar(1.0), new Scalar(7.0)));
        Values whole = Values.of(new long[] {4}, -3, 0, 2, 5).as(ScalarType.Long);
        cases.add("threshold/int64", "threshold", 1, "value", 7)
                .input("a", whole)
                .output(in -> torch.threshold(in[0], new Scalar(1L), new Scalar(7L)));
        cases.add("hardtanh/int64", "min", -2, "max", 3)
                .input("a", whole)
                .output(in -> torch.hardtanh(in[0], new Scalar(-2L), new Scalar(3L)));
        cases.add("nanToNum/chosen", "nan", 0.5, "posInf", 10.0, "negInf", -20.0)
                .input("a", notFinite)
                .output(
                        in ->
                                in[0].nan_to_num(
                                        new DoubleOptional(0.5),
                                        new DoubleOptional(10.0),
                                        new DoubleOptional(-20.0)));
        cases.add("nanToNum/float32_limits")
                .input("a", notFinite.as(ScalarType.Float))
                .output(in -> in[0].nan_to_num());
    }

    /**
     * In steps for float64, where libtorch's own gradient multiplies by 1/6 rounded to float32; the
     * steps differ at NaN alone.
     */
    private static Tensor hardsigmoid(Tensor a) {
        boolean exact = a.scalar_type().intern() == ScalarType.Double;
        return exact && !a.isnan().any().item_bool()
                ? torch.relu6(a.add(new Scalar(3.0))).div(new Scalar(6.0))
                : torch.hardsigmoid(a);
    }
}
