package org.grad4j.nn.layer;

import org.grad4j.nn.Module;
import org.grad4j.nn.init.Init;
import org.grad4j.tensor.Generator;
import org.grad4j.tensor.Tensor;

/**
 * A leaky rectifier with random slopes: in training {@code a · x} below 0 with {@code a} from
 * {@code U(lower, upper)} for each element, in evaluation with their mean (Xu et al.,
 * arXiv:1505.00853). Shapes: any to the same.
 */
public final class RReLU extends Module {
    private final double lower;
    private final double upper;
    private final Generator generator;

    /** With slopes from 1/8 to 1/3, from the default generator. */
    public RReLU() {
        this(1.0 / 8, 1.0 / 3);
    }

    /**
     * From the default generator.
     *
     * @param lower the smallest slope
     * @param upper the largest slope
     * @throws IllegalArgumentException if they are out of order
     */
    public RReLU(double lower, double upper) {
        this(lower, upper, Generator.global());
    }

    /**
     * With everything chosen.
     *
     * @param lower the smallest slope
     * @param upper the largest slope
     * @param generator where the slopes come from
     * @throws IllegalArgumentException if they are out of order
     */
    public RReLU(double lower, double upper, Generator generator) {
        if (!(lower <= upper)) {
            throw new IllegalArgumentException(
                    "RReLU: lower must not be above upper, got " + lower + " and " + upper);
        }
        this.lower = lower;
        this.upper = upper;
        this.generator = generator;
    }

    @Override
    protected Tensor forward(Tensor x) {
        if (!isTraining()) {
            return x.leakyRelu((lower + upper) / 2);
        }
        Tensor slopes = Tensor.zeros(x.dtype(), x.shape());
        Init.uniform_(slopes, lower, upper, generator);
        return Functional.prelu(x, slopes);
    }

    @Override
    protected String extraRepr() {
        return "lower=" + PythonText.of(lower) + ", upper=" + PythonText.of(upper);
    }
}
