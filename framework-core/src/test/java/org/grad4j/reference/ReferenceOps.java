package org.grad4j.reference;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.grad4j.reference.ReferenceCases.Case;
import org.grad4j.tensor.Reduction;
import org.grad4j.tensor.Tensor;
import org.grad4j.tensor.ValuesIndices;

/** Which methods of {@link Tensor} an operation of the reference files stands for. */
public final class ReferenceOps {
    private static final Map<String, Op> OPS = new LinkedHashMap<>();
    private static final Set<String> METHODS = new TreeSet<>();

    private ReferenceOps() {}

    /** Our counterpart of one case. */
    @FunctionalInterface
    interface Op {
        Object apply(Case one, Tensor[] in);
    }

    /** Two tensors, a tensor and a number on either side, or a tensor and itself. */
    @FunctionalInterface
    private interface OnTensors {
        Tensor apply(Tensor a, Tensor b);
    }

    @FunctionalInterface
    private interface OnNumber {
        Tensor apply(Tensor a, Number b);
    }

    static {
        ReferenceShapeOps.register();
        arithmetic("add", Tensor::add, Tensor::add, Tensor::add, "add");
        arithmetic("sub", Tensor::sub, Tensor::sub, Tensor::rsub, "sub", "rsub");
        arithmetic("mul", Tensor::mul, Tensor::mul, Tensor::mul, "mul");
        arithmetic("div", Tensor::div, Tensor::div, Tensor::rdiv, "div", "rdiv");
        arithmetic("eq", Tensor::eq, Tensor::eq, null, "eq");
        arithmetic("ne", Tensor::ne, Tensor::ne, null, "ne");
        arithmetic("lt", Tensor::lt, Tensor::lt, null, "lt");
        arithmetic("le", Tensor::le, Tensor::le, null, "le");
        arithmetic("gt", Tensor::gt, Tensor::gt, null, "gt");
        arithmetic("ge", Tensor::ge, Tensor::ge, null, "ge");
        op("pow", ReferenceOps::pow, "pow", "rpow");
        op("neg", (one, in) -> in[0].neg());
        op("exp", (one, in) -> in[0].exp());
        op("log", (one, in) -> in[0].log());
        op("sqrt", (one, in) -> in[0].sqrt());
        op("tanh", (one, in) -> in[0].tanh());
        op("sigmoid", (one, in) -> in[0].sigmoid());
        op("relu", (one, in) -> in[0].relu());
        op("abs", (one, in) -> in[0].abs());
        op("sign", (one, in) -> in[0].sign());
        op("clone", (one, in) -> in[0].clone());
        op("to", (one, in) -> in[0].to(ReferenceTensors.dtype(one.text("dtype"))));
        op("sum", ReferenceOps::sum);
        op("mean", ReferenceOps::mean);
        op("max", ReferenceOps::max);
        op("argmax", ReferenceOps::argmax);
        op("softmax", (one, in) -> in[0].softmax(one.integer("dim")));
        op("logSoftmax", (one, in) -> in[0].logSoftmax(one.integer("dim")));
        op("crossEntropy", (one, in) -> in[0].crossEntropy(in[1], reduction(one)));
        op("nll", (one, in) -> in[0].nllLoss(in[1], reduction(one)), "nllLoss");
        op("mse", (one, in) -> in[0].mseLoss(in[1], reduction(one)), "mseLoss");
        op("reshape", (one, in) -> in[0].reshape(one.integers("shape")));
        op("view", (one, in) -> in[0].view(one.integers("shape")));
        op("transpose", (one, in) -> in[0].transpose(one.integer("dim0"), one.integer("dim1")));
        op("t", (one, in) -> in[0].t());
        op("permute", (one, in) -> in[0].permute(ints(one, "dims")));
        op("squeeze", ReferenceOps::squeeze);
        op("unsqueeze", (one, in) -> in[0].unsqueeze(one.integer("dim")));
        op("flatten", (one, in) -> in[0].flatten(one.integer("startDim"), one.integer("endDim")));
        op("expand", (one, in) -> in[0].expand(one.integers("shape")));
        op("sumTo", (one, in) -> in[0].sumTo(one.integers("shape")));
        op("contiguous", (one, in) -> in[0].contiguous());
        op("matmul", (one, in) -> in[0].matmul(in[in.length - 1]));
        op("linear", (one, in) -> in[0].linear(in[1], in.length > 2 ? in[2] : null));
        op(
                "add_",
                (one, in) ->
                        in.length == 2 ? in[0].add_(in[1]) : in[0].add_(number(one, "scalar")));
        op(
                "sub_",
                (one, in) ->
                        in.length == 2 ? in[0].sub_(in[1]) : in[0].sub_(number(one, "scalar")));
        op(
                "mul_",
                (one, in) ->
                        in.length == 2 ? in[0].mul_(in[1]) : in[0].mul_(number(one, "scalar")));
        op(
                "div_",
                (one, in) ->
                        in.length == 2 ? in[0].div_(in[1]) : in[0].div_(number(one, "scalar")));
        op("pow_", (one, in) -> in[0].pow_(number(one, "exponent")));
        op("neg_", (one, in) -> in[0].neg_());
        op("abs_", (one, in) -> in[0].abs_());
        op("exp_", (one, in) -> in[0].exp_());
        op("log_", (one, in) -> in[0].log_());
        op("sqrt_", (one, in) -> in[0].sqrt_());
        op("relu_", (one, in) -> in[0].relu_());
        op("sigmoid_", (one, in) -> in[0].sigmoid_());
        op("tanh_", (one, in) -> in[0].tanh_());
        op("copy_", (one, in) -> in[0].copy_(in[1]));
        op("fill_", (one, in) -> in[0].fill_(one.number("value")));
        op("zero_", (one, in) -> in[0].zero_());
        ReductionOps.add();
        MatrixOps.add();
        SpatialOps.add();
        ElementwiseReferenceOps.register();
    }

    static void op(String name, Op op) {
        op(name, op, name);
    }

    static void op(String name, Op op, String... methods) {
        OPS.put(name, op);
        METHODS.addAll(List.of(methods));
    }

    private static void arithmetic(
            String name, OnTensors pair, OnNumber right, OnNumber left, String... methods) {
        op(
                name,
                (one, in) -> {
                    if (one.has("scalar")) {
                        return right.apply(in[0], number(one, "scalar"));
                    }
                    if (one.has("scalarLeft")) {
                        return left.apply(in[0], number(one, "scalarLeft"));
                    }
                    return pair.apply(in[0], in[in.length - 1]);
                },
                methods);
    }

    /** The names of the methods of {@link Tensor} that reference cases exercise. */
    public static Set<String> methods() {
        return METHODS;
    }

    /** What our operation returns for a case: one tensor, several, or values and indices. */
    static List<Tensor> apply(Case one, Tensor... in) {
        Op op = OPS.get(one.operation());
        if (op == null) {
            throw new IllegalArgumentException("no operation for " + one);
        }
        Object out = op.apply(one, in);
        if (out instanceof ValuesIndices both) {
            return List.of(both.values(), both.indices());
        }
        if (out instanceof List<?> several) {
            return several.stream().map(Tensor.class::cast).toList();
        }
        return List.of((Tensor) out);
    }

    private static Tensor pow(Case one, Tensor[] in) {
        if (one.has("exponent")) {
            return in[0].pow(number(one, "exponent"));
        }
        return one.has("base") ? in[0].rpow(number(one, "base")) : in[0].pow(in[1]);
    }

    private static Tensor sum(Case one, Tensor[] in) {
        return one.has("dims") ? in[0].sum(ints(one, "dims"), one.flag("keepDim")) : in[0].sum();
    }

    private static Tensor mean(Case one, Tensor[] in) {
        return one.has("dims") ? in[0].mean(ints(one, "dims"), one.flag("keepDim")) : in[0].mean();
    }

    private static Object max(Case one, Tensor[] in) {
        return one.has("dim") ? in[0].max(one.integer("dim"), one.flag("keepDim")) : in[0].max();
    }

    private static Tensor argmax(Case one, Tensor[] in) {
        return one.has("dim")
                ? in[0].argmax(one.integer("dim"), one.flag("keepDim"))
                : in[0].argmax();
    }

    private static Tensor squeeze(Case one, Tensor[] in) {
        return one.has("dim") ? in[0].squeeze(one.integer("dim")) : in[0].squeeze();
    }

    /** A number as it is written: whole ones without a point. */
    static Number number(Case one, String argument) {
        String text = one.text(argument);
        return text.matches("-?\\d+") ? (Number) Long.valueOf(text) : (Number) Double.valueOf(text);
    }

    private static Reduction reduction(Case one) {
        return Reduction.valueOf(one.text("reduction").toUpperCase(Locale.ROOT));
    }

    static int[] ints(Case one, String argument) {
        return Arrays.stream(one.integers(argument)).mapToInt(Math::toIntExact).toArray();
    }
}
