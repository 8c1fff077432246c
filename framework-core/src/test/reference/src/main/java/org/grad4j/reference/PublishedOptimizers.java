package org.grad4j.reference;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

import java.util.HashMap;
import java.util.Map;

/**
 * Ten steps of optimizers that libtorch has in Python only (or not at all: Lion), each composed here
 * of libtorch's tensor operations, line by line as its published algorithm reads.
 */
final class PublishedOptimizers {
    private final Cases cases = new Cases("published-optimizers", Trajectory.NOTE);

    /** The algorithm's lines for one parameter. */
    private interface Algorithm {
        /** The new value of theta. */
        Tensor step(int t, Tensor theta, Tensor g, Map<String, Tensor> memory);
    }

    static Cases cases() {
        PublishedOptimizers self = new PublishedOptimizers();
        for (ScalarType type : new ScalarType[] {ScalarType.Float, ScalarType.Double}) {
            self.adamax("default", type, 0.9, 0.999, 1e-8, 0);
            self.adamax("everything", type, 0.8, 0.7, 1e-3, 0.05);
            self.nadam("default", type, 0.9, 0.999, 0, 4e-3, false);
            self.nadam("everything", type, 0.8, 0.9, 0.05, 0.3, false);
            self.nadam("decoupled", type, 0.8, 0.9, 0.2, 4e-3, true);
            self.radam("default", type, 0.9, 0.999, 0, false);
            self.radam("everything", type, 0.8, 0.9, 0.05, false);
            self.radam("decoupled", type, 0.9, 0.95, 0.2, true);
            self.rprop("default", type, 0.5, 1.2, 1e-6, 50);
            self.rprop("narrow", type, 0.3, 1.5, 0.02, 0.06);
            self.adadelta("default", type, 1, 0.9, 1e-6, 0);
            self.adadelta("everything", type, 0.5, 0.8, 1e-3, 0.05);
            self.lion("default", type, 0.9, 0.99, 0);
            self.lion("everything", type, 0.6, 0.8, 0.3);
            self.muon("default", type, 0.95, 0.1, true, 5, "original");
            self.muon("plain", type, 0.8, 0, false, 3, "original");
            self.muon("match_rms_adamw", type, 0.9, 0.1, true, 5, "match_rms_adamw");
        }
        return self.cases;
    }

    private static Scalar s(double number) {
        return new Scalar(number);
    }

    private static Tensor get(Map<String, Tensor> memory, String name, Tensor like) {
        return memory.computeIfAbsent(name, absent -> torch.zeros_like(like));
    }

    /** {@code decay · before + (1 - decay) · value}, remembered. */
    private static Tensor average(
            Map<String, Tensor> memory, String name, double decay, Tensor value) {
        Tensor next = get(memory, name, value).mul(s(decay)).add(value.mul(s(1 - decay)));
        memory.put(name, next);
        return next;
    }

    private void adamax(
            String variant, ScalarType type, double b1, double b2, double eps, double lambda) {
        double lr = 0.02;
        Cases.Case one =
                cases.add(
                        "Adamax/" + variant + "_" + Values.name(type),
                        "lr",
                        lr,
                        "betas",
                        b1 + "," + b2,
                        "eps",
                        eps,
                        "weight_decay",
                        lambda);
        run(
                one,
                type,
                Trajectory.ANY,
                1000,
                (t, theta, gradient, memory) -> {
                    Tensor g = gradient.add(theta.mul(s(lambda)));
                    Tensor m = average(memory, "m", b1, g);
                    Tensor decayed = get(memory, "u", g).mul(s(b2));
                    Tensor u = torch.maximum(decayed, g.abs().add(s(eps)));
                    memory.put("u", u);
                    return theta.sub(m.mul(s(lr)).div(u.mul(s(1 - Math.pow(b1, t)))));
                });
    }

    private void nadam(
            String variant,
            ScalarType type,
            double b1,
            double b2,
            double lambda,
            double psi,
            boolean decoupled) {
        double lr = 0.02;
        double eps = 1e-8;
        Cases.Case one =
                cases.add(
                        "NAdam/" + variant + "_" + Values.name(type),
                        "lr",
                        lr,
                        "betas",
                        b1 + "," + b2,
                        "weight_decay",
                        lambda,
                        "momentum_decay",
                        psi,
                        "decoupled_weight_decay",
                        decoupled);
        run(
                one,
                type,
                Trajectory.ANY,
                1000,
                (t, before, gradient, memory) -> {
                    Tensor theta = decoupled ? before.mul(s(1 - lr * lambda)) : before;
                    Tensor g = decoupled ? gradient : gradient.add(theta.mul(s(lambda)));
                    double upToNow = 1;
                    for (int i = 1; i <= t; i++) {
                        upToNow *= mu(b1, psi, i);
                    }
                    double upToNext = upToNow * mu(b1, psi, t + 1);
                    Tensor m = average(memory, "m", b1, g);
                    Tensor v = average(memory, "v", b2, g.mul(g));
                    Tensor mHat =
                            m.mul(s(mu(b1, psi, t + 1) / (1 - upToNext)))
                                    .add(g.mul(s((1 - mu(b1, psi, t)) / (1 - upToNow))));
                    Tensor vHat = v.div(s(1 - Math.pow(b2, t)));
                    return theta.sub(mHat.mul(s(lr)).div(vHat.sqrt().add(s(eps))));
                });
    }

    private static double mu(double b1, double psi, int t) {
        return b1 * (1 - Math.pow(0.96, t * psi) / 2);
    }

    private void radam(
            String variant,
            ScalarType type,
            double b1,
            double b2,
            double lambda,
            boolean decoupled) {
        double lr = 0.02;
        double eps = 1e-8;
        Cases.Case one =
                cases.add(
                        "RAdam/" + variant + "_" + Values.name(type),
                        "lr",
                        lr,
                        "betas",
                        b1 + "," + b2,
                        "weight_decay",
                        lambda,
                        "decoupled_weight_decay",
                        decoupled);
        run(
                one,
                type,
                Trajectory.ANY,
                1000,
                (t, before, gradient, memory) -> {
                    Tensor theta = decoupled ? before.sub(before.mul(s(lr * lambda))) : before;
                    Tensor g = decoupled ? gradient : gradient.add(theta.mul(s(lambda)));
                    Tensor m = average(memory, "m", b1, g);
                    Tensor v = average(memory, "v", b2, g.mul(g));
                    Tensor mHat = m.div(s(1 - Math.pow(b1, t)));
                    double rhoInfinity = 2 / (1 - b2) - 1;
                    double b2t = Math.pow(b2, t);
                    double rho = rhoInfinity - 2 * t * b2t / (1 - b2t);
                    if (rho <= 5) {
                        return theta.sub(mHat.mul(s(lr)));
                    }
                    Tensor l = v.sqrt().add(s(eps)).reciprocal().mul(s(Math.sqrt(1 - b2t)));
                    double above = (rho - 4) * (rho - 2) * rhoInfinity;
                    double below = (rhoInfinity - 4) * (rhoInfinity - 2) * rho;
                    return theta.sub(mHat.mul(l).mul(s(lr * Math.sqrt(above / below))));
                });
    }

    private void rprop(
            String variant,
            ScalarType type,
            double minus,
            double plus,
            double least,
            double most) {
        double lr = 0.03;
        Cases.Case one =
                cases.add(
                        "Rprop/" + variant + "_" + Values.name(type),
                        "lr",
                        lr,
                        "etas",
                        minus + "," + plus,
                        "step_sizes",
                        least + "," + most);
        run(
                one,
                type,
                Trajectory.ANY,
                2,
                (t, theta, g, memory) -> {
                    // Sums of masks: 1 where the signs differ, agree, or one is 0.
                    Tensor product = g.mul(get(memory, "g", g));
                    Tensor differ = product.lt(s(0)).to(type);
                    Tensor agree = product.gt(s(0)).to(type);
                    Tensor other = product.eq(s(0)).to(type);
                    Tensor eta = differ.mul(s(minus)).add(agree.mul(s(plus))).add(other);
                    Tensor size = t == 1 ? torch.full_like(g, s(lr)) : memory.get("size");
                    size = size.mul(eta).clamp_min(s(least)).clamp_max(s(most));
                    Tensor kept = g.mul(differ.neg().add(s(1)));
                    memory.put("size", size);
                    memory.put("g", kept);
                    return theta.sub(size.mul(kept.sign()));
                });
    }

    private void adadelta(
            String variant, ScalarType type, double lr, double rho, double eps, double lambda) {
        Cases.Case one =
                cases.add(
                        "Adadelta/" + variant + "_" + Values.name(type),
                        "lr",
                        lr,
                        "rho",
                        rho,
                        "eps",
                        eps,
                        "weight_decay",
                        lambda);
        run(
                one,
                type,
                Trajectory.ANY,
                1000,
                (t, theta, gradient, memory) -> {
                    Tensor g = gradient.add(theta.mul(s(lambda)));
                    Tensor v = average(memory, "v", rho, g.mul(g));
                    Tensor ratio = get(memory, "u", g).add(s(eps)).div(v.add(s(eps)));
                    Tensor delta = ratio.sqrt().mul(g);
                    average(memory, "u", rho, delta.mul(delta));
                    return theta.sub(delta.mul(s(lr)));
                });
    }

    private void lion(String variant, ScalarType type, double b1, double b2, double lambda) {
        double lr = 0.01;
        Cases.Case one =
                cases.add(
                        "Lion/" + variant + "_" + Values.name(type),
                        "lr",
                        lr,
                        "betas",
                        b1 + "," + b2,
                        "weight_decay",
                        lambda);
        run(
                one,
                type,
                Trajectory.ANY,
                2,
                (t, theta, g, memory) -> {
                    Tensor c = get(memory, "m", g).mul(s(b1)).add(g.mul(s(1 - b1)));
                    average(memory, "m", b2, g);
                    return theta.sub(c.sign().add(theta.mul(s(lambda))).mul(s(lr)));
                });
    }

    private void muon(
            String variant,
            ScalarType type,
            double momentum,
            double lambda,
            boolean nesterov,
            int iterations,
            String adjustment) {
        double lr = 0.02;
        Cases.Case one =
                cases.add(
                        "Muon/" + variant + "_" + Values.name(type),
                        "lr",
                        lr,
                        "momentum",
                        momentum,
                        "weight_decay",
                        lambda,
                        "nesterov",
                        nesterov,
                        "ns_steps",
                        iterations,
                        "adjust_lr_fn",
                        adjustment);
        run(
                one,
                type,
                Trajectory.MATRICES,
                1000,
                (t, theta, g, memory) -> {
                    Tensor b = average(memory, "b", momentum, g);
                    Tensor update =
                            nesterov ? g.mul(s(1 - momentum)).add(b.mul(s(momentum))) : b;
                    Tensor x = update.div(update.norm());
                    for (int i = 0; i < iterations; i++) {
                        // As the polynomial reads: a X + b (X Xᵀ) X + c (X Xᵀ)² X.
                        Tensor cubic = x.matmul(x.t()).matmul(x);
                        Tensor quintic = x.matmul(x.t()).matmul(cubic);
                        x =
                                x.mul(s(3.4445))
                                        .sub(cubic.mul(s(4.775)))
                                        .add(quintic.mul(s(2.0315)));
                    }
                    double rows = theta.size(0);
                    double columns = theta.size(1);
                    double scale =
                            adjustment.equals("original")
                                    ? Math.sqrt(Math.max(1, rows / columns))
                                    : 0.2 * Math.sqrt(Math.max(rows, columns));
                    return theta.mul(s(1 - lr * lambda)).sub(x.mul(s(lr * scale)));
                });
    }

    private static void run(
            Cases.Case one, ScalarType type, long[][] shapes, double parts, Algorithm algorithm) {
        Trajectory trajectory = new Trajectory(one, type, shapes, parts);
        Tensor[] parameters = trajectory.parameters();
        Map<Integer, Map<String, Tensor>> memories = new HashMap<>();
        trajectory.run(
                t -> {
                    for (int k = 0; k < parameters.length; k++) {
                        Tensor theta = parameters[k].detach();
                        Map<String, Tensor> memory =
                                memories.computeIfAbsent(k, none -> new HashMap<>());
                        Tensor next = algorithm.step(t, theta, parameters[k].grad(), memory);
                        theta.copy_(next); // shares its memory with the parameter
                    }
                });
    }
}
