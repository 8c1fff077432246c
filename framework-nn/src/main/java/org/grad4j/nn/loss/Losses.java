package org.grad4j.nn.loss;

import static org.grad4j.autograd.Op.op;
import static org.grad4j.autograd.Op.saving;
import static org.grad4j.autograd.Op.wrt;
import static org.grad4j.nn.loss.LossChecks.reduce;
import static org.grad4j.nn.loss.LossChecks.require;

import java.util.Arrays;
import org.grad4j.autograd.Autograd;
import org.grad4j.tensor.Reduction;
import org.grad4j.tensor.Tensor;

/**
 * The losses as functions: {@code torch.nn.functional}'s, one for each module of this package.
 *
 * <p>All take the reduction last: the loss of each element or sample, their mean, or their sum. The
 * mean of nothing is NaN. All throw {@link IllegalArgumentException} for a tensor that is null, an
 * input that is not floating, and shapes that do not fit, and {@link NullPointerException} for a
 * reduction that is null. Inputs that PyTorch would broadcast against each other, mostly by
 * mistake, must have the same shape here.
 */
public final class Losses {
    /** The class number that PyTorch ignores unless told otherwise. */
    public static final long IGNORE_INDEX = -100;

    /** libtorch keeps it in single precision for all types. */
    private static final double LEAST_DIVISOR = 1e-12f;

    private Losses() {}

    /**
     * {@code -log softmax(input)[target]}, or {@code -Σ target · log softmax(input)} for
     * probabilities. Label smoothing {@code s} (arXiv:1512.00567) moves the share {@code s} of each
     * target evenly to all classes. With class weights the mean is divided by the sum of the
     * weights of the targets, except for probabilities, as in PyTorch.
     *
     * @param input logits {@code [n, classes, d1, …]} or {@code [classes]}
     * @param target class numbers {@code [n, d1, …]} in int64, or probabilities of the input's
     *     shape in a floating type
     * @param weight {@code [classes]} of the input's type, or null
     * @param ignoreIndex the class number that does not count, usually {@link #IGNORE_INDEX}
     * @param labelSmoothing from 0 to 1
     * @param reduction how the losses become one
     * @return the loss; of the target's shape, without the classes, if not reduced
     * @throws IllegalArgumentException also if a class number is out of range, the smoothing is not
     *     from 0 to 1, or probabilities come with an ignoreIndex of 0 or more
     */
    public static Tensor crossEntropy(
            Tensor input,
            Tensor target,
            Tensor weight,
            long ignoreIndex,
            double labelSmoothing,
            Reduction reduction) {
        String name = "crossEntropy";
        LossChecks.floating(name, "input", input);
        LossChecks.tensor(name, "target", target);
        require(
                labelSmoothing >= 0 && labelSmoothing <= 1,
                name,
                "the label smoothing must be from 0 to 1",
                labelSmoothing);
        int dim = ClassTargets.dim(name, input);
        LossChecks.classWeight(name, weight, input.size(dim), input);
        if (target.dtype().isFloatingPoint()) {
            return ofProbabilities(input, target, weight, ignoreIndex, labelSmoothing, reduction);
        }
        ClassTargets classes = ClassTargets.of(name, input, target, ignoreIndex);
        if (weight == null && labelSmoothing == 0 && classes.ignored() == null) {
            return input.crossEntropy(target, reduction);
        }
        Tensor logs = input.logSoftmax(dim);
        Tensor weights = classes.weights(weight, input.dtype());
        Tensor losses = classes.pick(logs).mul(weights).neg();
        if (labelSmoothing > 0) {
            Tensor even = weighted(logs, weight, dim).mean(dim).neg();
            losses = losses.mul(1 - labelSmoothing).add(even.mul(labelSmoothing));
        }
        return ClassTargets.reduce(classes.clear(losses), weights, reduction);
    }

    private static Tensor ofProbabilities(
            Tensor input,
            Tensor target,
            Tensor weight,
            long ignoreIndex,
            double smoothing,
            Reduction reduction) {
        LossChecks.sameShape("crossEntropy", "input", input, "target probabilities", target);
        require(
                ignoreIndex < 0,
                "crossEntropy",
                "an index to ignore needs class numbers as the target, not probabilities",
                ignoreIndex);
        int dim = input.dim() == 1 ? 0 : 1;
        Tensor share =
                smoothing == 0
                        ? target
                        : target.mul(1 - smoothing).add(smoothing / input.size(dim));
        Tensor losses = weighted(input.logSoftmax(dim), weight, dim).mul(share).sum(dim).neg();
        return reduce(losses, reduction);
    }

    private static Tensor weighted(Tensor scores, Tensor weight, int dim) {
        if (weight == null) {
            return scores;
        }
        long[] shape = new long[scores.dim()];
        Arrays.fill(shape, 1);
        shape[dim] = weight.size(0);
        return scores.mul(weight.reshape(shape));
    }

    /**
     * {@code -weight[target] · input[target]}, the negative log-likelihood. The mean is divided by
     * the sum of the weights of the targets.
     *
     * @param input logarithms of probabilities, {@code [n, classes, d1, …]} or {@code [classes]}
     * @param target class numbers {@code [n, d1, …]} in int64
     * @param weight {@code [classes]} of the input's type, or null
     * @param ignoreIndex the class number that does not count, usually {@link #IGNORE_INDEX}
     * @param reduction how the losses become one
     * @return the loss; of the target's shape if not reduced
     * @throws IllegalArgumentException also if a class number is out of range
     */
    public static Tensor nllLoss(
            Tensor input, Tensor target, Tensor weight, long ignoreIndex, Reduction reduction) {
        String name = "nllLoss";
        LossChecks.floating(name, "input", input);
        LossChecks.tensor(name, "target", target);
        ClassTargets classes = ClassTargets.of(name, input, target, ignoreIndex);
        LossChecks.classWeight(name, weight, input.size(classes.dim()), input);
        if (weight == null && classes.ignored() == null) {
            return input.nllLoss(target, reduction);
        }
        Tensor weights = classes.weights(weight, input.dtype());
        Tensor losses = classes.clear(classes.pick(input).mul(weights).neg());
        return ClassTargets.reduce(losses, weights, reduction);
    }

    /**
     * {@code (input - target)²}.
     *
     * @param input any shape
     * @param target the same shape
     * @param reduction how the losses become one
     * @return the loss
     */
    public static Tensor mseLoss(Tensor input, Tensor target, Reduction reduction) {
        LossChecks.pair("mseLoss", input, target);
        return input.mseLoss(target, LossChecks.notNull(reduction));
    }

    /**
     * {@code |input - target|}, with gradient 0 where they are equal.
     *
     * @param input any shape
     * @param target the same shape
     * @param reduction how the losses become one
     * @return the loss
     */
    public static Tensor l1Loss(Tensor input, Tensor target, Reduction reduction) {
        LossChecks.pair("l1Loss", input, target);
        return reduce(input.sub(target).abs(), reduction);
    }

    /**
     * {@code d² / (2·beta)} where {@code |d| < beta}, else {@code |d| - beta/2}, with {@code d =
     * input - target} (arXiv:1504.08083). With beta 0 it is {@link #l1Loss}.
     *
     * @param input any shape
     * @param target the same shape
     * @param beta where the square ends, 0 or more; PyTorch's default is 1
     * @param reduction how the losses become one
     * @return the loss
     * @throws IllegalArgumentException also if beta is negative or NaN
     */
    public static Tensor smoothL1Loss(
            Tensor input, Tensor target, double beta, Reduction reduction) {
        LossChecks.pair("smoothL1Loss", input, target);
        require(beta >= 0, "smoothL1Loss", "beta must be 0 or more", beta);
        if (beta == 0) {
            return l1Loss(input, target, reduction);
        }
        Tensor d = input.sub(target);
        Tensor size = d.abs();
        Tensor square = d.mul(d).mul(0.5 / beta);
        return reduce(square.where(size.lt(beta), size.sub(0.5 * beta)), reduction);
    }

    /**
     * {@code d²/2} where {@code |d| ≤ delta}, else {@code delta · (|d| - delta/2)}, with {@code d =
     * input - target} (Huber 1964): {@code delta} times {@link #smoothL1Loss}.
     *
     * @param input any shape
     * @param target the same shape
     * @param delta where the square ends, above 0; PyTorch's default is 1
     * @param reduction how the losses become one
     * @return the loss
     * @throws IllegalArgumentException also if delta is not above 0
     */
    public static Tensor huberLoss(Tensor input, Tensor target, double delta, Reduction reduction) {
        LossChecks.pair("huberLoss", input, target);
        require(delta > 0, "huberLoss", "delta must be above 0", delta);
        Tensor d = input.sub(target);
        Tensor size = d.abs();
        Tensor line = size.sub(0.5 * delta).mul(delta);
        return reduce(d.mul(d).mul(0.5).where(size.le(delta), line), reduction);
    }

    /**
     * {@code -weight · (target · log input + (1 - target) · log(1 - input))}; logarithms are taken
     * as -100 where they are less, and the gradient's divisor {@code input · (1 - input)} as 1e-12,
     * as in PyTorch. For logits use {@link #binaryCrossEntropyWithLogits}, which is more exact.
     *
     * @param input probabilities of any shape
     * @param target the same shape, from 0 to 1
     * @param weight expanded to the input's shape, or null
     * @param reduction how the losses become one
     * @return the loss
     * @throws IllegalArgumentException also if a probability is not from 0 to 1
     */
    public static Tensor binaryCrossEntropy(
            Tensor input, Tensor target, Tensor weight, Reduction reduction) {
        String name = "binaryCrossEntropy";
        LossChecks.pair(name, input, target);
        LossChecks.fits(name, "weight", weight, input);
        for (double p : input.numel() == 0 ? new double[0] : extremes(input)) {
            require(p >= 0 && p <= 1, name, "the input must hold probabilities from 0 to 1", p);
        }
        Tensor losses = binary(input, target.to(input.dtype()));
        return reduce(weight == null ? losses : losses.mul(weight), reduction);
    }

    private static double[] extremes(Tensor x) {
        return Autograd.noGrad(() -> new double[] {x.min().item(), x.max().item()});
    }

    private static Tensor binary(Tensor p, Tensor target) {
        Tensor value =
                Autograd.noGrad(
                        () ->
                                target.sub(1)
                                        .mul(p.neg().log1p().clamp(-100, null))
                                        .sub(target.mul(p.log().clamp(-100, null))));
        return op(
                "BinaryCrossEntropyBackward0",
                value.array(),
                saving(p, target),
                wrt(p, g -> g.mul(p.sub(target)).div(p.rsub(1).mul(p).clamp(LEAST_DIVISOR, null))),
                wrt(
                        target,
                        g ->
                                g.mul(
                                        p.neg()
                                                .log1p()
                                                .clamp(-100, null)
                                                .sub(p.log().clamp(-100, null)))));
    }

    /**
     * {@code -weight · (posWeight · target · log σ(input) + (1 - target) · log(1 - σ(input)))}, in
     * a form that neither overflows nor rounds to infinity.
     *
     * @param input logits of any shape
     * @param target the same shape, from 0 to 1
     * @param weight expanded to the input's shape, or null
     * @param posWeight factor of the positive part, expanded to the input's shape, or null
     * @param reduction how the losses become one
     * @return the loss
     */
    public static Tensor binaryCrossEntropyWithLogits(
            Tensor input, Tensor target, Tensor weight, Tensor posWeight, Reduction reduction) {
        String name = "binaryCrossEntropyWithLogits";
        LossChecks.pair(name, input, target);
        LossChecks.fits(name, "weight", weight, input);
        LossChecks.fits(name, "posWeight", posWeight, input);
        Tensor logs = input.logSigmoid();
        Tensor scaled = posWeight == null ? logs : posWeight.sub(1).mul(target).add(1).mul(logs);
        Tensor losses = target.rsub(1).mul(input).sub(scaled);
        return reduce(weight == null ? losses : losses.mul(weight), reduction);
    }

    /**
     * {@code target · (log target - input)}, 0 where the target is 0: the pointwise
     * Kullback-Leibler divergence. Its mean is over all elements; {@link #klDivBatchMean} is the
     * divergence of distributions.
     *
     * @param input logarithms of probabilities of any shape
     * @param target probabilities of the same shape, or their logarithms
     * @param logTarget whether the target holds logarithms: {@code exp(target) · (target - input)}
     * @param reduction how the losses become one
     * @return the loss
     */
    public static Tensor klDiv(
            Tensor input, Tensor target, boolean logTarget, Reduction reduction) {
        LossChecks.pair("klDiv", input, target);
        if (logTarget) {
            return reduce(target.exp().mul(target.sub(input)), reduction);
        }
        // The logarithm of 1 takes the place of that of 0, so that 0 · log 0 is 0.
        Tensor logs = target.where(target.ne(0), 1).log();
        return reduce(target.mul(logs).sub(target.mul(input)), reduction);
    }

    /**
     * The sum of {@link #klDiv} divided by the number of samples: reduction {@code "batchmean"}.
     *
     * @param input logarithms of probabilities, {@code [n, …]}
     * @param target probabilities of the same shape, or their logarithms
     * @param logTarget whether the target holds logarithms
     * @return the loss
     * @throws IllegalArgumentException also if the input has no dimensions
     */
    public static Tensor klDivBatchMean(Tensor input, Tensor target, boolean logTarget) {
        LossChecks.pair("klDiv", input, target);
        require(input.dim() > 0, "klDiv", "batchmean needs an input of [n, ...]", "[]");
        return klDiv(input, target, logTarget, Reduction.SUM).div((double) input.size(0));
    }

    /**
     * {@code exp(input) - target · input}, or {@code input - target · log(input + eps)} for a rate
     * that is not given as its logarithm: the negative log-likelihood of a Poisson distribution
     * without its constant.
     *
     * @param input rates or their logarithms, any shape
     * @param target counts of the same shape
     * @param logInput whether the input holds logarithms; PyTorch's default
     * @param full adds Stirling's {@code target · log target - target + ½ log(2π · target)} where
     *     the target is above 1
     * @param eps keeps the logarithm of 0 away; PyTorch's default is 1e-8
     * @param reduction how the losses become one
     * @return the loss
     */
    public static Tensor poissonNllLoss(
            Tensor input,
            Tensor target,
            boolean logInput,
            boolean full,
            double eps,
            Reduction reduction) {
        LossChecks.pair("poissonNllLoss", input, target);
        Tensor losses =
                logInput
                        ? input.exp().sub(target.mul(input))
                        : input.sub(target.mul(input.add(eps).log()));
        if (full) {
            Tensor many = target.gt(1);
            Tensor t = target.to(input.dtype()).where(many, 1);
            Tensor stirling = t.mul(t.log()).sub(t).add(t.mul(2 * Math.PI).log().mul(0.5));
            losses = losses.add(stirling.where(many, 0));
        }
        return reduce(losses, reduction);
    }

    /**
     * {@code ½ (log v + (input - target)² / v)} with {@code v = max(variance, eps)}: the negative
     * log-likelihood of a normal distribution without its constant. The gradient passes the maximum
     * unchanged, as in PyTorch.
     *
     * @param input means {@code [..., d]}
     * @param target values of the same shape
     * @param variance of the same shape, {@code [..., 1]}, or {@code [...]}; 0 or more
     * @param full adds the constant {@code ½ log 2π}
     * @param eps the least variance, above 0; PyTorch's default is 1e-6
     * @param reduction how the losses become one
     * @return the loss
     * @throws IllegalArgumentException also if a variance is negative or eps is not above 0
     */
    public static Tensor gaussianNllLoss(
            Tensor input,
            Tensor target,
            Tensor variance,
            boolean full,
            double eps,
            Reduction reduction) {
        String name = "gaussianNllLoss";
        LossChecks.pair(name, input, target);
        LossChecks.floating(name, "variance", variance);
        require(eps > 0, name, "eps must be above 0", eps);
        Tensor v = variance(name, input, variance);
        double least = v.numel() == 0 ? 0 : Autograd.noGrad(() -> v.min().item());
        require(!(least < 0), name, "variances must be 0 or more", least);
        Tensor floor = Autograd.noGrad(() -> v.clamp(eps, null).sub(v));
        Tensor safe = v.add(floor);
        Tensor d = input.sub(target);
        Tensor losses = safe.log().add(d.mul(d).div(safe)).mul(0.5);
        return reduce(full ? losses.add(0.5 * Math.log(2 * Math.PI)) : losses, reduction);
    }

    private static Tensor variance(String name, Tensor input, Tensor variance) {
        long[] shape = input.shape();
        long[] rows = shape.length == 0 ? shape : Arrays.copyOf(shape, shape.length - 1);
        if (Arrays.equals(variance.shape(), rows) && shape.length > 0) {
            return variance.unsqueeze(-1);
        }
        long[] one = shape.clone();
        if (one.length > 0) {
            one[one.length - 1] = 1;
        }
        if (!Arrays.equals(variance.shape(), shape) && !Arrays.equals(variance.shape(), one)) {
            throw new IllegalArgumentException(
                    "%s: for an input of %s the variance must be %s, %s or %s, got %s"
                            .formatted(
                                    name,
                                    Arrays.toString(shape),
                                    Arrays.toString(shape),
                                    Arrays.toString(one),
                                    Arrays.toString(rows),
                                    Arrays.toString(variance.shape())));
        }
        return variance;
    }

    /**
     * {@code input} where the target is 1, {@code max(0, margin - input)} where it is -1, for
     * distances of pairs that are alike or not.
     *
     * @param input any shape
     * @param target 1 or -1, of the same shape; any other value counts both parts, as in PyTorch
     * @param margin the distance that unlike pairs should have; PyTorch's default is 1
     * @param reduction how the losses become one
     * @return the loss
     */
    public static Tensor hingeEmbeddingLoss(
            Tensor input, Tensor target, double margin, Reduction reduction) {
        LossChecks.pair("hingeEmbeddingLoss", input, target);
        Tensor unlike = input.rsub(margin).clamp(0, null).where(target.ne(1), 0);
        return reduce(unlike.add(input.where(target.ne(-1), 0)), reduction);
    }

    /**
     * {@code max(0, margin - target · (input1 - input2))}: input1 should be the larger where the
     * target is 1, input2 where it is -1.
     *
     * @param input1 any shape
     * @param input2 the same shape
     * @param target 1 or -1, of the same shape
     * @param margin by how much; PyTorch's default is 0
     * @param reduction how the losses become one
     * @return the loss
     */
    public static Tensor marginRankingLoss(
            Tensor input1, Tensor input2, Tensor target, double margin, Reduction reduction) {
        String name = "marginRankingLoss";
        LossChecks.floating(name, "input1", input1);
        LossChecks.floating(name, "input2", input2);
        LossChecks.tensor(name, "target", target);
        LossChecks.sameShape(name, "input1", input1, "input2", input2);
        LossChecks.sameShape(name, "input1", input1, "target", target);
        Tensor behind = target.neg().mul(input1.sub(input2)).add(margin);
        return reduce(behind.clamp(0, null), reduction);
    }

    /**
     * {@code Σ_{j≠y} weight[y] · max(0, margin - input[y] + input[j])^p / classes}.
     *
     * @param input scores {@code [n, classes]} or {@code [classes]}
     * @param target class numbers {@code [n]} or {@code []} in int64
     * @param p 1 or 2; PyTorch's default is 1
     * @param margin by how much the right class should lead; PyTorch's default is 1
     * @param weight {@code [classes]} of the input's type, or null
     * @param reduction how the losses become one
     * @return the loss; of the target's shape if not reduced
     * @throws IllegalArgumentException also if p is neither 1 nor 2, or a class number is out of
     *     range
     */
    public static Tensor multiMarginLoss(
            Tensor input, Tensor target, int p, double margin, Tensor weight, Reduction reduction) {
        String name = "multiMarginLoss";
        LossChecks.floating(name, "input", input);
        LossChecks.tensor(name, "target", target);
        require(p == 1 || p == 2, name, "p must be 1 or 2", p);
        require(
                input.dim() == 1 || input.dim() == 2,
                name,
                "the input must be [n, classes] or [classes]",
                Arrays.toString(input.shape()));
        // No class number is negative, so that none is ignored.
        ClassTargets classes = ClassTargets.of(name, input, target, Long.MIN_VALUE);
        long count = input.size(classes.dim());
        LossChecks.classWeight(name, weight, count, input);
        Tensor own = classes.pick(input).unsqueeze(classes.dim());
        Tensor lack = input.sub(own).add(margin).relu();
        Tensor others = classes.index().oneHot(count).eq(0);
        Tensor powers = (p == 1 ? lack : lack.mul(lack)).where(others, 0);
        Tensor losses = powers.sum(classes.dim()).div((double) count);
        if (weight != null) {
            losses = losses.mul(classes.weights(weight, input.dtype()));
        }
        return reduce(losses, reduction);
    }

    /**
     * {@code log(1 + exp(-target · input))}, which PyTorch lets overflow for large arguments and
     * which is exact here.
     *
     * @param input any shape
     * @param target 1 or -1, of the same shape
     * @param reduction how the losses become one
     * @return the loss
     */
    public static Tensor softMarginLoss(Tensor input, Tensor target, Reduction reduction) {
        LossChecks.pair("softMarginLoss", input, target);
        return reduce(target.mul(input).logSigmoid().neg(), reduction);
    }

    /**
     * {@code 1 - cos(input1, input2)} where the target is 1, {@code max(0, cos(input1, input2) -
     * margin)} where it is -1. The squared lengths are taken 1e-12 larger, as in PyTorch.
     *
     * @param input1 {@code [n, d]} or {@code [d]}
     * @param input2 the same shape
     * @param target 1 or -1, {@code [n]} or {@code []}
     * @param margin from -1 to 1; PyTorch's default is 0
     * @param reduction how the losses become one
     * @return the loss; of the target's shape if not reduced
     */
    public static Tensor cosineEmbeddingLoss(
            Tensor input1, Tensor input2, Tensor target, double margin, Reduction reduction) {
        String name = "cosineEmbeddingLoss";
        LossChecks.floating(name, "input1", input1);
        LossChecks.floating(name, "input2", input2);
        LossChecks.tensor(name, "target", target);
        LossChecks.sameShape(name, "input1", input1, "input2", input2);
        int dim = input1.dim();
        require(
                (dim == 1 || dim == 2)
                        && Arrays.equals(target.shape(), Arrays.copyOf(input1.shape(), dim - 1)),
                name,
                "inputs and target must be [n, d] and [n], or [d] and []",
                Arrays.toString(input1.shape()) + " and " + Arrays.toString(target.shape()));
        Tensor dot = input1.mul(input2).sum(-1);
        Tensor length1 = input1.mul(input1).sum(-1).add(1e-12);
        Tensor length2 = input2.mul(input2).sum(-1).add(1e-12);
        Tensor cosine = dot.div(length1.mul(length2).sqrt());
        Tensor unlike = cosine.sub(margin).clamp(0, null).where(target.eq(-1), 0);
        return reduce(cosine.rsub(1).where(target.eq(1), 0).add(unlike), reduction);
    }

    /**
     * {@code max(0, margin + d(anchor, positive) - d(anchor, negative))} with {@code d(a, b) = ‖a -
     * b + eps‖ₚ} over the last dimension.
     *
     * @param anchor {@code [n, d]} or {@code [d]}
     * @param positive the same shape
     * @param negative the same shape
     * @param margin above 0; PyTorch's default is 1
     * @param p the norm's degree; PyTorch's default is 2
     * @param eps added to the differences; PyTorch's default is 1e-6
     * @param swap whether the distance of positive and negative counts where it is the smaller
     *     (Balntas et al., BMVC 2016)
     * @param reduction how the losses become one
     * @return the loss; {@code [n]} or {@code []} if not reduced
     * @throws IllegalArgumentException also if the margin is not above 0 or there is no dimension
     */
    public static Tensor tripletMarginLoss(
            Tensor anchor,
            Tensor positive,
            Tensor negative,
            double margin,
            double p,
            double eps,
            boolean swap,
            Reduction reduction) {
        String name = "tripletMarginLoss";
        LossChecks.floating(name, "anchor", anchor);
        LossChecks.floating(name, "positive", positive);
        LossChecks.floating(name, "negative", negative);
        LossChecks.sameShape(name, "anchor", anchor, "positive", positive);
        LossChecks.sameShape(name, "anchor", anchor, "negative", negative);
        require(margin > 0, name, "the margin must be above 0", margin);
        require(anchor.dim() > 0, name, "the anchor must be [n, d] or [d]", "[]");
        Tensor near = distance(anchor, positive, p, eps);
        Tensor far = distance(anchor, negative, p, eps);
        if (swap) {
            far = far.minimum(distance(positive, negative, p, eps));
        }
        return reduce(near.sub(far).add(margin).clamp(0, null), reduction);
    }

    private static Tensor distance(Tensor a, Tensor b, double p, double eps) {
        return a.sub(b).add(eps).norm(p, new int[] {-1}, false);
    }
}
