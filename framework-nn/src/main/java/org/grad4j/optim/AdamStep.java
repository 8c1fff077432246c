package org.grad4j.optim;

import org.grad4j.backend.Array;
import org.grad4j.backend.Elementwise;
import org.grad4j.tensor.Tensor;

/** The step that Adam and AdamW share, as one loop over all arrays. */
final class AdamStep {
    /**
     * Added and taken away again, it makes zeros of the averages that have faded below 1e-31: where
     * a unit is dead they would shrink into the denormal numbers, with which the processor is ten
     * times slower, and stay there.
     */
    private static final float TINY = 1e-24f;

    /** The same for averages of squares, which fade below 1e-37. */
    private static final float TINY_SQUARE = 1e-30f;

    private final double beta1;
    private final double beta2;
    private final double eps;
    private final double rate;
    private final double root;
    private final double decay;
    private final double keep;

    private AdamStep(ParamGroup group, long step, double decay, double shrink) {
        beta1 = group.number("betas", 0);
        beta2 = group.number("betas", 1);
        eps = group.number("eps");
        rate = group.lr() / (1 - Math.pow(beta1, step));
        root = 1 / Math.sqrt(1 - Math.pow(beta2, step));
        this.decay = decay;
        keep = 1 - shrink;
    }

    /**
     * Changes a parameter.
     *
     * @param decay the factor of the parameter that joins its gradient
     * @param shrink the part of the parameter that it loses beforehand
     */
    static void run(
            ParamGroup group,
            ParamState state,
            Tensor parameter,
            Tensor gradient,
            double decay,
            double shrink) {
        AdamStep step = new AdamStep(group, state.nextStep(), decay, shrink);
        Array p = parameter.array();
        Array g = gradient.array();
        Array m = state.tensor("exp_avg").array();
        Array v = state.tensor("exp_avg_sq").array();
        if (group.flag("amsgrad")) {
            Array u = state.tensor("max_exp_avg_sq").array();
            Elementwise.fused(4, step::amsgrad, step::amsgrad, p, m, v, u, g);
        } else {
            Elementwise.fused(3, step::plain, step::plain, p, m, v, g);
        }
    }

    private void plain(float[][] x, int n) {
        float[] p = x[0];
        float[] m = x[1];
        float[] v = x[2];
        float[] g = x[3];
        float b1 = (float) beta1;
        float rest1 = (float) (1 - beta1);
        float b2 = (float) beta2;
        float rest2 = (float) (1 - beta2);
        float step = (float) rate;
        float scale = (float) root;
        float add = (float) decay;
        float left = (float) keep;
        float least = (float) eps;
        for (int i = 0; i < n; i++) {
            float gi = g[i] + add * p[i];
            float mi = b1 * m[i] + rest1 * gi + TINY - TINY;
            float vi = b2 * v[i] + rest2 * gi * gi + TINY_SQUARE - TINY_SQUARE;
            m[i] = mi;
            v[i] = vi;
            p[i] = left * p[i] - step * mi / ((float) Math.sqrt(vi) * scale + least);
        }
    }

    private void amsgrad(float[][] x, int n) {
        float[] p = x[0];
        float[] m = x[1];
        float[] v = x[2];
        float[] u = x[3];
        float[] g = x[4];
        float b1 = (float) beta1;
        float rest1 = (float) (1 - beta1);
        float b2 = (float) beta2;
        float rest2 = (float) (1 - beta2);
        float step = (float) rate;
        float scale = (float) root;
        float add = (float) decay;
        float left = (float) keep;
        float least = (float) eps;
        for (int i = 0; i < n; i++) {
            float gi = g[i] + add * p[i];
            float mi = b1 * m[i] + rest1 * gi + TINY - TINY;
            float vi = b2 * v[i] + rest2 * gi * gi + TINY_SQUARE - TINY_SQUARE;
            float ui = Math.max(u[i], vi);
            m[i] = mi;
            v[i] = vi;
            u[i] = ui;
            p[i] = left * p[i] - step * mi / ((float) Math.sqrt(ui) * scale + least);
        }
    }

    private void plain(double[][] x, int n) {
        double[] p = x[0];
        double[] m = x[1];
        double[] v = x[2];
        double[] g = x[3];
        double b1 = beta1;
        double rest1 = (1 - beta1);
        double b2 = beta2;
        double rest2 = (1 - beta2);
        double step = rate;
        double scale = root;
        double add = decay;
        double left = keep;
        double least = eps;
        for (int i = 0; i < n; i++) {
            double gi = g[i] + add * p[i];
            double mi = b1 * m[i] + rest1 * gi;
            double vi = b2 * v[i] + rest2 * gi * gi;
            m[i] = mi;
            v[i] = vi;
            p[i] = left * p[i] - step * mi / (Math.sqrt(vi) * scale + least);
        }
    }

    private void amsgrad(double[][] x, int n) {
        double[] p = x[0];
        double[] m = x[1];
        double[] v = x[2];
        double[] u = x[3];
        double[] g = x[4];
        double b1 = beta1;
        double rest1 = (1 - beta1);
        double b2 = beta2;
        double rest2 = (1 - beta2);
        double step = rate;
        double scale = root;
        double add = decay;
        double left = keep;
        double least = eps;
        for (int i = 0; i < n; i++) {
            double gi = g[i] + add * p[i];
            double mi = b1 * m[i] + rest1 * gi;
            double vi = b2 * v[i] + rest2 * gi * gi;
            double ui = Math.max(u[i], vi);
            m[i] = mi;
            v[i] = vi;
            u[i] = ui;
            p[i] = left * p[i] - step * mi / (Math.sqrt(ui) * scale + least);
        }
    }
}
