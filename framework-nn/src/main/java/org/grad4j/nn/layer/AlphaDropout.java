package org.grad4j.nn.layer;

import org.grad4j.nn.Module;
import org.grad4j.tensor.Generator;
import org.grad4j.tensor.Tensor;

/**
 * Dropout for networks of SELU units: in training, each element is set to SELU's limit {@code α' =
 * -1.7581} with probability {@code p}, and the result scaled and shifted so that mean 0 and
 * variance 1 stay (Klambauer et al., arXiv:1706.02515). Shapes: any to the same.
 */
public final class AlphaDropout extends Module {
    private static final double LIMIT = -1.7580993408473766;

    private final double p;
    private final Generator generator;

    /** With {@code p = 0.5}, from the default generator. */
    public AlphaDropout() {
        this(0.5);
    }

    /**
     * From the default generator.
     *
     * @param p the probability of a drop, from 0 to 1
     * @throws IllegalArgumentException if it is out of range
     */
    public AlphaDropout(double p) {
        this(p, Generator.global());
    }

    /**
     * With everything chosen.
     *
     * @param p the probability of a drop, from 0 to 1
     * @param generator where the masks come from
     * @throws IllegalArgumentException if the probability is out of range
     */
    public AlphaDropout(double p, Generator generator) {
        this.p = DropMask.requireProbability("AlphaDropout", p);
        this.generator = generator;
    }

    @Override
    protected Tensor forward(Tensor x) {
        DropMask.requireFloating(x);
        if (!isTraining() || DropMask.isIdle(p)) {
            return x;
        }
        // PyTorch has 0 where everything is dropped.
        double a = p == 1 ? 0 : 1 / Math.sqrt((LIMIT * LIMIT * p + 1) * (1 - p));
        Tensor kept = DropMask.of(p, 1, generator, x.dtype(), x.shape());
        Tensor shift = kept.rsub(1).add(-p).mul(LIMIT * a);
        return x.mul(kept.mul(a)).add(shift);
    }

    @Override
    protected String extraRepr() {
        return "p=" + PythonText.of(p) + ", inplace=False";
    }
}
