package org.grad4j.reference;

import org.bytedeco.pytorch.Adam;
import org.bytedeco.pytorch.AdamOptions;
import org.bytedeco.pytorch.Optimizer;
import org.bytedeco.pytorch.SGD;
import org.bytedeco.pytorch.SGDOptions;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Ten steps of an optimizer on three parameters with given gradients. */
final class Optimizers {
    private static final int STEPS = 10;
    private static final long[][] SHAPES = {{2, 3}, {3}, {}};

    private final Cases cases =
            new Cases(
                    "optimizers",
                    """
                    Inputs p0, p1, p2 are the parameters before the first of ten steps, inputs g0,
                    g1, g2 their gradients and outputs p0, p1, p2 their values after each step, the
                    latter two stacked over the steps along a leading dimension.
                    """);

    private interface Maker {
        Optimizer over(TensorVector parameters);
    }

    static Cases cases() {
        Optimizers self = new Optimizers();
        for (ScalarType type : new ScalarType[] {ScalarType.Float, ScalarType.Double}) {
            self.sgd("plain", type, 0, 0, 0, false);
            self.sgd("momentum", type, 0.9, 0, 0, false);
            self.sgd("momentum_and_dampening", type, 0.9, 0.3, 0, false);
            self.sgd("nesterov", type, 0.9, 0, 0, true);
            self.sgd("weight_decay", type, 0, 0, 0.05, false);
            self.sgd("momentum_and_weight_decay", type, 0.9, 0, 0.05, false);
            self.sgd("nesterov_and_weight_decay", type, 0.9, 0, 0.05, true);
            self.adam("default", type, 1e-8, 0, false);
            self.adam("weight_decay", type, 1e-8, 0.05, false);
            self.adam("amsgrad", type, 1e-8, 0, true);
            self.adam("large_eps", type, 1e-2, 0, false);
            self.adam("large_eps_and_weight_decay", type, 1e-2, 0.05, false);
        }
        return self.cases;
    }

    private void sgd(
            String variant,
            ScalarType type,
            double momentum,
            double dampening,
            double weightDecay,
            boolean nesterov) {
        double lr = 0.1;
        Cases.Case one =
                cases.add(
                        "SGD/" + variant + "_" + Values.name(type),
                        "lr",
                        lr,
                        "momentum",
                        momentum,
                        "dampening",
                        dampening,
                        "weightDecay",
                        weightDecay,
                        "nesterov",
                        nesterov);
        SGDOptions options = new SGDOptions(lr);
        options.momentum().put(momentum);
        options.dampening().put(dampening);
        options.weight_decay().put(weightDecay);
        options.nesterov().put(nesterov);
        run(one, type, parameters -> new SGD(parameters, options));
    }

    private void adam(
            String variant, ScalarType type, double eps, double weightDecay, boolean amsgrad) {
        double lr = 0.01;
        Cases.Case one =
                cases.add(
                        "Adam/" + variant + "_" + Values.name(type),
                        "lr",
                        lr,
                        "beta1",
                        0.9,
                        "beta2",
                        0.999,
                        "eps",
                        eps,
                        "weightDecay",
                        weightDecay,
                        "amsgrad",
                        amsgrad);
        AdamOptions options = new AdamOptions(lr);
        options.eps().put(eps);
        options.weight_decay().put(weightDecay);
        options.amsgrad().put(amsgrad);
        run(one, type, parameters -> new Adam(parameters, options));
    }

    private static void run(Cases.Case one, ScalarType type, Maker maker) {
        int count = SHAPES.length;
        Values[] before = new Values[count];
        Values[] gradients = new Values[count];
        for (int k = 0; k < count; k++) {
            before[k] = Values.wave(k, SHAPES[k]).as(type);
            gradients[k] = Values.wave(count + k, stacked(SHAPES[k])).as(type);
            one.input("p" + k, before[k]);
        }
        for (int k = 0; k < count; k++) {
            one.input("g" + k, gradients[k]);
        }
        Tensor[] parameters = new Tensor[count];
        for (int k = 0; k < count; k++) {
            parameters[k] = before[k].tensor().set_requires_grad(true);
        }
        Optimizer optimizer = maker.over(new TensorVector(parameters));
        double[][] after = new double[count][];
        for (int k = 0; k < count; k++) {
            after[k] = new double[STEPS * before[k].numbers().length];
        }
        for (int step = 0; step < STEPS; step++) {
            for (int k = 0; k < count; k++) {
                Tensor gradient = gradients[k].tensor().select(0, step).contiguous();
                parameters[k].mutable_grad().put(gradient);
            }
            optimizer.step();
            for (int k = 0; k < count; k++) {
                double[] now = Values.of(parameters[k]).numbers();
                System.arraycopy(now, 0, after[k], step * now.length, now.length);
            }
        }
        for (int k = 0; k < count; k++) {
            long[] shape = stacked(SHAPES[k]);
            one.line("output p" + k, new Values(type, shape, after[k], false));
        }
    }

    private static long[] stacked(long[] shape) {
        long[] result = new long[shape.length + 1];
        result[0] = STEPS;
        System.arraycopy(shape, 0, result, 1, shape.length);
        return result;
    }
}
