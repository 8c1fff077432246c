package org.grad4j.backend;

/**
 * One step of an LSTM, element by element, and back: i, f, g and o are the gates, c the cell and h
 * the hidden state. Every loop writes to one array, and is a method of its own, which is how the
 * JIT vectorises it and has it compiled soon.
 */
final class LstmCell {
    private LstmCell() {}

    /** Activates the gates: {@code c ← f · c + i · g}, {@code h ← o · tanh(c)}. */
    static void forward(float[] i, float[] f, float[] g, float[] o, float[] c, float[] h, int n) {
        Curves.sigmoid(i, n);
        Curves.sigmoid(f, n);
        Curves.tanh(g, g, n);
        Curves.sigmoid(o, n);
        carry(i, f, g, c, n);
        Curves.tanh(c, h, n);
        scale(h, o, n);
    }

    private static void carry(float[] i, float[] f, float[] g, float[] c, int n) {
        for (int j = 0; j < n; j++) {
            c[j] = f[j] * c[j] + i[j] * g[j];
        }
    }

    static void scale(float[] x, float[] y, int n) {
        for (int j = 0; j < n; j++) {
            x[j] *= y[j];
        }
    }

    static void add(float[] x, float[] y, int n) {
        for (int j = 0; j < n; j++) {
            x[j] += y[j];
        }
    }

    /** The part of c's gradient that comes through h; bent is tanh(c). */
    static void throughH(float[] dc, float[] dh, float[] o, float[] bent, int n) {
        for (int j = 0; j < n; j++) {
            dc[j] += dh[j] * o[j] * (1 - bent[j] * bent[j]);
        }
    }

    /** {@code z = g · x · s · (1 - s)}: the gradient before a sigmoid s whose result met x. */
    static void sigmoid(float[] g, float[] x, float[] s, float[] z, int n) {
        for (int j = 0; j < n; j++) {
            z[j] = g[j] * x[j] * s[j] * (1 - s[j]);
        }
    }

    /** {@code z = g · x · (1 - t²)}: the gradient before a tanh t whose result met x. */
    static void tanh(float[] g, float[] x, float[] t, float[] z, int n) {
        for (int j = 0; j < n; j++) {
            z[j] = g[j] * x[j] * (1 - t[j] * t[j]);
        }
    }
}
