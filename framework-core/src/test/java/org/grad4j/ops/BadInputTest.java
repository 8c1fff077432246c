package org.grad4j.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.grad4j.tensor.DType;
import org.grad4j.tensor.Reduction;
import org.grad4j.tensor.Tensor;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What an operation cannot do is refused with what was expected and what came. */
class BadInputTest {
    private final Tensor x = Tensor.ones(2, 3);
    private final Tensor whole = Tensor.ones(DType.INT64, 2, 3);
    private final Tensor bool = Tensor.ones(DType.BOOL, 2, 3);
    private final Tensor cube = Tensor.ones(2, 3, 4);
    private final Tensor empty = Tensor.zeros(0, 3);
    private final Tensor scalar = Tensor.scalar(1);
    private final Tensor images = Tensor.ones(2, 3, 8, 8);
    private final Tensor weight = Tensor.ones(4, 3, 3, 3);
    private final Tensor leaf = Tensor.ones(2, 3).requiresGrad(true);

    private record Refusal(
            Class<? extends RuntimeException> type, String message, Executable call) {
        @Override
        public String toString() {
            return message;
        }
    }

    private static Refusal bad(String message, Executable call) {
        return new Refusal(IllegalArgumentException.class, message, call);
    }

    private static Refusal wrongMoment(String message, Executable call) {
        return new Refusal(IllegalStateException.class, message, call);
    }

    @ParameterizedTest
    @MethodSource({
        "arithmetic",
        "comparisons",
        "reductions",
        "shapes",
        "products",
        "images",
        "losses",
        "inPlace",
        "tensors"
    })
    void bad_input_is_refused_with_a_message_that_helps(Refusal refusal) {
        assertEquals(refusal.message, assertThrows(refusal.type, refusal.call).getMessage());
    }

    private static List<Refusal> arithmetic() {
        BadInputTest t = new BadInputTest();
        String bool = ": not defined for bool tensors; convert with to(...) first";
        return List.of(
                bad(
                        "add: shapes [2, 3] and [2] do not broadcast: at dimension 1 the sizes are"
                                + " 3 and 2 and neither is 1",
                        () -> t.x.add(Tensor.ones(2))),
                bad(
                        "pow: shapes [0, 3] and [2, 3] do not broadcast: at dimension 0 the sizes"
                                + " are 0 and 2 and neither is 1",
                        () -> t.empty.pow(t.x)),
                bad("sub" + bool, () -> t.whole.sub(t.bool)),
                bad("sub" + bool, () -> t.bool.sub(1)),
                bad("rsub" + bool, () -> t.bool.rsub(1)),
                bad("neg" + bool, t.bool::neg),
                bad("abs" + bool, t.bool::abs),
                bad("relu" + bool, t.bool::relu),
                bad("pow" + bool, () -> t.bool.pow(t.bool)),
                bad(
                        "pow: whole numbers to a negative whole power are not defined, got"
                                + " exponent -1 for torch.int64",
                        () -> t.whole.pow(-1)));
    }

    private static List<Refusal> comparisons() {
        BadInputTest t = new BadInputTest();
        String shapes =
                ": shapes [2, 3] and [2] do not broadcast: at dimension 1 the sizes are 3 and 2"
                        + " and neither is 1";
        return List.of(
                bad("eq" + shapes, () -> t.x.eq(Tensor.ones(2))),
                bad("ne" + shapes, () -> t.x.ne(Tensor.ones(2))),
                bad("lt" + shapes, () -> t.x.lt(Tensor.ones(2))),
                bad("le" + shapes, () -> t.x.le(Tensor.ones(2))),
                bad("gt" + shapes, () -> t.x.gt(Tensor.ones(2))),
                bad("ge" + shapes, () -> t.x.ge(Tensor.ones(2))));
    }

    private static List<Refusal> reductions() {
        BadInputTest t = new BadInputTest();
        String range = ": dimension out of range: expected -2 to 1 for shape [2, 3], got ";
        String floating =
                ": needs a floating-point tensor, got torch.int64; convert it with"
                        + " to(DType.FLOAT32)";
        return List.of(
                bad("sum" + range + 2, () -> t.x.sum(2)),
                bad("mean" + range + -3, () -> t.x.mean(-3)),
                bad("max" + range + 2, () -> t.x.max(2)),
                bad("argmax" + range + 2, () -> t.x.argmax(2)),
                bad("norm" + range + 5, () -> t.x.norm(new int[] {5}, false)),
                bad("softmax" + range + 2, () -> t.x.softmax(2)),
                bad("logSoftmax" + range + -3, () -> t.x.logSoftmax(-3)),
                bad(
                        "sum: dimension out of range: expected -1 to 0 for shape [], got 1",
                        () -> t.scalar.sum(1)),
                bad("sum: dimension 0 is named twice in [0, -2]", () -> t.x.sum(0, -2)),
                bad("sum: dimension 0 is named twice in [0, 0]", () -> t.scalar.sum(0, 0)),
                bad("mean" + floating, t.whole::mean),
                bad("norm" + floating, t.whole::norm),
                bad("softmax" + floating, () -> t.whole.softmax(0)),
                bad("logSoftmax" + floating, () -> t.whole.logSoftmax(0)),
                bad("max: an empty tensor has no largest element, got shape [0, 3]", t.empty::max),
                bad(
                        "argmax: an empty tensor has no largest element, got shape [0, 3]",
                        t.empty::argmax),
                bad("max: dimension 0 of [0, 3] has no elements", () -> t.empty.max(0)),
                bad("argmax: dimension 0 of [0, 3] has no elements", () -> t.empty.argmax(0)),
                bad(
                        "argmax: not defined for bool tensors; convert with to(...) first",
                        () -> t.bool.argmax(0)));
    }

    private static List<Refusal> shapes() {
        BadInputTest t = new BadInputTest();
        String range = ": dimension out of range: expected -2 to 1 for shape [2, 3], got ";
        return List.of(
                bad(
                        "reshape: shape [4, 2] does not hold the 6 elements of [2, 3]",
                        () -> t.x.reshape(4, 2)),
                bad(
                        "reshape: shape [4, -1] does not hold the 6 elements of [2, 3]",
                        () -> t.x.reshape(4, -1)),
                bad(
                        "reshape: shape [0, -1] does not hold the 0 elements of [0, 3]",
                        () -> t.empty.reshape(0, -1)),
                bad(
                        "reshape: sizes must be 0 or more with at most one -1, got [-1, -1]",
                        () -> t.x.reshape(-1, -1)),
                bad(
                        "view: sizes must be 0 or more with at most one -1, got [-2, 3]",
                        () -> t.x.view(-2, 3)),
                bad(
                        "a tensor of shape [4611686018427387905, 4] is too large",
                        () -> Tensor.ones(2, 2).reshape((1L << 62) + 1, 4)),
                bad(
                        "view: a tensor of shape [3, 2] with strides [1, 3] cannot be seen as [6]"
                                + " without a copy; use reshape",
                        () -> t.x.t().view(6)),
                bad(
                        "flatten: the last dimension 0 comes before the first 1",
                        () -> t.x.flatten(1, 0)),
                bad("flatten" + range + 2, () -> t.x.flatten(2)),
                bad(
                        "t: needs at most two dimensions, got [2, 3, 4]; use transpose or permute",
                        t.cube::t),
                bad("transpose" + range + 2, () -> t.x.transpose(0, 2)),
                bad(
                        "permute: needs an order of all 2 dimensions of [2, 3], got [0]",
                        () -> t.x.permute(0)),
                bad("permute: dimension 0 is named twice in [0, 0]", () -> t.x.permute(0, 0)),
                bad("permute" + range + 2, () -> t.x.permute(0, 2)),
                bad("squeeze" + range + 2, () -> t.x.squeeze(2)),
                bad(
                        "unsqueeze: dimension out of range: expected -3 to 2 for shape [2, 3], got"
                                + " 3",
                        () -> t.x.unsqueeze(3)),
                bad("expand: shape [2, 3] does not broadcast to [3, 3]", () -> t.x.expand(3, 3)),
                bad("expand: shape [2, 3] does not broadcast to [3]", () -> t.x.expand(3)),
                bad(
                        "expand: shape [2, 3] does not broadcast to [-1, 2, 3]",
                        () -> t.x.expand(-1, 2, 3)),
                bad("expand: shape [2, 3] does not broadcast to [-2, 3]", () -> t.x.expand(-2, 3)),
                bad("sumTo: shape [3, 3] does not broadcast to [2, 3]", () -> t.x.sumTo(3, 3)),
                bad(
                        "sumTo: shape [1, 2, 3] does not broadcast to [2, 3]",
                        () -> t.x.sumTo(1, 2, 3)));
    }

    private static List<Refusal> products() {
        BadInputTest t = new BadInputTest();
        String types =
                ": both tensors must have the same type, got torch.float32 and torch.float64;"
                        + " convert one with to(...)";
        return List.of(
                bad(
                        "matmul: inner dimensions differ: [2, 3] × [2, 3] (3 and 2)",
                        () -> t.x.matmul(t.x)),
                bad(
                        "matmul: inner dimensions differ: [2, 3] × [2] (3 and 2)",
                        () -> t.x.matmul(Tensor.ones(2))),
                bad(
                        "matmul: both tensors need at least one dimension, got [2, 3] and []; use"
                                + " mul for numbers",
                        () -> t.x.matmul(t.scalar)),
                bad("matmul" + types, () -> t.x.matmul(t.x.to(DType.FLOAT64))),
                bad(
                        "matmul: not defined for bool tensors; convert with to(...) first",
                        () -> t.bool.matmul(t.bool)),
                bad(
                        "matmul: shapes [2] and [3] do not broadcast: at dimension 0 the sizes are"
                                + " 2 and 3 and neither is 1",
                        () -> t.cube.matmul(Tensor.ones(3, 4, 5))),
                bad(
                        "linear: the last dimension must be 2, got [2, 3]",
                        () -> t.x.linear(Tensor.ones(4, 2), null)),
                bad(
                        "linear: the last dimension must be 3, got []",
                        () -> t.scalar.linear(Tensor.ones(4, 3), null)),
                bad(
                        "linear: the weight must be [out, in], got [3]",
                        () -> t.x.linear(Tensor.ones(3), null)),
                bad(
                        "linear: the bias must be [4], got [3]",
                        () -> t.x.linear(Tensor.ones(4, 3), Tensor.ones(3))),
                bad("linear" + types, () -> t.x.linear(Tensor.ones(DType.FLOAT64, 4, 3), null)),
                bad(
                        "linear: needs a floating-point tensor, got torch.int64; convert it with"
                                + " to(DType.FLOAT32)",
                        () -> t.whole.linear(Tensor.ones(4, 3), null)));
    }

    private static List<Refusal> images() {
        BadInputTest t = new BadInputTest();
        return List.of(
                bad(
                        "conv2d: the input must be [n, c, h, w] or [c, h, w], got [2, 3]",
                        () -> t.x.conv2d(t.weight, null)),
                bad(
                        "conv2d: the weight must be [k, c, kh, kw], got [2, 3]",
                        () -> t.images.conv2d(t.x, null)),
                bad(
                        "conv2d: the input has 1 channels, the weight expects 3: [2, 1, 8, 8] and"
                                + " [4, 3, 3, 3]",
                        () -> Tensor.ones(2, 1, 8, 8).conv2d(t.weight, null)),
                bad(
                        "conv2d: the bias must be [4], got [3]",
                        () -> t.images.conv2d(t.weight, Tensor.ones(3))),
                bad(
                        "conv2d: the kernel [3, 3] does not fit into the padded input [2, 8] of"
                                + " shape [2, 3, 2, 8]",
                        () -> Tensor.ones(2, 3, 2, 8).conv2d(t.weight, null)),
                bad(
                        "conv2d: the kernel [0, 3] does not fit into the padded input [8, 8] of"
                                + " shape [2, 3, 8, 8]",
                        () -> t.images.conv2d(Tensor.ones(4, 3, 0, 3), null)),
                bad(
                        "conv2d: the stride must be two numbers of 1 or more, got [0, 0]",
                        () -> t.images.conv2d(t.weight, null, 0, 0)),
                bad(
                        "conv2d: the padding must be two numbers of 0 or more, got [-1, -1]",
                        () -> t.images.conv2d(t.weight, null, 1, -1)),
                bad(
                        "conv2d: the stride must be two numbers of 1 or more, got [1]",
                        () -> t.images.conv2d(t.weight, null, new int[] {1}, new int[] {0, 0})),
                bad(
                        "conv2d: needs a floating-point tensor, got torch.int64; convert it with"
                                + " to(DType.FLOAT32)",
                        () -> t.images.to(DType.INT64).conv2d(t.weight, null)),
                bad(
                        "conv2d: both tensors must have the same type, got torch.float32 and"
                                + " torch.float64; convert one with to(...)",
                        () -> t.images.conv2d(t.weight.to(DType.FLOAT64), null)),
                bad(
                        "maxPool2d: the input must be [n, c, h, w] or [c, h, w], got [2, 3]",
                        () -> t.x.maxPool2d(2)),
                bad(
                        "maxPool2d: images without elements have no largest one, got [1, 1, 0, 2]",
                        () -> Tensor.ones(1, 1, 0, 2).maxPool2d(2, 2, 1)),
                bad(
                        "maxPool2d: the kernel must be two numbers of 1 or more, got [0, 0]",
                        () -> t.images.maxPool2d(0)),
                bad(
                        "maxPool2d: the kernel [9, 9] does not fit into the padded input [8, 8] of"
                                + " shape [2, 3, 8, 8]",
                        () -> t.images.maxPool2d(9)),
                bad(
                        "maxPool2d: the padding must be at most half the kernel, got padding [2, 2]"
                                + " for kernel [2, 2]",
                        () -> t.images.maxPool2d(2, 2, 2)),
                bad(
                        "maxPool2d: the stride must be two numbers of 1 or more, got [0, 0]",
                        () -> t.images.maxPool2d(2, 0, 0)),
                bad(
                        "maxPool2d: needs a floating-point tensor, got torch.int32; convert it"
                                + " with to(DType.FLOAT32)",
                        () -> t.images.to(DType.INT32).maxPool2d(2)));
    }

    private static List<Refusal> losses() {
        BadInputTest t = new BadInputTest();
        Tensor first = Tensor.of(0L);
        return List.of(
                bad(
                        "crossEntropy: the input must be [classes], [n, classes] or [n, classes,"
                                + " …], got []",
                        () -> t.scalar.crossEntropy(first)),
                bad(
                        "crossEntropy: for an input of [2, 3] the target must be [2], got [1]",
                        () -> t.x.crossEntropy(first)),
                bad(
                        "crossEntropy: for an input of [2, 3, 4] the target must be [2, 4], got"
                                + " [1]",
                        () -> t.cube.crossEntropy(first)),
                bad(
                        "crossEntropy: for an input of [3] the target must be [], got [1]",
                        () -> Tensor.ones(3).crossEntropy(first)),
                bad(
                        "crossEntropy: class numbers go from 0 to 2, got 3 at place 1 of the"
                                + " target",
                        () -> t.x.crossEntropy(Tensor.of(0L, 3L))),
                bad(
                        "nllLoss: class numbers go from 0 to 2, got -1 at place 0 of the target",
                        () -> t.x.nllLoss(Tensor.of(-1L, 0L), Reduction.SUM)),
                bad(
                        "crossEntropy: the target must hold class numbers as int64, got"
                                + " torch.float32",
                        () -> t.x.crossEntropy(Tensor.ones(2))),
                bad(
                        "crossEntropy: needs a floating-point tensor, got torch.int64; convert it"
                                + " with to(DType.FLOAT32)",
                        () -> t.whole.crossEntropy(first)),
                bad(
                        "mseLoss: input and target must have the same shape, got [2, 3] and [3]",
                        () -> t.x.mseLoss(Tensor.ones(3), Reduction.MEAN)),
                bad(
                        "mseLoss: needs a floating-point tensor, got torch.int64; convert it with"
                                + " to(DType.FLOAT32)",
                        () -> t.whole.mseLoss(t.x, Reduction.MEAN)));
    }

    private static List<Refusal> inPlace() {
        BadInputTest t = new BadInputTest();
        String leaf =
                ": a leaf that requires gradients cannot be changed in place while operations are"
                        + " recorded; wrap it in Autograd.noGrad(...)";
        String shared =
                ": several elements of an expanded tensor share one place in memory; change a"
                        + " clone() instead";
        Tensor expanded = Tensor.ones(1).expand(3);
        return List.of(
                wrongMoment("add_" + leaf, () -> t.leaf.add_(1)),
                wrongMoment("mul_" + leaf, () -> t.leaf.mul_(t.x)),
                wrongMoment("copy_" + leaf, () -> t.leaf.copy_(t.x)),
                wrongMoment("exp_" + leaf, () -> t.leaf.exp_()),
                wrongMoment("fill_" + leaf, () -> t.leaf.fill_(1)),
                wrongMoment("zero_" + leaf, t.leaf::zero_),
                bad("add_" + shared, () -> expanded.add_(1)),
                bad("copy_" + shared, () -> expanded.copy_(Tensor.ones(3))),
                bad("zero_" + shared, expanded::zero_),
                bad(
                        "add_: the operand of shape [2, 3] does not broadcast to this tensor's [3]",
                        () -> Tensor.ones(3).add_(t.x)),
                bad(
                        "sub_: shapes [2, 3] and [2] do not broadcast: at dimension 1 the sizes"
                                + " are 3 and 2 and neither is 1",
                        () -> t.x.sub_(Tensor.ones(2))),
                bad(
                        "add_: the result is torch.float32, which does not fit into this tensor of"
                                + " torch.int64",
                        () -> t.whole.add_(1.5)),
                bad(
                        "mul_: the result is torch.float32, which does not fit into this tensor of"
                                + " torch.int64",
                        () -> t.whole.mul_(t.x)),
                bad(
                        "add_: the result is torch.int64, which does not fit into this tensor of"
                                + " torch.bool",
                        () -> t.bool.add_(1)),
                bad(
                        "sub_: not defined for bool tensors; convert with to(...) first",
                        () -> t.bool.sub_(t.bool)));
    }

    private static List<Refusal> tensors() {
        BadInputTest t = new BadInputTest();
        return List.of(
                bad("item() needs exactly one element, this tensor has shape [2, 3]", t.x::item),
                bad(
                        "itemLong() needs exactly one element, this tensor has shape [0, 3]",
                        t.empty::itemLong),
                bad(
                        "size: dimension out of range: expected -2 to 1 for shape [2, 3], got 2",
                        () -> t.x.size(2)),
                bad("size: a tensor without dimensions has no sizes", () -> t.scalar.size(0)),
                bad(
                        "only floating-point tensors can require gradients, this one is"
                                + " torch.int64",
                        () -> t.whole.requiresGrad(true)),
                wrongMoment(
                        "requiresGrad(false) is for leaf tensors; this one was made by"
                                + " MulBackward0: use detach() to get a tensor outside the graph",
                        () -> t.leaf.mul(2).requiresGrad(false)),
                bad(
                        "backward() needs a scalar, got [2, 3]; use mean() or sum(), or pass a"
                                + " gradient of that shape",
                        () -> t.leaf.mul(2).backward()));
    }
}
