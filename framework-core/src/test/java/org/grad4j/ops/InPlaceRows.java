package org.grad4j.ops;

import static org.grad4j.ops.Row.row;
import static org.grad4j.ops.Row.unary;
import static org.grad4j.ops.Values.ABOVE_ONE;
import static org.grad4j.ops.Values.ANY;
import static org.grad4j.ops.Values.BELOW_ONE;
import static org.grad4j.ops.Values.POSITIVE;

import java.util.List;
import org.grad4j.autograd.GradCheck;
import org.grad4j.tensor.Tensor;

/** The table's rows of in-place forms of ordinary operations. */
final class InPlaceRows {
    private static final String[] MATRICES = {"[2,3]", "[3,2]", "[1,1]", "[0,3]", "[2,2,3]"};

    private InPlaceRows() {}

    static final List<Row> CHANGING =
            List.of(
                    unary("sign_()", ANY, in -> in[0].sign_()),
                    unary("reciprocal_()", POSITIVE, in -> in[0].reciprocal_()),
                    unary("square_()", ANY, in -> in[0].square_()),
                    unary("rsqrt_()", POSITIVE, in -> in[0].rsqrt_()),
                    unary("expm1_()", ANY, in -> in[0].expm1_()),
                    unary("log1p_()", POSITIVE, in -> in[0].log1p_()),
                    unary("log2_()", POSITIVE, in -> in[0].log2_()),
                    unary("log10_()", POSITIVE, in -> in[0].log10_()),
                    unary("sin_()", ANY, in -> in[0].sin_()),
                    unary("cos_()", ANY, in -> in[0].cos_()),
                    unary("tan_()", BELOW_ONE, in -> in[0].tan_()),
                    unary("asin_()", BELOW_ONE, in -> in[0].asin_()),
                    unary("acos_()", BELOW_ONE, in -> in[0].acos_()),
                    unary("atan_()", ANY, in -> in[0].atan_()),
                    unary("sinh_()", ANY, in -> in[0].sinh_()),
                    unary("cosh_()", ANY, in -> in[0].cosh_()),
                    unary("asinh_()", ANY, in -> in[0].asinh_()),
                    unary("acosh_()", ABOVE_ONE, in -> in[0].acosh_()),
                    unary("atanh_()", BELOW_ONE, in -> in[0].atanh_()),
                    unary("erf_()", ANY, in -> in[0].erf_()),
                    unary("erfc_()", ANY, in -> in[0].erfc_()),
                    unary("floor_()", POSITIVE, in -> in[0].floor_()),
                    unary("ceil_()", POSITIVE, in -> in[0].ceil_()),
                    unary("round_()", POSITIVE, in -> in[0].round_()),
                    unary("trunc_()", POSITIVE, in -> in[0].trunc_()),
                    unary("frac_()", POSITIVE, in -> in[0].frac_()),
                    pair("atan2_(Tensor)", ANY, in -> in[0].atan2_(in[1])),
                    pair("hypot_(Tensor)", ANY, in -> in[0].hypot_(in[1])),
                    pair("pow_(Tensor)", POSITIVE, in -> in[0].pow_(in[1])),
                    pair("remainder_(Tensor)", POSITIVE, in -> in[0].add_(0.3).remainder_(in[1])),
                    unary("remainder_(Number)", ANY, in -> in[0].remainder_(0.77)),
                    pair("fmod_(Tensor)", POSITIVE, in -> in[0].add_(0.3).fmod_(in[1])),
                    unary("fmod_(Number)", ANY, in -> in[0].fmod_(0.77)),
                    pair(
                            "floorDivide_(Tensor)",
                            POSITIVE,
                            in -> in[0].add_(0.3).floorDivide_(in[1])),
                    unary("floorDivide_(Number)", ANY, in -> in[0].floorDivide_(0.77)),
                    unary("relu6_()", ANY, in -> in[0].relu6_()),
                    unary("leakyRelu_()", ANY, in -> in[0].leakyRelu_()),
                    unary("elu_()", ANY, in -> in[0].elu_()),
                    unary("selu_()", ANY, in -> in[0].selu_()),
                    unary("celu_()", ANY, in -> in[0].celu_()),
                    unary("silu_()", ANY, in -> in[0].silu_()),
                    unary("mish_()", ANY, in -> in[0].mish_()),
                    unary("hardtanh_()", POSITIVE, in -> in[0].hardtanh_()),
                    unary("hardsigmoid_()", ANY, in -> in[0].hardsigmoid_()),
                    unary("hardswish_()", ANY, in -> in[0].hardswish_()),
                    unary("leakyRelu_(double)", ANY, in -> in[0].leakyRelu_(-0.3)),
                    unary("elu_(double)", ANY, in -> in[0].elu_(1.7)),
                    unary("celu_(double)", ANY, in -> in[0].celu_(0.6)),
                    unary("hardtanh_(Number, Number)", ANY, in -> in[0].hardtanh_(-0.7, 1.3)),
                    unary("threshold_(Number, Number)", ANY, in -> in[0].threshold_(0.3, -2)),
                    unary("clamp_(Number, Number)", ANY, in -> in[0].clamp_(-1.3, 0.9)),
                    unary("clampMin_(Number)", ANY, in -> in[0].clampMin_(0.3)),
                    unary("clampMax_(Number)", ANY, in -> in[0].clampMax_(0.9)),
                    triple("clamp_(Tensor, Tensor)", ANY, in -> in[0].clamp_(in[1], in[2])),
                    pair("clamp_(Tensor, Tensor)", ANY, in -> in[0].clamp_(null, in[1])),
                    unary("nanToNum_()", ANY, in -> in[0].nanToNum_()),
                    unary(
                            "nanToNum_(double, Number, Number)",
                            ANY,
                            in -> in[0].nanToNum_(1, 2, null)),
                    pair("lerp_(Tensor, Number)", ANY, in -> in[0].lerp_(in[1], 0.3)),
                    triple("lerp_(Tensor, Tensor)", ANY, in -> in[0].lerp_(in[1], in[2])),
                    triple("addcmul_(Tensor, Tensor)", ANY, in -> in[0].addcmul_(in[1], in[2])),
                    triple(
                            "addcmul_(Tensor, Tensor, Number)",
                            ANY,
                            in -> in[0].addcmul_(in[1], in[2], 3)),
                    triple(
                            "addcdiv_(Tensor, Tensor)",
                            POSITIVE,
                            in -> in[0].addcdiv_(in[1], in[2])),
                    triple(
                            "addcdiv_(Tensor, Tensor, Number)",
                            POSITIVE,
                            in -> in[0].addcdiv_(in[1], in[2], -0.5)),
                    row(
                            "addmm_(Tensor, Tensor)",
                            ANY,
                            in -> in[0].addmm_(in[1], in[2]),
                            "[2,3] [2,4] [4,3]",
                            "[0,3] [0,2] [2,3]"),
                    row(
                            "addmm_(Tensor, Tensor, Number, Number)",
                            ANY,
                            in -> in[0].addmm_(in[1], in[2], 0.5, -2),
                            "[2,3] [2,4] [4,3]",
                            "[0,3] [0,2] [2,3]"),
                    pair("eq_(Tensor)", ANY, in -> in[0].eq_(in[1])),
                    unary("eq_(Number)", ANY, in -> in[0].eq_(0.5)),
                    pair("ne_(Tensor)", ANY, in -> in[0].ne_(in[1])),
                    unary("ne_(Number)", ANY, in -> in[0].ne_(0.5)),
                    pair("lt_(Tensor)", ANY, in -> in[0].lt_(in[1])),
                    unary("lt_(Number)", ANY, in -> in[0].lt_(0.5)),
                    pair("le_(Tensor)", ANY, in -> in[0].le_(in[1])),
                    unary("le_(Number)", ANY, in -> in[0].le_(0.5)),
                    pair("gt_(Tensor)", ANY, in -> in[0].gt_(in[1])),
                    unary("gt_(Number)", ANY, in -> in[0].gt_(0.5)),
                    pair("ge_(Tensor)", ANY, in -> in[0].ge_(in[1])),
                    unary("ge_(Number)", ANY, in -> in[0].ge_(0.5)),
                    pair("logicalAnd_(Tensor)", ANY, in -> in[0].logicalAnd_(in[1])),
                    pair("logicalOr_(Tensor)", ANY, in -> in[0].logicalOr_(in[1])),
                    pair("logicalXor_(Tensor)", ANY, in -> in[0].logicalXor_(in[1])),
                    unary("logicalNot_()", ANY, in -> in[0].logicalNot_()),
                    unary("cumsum_(int)", ANY, in -> in[0].cumsum_(-1)),
                    unary("cumprod_(int)", ANY, in -> in[0].cumprod_(-1)),
                    row("tril_()", ANY, in -> in[0].tril_(), MATRICES),
                    row("tril_(int)", ANY, in -> in[0].tril_(1), MATRICES),
                    row("triu_()", ANY, in -> in[0].triu_(), MATRICES),
                    row("triu_(int)", ANY, in -> in[0].triu_(1), MATRICES),
                    row(
                            "maskedFill_(Tensor, Tensor)",
                            ANY,
                            in -> in[0].maskedFill_(Tensor.of(true, false, true), in[1]),
                            "[2,3] []",
                            "[3] []",
                            "[0,3] []"));

    private static Row pair(String method, Values values, GradCheck.Operation operation) {
        return row(
                method,
                values,
                operation,
                "[2,3] [2,3]",
                "[2,3] [3]",
                "[2,3] []",
                "[] []",
                "[1] []",
                "[0,3] [3]",
                "[2,4,3] [4,1]");
    }

    private static Row triple(String method, Values values, GradCheck.Operation operation) {
        return row(
                method,
                values,
                operation,
                "[2,3] [2,3] [2,3]",
                "[2,3] [3] [2,1]",
                "[2,3] [] [3]",
                "[] [] []",
                "[0,3] [3] [1]");
    }
}
