package org.grad4j.backend;

import java.lang.ref.Reference;
import org.grad4j.tensor.DType;

/**
 * The rectifier's gradient on the bits of floats: whole numbers are what the JIT of Java 17
 * vectorises a condition on.
 */
public final class Rectifier {
    private Rectifier() {}

    /**
     * The gradient where the rectifier's output is not 0, else 0.
     *
     * @param g the upstream gradient
     * @param y the output, of g's shape and type
     * @return a fresh array
     */
    public static Array gradient(Array g, Array y) {
        if (g.dtype() != DType.FLOAT32) {
            return Elementwise.binary(
                    Binary.RELU_GRADIENT,
                    Operand.of(g),
                    Operand.of(y),
                    g.shape(),
                    g.dtype(),
                    g.dtype());
        }
        Array z = Array.empty(g.dtype(), g.shape());
        Team.split(z.numel(), Elementwise.LEAST, (from, to) -> chunked(g, y, z, from, to));
        Reference.reachabilityFence(g);
        Reference.reachabilityFence(y);
        Reference.reachabilityFence(z);
        return z;
    }

    /** The same in place, for arrays without gaps, on the calling thread. */
    static void mask(Array g, Array y, long size) {
        chunked(g, y, g, 0, size);
    }

    private static void chunked(Array g, Array y, Array z, long first, long end) {
        Scratch scratch = Scratch.get();
        int[] up = scratch.ints(0, Scratch.CHUNK);
        int[] output = scratch.ints(1, Scratch.CHUNK);
        Cursor ofG = scratch.cursor(0).on(g, first);
        Cursor ofY = scratch.cursor(1).on(y, first);
        Cursor to = scratch.cursor(2).on(z, first);
        for (long at = first; at < end; at += Scratch.CHUNK) {
            int n = (int) Math.min(Scratch.CHUNK, end - at);
            ofG.readBits(up, n);
            ofY.readBits(output, n);
            mask(up, output, n);
            to.writeBits(up, n);
        }
    }

    private static void mask(int[] g, int[] y, int n) {
        for (int i = 0; i < n; i++) {
            g[i] &= (y[i] | -y[i]) >> 31;
        }
    }
}
