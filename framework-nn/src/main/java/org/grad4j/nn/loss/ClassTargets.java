package org.grad4j.nn.loss;

import java.util.Arrays;
import org.grad4j.backend.ClassPick;
import org.grad4j.tensor.DType;
import org.grad4j.tensor.Reduction;
import org.grad4j.tensor.Tensor;

/**
 * Class numbers beside scores of shape {@code [n, classes, d1, …]} or {@code [classes]}, some of
 * which may be ignored.
 *
 * @param dim the dimension of the classes
 * @param index int64 of the target's shape, 0 where ignored
 * @param ignored bool of the target's shape, or null if nothing is
 */
record ClassTargets(int dim, Tensor index, Tensor ignored) {
    /** Checks shape, type and range of class numbers; those equal to {@code ignoreIndex} pass. */
    static ClassTargets of(String loss, Tensor input, Tensor target, long ignoreIndex) {
        long[] in = input.shape();
        int dim = dim(loss, input);
        long[] expected = new long[in.length - 1];
        System.arraycopy(in, 0, expected, 0, dim);
        System.arraycopy(in, dim + 1, expected, dim, expected.length - dim);
        if (!Arrays.equals(expected, target.shape())) {
            throw new IllegalArgumentException(
                    "%s: for an input of %s the target must be %s, got %s"
                            .formatted(
                                    loss,
                                    Arrays.toString(in),
                                    Arrays.toString(expected),
                                    Arrays.toString(target.shape())));
        }
        if (target.dtype() != DType.INT64 && target.dtype() != DType.INT32) {
            throw new IllegalArgumentException(
                    loss
                            + ": the target must hold class numbers as int64, got "
                            + target.dtype().torchName());
        }
        Tensor index = target.to(DType.INT64);
        boolean ignoresAClass = ignoreIndex >= 0 && ignoreIndex < in[dim];
        // The usual case, without a copy of all class numbers.
        if (!ignoresAClass && ClassPick.firstOutside(target.array(), in[dim]) < 0) {
            return new ClassTargets(dim, index, null);
        }
        boolean some = false;
        long[] classes = target.toLongArray();
        for (int i = 0; i < classes.length; i++) {
            if (classes[i] == ignoreIndex) {
                some = true;
            } else if (classes[i] < 0 || classes[i] >= in[dim]) {
                throw new IllegalArgumentException(
                        "%s: class numbers go from 0 to %d, or are the ignored %d, got %d at place %d of the target"
                                .formatted(loss, in[dim] - 1, ignoreIndex, classes[i], i));
            }
        }
        Tensor ignored = some ? target.eq(ignoreIndex) : null;
        return new ClassTargets(dim, some ? index.maskedFill(ignored, 0) : index, ignored);
    }

    /** The dimension of the classes: the second, or the only one. */
    static int dim(String loss, Tensor input) {
        if (input.dim() == 0) {
            throw new IllegalArgumentException(
                    loss
                            + ": the input must be [classes], [n, classes] or [n, classes, …], got []");
        }
        return input.dim() == 1 ? 0 : 1;
    }

    /** Of each place the score of its class. */
    Tensor pick(Tensor scores) {
        return scores.gather(dim, index.unsqueeze(dim)).squeeze(dim);
    }

    /** How much each place counts: its class's weight, 0 where ignored. */
    Tensor weights(Tensor weight, DType dtype) {
        Tensor all =
                weight == null
                        ? Tensor.ones(dtype, index.shape())
                        : weight.indexSelect(0, index.flatten()).reshape(index.shape());
        return clear(all);
    }

    /** Zero where ignored, whatever stood there. */
    Tensor clear(Tensor losses) {
        return ignored == null ? losses : losses.maskedFill(ignored, 0);
    }

    /** The mean is that of the weighted places. */
    static Tensor reduce(Tensor losses, Tensor weights, Reduction reduction) {
        return switch (LossChecks.notNull(reduction)) {
            case NONE -> losses;
            case MEAN -> losses.sum().div(weights.sum());
            case SUM -> losses.sum();
        };
    }
}
