package org.grad4j.reference;

import org.bytedeco.pytorch.LBFGS;
import org.bytedeco.pytorch.LBFGSOptions;
import org.bytedeco.pytorch.LossClosure;
import org.bytedeco.pytorch.Optimizer;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.StringOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Steps of libtorch's LBFGS on a small problem, whose loss both sides compute. */
final class QuasiNewton {
    private static final int STEPS = 10;

    private final Cases cases =
            new Cases(
                    "quasi-newton",
                    """
                    The loss is sum((A v - b)²) + 0.1 · sum(A⁴) + sum(v²) / 2. Inputs A and v are the
                    parameters before the first of ten steps, outputs A and v their values after each
                    step, stacked along a leading dimension, output loss what each step returned.
                    """);

    static Cases cases() {
        QuasiNewton self = new QuasiNewton();
        for (ScalarType type : new ScalarType[] {ScalarType.Float, ScalarType.Double}) {
            self.lbfgs("fixed", type, 0.05, 2, 100, "none");
            self.lbfgs("fixed_short_history", type, 0.05, 3, 2, "none");
            self.lbfgs("strong_wolfe", type, 1, 1, 100, "strong_wolfe");
            self.lbfgs("strong_wolfe_long_first", type, 20, 1, 3, "strong_wolfe");
        }
        // Near the minimum float32 sees the loss as flat: where it stops there is chance.
        self.lbfgs("strong_wolfe_to_the_end", ScalarType.Double, 1, 20, 100, "strong_wolfe");
        return self.cases;
    }

    private void lbfgs(
            String variant, ScalarType type, double lr, int maxIter, int history, String search) {
        Cases.Case one =
                cases.add(
                        "LBFGS/" + variant + "_" + Values.name(type),
                        "lr",
                        lr,
                        "max_iter",
                        maxIter,
                        "history_size",
                        history,
                        "line_search_fn",
                        search);
        Values first = Values.wave(0, 3, 2).as(type);
        Values second = Values.wave(1, 2).as(type);
        Values target = Values.wave(2, 3).as(type);
        one.input("A", first).input("v", second).input("b", target);
        Tensor a = first.tensor().set_requires_grad(true);
        Tensor v = second.tensor().set_requires_grad(true);
        Tensor b = target.tensor();
        LBFGSOptions options = new LBFGSOptions(lr);
        options.max_iter().put(maxIter);
        options.max_eval().put(maxIter * 5L / 4);
        options.history_size().put(history);
        if (!search.equals("none")) {
            options.line_search_fn().put(new StringOptional(search));
        }
        Optimizer optimizer = new LBFGS(new TensorVector(a, v), options);
        LossClosure closure =
                new LossClosure() {
                    @Override
                    public Tensor call() {
                        optimizer.zero_grad();
                        Tensor residual = a.matmul(v).sub(b);
                        Tensor loss =
                                residual.mul(residual)
                                        .sum()
                                        .add(a.pow(new Scalar(4)).sum().mul(new Scalar(0.1)))
                                        .add(v.mul(v).sum().mul(new Scalar(0.5)));
                        loss.backward();
                        return loss;
                    }
                };
        double[] as = new double[6 * STEPS];
        double[] vs = new double[2 * STEPS];
        double[] losses = new double[STEPS];
        for (int step = 0; step < STEPS; step++) {
            losses[step] = optimizer.step(closure).item().toDouble();
            System.arraycopy(Values.of(a).numbers(), 0, as, 6 * step, 6);
            System.arraycopy(Values.of(v).numbers(), 0, vs, 2 * step, 2);
        }
        one.line("output A", new Values(type, new long[] {STEPS, 3, 2}, as, false));
        one.line("output v", new Values(type, new long[] {STEPS, 2}, vs, false));
        one.line("output loss", new Values(type, new long[] {STEPS}, losses, false));
    }
}
