package org.grad4j.nn.loss;

import java.util.Arrays;
import java.util.Objects;
import org.grad4j.tensor.Reduction;
import org.grad4j.tensor.Tensor;

/** What the losses share: the checks of their inputs, and the way from many losses to one. */
final class LossChecks {
    private LossChecks() {}

    static Reduction notNull(Reduction reduction) {
        return Objects.requireNonNull(reduction, "the reduction is null");
    }

    static void tensor(String loss, String name, Tensor x) {
        if (x == null) {
            throw new IllegalArgumentException(
                    loss + ": the " + name + " is null; expected a tensor");
        }
    }

    static void floating(String loss, String name, Tensor x) {
        tensor(loss, name, x);
        if (!x.dtype().isFloatingPoint()) {
            throw new IllegalArgumentException(
                    "%s: the %s must be floating-point, got %s; convert it with to(DType.FLOAT32)"
                            .formatted(loss, name, x.dtype().torchName()));
        }
    }

    /** A floating input and a target of the same shape. */
    static void pair(String loss, Tensor input, Tensor target) {
        floating(loss, "input", input);
        tensor(loss, "target", target);
        sameShape(loss, "input", input, "target", target);
    }

    static void sameShape(String loss, String nameA, Tensor a, String nameB, Tensor b) {
        if (!Arrays.equals(a.shape(), b.shape())) {
            throw new IllegalArgumentException(
                    "%s: %s and %s must have the same shape, got %s and %s"
                            .formatted(
                                    loss,
                                    nameA,
                                    nameB,
                                    Arrays.toString(a.shape()),
                                    Arrays.toString(b.shape())));
        }
    }

    /** A factor that is expanded to the input's shape, or absent. */
    static void fits(String loss, String name, Tensor factor, Tensor input) {
        if (factor == null) {
            return;
        }
        long[] shape = factor.shape();
        long[] to = input.shape();
        boolean fits = shape.length <= to.length;
        for (int i = 1; fits && i <= shape.length; i++) {
            long size = shape[shape.length - i];
            fits = size == 1 || size == to[to.length - i];
        }
        if (!fits) {
            throw new IllegalArgumentException(
                    "%s: a %s of shape %s cannot be expanded to the input's %s"
                            .formatted(loss, name, Arrays.toString(shape), Arrays.toString(to)));
        }
    }

    /** One factor per class, or absent. */
    static void classWeight(String loss, Tensor weight, long classes, Tensor input) {
        if (weight == null) {
            return;
        }
        if (weight.dim() != 1 || weight.size(0) != classes || weight.dtype() != input.dtype()) {
            throw new IllegalArgumentException(
                    "%s: the class weights must be [%d] of type %s, got %s of type %s"
                            .formatted(
                                    loss,
                                    classes,
                                    input.dtype().torchName(),
                                    Arrays.toString(weight.shape()),
                                    weight.dtype().torchName()));
        }
    }

    static void require(boolean condition, String loss, String problem, Object value) {
        if (!condition) {
            throw new IllegalArgumentException(loss + ": " + problem + ", got " + value);
        }
    }

    static Tensor reduce(Tensor losses, Reduction reduction) {
        return switch (notNull(reduction)) {
            case NONE -> losses;
            case MEAN -> losses.mean();
            case SUM -> losses.sum();
        };
    }
}
