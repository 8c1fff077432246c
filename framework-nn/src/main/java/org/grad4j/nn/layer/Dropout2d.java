package org.grad4j.nn.layer;

import java.util.Arrays;
import org.grad4j.nn.Module;
import org.grad4j.tensor.Generator;
import org.grad4j.tensor.Tensor;

/**
 * In training, each channel of each sample is set to 0 with probability {@code p}, the others are
 * scaled by {@code 1 / (1 - p)}: neighbours of an image are so alike that dropping single elements
 * would drop nothing (Tompson et al., arXiv:1411.4280). Shapes: {@code [n, c, h, w]} or {@code [c,
 * h, w]} to the same.
 */
public final class Dropout2d extends Module {
    private final double p;
    private final Generator generator;

    /** With {@code p = 0.5}, from the default generator. */
    public Dropout2d() {
        this(0.5);
    }

    /**
     * From the default generator.
     *
     * @param p the probability of 0, from 0 to 1
     * @throws IllegalArgumentException if it is out of range
     */
    public Dropout2d(double p) {
        this(p, Generator.global());
    }

    /**
     * With everything chosen.
     *
     * @param p the probability of 0, from 0 to 1
     * @param generator where the masks come from
     * @throws IllegalArgumentException if the probability is out of range
     */
    public Dropout2d(double p, Generator generator) {
        this.p = DropMask.requireProbability("Dropout2d", p);
        this.generator = generator;
    }

    @Override
    protected Tensor forward(Tensor x) {
        DropMask.requireFloating(x);
        long[] shape = x.shape();
        if (shape.length != 3 && shape.length != 4) {
            throw new IllegalArgumentException(
                    "the input must be [n, c, h, w] or [c, h, w], got " + Arrays.toString(shape));
        }
        if (!isTraining() || DropMask.isIdle(p)) {
            return x;
        }
        Arrays.fill(shape, shape.length - 2, shape.length, 1);
        double scale = p == 1 ? 0 : 1 / (1 - p);
        return x.mul(DropMask.of(p, scale, generator, x.dtype(), shape));
    }

    @Override
    protected String extraRepr() {
        return "p=" + PythonText.of(p) + ", inplace=False";
    }
}
