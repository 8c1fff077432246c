package org.grad4j.reference;

import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.T_TensorTensor_T;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * The floating types of 16 bits: each kind of operation once, with its gradient. Without rsqrt, for
 * which libtorch rounds the root before inverting it and misses the nearest number.
 */
final class Halves {
    private static final double INFINITY = Double.POSITIVE_INFINITY;

    private final Cases cases;
    private final ScalarType type;

    private Halves(Cases cases, ScalarType type) {
        this.cases = cases;
        this.type = type;
    }

    static Cases cases() {
        Cases cases = new Cases("float16 and bfloat16");
        for (ScalarType type : new ScalarType[] {ScalarType.Half, ScalarType.BFloat16}) {
            Halves self = new Halves(cases, type);
            self.pairs();
            self.numbers();
            self.functions();
            self.comparisons();
            self.conversions();
            self.reductions();
            self.orderings();
            self.products();
            self.network();
            self.places();
            self.changes();
        }
        return cases;
    }

    private Cases.Case add(String op, String variant, Object... arguments) {
        return cases.add(op + "/" + Values.name(type) + "_" + variant, arguments);
    }

    private Values wave(int phase, long... shape) {
        return Values.wave(phase, shape).as(type);
    }

    private Values positive(int phase, long... shape) {
        return Values.positive(phase, shape).as(type);
    }

    private Values of(double... numbers) {
        return Values.of(new long[] {numbers.length}, numbers).as(type);
    }

    private void pairs() {
        Map<String, BinaryOperator<Tensor>> pairs = new LinkedHashMap<>();
        pairs.put("add", Tensor::add);
        pairs.put("sub", Tensor::sub);
        pairs.put("mul", Tensor::mul);
        pairs.put("div", Tensor::div);
        pairs.put("pow", Tensor::pow);
        pairs.put("maximum", Tensor::maximum);
        pairs.put("atan2", Tensor::atan2);
        pairs.put("hypot", Tensor::hypot);
        pairs.forEach(
                (op, pair) -> {
                    add(op, "broadcast")
                            .input("a", positive(0, 2, 3))
                            .input("b", positive(1, 3))
                            .output(in -> pair.apply(in[0], in[1]));
                    add(op, "transposed")
                            .input("a", positive(0, 2, 3).throughTransposedView())
                            .input("b", positive(1, 2, 3))
                            .output(in -> pair.apply(in[0], in[1]));
                });
        for (ScalarType other : new ScalarType[] {ScalarType.Float, ScalarType.Double}) {
            add("mul", "with_" + Values.name(other))
                    .input("a", wave(0, 2, 3))
                    .input("b", Values.wave(1, 2, 3).as(other))
                    .output(in -> in[0].mul(in[1]));
        }
        add("mul", "with_int64")
                .input("a", wave(0, 3))
                .input("b", Values.of(new long[] {3}, 1, -3, 100).as(ScalarType.Long))
                .output(in -> in[0].mul(in[1]));
        add("add", "beyond_the_largest_and_below_the_smallest")
                .input("a", of(60000, -60000, 6.0e-8, 0, -INFINITY, INFINITY))
                .input("b", of(60000, -60000, -6.0e-8, 0, 1, Double.NaN))
                .output(in -> in[0].add(in[1]));
        add("lerp", "tensors", "weight", 0.3)
                .input("a", wave(0, 4))
                .input("b", wave(1, 4))
                .output(in -> torch.lerp(in[0], in[1], new Scalar(0.3)));
        add("addcmul", "tensors", "value", 0.5)
                .input("a", wave(0, 4))
                .input("b", wave(1, 4))
                .input("c", wave(2, 4))
                .output(in -> in[0].addcmul(in[1], in[2], new Scalar(0.5)));
    }

    private void numbers() {
        add("add", "number", "scalar", 0.1).input("a", wave(0, 5)).output(plus(0.1));
        add("mul", "number", "scalar", 1.0e-4)
                .input("a", wave(0, 5))
                .output(in -> in[0].mul(new Scalar(1.0e-4)));
        add("div", "number", "scalar", 3)
                .input("a", wave(0, 5))
                .output(in -> in[0].div(new Scalar(3L)));
        add("pow", "square", "exponent", 2)
                .input("a", wave(0, 5))
                .output(in -> in[0].pow(new Scalar(2L)));
        add("pow", "root", "exponent", 0.5)
                .input("a", positive(0, 5))
                .output(in -> in[0].pow(new Scalar(0.5)));
        add("remainder", "number", "scalar", 0.3)
                .input("a", wave(0, 5))
                .output(in -> in[0].remainder(new Scalar(0.3)));
        add("clamp", "numbers", "min", -0.5, "max", 0.1)
                .input("a", of(-2, -0.5, 0.05, 0.1, 0.3))
                .output(in -> in[0].clamp(limit(-0.5), limit(0.1)));
    }

    private static Function<Tensor[], Tensor> plus(double number) {
        return in -> in[0].add(new Scalar(number));
    }

    private static ScalarOptional limit(double number) {
        return new ScalarOptional(new Scalar(number));
    }

    private void functions() {
        Map<String, UnaryOperator<Tensor>> functions = new LinkedHashMap<>();
        functions.put("neg", Tensor::neg);
        functions.put("abs", Tensor::abs);
        functions.put("exp", Tensor::exp);
        functions.put("log", Tensor::log);
        functions.put("log1p", Tensor::log1p);
        functions.put("sqrt", Tensor::sqrt);
        functions.put("reciprocal", Tensor::reciprocal);
        functions.put("square", Tensor::square);
        functions.put("sin", Tensor::sin);
        functions.put("cos", Tensor::cos);
        functions.put("atan", Tensor::atan);
        functions.put("erf", Tensor::erf);
        functions.put("floor", Tensor::floor);
        functions.put("round", Tensor::round);
        functions.put("tanh", Tensor::tanh);
        functions.put("sigmoid", Tensor::sigmoid);
        functions.put("relu", Tensor::relu);
        functions.put("gelu", torch::gelu);
        functions.put("silu", torch::silu);
        functions.put("softplus", torch::softplus);
        functions.put("leakyRelu", torch::leaky_relu);
        functions.put("hardswish", torch::hardswish);
        functions.put("clone", Tensor::clone);
        functions.forEach(
                (op, function) ->
                        add(op, "function")
                                .input("a", positive(0, 3, 4))
                                .output(in -> function.apply(in[0])));
        add("nanToNum", "limits_of_the_type")
                .input("a", of(Double.NaN, INFINITY, -INFINITY, 1.5))
                .output(in -> in[0].nan_to_num());
    }

    private void comparisons() {
        add("eq", "number_that_is_rounded", "scalar", 0.1)
                .input("a", of(0.1, 0.2))
                .output(in -> in[0].eq(new Scalar(0.1)));
        add("lt", "number_that_is_rounded", "scalar", 0.1)
                .input("a", of(0.1, 0.09, 0.2))
                .output(in -> in[0].lt(new Scalar(0.1)));
        add("ge", "tensors")
                .input("a", wave(0, 6))
                .input("b", wave(1, 6))
                .output(in -> in[0].ge(in[1]));
        add("isfinite", "function")
                .input("a", of(1, INFINITY, Double.NaN))
                .output(in -> in[0].isfinite());
    }

    private void conversions() {
        Values all = of(0, -0.0, 0.1, 2.7, -2.7, 100.3);
        for (ScalarType other :
                new ScalarType[] {
                    ScalarType.Float,
                    ScalarType.Double,
                    ScalarType.Long,
                    ScalarType.Char,
                    ScalarType.Bool
                }) {
            String name = Values.name(other);
            add("to", name, "dtype", name).input("a", all).output(in -> in[0].to(other));
        }
        String here = Values.name(type);
        add("to", "from_float32", "dtype", here)
                .input(
                        "a",
                        Values.of(
                                        new long[] {8},
                                        2049,
                                        2051,
                                        1e-8,
                                        65519,
                                        65520,
                                        1e30,
                                        -INFINITY,
                                        Double.NaN)
                                .as(ScalarType.Float))
                .output(in -> in[0].to(type));
        add("to", "from_float64", "dtype", here)
                .input("a", Values.wave(0, 5))
                .output(in -> in[0].to(type));
        add("to", "from_int64", "dtype", here)
                .input("a", Values.of(new long[] {4}, 255, 257, 2049, 70000).as(ScalarType.Long))
                .output(in -> in[0].to(type));
    }

    private void reductions() {
        Values cube = wave(0, 2, 3, 4);
        ScalarTypeOptional same = new ScalarTypeOptional();
        long[] dims = {0, 2};
        add("sum", "all").input("a", cube).output(in -> in[0].sum());
        add("sum", "dims", "dims", dims, "keepDim", true)
                .input("a", cube)
                .output(in -> in[0].sum(dims, true, same));
        add("sum", "many_small_ones")
                .input("a", Values.fill(i -> 1, 3000).as(type))
                .output(in -> in[0].sum());
        add("mean", "all").input("a", cube).output(in -> in[0].mean());
        add("mean", "of_numbers_near_the_largest")
                .input("a", of(60000, 60000, 50000))
                .output(in -> in[0].mean());
        add("prod", "all").input("a", positive(0, 4)).output(in -> in[0].prod());
        add("cumsum", "rows", "dim", 1).input("a", wave(0, 2, 5)).output(in -> in[0].cumsum(1));
        add("norm", "all").input("a", cube).output(in -> in[0].norm());
        add("logsumexp", "rows", "dims", 1, "keepDim", false)
                .input("a", wave(0, 2, 5))
                .output(in -> in[0].logsumexp(1));
        add("var", "rows", "dims", 1, "correction", 1, "keepDim", false)
                .input("a", wave(0, 2, 5))
                .output(in -> in[0].var(new long[] {1}, new ScalarOptional(new Scalar(1L)), false));
        add("max", "all").input("a", cube).output(in -> in[0].max());
        add("argmax", "all").input("a", cube).output(in -> in[0].argmax());
        add("amax", "rows", "dims", 1, "keepDim", false)
                .input("a", cube)
                .output(in -> in[0].amax(new long[] {1}, false));
        add("any", "all").input("a", of(0, -0.0, 1)).output(in -> in[0].any());
    }

    private void orderings() {
        Values x = of(3, -1, 2.5, 3, 0, -7);
        add("sort", "rows", "dim", 0, "descending", true)
                .input("a", x)
                .outputs(
                        new String[] {"values", "indices"},
                        in -> both(in[0].sort(new BoolOptional(true), 0, true)));
        add("topk", "rows", "k", 2, "dim", 0, "largest", false)
                .input("a", x)
                .outputs(
                        new String[] {"values", "indices"},
                        in -> both(in[0].topk(2, 0, false, true)));
        add("median", "all").input("a", x).output(in -> in[0].median());
    }

    private static Tensor[] both(T_TensorTensor_T pair) {
        return new Tensor[] {pair.get0(), pair.get1()};
    }

    private void products() {
        add("matmul", "matrices")
                .input("a", wave(0, 3, 4))
                .input("b", wave(1, 4, 2))
                .output(in -> in[0].matmul(in[1]));
        add("matmul", "long_rows")
                .input("a", wave(0, 2, 300))
                .input("b", wave(1, 300, 2))
                .output(in -> in[0].matmul(in[1]));
        add("bmm", "transposed")
                .input("a", wave(0, 2, 3, 4).throughTransposedView())
                .input("b", wave(1, 2, 4, 2))
                .output(in -> in[0].bmm(in[1]));
        add("dot", "vectors")
                .input("a", wave(0, 7))
                .input("b", wave(1, 7))
                .output(in -> in[0].dot(in[1]));
        add("mv", "matrix")
                .input("a", wave(0, 2, 7))
                .input("b", wave(1, 7))
                .output(in -> in[0].mv(in[1]));
        add("addmm", "matrices", "beta", 0.5, "alpha", 2)
                .input("c", wave(2, 3, 2))
                .input("a", wave(0, 3, 4))
                .input("b", wave(1, 4, 2))
                .output(in -> in[0].addmm(in[1], in[2], new Scalar(0.5), new Scalar(2L)));
        add("linear", "batch")
                .input("x", wave(0, 3, 4))
                .input("weight", wave(1, 2, 4))
                .input("bias", wave(2, 2))
                .output(in -> torch.linear(in[0], in[1], new TensorOptional(in[2])));
    }

    private void network() {
        Values logits = wave(0, 4, 3);
        Values classes = Values.of(new long[] {4}, 2, 0, 1, 2).as(ScalarType.Long);
        add("softmax", "rows", "dim", 1).input("a", logits).output(in -> in[0].softmax(1));
        add("logSoftmax", "rows", "dim", 1).input("a", logits).output(in -> in[0].log_softmax(1));
        add("crossEntropy", "rows", "reduction", "mean")
                .input("input", logits)
                .input("target", classes)
                .output(in -> torch.cross_entropy(in[0], in[1]));
        add("mse", "mean", "reduction", "mean")
                .input("input", wave(0, 4))
                .input("target", wave(1, 4))
                .output(in -> torch.mse_loss(in[0], in[1]));
        Convolutions.conv2d(
                cases,
                "conv2d/" + Values.name(type),
                new Convolutions.Window(1, 1, 1, 1, 1, 1),
                wave(0, 2, 2, 4, 4),
                wave(1, 3, 2, 3, 3),
                wave(2, 3));
        add(
                        "maxPool2d",
                        "images",
                        "kernel",
                        new long[] {2, 2},
                        "stride",
                        new long[] {2, 2},
                        "padding",
                        new long[] {0, 0})
                .input("a", wave(0, 1, 2, 4, 4))
                .output(in -> torch.max_pool2d(in[0], new long[] {2, 2}));
    }

    private void places() {
        Values index = Values.of(new long[] {3}, 1, 0, 1).as(ScalarType.Long);
        add("cat", "rows", "dim", 0)
                .input("a", wave(0, 2, 3))
                .input("b", wave(1, 1, 3))
                .output(in -> torch.cat(new TensorVector(in[0], in[1])));
        add("indexSelect", "rows", "dim", 0)
                .input("a", wave(0, 2, 3))
                .input("index", index)
                .output(in -> in[0].index_select(0, in[1]));
        add("indexAdd", "rows", "dim", 0)
                .input("a", wave(0, 2, 3))
                .input("index", index)
                .input("source", wave(1, 3, 3))
                .output(in -> in[0].index_add(0, in[1], in[2]));
        add("maskedFill", "number", "value", 0.1)
                .input("a", wave(0, 3))
                .input("mask", Values.of(new long[] {3}, 1, 0, 1).as(ScalarType.Bool))
                .output(in -> in[0].masked_fill(in[1], new Scalar(0.1)));
        add("narrow", "columns", "dim", 1, "start", 1, "length", 2)
                .input("a", wave(0, 2, 4))
                .output(in -> in[0].narrow(1, 1, 2));
        add("slice", "steps", "dim", 0, "start", 1, "end", 6, "step", 2)
                .input("a", wave(0, 6))
                .output(in -> in[0].slice(0, new LongOptional(1), new LongOptional(6), 2));
    }

    private void changes() {
        add("add_", "tensor")
                .input("a", wave(0, 2, 3))
                .input("b", wave(1, 3))
                .output(in -> in[0].detach().clone().add_(in[1].detach()));
        add("mul_", "number", "scalar", 0.1)
                .input("a", wave(0, 2, 3))
                .output(in -> in[0].detach().clone().mul_(new Scalar(0.1)));
    }
}
