package org.grad4j.optim;

import org.grad4j.backend.Array;
import org.grad4j.backend.Elementwise;
import org.grad4j.backend.Loops;
import org.grad4j.tensor.Tensor;

/**
 * The step of the Adam family, as one loop over all arrays:
 *
 * <pre>
 * g ← g + decay · p
 * m ← beta1 · m + (1 - beta1) · g
 * v ← beta2 · v + (1 - beta2) · g²
 * p ← keep · p - (alongMean · m + alongGradient · g) / (scale · √v + eps)
 * </pre>
 *
 * <p>It is one loop because the division and the root keep one unit of the processor busy, beside
 * which all the rest costs nothing.
 *
 * <p>What a rule leaves open is set between its making and {@link #run}.
 */
final class AdamStep implements Loops.FloatN, Loops.DoubleN {
    /**
     * Added and taken away again, it makes zeros of the averages that have faded below 1e-31: where
     * a unit is dead they would shrink into the denormal numbers, with which the processor is ten
     * times slower, and stay there.
     */
    private static final float TINY = 1e-24f;

    /** The same for averages of squares, which fade below 1e-37. */
    private static final float TINY_SQUARE = 1e-30f;

    final double beta1;
    final double beta2;
    final long count;

    private final ParamGroup group;
    private final ParamState state;
    private final boolean amsgrad;

    /** The factor of the parameter that joins its gradient. */
    double decay;

    /** What the parameter is multiplied by beforehand. */
    double keep = 1;

    double alongMean;
    double alongGradient;
    double scale;
    double eps;

    /** Counts a step of a parameter. The weight decay is the group's, coupled or not. */
    AdamStep(ParamGroup group, ParamState state, boolean decoupled) {
        this.group = group;
        this.state = state;
        beta1 = group.number("betas", 0);
        beta2 = group.number("betas", 1);
        eps = group.number("eps");
        amsgrad = group.has("amsgrad") && group.flag("amsgrad");
        count = state.nextStep();
        if (decoupled) {
            keep = 1 - group.lr() * group.number("weight_decay");
        } else {
            decay = group.number("weight_decay");
        }
    }

    /** {@code 1 - beta1ᵗ}: how much of the gradients' weight the mean has. */
    double meanShare() {
        return 1 - Math.pow(beta1, count);
    }

    /** {@code 1 - beta2ᵗ}: how much of their weight the mean square has. */
    double squareShare() {
        return 1 - Math.pow(beta2, count);
    }

    /** Adam's own factors. */
    AdamStep corrected() {
        alongMean = group.lr() / meanShare();
        scale = 1 / Math.sqrt(squareShare());
        return this;
    }

    void run(Tensor parameter, Tensor gradient) {
        Array p = parameter.array();
        Array g = gradient.array();
        Array m = state.tensor("exp_avg").array();
        Array v = state.tensor("exp_avg_sq").array();
        if (amsgrad) {
            Array u = state.tensor("max_exp_avg_sq").array();
            Elementwise.fused(4, this, this, p, m, v, u, g);
        } else {
            Elementwise.fused(3, this, this, p, m, v, g);
        }
    }

    @Override
    public void run(float[][] x, int n) {
        if (amsgrad) {
            amsgrad(x[0], x[1], x[2], x[3], x[4], n);
        } else {
            plain(x[0], x[1], x[2], x[3], n);
        }
    }

    @Override
    public void run(double[][] x, int n) {
        step(x[0], x[1], x[2], amsgrad ? x[3] : null, amsgrad ? x[4] : x[3], n);
    }

    private void plain(float[] p, float[] m, float[] v, float[] g, int n) {
        float b1 = (float) beta1;
        float rest1 = (float) (1 - beta1);
        float b2 = (float) beta2;
        float rest2 = (float) (1 - beta2);
        float add = (float) decay;
        float left = (float) keep;
        float a = (float) alongMean;
        float b = (float) alongGradient;
        float s = (float) scale;
        float least = (float) eps;
        for (int i = 0; i < n; i++) {
            float gi = g[i] + add * p[i];
            float mi = b1 * m[i] + rest1 * gi + TINY - TINY;
            float vi = b2 * v[i] + rest2 * gi * gi + TINY_SQUARE - TINY_SQUARE;
            m[i] = mi;
            v[i] = vi;
            p[i] = left * p[i] - (a * mi + b * gi) / ((float) Math.sqrt(vi) * s + least);
        }
    }

    /** Without largest squares u where they are not used. */
    private void step(double[] p, double[] m, double[] v, double[] u, double[] g, int n) {
        double b1 = beta1;
        double rest1 = 1 - beta1;
        double b2 = beta2;
        double rest2 = 1 - beta2;
        double add = decay;
        double left = keep;
        double a = alongMean;
        double b = alongGradient;
        double s = scale;
        double least = eps;
        for (int i = 0; i < n; i++) {
            double gi = g[i] + add * p[i];
            double mi = b1 * m[i] + rest1 * gi;
            double vi = b2 * v[i] + rest2 * gi * gi;
            double square = vi;
            m[i] = mi;
            v[i] = vi;
            if (u != null) {
                square = Math.max(u[i], vi);
                u[i] = square;
            }
            p[i] = left * p[i] - (a * mi + b * gi) / (Math.sqrt(square) * s + least);
        }
    }

    private void amsgrad(float[] p, float[] m, float[] v, float[] u, float[] g, int n) {
        float b1 = (float) beta1;
        float rest1 = (float) (1 - beta1);
        float b2 = (float) beta2;
        float rest2 = (float) (1 - beta2);
        float add = (float) decay;
        float left = (float) keep;
        float a = (float) alongMean;
        float b = (float) alongGradient;
        float s = (float) scale;
        float least = (float) eps;
        for (int i = 0; i < n; i++) {
            float gi = g[i] + add * p[i];
            float mi = b1 * m[i] + rest1 * gi + TINY - TINY;
            float vi = b2 * v[i] + rest2 * gi * gi + TINY_SQUARE - TINY_SQUARE;
            float most = Math.max(u[i], vi);
            m[i] = mi;
            v[i] = vi;
            u[i] = most;
            p[i] = left * p[i] - (a * mi + b * gi) / ((float) Math.sqrt(most) * s + least);
        }
    }
}
