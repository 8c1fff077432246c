package org.grad4j.nn.layer;

import org.grad4j.backend.Array;
import org.grad4j.backend.Elementwise;
import org.grad4j.nn.Module;
import org.grad4j.tensor.Generator;
import org.grad4j.tensor.Tensor;

/**
 * In training, each element is set to 0 with probability {@code p}, the others are scaled by {@code
 * 1 / (1 - p)}, so that the mean stays; in evaluation nothing happens (Srivastava et al., JMLR 15,
 * 2014). Shapes: any to the same.
 *
 * <p>Every call in training takes one number per element from the generator, so two threads that
 * share one get masks in an order of chance.
 */
public final class Dropout extends Module {
    private final double p;
    private final Generator generator;

    /** With {@code p = 0.5}, from the default generator. */
    public Dropout() {
        this(0.5);
    }

    /**
     * From the default generator.
     *
     * @param p the probability of 0, from 0 to 1
     * @throws IllegalArgumentException if it is out of range
     */
    public Dropout(double p) {
        this(p, Generator.global());
    }

    /**
     * With everything chosen.
     *
     * @param p the probability of 0, from 0 to 1
     * @param generator where the masks come from
     * @throws IllegalArgumentException if the probability is out of range
     */
    public Dropout(double p, Generator generator) {
        if (!(p >= 0 && p <= 1)) {
            throw new IllegalArgumentException("Dropout: p must be from 0 to 1, got " + p);
        }
        this.p = p;
        this.generator = generator;
    }

    @Override
    protected Tensor forward(Tensor x) {
        // A p below the resolution of float would never drop, but u + keep could round to 2.
        if (!isTraining() || (float) (1 - p) == 1) {
            return x;
        }
        if (!x.dtype().isFloatingPoint()) {
            throw new IllegalArgumentException(
                    "needs a floating-point tensor, got " + x.dtype().torchName());
        }
        return x.mul(mask(x.array()));
    }

    private Tensor mask(Array x) {
        Array mask = Array.empty(x.dtype(), x.shape());
        double keep = 1 - p;
        double scale = keep == 0 ? 0 : 1 / keep;
        Elementwise.fused(
                1,
                (chunks, n) -> drop(chunks[0], n, (float) keep, (float) scale),
                (chunks, n) -> drop(chunks[0], n, keep, scale),
                mask);
        return Tensor.wrap(mask);
    }

    /** {@code u + keep} is 1 or more with probability {@code keep}: a branch would cost thrice. */
    private void drop(float[] mask, int n, float keep, float scale) {
        generator.fill(mask, n);
        for (int i = 0; i < n; i++) {
            mask[i] = (int) (mask[i] + keep) * scale;
        }
    }

    private void drop(double[] mask, int n, double keep, double scale) {
        generator.fill(mask, n);
        for (int i = 0; i < n; i++) {
            mask[i] = (int) (mask[i] + keep) * scale;
        }
    }

    @Override
    protected String extraRepr() {
        return "p=" + p + ", inplace=False";
    }
}
