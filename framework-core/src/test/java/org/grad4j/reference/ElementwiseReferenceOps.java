package org.grad4j.reference;

import static org.grad4j.reference.ReferenceOps.number;
import static org.grad4j.reference.ReferenceOps.op;

import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.grad4j.reference.ReferenceCases.Case;
import org.grad4j.tensor.Tensor;

/** Which methods the reference cases of elementwise functions stand for. */
final class ElementwiseReferenceOps {
    private ElementwiseReferenceOps() {}

    static void register() {
        unary("reciprocal", Tensor::reciprocal);
        unary("square", Tensor::square);
        unary("rsqrt", Tensor::rsqrt);
        unary("expm1", Tensor::expm1);
        unary("log1p", Tensor::log1p);
        unary("log2", Tensor::log2);
        unary("log10", Tensor::log10);
        unary("sin", Tensor::sin);
        unary("cos", Tensor::cos);
        unary("tan", Tensor::tan);
        unary("asin", Tensor::asin);
        unary("acos", Tensor::acos);
        unary("atan", Tensor::atan);
        unary("sinh", Tensor::sinh);
        unary("cosh", Tensor::cosh);
        unary("asinh", Tensor::asinh);
        unary("acosh", Tensor::acosh);
        unary("atanh", Tensor::atanh);
        unary("erf", Tensor::erf);
        unary("erfc", Tensor::erfc);
        unary("floor", Tensor::floor);
        unary("ceil", Tensor::ceil);
        unary("round", Tensor::round);
        unary("trunc", Tensor::trunc);
        unary("frac", Tensor::frac);
        unary("logSigmoid", Tensor::logSigmoid);
        unary("relu6", Tensor::relu6);
        unary("selu", Tensor::selu);
        unary("gelu", Tensor::gelu);
        unary("geluTanh", Tensor::geluTanh);
        unary("silu", Tensor::silu);
        unary("mish", Tensor::mish);
        unary("softsign", Tensor::softsign);
        unary("hardsigmoid", Tensor::hardsigmoid);
        unary("hardswish", Tensor::hardswish);
        unary("logicalNot", Tensor::logicalNot);
        unary("isnan", Tensor::isnan);
        unary("isinf", Tensor::isinf);
        unary("isfinite", Tensor::isfinite);
        binary("atan2", Tensor::atan2);
        binary("hypot", Tensor::hypot);
        binary("maximum", Tensor::maximum);
        binary("minimum", Tensor::minimum);
        binary("logicalAnd", Tensor::logicalAnd);
        binary("logicalOr", Tensor::logicalOr);
        binary("logicalXor", Tensor::logicalXor);
        op(
                "leakyRelu",
                (one, in) ->
                        one.has("slope")
                                ? in[0].leakyRelu(one.number("slope"))
                                : in[0].leakyRelu());
        op("elu", (one, in) -> one.has("alpha") ? in[0].elu(one.number("alpha")) : in[0].elu());
        op("celu", (one, in) -> one.has("alpha") ? in[0].celu(one.number("alpha")) : in[0].celu());
        op(
                "softplus",
                (one, in) ->
                        one.has("beta")
                                ? in[0].softplus(one.number("beta"), one.number("threshold"))
                                : in[0].softplus());
        op(
                "hardtanh",
                (one, in) ->
                        one.has("min")
                                ? in[0].hardtanh(number(one, "min"), number(one, "max"))
                                : in[0].hardtanh());
        op(
                "threshold",
                (one, in) -> in[0].threshold(number(one, "threshold"), number(one, "value")));
        op(
                "nanToNum",
                (one, in) ->
                        one.has("nan")
                                ? in[0].nanToNum(
                                        one.number("nan"),
                                        number(one, "posInf"),
                                        number(one, "negInf"))
                                : in[0].nanToNum());
        op(
                "remainder",
                (one, in) ->
                        one.has("scalar")
                                ? in[0].remainder(number(one, "scalar"))
                                : in[0].remainder(in[1]));
        op(
                "fmod",
                (one, in) ->
                        one.has("scalar") ? in[0].fmod(number(one, "scalar")) : in[0].fmod(in[1]));
        op(
                "floorDivide",
                (one, in) ->
                        one.has("scalar")
                                ? in[0].floorDivide(number(one, "scalar"))
                                : in[0].floorDivide(in[1]));
        op("clamp", ElementwiseReferenceOps::clamp, "clamp", "clampMin", "clampMax");
        op(
                "where",
                (one, in) ->
                        one.has("scalar")
                                ? in[1].where(in[0], number(one, "scalar"))
                                : in[1].where(in[0], in[2]));
        op(
                "lerp",
                (one, in) ->
                        one.has("weight")
                                ? in[0].lerp(in[1], number(one, "weight"))
                                : in[0].lerp(in[1], in[2]));
        op(
                "addcmul",
                (one, in) ->
                        one.has("value")
                                ? in[0].addcmul(in[1], in[2], number(one, "value"))
                                : in[0].addcmul(in[1], in[2]));
        op(
                "addcdiv",
                (one, in) ->
                        one.has("value")
                                ? in[0].addcdiv(in[1], in[2], number(one, "value"))
                                : in[0].addcdiv(in[1], in[2]));
        op(
                "isclose",
                (one, in) ->
                        one.has("rtol")
                                ? in[0].isclose(
                                        in[1],
                                        one.number("rtol"),
                                        one.number("atol"),
                                        one.flag("equalNan"))
                                : in[0].isclose(in[1]));
    }

    private static void unary(String name, UnaryOperator<Tensor> f) {
        op(name, (one, in) -> f.apply(in[0]));
    }

    private static void binary(String name, BinaryOperator<Tensor> f) {
        op(name, (one, in) -> f.apply(in[0], in[1]));
    }

    private static Tensor clamp(Case one, Tensor[] in) {
        if (one.has("lower")) {
            return in[0].clamp(
                    one.flag("lower") ? in[1] : null, one.flag("upper") ? in[in.length - 1] : null);
        }
        Number min = limit(one, "min");
        Number max = limit(one, "max");
        if (min != null && max != null) {
            return in[0].clamp(min, max);
        }
        return min != null ? in[0].clampMin(min) : in[0].clampMax(max);
    }

    private static Number limit(Case one, String name) {
        return one.text(name).equals("null") ? null : number(one, name);
    }
}
