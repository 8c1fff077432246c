package org.grad4j.ops;

import static org.grad4j.autograd.Op.op;
import static org.grad4j.autograd.Op.saving;
import static org.grad4j.autograd.Op.wrt;

import java.util.Arrays;
import org.grad4j.autograd.Autograd;
import org.grad4j.backend.Array;
import org.grad4j.backend.Binary;
import org.grad4j.backend.ClassPick;
import org.grad4j.backend.Elementwise;
import org.grad4j.backend.Operand;
import org.grad4j.tensor.DType;
import org.grad4j.tensor.Reduction;
import org.grad4j.tensor.Tensor;

/** Loss functions. */
public final class Losses {
    private Losses() {}

    /**
     * {@code -log softmax(logits)[target]}.
     *
     * @param logits {@code [n, classes, …]} or {@code [classes]}
     * @param target int64 {@code [n, …]} or without dimensions
     * @param reduction how the losses become one
     * @return the loss
     */
    public static Tensor crossEntropy(Tensor logits, Tensor target, Reduction reduction) {
        Types.requireFloating("crossEntropy", logits);
        checkTarget("crossEntropy", logits, target);
        return nll(logits.logSoftmax(logits.dim() == 1 ? 0 : 1), target, reduction);
    }

    /**
     * {@code -logProbabilities[target]}.
     *
     * @param logProbabilities {@code [n, classes, …]} or {@code [classes]}
     * @param target int64 {@code [n, …]} or without dimensions
     * @param reduction how the losses become one
     * @return the loss
     */
    public static Tensor nllLoss(Tensor logProbabilities, Tensor target, Reduction reduction) {
        Types.requireFloating("nllLoss", logProbabilities);
        checkTarget("nllLoss", logProbabilities, target);
        return nll(logProbabilities, target, reduction);
    }

    /** The mean of no samples is NaN, as in PyTorch. */
    private static Tensor nll(Tensor x, Tensor target, Reduction reduction) {
        if (x.dim() == 1) {
            Tensor loss = nll(x.unsqueeze(0), target.unsqueeze(0), reduction);
            return reduction == Reduction.NONE ? loss.squeeze(0) : loss;
        }
        long[] shape = x.array().shape();
        Array picked = ClassPick.pick(x.array(), target.array());
        if (reduction == Reduction.NONE) {
            return op(
                    "NllLossBackward0",
                    scaled(picked, -1, x.dtype()),
                    saving(target),
                    wrt(x, g -> placed(g.neg(), target, shape)));
        }
        double factor = reduction == Reduction.MEAN ? -1.0 / target.numel() : -1;
        boolean[] all = new boolean[picked.rank()];
        Arrays.fill(all, true);
        DType wide = x.dtype().computed();
        Array sum = org.grad4j.backend.Reduction.sum(picked, all, wide).reshapeView();
        return op(
                "NllLossBackward0",
                scaled(sum, factor, x.dtype()),
                saving(target),
                wrt(x, g -> placed(g.mul(factor).expand(target.shape()), target, shape)));
    }

    private static Array scaled(Array x, double factor, DType type) {
        return Elementwise.binary(
                Binary.MUL, Operand.of(x), Operand.of(factor), x.shape(), x.dtype(), type);
    }

    private static Tensor placed(Tensor g, Tensor target, long[] shape) {
        Array y = ClassPick.place(g.array(), target.array(), shape);
        if (!Autograd.isGradEnabled()) {
            return Tensor.wrap(y);
        }
        return op(
                "NllLossBackwardBackward0",
                y,
                saving(target),
                wrt(g, h -> picked(h, target, shape)));
    }

    private static Tensor picked(Tensor x, Tensor target, long[] shape) {
        return op(
                "GatherBackward0",
                ClassPick.pick(x.array(), target.array()),
                saving(target),
                wrt(x, g -> placed(g, target, shape)));
    }

    private static void checkTarget(String name, Tensor x, Tensor target) {
        Types.requireTensor(name + ": the target", target);
        long[] in = x.array().shape();
        if (in.length == 0) {
            throw new IllegalArgumentException(
                    name
                            + ": the input must be [classes], [n, classes] or [n, classes, …],"
                            + " got []");
        }
        int dim = in.length == 1 ? 0 : 1;
        long[] expected = new long[in.length - 1];
        System.arraycopy(in, 0, expected, 0, dim);
        System.arraycopy(in, dim + 1, expected, dim, expected.length - dim);
        if (!Arrays.equals(expected, target.array().shape())) {
            throw new IllegalArgumentException(
                    name
                            + ": for an input of "
                            + Arrays.toString(in)
                            + " the target must be "
                            + Arrays.toString(expected)
                            + ", got "
                            + Arrays.toString(target.array().shape()));
        }
        if (target.dtype() != DType.INT64 && target.dtype() != DType.INT32) {
            throw new IllegalArgumentException(
                    name
                            + ": the target must hold class numbers as int64, got "
                            + target.dtype().torchName());
        }
        long wrong = ClassPick.firstOutside(target.array(), in[dim]);
        if (wrong >= 0) {
            throw new IllegalArgumentException(
                    name
                            + ": class numbers go from 0 to "
                            + (in[dim] - 1)
                            + ", got "
                            + target.array().getLong(wrong)
                            + " at place "
                            + wrong
                            + " of the target");
        }
    }

    /**
     * {@code (x - target)²}.
     *
     * @param x a tensor
     * @param target a tensor of x's shape
     * @param reduction how the elements become one
     * @return the loss
     */
    public static Tensor mseLoss(Tensor x, Tensor target, Reduction reduction) {
        Types.requireTensor("mseLoss: the target", target);
        if (!Arrays.equals(x.array().shape(), target.array().shape())) {
            throw new IllegalArgumentException(
                    "mseLoss: input and target must have the same shape, got "
                            + Arrays.toString(x.array().shape())
                            + " and "
                            + Arrays.toString(target.array().shape()));
        }
        Types.requireFloating("mseLoss", x);
        Tensor difference = x.sub(target);
        Tensor squares = difference.mul(difference);
        return switch (reduction) {
            case NONE -> squares;
            case MEAN -> squares.mean();
            case SUM -> squares.sum();
        };
    }
}
