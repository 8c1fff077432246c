package org.grad4j.reference;

import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.pytorch.Adagrad;
import org.bytedeco.pytorch.AdagradOptions;
import org.bytedeco.pytorch.Adam;
import org.bytedeco.pytorch.AdamOptions;
import org.bytedeco.pytorch.AdamW;
import org.bytedeco.pytorch.AdamWOptions;
import org.bytedeco.pytorch.Optimizer;
import org.bytedeco.pytorch.RMSprop;
import org.bytedeco.pytorch.RMSpropOptions;
import org.bytedeco.pytorch.SGD;
import org.bytedeco.pytorch.SGDOptions;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Ten steps of libtorch's optimizers on three parameters with given gradients. */
final class Optimizers {
    private final Cases cases = new Cases("optimizers", Trajectory.NOTE);

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
            self.adam("default", type, 0.999, 1e-8, 0, false);
            self.adam("weight_decay", type, 0.999, 1e-8, 0.05, false);
            self.adam("amsgrad", type, 0.5, 1e-8, 0, true);
            self.adam("large_eps", type, 0.999, 1e-2, 0, false);
            self.adam("large_eps_and_weight_decay", type, 0.999, 1e-2, 0.05, false);
            self.adamW("default", type, 0.9, 0.999, 1e-2, false);
            self.adamW("no_decay", type, 0.9, 0.999, 0, false);
            self.adamW("amsgrad", type, 0.6, 0.5, 0.3, true);
            self.rmsprop("default", type, 0.99, 0, 0, false);
            self.rmsprop("momentum", type, 0.9, 0, 0.8, false);
            self.rmsprop("centered", type, 0.9, 0, 0, true);
            self.rmsprop("everything", type, 0.9, 0.05, 0.8, true);
            self.adagrad("default", type, 0, 0, 0);
            self.adagrad("everything", type, 0.1, 0.05, 0.3);
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
                        "weight_decay",
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
            String variant,
            ScalarType type,
            double beta2,
            double eps,
            double weightDecay,
            boolean amsgrad) {
        double lr = 0.01;
        Cases.Case one =
                cases.add(
                        "Adam/" + variant + "_" + Values.name(type),
                        "lr",
                        lr,
                        "betas",
                        "0.9," + beta2,
                        "eps",
                        eps,
                        "weight_decay",
                        weightDecay,
                        "amsgrad",
                        amsgrad);
        AdamOptions options = new AdamOptions(lr);
        put(options.betas(), 0.9, beta2);
        options.eps().put(eps);
        options.weight_decay().put(weightDecay);
        options.amsgrad().put(amsgrad);
        run(one, type, parameters -> new Adam(parameters, options));
    }

    private void adamW(
            String variant,
            ScalarType type,
            double beta1,
            double beta2,
            double weightDecay,
            boolean amsgrad) {
        double lr = 0.02;
        Cases.Case one =
                cases.add(
                        "AdamW/" + variant + "_" + Values.name(type),
                        "lr",
                        lr,
                        "betas",
                        beta1 + "," + beta2,
                        "weight_decay",
                        weightDecay,
                        "amsgrad",
                        amsgrad);
        AdamWOptions options = new AdamWOptions(lr);
        put(options.betas(), beta1, beta2);
        options.weight_decay().put(weightDecay);
        options.amsgrad().put(amsgrad);
        run(one, type, parameters -> new AdamW(parameters, options));
    }

    /** A tuple of libstdc++ lies in memory with its last element first. */
    private static void put(DoublePointer betas, double first, double second) {
        betas.put(0, second);
        betas.put(1, first);
    }

    private void rmsprop(
            String variant,
            ScalarType type,
            double alpha,
            double weightDecay,
            double momentum,
            boolean centered) {
        double lr = 0.02;
        Cases.Case one =
                cases.add(
                        "RMSprop/" + variant + "_" + Values.name(type),
                        "lr",
                        lr,
                        "alpha",
                        alpha,
                        "weight_decay",
                        weightDecay,
                        "momentum",
                        momentum,
                        "centered",
                        centered);
        RMSpropOptions options = new RMSpropOptions(lr);
        options.alpha().put(alpha);
        options.weight_decay().put(weightDecay);
        options.momentum().put(momentum);
        options.centered().put(centered);
        run(one, type, parameters -> new RMSprop(parameters, options));
    }

    private void adagrad(
            String variant, ScalarType type, double lrDecay, double weightDecay, double initial) {
        double lr = 0.1;
        Cases.Case one =
                cases.add(
                        "Adagrad/" + variant + "_" + Values.name(type),
                        "lr",
                        lr,
                        "lr_decay",
                        lrDecay,
                        "weight_decay",
                        weightDecay,
                        "initial_accumulator_value",
                        initial);
        AdagradOptions options = new AdagradOptions(lr);
        options.lr_decay().put(lrDecay);
        options.weight_decay().put(weightDecay);
        options.initial_accumulator_value().put(initial);
        run(one, type, parameters -> new Adagrad(parameters, options));
    }

    private static void run(Cases.Case one, ScalarType type, Maker maker) {
        Trajectory trajectory = new Trajectory(one, type, Trajectory.ANY);
        Optimizer optimizer = maker.over(new TensorVector(trajectory.parameters()));
        trajectory.run(step -> optimizer.step());
    }
}
