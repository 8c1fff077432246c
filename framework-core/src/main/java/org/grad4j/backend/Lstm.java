package org.grad4j.backend;

import java.lang.ref.Reference;
import org.grad4j.tensor.DType;

/**
 * An LSTM over whole sequences of one length, in float32. Sequences do not see each other, so each
 * thread of the {@link Team} takes some of them through all steps, without waiting for the others.
 *
 * <p>Rows are ordered by step: first those of step 0, one for each sequence. A walk may also go
 * from the last step to the first.
 */
public final class Lstm {
    private final int steps;
    private final int n;
    private final int hidden;
    private final boolean reversed;

    /**
     * A walk.
     *
     * @param steps of every sequence, 1 or more
     * @param n sequences
     * @param hidden size of the states
     * @param reversed whether it goes from the last step to the first
     */
    public Lstm(long steps, long n, long hidden, boolean reversed) {
        this.steps = (int) steps;
        this.n = (int) n;
        this.hidden = (int) hidden;
        this.reversed = reversed;
    }

    /**
     * What a walk made.
     *
     * @param y hidden states, {@code [t · n, h]}
     * @param c cell states, {@code [t · n, h]}
     * @param gates the activated gates i, f, g and o, {@code [t · n, 4h]}
     */
    public record Walked(Array y, Array c, Array gates) {}

    /** The step that is walked as the k-th. */
    private int step(int k) {
        return reversed ? steps - 1 - k : k;
    }

    /**
     * Walks: {@code c' = f · c + i · g}, {@code h' = o · tanh(c')}.
     *
     * @param projected inputs and biases, {@code [t · n, 4h]} for i, f, g and o
     * @param w {@code [4h, h]}, from the hidden state to the gates
     * @param h the first hidden states {@code [n, h]}
     * @param c the first cell states {@code [n, h]}
     * @return all states and gates
     */
    public Walked forward(Array projected, Array w, Array h, Array c) {
        Array gates = projected.copy();
        Array y = Array.empty(DType.FLOAT32, (long) steps * n, hidden);
        Array cells = Array.empty(DType.FLOAT32, (long) steps * n, hidden);
        Array weight = w.view(flipped(w)).copy(); // small products are twice as fast so
        Array h0 = h.contiguous();
        Array c0 = c.contiguous();
        Team.split(
                n, 1, (from, to) -> forward(gates, weight, h0, c0, y, cells, (int) from, (int) to));
        Reference.reachabilityFence(weight);
        Reference.reachabilityFence(h0);
        Reference.reachabilityFence(c0);
        return new Walked(y, cells, gates);
    }

    private void forward(
            Array gates, Array w, Array h0, Array c0, Array y, Array cells, int from, int to) {
        int rows = to - from;
        float[] gate = new float[rows * 4 * hidden];
        float[] c = new float[rows * hidden];
        float[] out = new float[rows * hidden];
        double[] x = new double[4 * hidden];
        new Cursor(c0, (long) from * hidden).read(c, c.length);
        for (int k = 0; k < steps; k++) {
            int at = step(k) * n + from;
            Array before = k == 0 ? h0 : y;
            int last = k == 0 ? from : step(k - 1) * n + from;
            Gemm.run(
                    DType.FLOAT32,
                    rows,
                    4 * hidden,
                    hidden,
                    matrix(before, last, hidden, false),
                    matrix(w, 0, 4 * hidden, false),
                    1,
                    matrix(gates, at, 4 * hidden, false));
            new Cursor(gates, (long) at * 4 * hidden).read(gate, gate.length);
            for (int r = 0; r < rows; r++) {
                activate(gate, r * 4 * hidden, x);
                advance(gate, r * 4 * hidden, c, out, r * hidden, x);
            }
            new Cursor(gates, (long) at * 4 * hidden).write(gate, gate.length);
            new Cursor(cells, (long) at * hidden).write(c, c.length);
            new Cursor(y, (long) at * hidden).write(out, out.length);
        }
    }

    private static Gemm.Matrix matrix(Array x, int row, int step, boolean transposed) {
        return new Gemm.Matrix(
                x.address() + (long) row * step * DType.FLOAT32.bytes(), step, transposed);
    }

    /** Sigmoids of i, f and o, tanh of g, in a row of gates. */
    private void activate(float[] gate, int at, double[] x) {
        int g = 2 * hidden;
        for (int j = 0; j < x.length; j++) {
            x[j] = -gate[at + j];
        }
        for (int j = g; j < g + hidden; j++) {
            x[j] *= 2;
        }
        Wide.exp(x, x.length);
        for (int j = 0; j < x.length; j++) {
            x[j] = 1 / (1 + x[j]);
        }
        for (int j = g; j < g + hidden; j++) {
            x[j] = 2 * x[j] - 1; // tanh(a) = 2 sigmoid(2a) - 1
        }
        for (int j = 0; j < x.length; j++) {
            gate[at + j] = (float) x[j];
        }
    }

    private void advance(float[] gate, int at, float[] c, float[] out, int row, double[] x) {
        for (int j = 0; j < hidden; j++) {
            float i = gate[at + j];
            float f = gate[at + hidden + j];
            float g = gate[at + 2 * hidden + j];
            c[row + j] = f * c[row + j] + i * g;
        }
        tanh(c, row, x);
        for (int j = 0; j < hidden; j++) {
            out[row + j] = (float) (gate[at + 3 * hidden + j] * x[j]);
        }
    }

    private void tanh(float[] c, int row, double[] x) {
        for (int j = 0; j < hidden; j++) {
            x[j] = -2 * c[row + j];
        }
        Wide.exp(x, hidden);
        for (int j = 0; j < hidden; j++) {
            x[j] = 2 / (1 + x[j]) - 1;
        }
    }

    /**
     * The gradients of a walk.
     *
     * @param gates of the gates before their activation, {@code [t · n, 4h]}
     * @param w of the weight
     * @param h of the first hidden states
     * @param c of the first cell states
     */
    public record Gradients(Array gates, Array w, Array h, Array c) {}

    /**
     * Walks back.
     *
     * @param walked what {@link #forward} made
     * @param w the weight
     * @param h the first hidden states
     * @param c the first cell states
     * @param gy gradient of all hidden states, {@code [t · n, h]}
     * @param gc gradient of the last cell states, {@code [n, h]}
     * @return the gradients of what went in
     */
    public Gradients backward(Walked walked, Array w, Array h, Array c, Array gy, Array gc) {
        Array slopes = Array.empty(DType.FLOAT32, (long) steps * n, 4L * hidden);
        Array dh = Array.empty(DType.FLOAT32, n, hidden);
        Array dc = gc.copy();
        Array weight = w.contiguous();
        Array h0 = h.contiguous();
        Array c0 = c.contiguous();
        Array upstream = gy.contiguous();
        Team.split(
                n,
                1,
                (from, to) ->
                        backward(
                                walked,
                                weight,
                                c0,
                                upstream,
                                slopes,
                                dh,
                                dc,
                                (int) from,
                                (int) to));
        Array dw = weightGradient(slopes, walked.y, h0);
        Reference.reachabilityFence(weight);
        Reference.reachabilityFence(c0);
        Reference.reachabilityFence(upstream);
        return new Gradients(slopes, dw, dh, dc);
    }

    private void backward(
            Walked walked,
            Array w,
            Array c0,
            Array gy,
            Array slopes,
            Array dh,
            Array dc,
            int from,
            int to) {
        int rows = to - from;
        int size = rows * hidden;
        float[] gate = new float[4 * size];
        float[] slope = new float[4 * size];
        float[] c = new float[size];
        float[] before = new float[size];
        float[] ofH = new float[size];
        float[] ofC = new float[size];
        float[] next = new float[size];
        double[] bent = new double[hidden];
        new Cursor(dc, (long) from * hidden).read(ofC, size);
        for (int k = steps - 1; k >= 0; k--) {
            int at = step(k) * n + from;
            new Cursor(walked.gates, (long) at * 4 * hidden).read(gate, gate.length);
            new Cursor(walked.c, (long) at * hidden).read(c, size);
            Array earlier = k == 0 ? c0 : walked.c;
            int last = k == 0 ? from : step(k - 1) * n + from;
            new Cursor(earlier, (long) last * hidden).read(before, size);
            new Cursor(gy, (long) at * hidden).read(ofH, size);
            for (int j = 0; j < size; j++) {
                ofH[j] += next[j];
            }
            for (int r = 0; r < rows; r++) {
                tanh(c, r * hidden, bent);
                retreat(gate, slope, r * 4 * hidden, before, ofH, ofC, r * hidden, bent);
            }
            new Cursor(slopes, (long) at * 4 * hidden).write(slope, slope.length);
            Gemm.run(
                    DType.FLOAT32,
                    rows,
                    hidden,
                    4 * hidden,
                    matrix(slopes, at, 4 * hidden, false),
                    matrix(w, 0, hidden, false),
                    0,
                    matrix(dh, from, hidden, false));
            new Cursor(dh, (long) from * hidden).read(next, size);
        }
        new Cursor(dc, (long) from * hidden).write(ofC, size);
    }

    /** Through one step of one sequence; the gradient of c becomes that of the c before. */
    private void retreat(
            float[] gate,
            float[] slope,
            int at,
            float[] before,
            float[] ofH,
            float[] ofC,
            int row,
            double[] bent) {
        int h = hidden;
        for (int j = 0; j < h; j++) {
            float i = gate[at + j];
            float f = gate[at + h + j];
            float g = gate[at + 2 * h + j];
            float o = gate[at + 3 * h + j];
            float b = (float) bent[j];
            float dh = ofH[row + j];
            float dc = ofC[row + j] + dh * o * (1 - b * b);
            slope[at + j] = dc * g * i * (1 - i);
            slope[at + h + j] = dc * before[row + j] * f * (1 - f);
            slope[at + 2 * h + j] = dc * i * (1 - g * g);
            slope[at + 3 * h + j] = dh * b * o * (1 - o);
            ofC[row + j] = dc * f;
        }
    }

    /** {@code Σ slopesᵀ · h} over all steps: h are the states of the step walked before. */
    private Array weightGradient(Array slopes, Array y, Array h0) {
        Array dw = MatMul.product(transposed(slopes, step(0), 1), h0);
        if (steps > 1) {
            int first = reversed ? 0 : 1; // of the steps that have one before them
            Array rest =
                    MatMul.product(
                            transposed(slopes, first, steps - 1),
                            rows(y, reversed ? 1 : 0, steps - 1));
            Elementwise.binaryInto(Binary.ADD, Operand.of(dw), Operand.of(rest), DType.FLOAT32, dw);
        }
        return dw;
    }

    private Array rows(Array x, int firstStep, int count) {
        long width = x.shape()[1];
        return x.view(
                new Geometry(
                        new long[] {(long) count * n, width},
                        new long[] {width, 1},
                        x.offset() + (long) firstStep * n * width));
    }

    private Array transposed(Array x, int firstStep, int count) {
        Array part = rows(x, firstStep, count);
        return part.view(flipped(part));
    }

    private static Geometry flipped(Array x) {
        return new Geometry(
                new long[] {x.shape()[1], x.shape()[0]},
                new long[] {x.strides()[1], x.strides()[0]},
                x.offset());
    }
}
