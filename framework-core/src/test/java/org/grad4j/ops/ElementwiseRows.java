package org.grad4j.ops;

import static org.grad4j.ops.Row.Trait.SAVES_NOTHING;
import static org.grad4j.ops.Row.binary;
import static org.grad4j.ops.Row.row;
import static org.grad4j.ops.Row.unary;
import static org.grad4j.ops.Values.ABOVE_ONE;
import static org.grad4j.ops.Values.ANY;
import static org.grad4j.ops.Values.BELOW_ONE;
import static org.grad4j.ops.Values.POSITIVE;

import java.util.List;
import org.grad4j.autograd.GradCheck;
import org.grad4j.tensor.Tensor;

/** The table's rows of functions that work element by element. */
final class ElementwiseRows {
    private ElementwiseRows() {}

    static final List<Row> DIFFERENTIABLE =
            List.of(

                    // elementary functions
                    unary("square()", ANY, in -> in[0].square()),
                    unary("reciprocal()", POSITIVE, in -> in[0].reciprocal()),
                    unary("rsqrt()", POSITIVE, in -> in[0].rsqrt()),
                    unary("log2()", POSITIVE, in -> in[0].log2()),
                    unary("log10()", POSITIVE, in -> in[0].log10()),
                    unary("log1p()", POSITIVE, in -> in[0].log1p()),
                    unary("expm1()", ANY, in -> in[0].expm1()),
                    unary("sin()", ANY, in -> in[0].sin()),
                    unary("cos()", ANY, in -> in[0].cos()),
                    unary("atan()", ANY, in -> in[0].atan()),
                    unary("sinh()", ANY, in -> in[0].sinh()),
                    unary("cosh()", ANY, in -> in[0].cosh()),
                    unary("asinh()", ANY, in -> in[0].asinh()),
                    unary("erf()", ANY, in -> in[0].erf()),
                    unary("erfc()", ANY, in -> in[0].erfc()),
                    unary("tan()", BELOW_ONE, in -> in[0].tan()),
                    unary("asin()", BELOW_ONE, in -> in[0].asin()),
                    unary("acos()", BELOW_ONE, in -> in[0].acos()),
                    unary("atanh()", BELOW_ONE, in -> in[0].atanh()),
                    unary("acosh()", ABOVE_ONE, in -> in[0].acosh()),
                    binary("atan2(Tensor)", ANY, in -> in[0].atan2(in[1])),
                    binary("hypot(Tensor)", ANY, in -> in[0].hypot(in[1])),

                    // rounding; the shifts keep quotients off whole numbers, where these jump
                    unary("floor()", POSITIVE, in -> in[0].floor()).with(SAVES_NOTHING),
                    unary("ceil()", POSITIVE, in -> in[0].ceil()).with(SAVES_NOTHING),
                    unary("round()", POSITIVE, in -> in[0].round()).with(SAVES_NOTHING),
                    unary("trunc()", POSITIVE, in -> in[0].trunc()).with(SAVES_NOTHING),
                    unary("frac()", POSITIVE, in -> in[0].frac()).with(SAVES_NOTHING),
                    binary("remainder(Tensor)", POSITIVE, in -> in[0].add(0.0371).remainder(in[1])),
                    unary("remainder(Number)", ANY, in -> in[0].remainder(-0.77))
                            .with(SAVES_NOTHING),
                    binary("fmod(Tensor)", POSITIVE, in -> in[0].fmod(in[1].add(0.0371))),
                    unary("fmod(Number)", ANY, in -> in[0].fmod(0.77)).with(SAVES_NOTHING),
                    binary(
                                    "floorDivide(Tensor)",
                                    POSITIVE,
                                    in -> in[0].add(0.0371).floorDivide(in[1]))
                            .with(SAVES_NOTHING),
                    unary("floorDivide(Number)", ANY, in -> in[0].floorDivide(0.77))
                            .with(SAVES_NOTHING),

                    // activations
                    unary("logSigmoid()", ANY, in -> in[0].logSigmoid()),
                    unary("relu6()", ANY, in -> in[0].relu6()),
                    unary("leakyRelu()", ANY, in -> in[0].leakyRelu()),
                    unary("elu()", ANY, in -> in[0].elu()),
                    unary("selu()", ANY, in -> in[0].selu()),
                    unary("celu()", ANY, in -> in[0].celu()),
                    unary("gelu()", ANY, in -> in[0].gelu()),
                    unary("geluTanh()", ANY, in -> in[0].geluTanh()),
                    unary("silu()", ANY, in -> in[0].silu()),
                    unary("mish()", ANY, in -> in[0].mish()),
                    unary("softplus()", ANY, in -> in[0].softplus()),
                    unary("softsign()", ANY, in -> in[0].softsign()),
                    unary("hardsigmoid()", ANY, in -> in[0].hardsigmoid()),
                    unary("hardswish()", ANY, in -> in[0].hardswish()),
                    unary("leakyRelu(double)", ANY, in -> in[0].leakyRelu(-0.3)),
                    unary("elu(double)", ANY, in -> in[0].elu(1.7)),
                    unary("celu(double)", ANY, in -> in[0].celu(0.6)),
                    unary("softplus(double, double)", ANY, in -> in[0].softplus(2, 2.9)),
                    unary("hardtanh()", POSITIVE, in -> in[0].hardtanh()),
                    unary("hardtanh(Number, Number)", ANY, in -> in[0].hardtanh(-0.7, 1.3)),
                    unary("threshold(Number, Number)", ANY, in -> in[0].threshold(0.3, -2)),

                    // choices
                    unary("clamp(Number, Number)", ANY, in -> in[0].clamp(-1.3, 0.9)),
                    unary("clamp(Number, Number)", ANY, in -> in[0].clamp(null, 0.9)),
                    unary("clamp(Number, Number)", ANY, in -> in[0].clamp(0.3, null)),
                    unary("clampMin(Number)", ANY, in -> in[0].clampMin(0.3)),
                    unary("clampMax(Number)", ANY, in -> in[0].clampMax(0.9)),
                    ternary("clamp(Tensor, Tensor)", ANY, in -> in[0].clamp(in[1], in[2])),
                    binary("clamp(Tensor, Tensor)", ANY, in -> in[0].clamp(in[1], null)),
                    binary("clamp(Tensor, Tensor)", ANY, in -> in[0].clamp(null, in[1])),
                    binary("maximum(Tensor)", ANY, in -> in[0].maximum(in[1])),
                    binary("minimum(Tensor)", ANY, in -> in[0].minimum(in[1])),
                    binary("where(Tensor, Tensor)", ANY, in -> in[0].where(in[0].gt(0.1), in[1])),
                    unary("where(Tensor, Number)", ANY, in -> in[0].where(in[0].gt(0.1), 2.5)),
                    binary(
                            "where(Tensor, Tensor, Tensor)",
                            ANY,
                            in -> Tensor.where(in[0].gt(0.1), in[0], in[1])),
                    unary(
                            "where(Tensor, Tensor, Number)",
                            ANY,
                            in -> Tensor.where(in[0].gt(0.1), in[0], 2.5)),
                    unary(
                            "where(Tensor, Number, Tensor)",
                            ANY,
                            in -> Tensor.where(in[0].gt(0.1), 2.5, in[0])),
                    unary("nanToNum()", ANY, in -> in[0].nanToNum()),
                    unary(
                            "nanToNum(double, Number, Number)",
                            ANY,
                            in -> in[0].nanToNum(1, 2, null)),

                    // three tensors
                    binary("lerp(Tensor, Number)", ANY, in -> in[0].lerp(in[1], 0.3))
                            .with(SAVES_NOTHING),
                    ternary("lerp(Tensor, Tensor)", ANY, in -> in[0].lerp(in[1], in[2])),
                    ternary("addcmul(Tensor, Tensor)", ANY, in -> in[0].addcmul(in[1], in[2])),
                    ternary(
                            "addcmul(Tensor, Tensor, Number)",
                            ANY,
                            in -> in[0].addcmul(in[1], in[2], 3)),
                    ternary("addcdiv(Tensor, Tensor)", POSITIVE, in -> in[0].addcdiv(in[1], in[2])),
                    ternary(
                            "addcdiv(Tensor, Tensor, Number)",
                            POSITIVE,
                            in -> in[0].addcdiv(in[1], in[2], -0.5)));

    static final List<Row> NOT_DIFFERENTIABLE =
            List.of(
                    unary(
                            "where(Tensor, Number, Number)",
                            ANY,
                            in -> Tensor.where(in[0].gt(0.1), 1, 2)),
                    binary("logicalAnd(Tensor)", ANY, in -> in[0].logicalAnd(in[1])),
                    binary("logicalOr(Tensor)", ANY, in -> in[0].logicalOr(in[1])),
                    binary("logicalXor(Tensor)", ANY, in -> in[0].logicalXor(in[1])),
                    unary("logicalNot()", ANY, in -> in[0].logicalNot()),
                    unary("isnan()", ANY, in -> in[0].isnan()),
                    unary("isinf()", ANY, in -> in[0].isinf()),
                    unary("isfinite()", ANY, in -> in[0].isfinite()),
                    binary("isclose(Tensor)", ANY, in -> in[0].isclose(in[1])),
                    binary(
                            "isclose(Tensor, double, double)",
                            ANY,
                            in -> in[0].isclose(in[1], 0.5, 0.1)),
                    binary(
                            "isclose(Tensor, double, double, boolean)",
                            ANY,
                            in -> in[0].isclose(in[1], 0.5, 0.1, true)));

    private static Row ternary(String method, Values values, GradCheck.Operation operation) {
        return row(
                method,
                values,
                operation,
                "[2,3] [2,3] [2,3]",
                "[2,3] [3] [2,1]",
                "[3] [2,1] []",
                "[] [] []",
                "[] [1] [2,2]",
                "[1] [] []",
                "[0,3] [3] [1]");
    }
}
