package org.grad4j.nn.layer;

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
        this.p = DropMask.requireProbability("Dropout", p);
        this.generator = generator;
    }

    @Override
    protected Tensor forward(Tensor x) {
        if (!isTraining() || DropMask.isIdle(p)) {
            return x;
        }
        DropMask.requireFloating(x);
        double scale = p == 1 ? 0 : 1 / (1 - p);
        return x.mul(DropMask.of(p, scale, generator, x.dtype(), x.shape()));
    }

    @Override
    protected String extraRepr() {
        return "p=" + PythonText.of(p) + ", inplace=False";
    }
}
