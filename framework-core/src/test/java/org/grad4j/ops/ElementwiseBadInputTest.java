package org.grad4j.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.grad4j.tensor.DType;
import org.grad4j.tensor.Tensor;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What elementwise functions cannot do is refused with what was expected and what came. */
class ElementwiseBadInputTest {

    private record Refusal(String message, Executable call) {
        @Override
        public String toString() {
            return message;
        }
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void bad_input_is_refused_with_a_message_that_helps(Refusal refusal) {
        assertEquals(
                refusal.message,
                assertThrows(IllegalArgumentException.class, refusal.call).getMessage());
    }

    private static Refusal bad(String message, Executable call) {
        return new Refusal(message, call);
    }

    private static List<Refusal> refusals() {
        Tensor x = Tensor.ones(2, 3);
        Tensor whole = Tensor.ones(DType.INT64, 2, 3);
        Tensor bytes = Tensor.ones(DType.UINT8, 2, 3);
        Tensor bool = Tensor.ones(DType.BOOL, 2, 3);
        Tensor two = Tensor.ones(2);
        String refused = ": not defined for bool tensors; convert with to(...) first";
        String floating =
                ": needs a floating-point tensor, got torch.int64; convert it with"
                        + " to(DType.FLOAT32)";
        String shapes =
                ": shapes [2, 3] and [2] do not broadcast: at dimension 1 the sizes are 3 and 2"
                        + " and neither is 1";
        String zero =
                ": whole numbers cannot be divided by zero; use a floating type, which gives NaN"
                        + " or inf, or replace the zeros with where(...)";
        String condition =
                "where: the condition must be a bool tensor, got torch.float32; compare it with"
                        + " something, for example ne(0)";
        return List.of(
                bad("floor" + refused, bool::floor),
                bad("ceil" + refused, bool::ceil),
                bad("round" + refused, bool::round),
                bad("trunc" + refused, bool::trunc),
                bad("frac" + floating, whole::frac),
                bad("remainder" + zero, () -> whole.remainder(0)),
                bad("fmod" + zero, () -> whole.fmod(whole.mul(0))),
                bad("floorDivide" + zero, () -> whole.floorDivide(Tensor.of(1, 0, 1))),
                bad("remainder" + refused, () -> bool.remainder(bool)),
                bad("fmod" + shapes, () -> x.fmod(two)),
                bad("hypot" + floating, () -> whole.hypot(whole)),
                bad("atan2" + shapes, () -> x.atan2(two)),
                bad("gelu" + floating, whole::gelu),
                bad("geluTanh" + floating, whole::geluTanh),
                bad("silu" + floating, whole::silu),
                bad("mish" + floating, whole::mish),
                bad("softplus" + floating, whole::softplus),
                bad("logSigmoid" + floating, whole::logSigmoid),
                bad("elu" + floating, whole::elu),
                bad("selu" + floating, whole::selu),
                bad("celu" + floating, whole::celu),
                bad("leakyRelu" + floating, whole::leakyRelu),
                bad("hardsigmoid" + floating, whole::hardsigmoid),
                bad("hardswish" + floating, whole::hardswish),
                bad("softsign" + refused, bool::softsign),
                bad("relu6" + refused, bool::relu6),
                bad("hardtanh" + refused, bool::hardtanh),
                bad("threshold" + refused, () -> bool.threshold(0, 1)),
                bad(
                        "hardtanh: a uint8 tensor has no numbers below 0, got the lower limit -1",
                        bytes::hardtanh),
                bad(
                        "hardtanh: the lower limit must not exceed the upper one, got 2 and 1.5",
                        () -> x.hardtanh(2, 1.5)),
                bad(
                        "celu: alpha divides x and must not be 0; for alpha near 0 use relu()",
                        () -> x.celu(0)),
                bad(
                        "clamp: needs a lower or an upper limit, got none",
                        () -> x.clamp((Number) null, null)),
                bad(
                        "clamp: needs a lower or an upper limit, got none",
                        () -> x.clamp((Tensor) null, null)),
                bad("clamp" + shapes, () -> x.clamp(two, null)),
                bad("maximum" + shapes, () -> x.maximum(two)),
                bad("minimum" + shapes, () -> x.minimum(two)),
                bad(condition, () -> x.where(x, 1)),
                bad(condition, () -> Tensor.where(x, 1, 2)),
                bad(
                        "where: shapes [2, 3] and [2] do not broadcast: at dimension 1 the sizes"
                                + " are 3 and 2 and neither is 1",
                        () -> x.where(bool, two)),
                bad("where: the operand is null; expected a tensor", () -> x.where(null, two)),
                bad(
                        "where: the other is null; expected a number",
                        () -> x.where(bool, (Number) null)),
                bad("the operand is null; expected a tensor", () -> x.maximum(null)),
                bad("logicalOr: the operand is null; expected a tensor", () -> x.logicalOr(null)),
                bad("equal: the other tensor is null; expected a tensor", () -> x.equal(null)),
                bad("the operand is null; expected a tensor", () -> x.addcmul(x, null)),
                bad("lerp: the weight is null; expected a number", () -> x.lerp(x, (Number) null)),
                bad(
                        "hardtanh: the upper limit is null; expected a number",
                        () -> x.hardtanh(0, null)),
                bad("lerp" + floating, () -> whole.lerp(whole, 0.5)),
                bad(
                        "lerp: both tensors must have the same type, got torch.float32 and"
                                + " torch.int64; convert one with to(...)",
                        () -> x.lerp(whole, 0.5)),
                bad("addcmul" + refused, () -> bool.addcmul(bool, bool)),
                bad(
                        "addcmul: whole numbers need a whole factor, got 2.5 for torch.int64",
                        () -> whole.addcmul(whole, whole, 2.5)),
                bad("addcdiv" + floating, () -> x.addcdiv(whole, whole)),
                bad("logicalAnd" + shapes, () -> x.logicalAnd(two)),
                bad(
                        "isclose: both tensors must have the same type, got torch.float32 and"
                                + " torch.int64; convert one with to(...)",
                        () -> x.allclose(whole)),
                bad(
                        "isclose: tolerances must be 0 or more, got rtol -1.0, atol 0.0",
                        () -> x.isclose(x, -1, 0)));
    }
}
