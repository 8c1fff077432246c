package org.grad4j.backend;

import java.lang.ref.Reference;

/**
 * Matrix products through oneDNN: ND4J's {@code matmul} op with a given output is ten times faster
 * than {@code mmul}. Transposed operands are passed as they lie, without a copy.
 */
public final class MatMul {
    private static final Kernel MATMUL = new Kernel("matmul");

    private MatMul() {}

    /**
     * {@code z = a · b}.
     *
     * @param a {@code [m, k]} or {@code [batch, m, k]}
     * @param b {@code [k, n]} or {@code [batch, k, n]} of the same type
     * @return {@code [m, n]} or {@code [batch, m, n]}
     */
    public static Array product(Array a, Array b) {
        int rank = a.rank();
        long[] shape = a.shape().clone();
        shape[rank - 1] = b.shape()[rank - 1];
        Array z = Array.empty(a.dtype(), shape);
        if (!a.dtype().isFloatingPoint()) {
            whole(a, b, z);
        } else if (a.shape()[rank - 1] == 0) {
            z.fill(0);
        } else {
            accumulate(a, b, z, 0);
        }
        return z;
    }

    /** Whole numbers wrap around as in PyTorch; the native kernel has no uint8. */
    private static void whole(Array a, Array b, Array z) {
        int rank = z.rank();
        int rows = (int) z.shape()[rank - 2];
        int columns = (int) z.shape()[rank - 1];
        int inner = (int) a.shape()[rank - 1];
        long[] left = Transfer.longs(a);
        long[] right = Transfer.longs(b);
        long[] out = new long[(int) z.numel()];
        for (int at = 0; at < out.length; at++) {
            int row = at / columns;
            int batch = row / rows;
            for (int k = 0; k < inner; k++) {
                out[at] +=
                        left[row * inner + k] * right[(batch * inner + k) * columns + at % columns];
            }
        }
        Transfer.write(out, z);
    }

    /**
     * {@code z = x · wᵀ + bias}.
     *
     * @param x {@code [n, in]}
     * @param w {@code [out, in]}
     * @param bias {@code [out]}
     * @return {@code [n, out]}
     */
    public static Array linear(Array x, Array w, Array bias) {
        Array z = Array.empty(x.dtype(), x.shape()[0], w.shape()[0]);
        Elementwise.copy(bias, z);
        if (x.shape()[1] != 0) {
            accumulate(x, transposed(w), z, 1);
        }
        return z;
    }

    private static Array transposed(Array w) {
        return w.view(
                new long[] {w.shape()[1], w.shape()[0]},
                new long[] {w.strides()[1], w.strides()[0]},
                w.offset());
    }

    /** {@code z = a · b + beta · z}, z without gaps. */
    static void accumulate(Array a, Array b, Array z, double beta) {
        if (z.numel() == 0) {
            return;
        }
        Array left = dense(a);
        Array right = dense(b);
        MATMUL.call()
                .in(left.header())
                .in(right.header())
                .out(z.header())
                .ints(0, 0, 0)
                .reals(1, beta)
                .run();
        Reference.reachabilityFence(left);
        Reference.reachabilityFence(right);
        Reference.reachabilityFence(z);
    }

    /**
     * The kernel takes matrices whose rows or whose columns lie without gaps; others are copied.
     */
    private static Array dense(Array x) {
        int r = x.rank();
        long rows = x.shape()[r - 2];
        long columns = x.shape()[r - 1];
        long down = x.strides()[r - 2];
        long across = x.strides()[r - 1];
        boolean byRows = across == 1 && down == columns;
        boolean byColumns = down == 1 && across == rows;
        boolean batches = r == 2 || x.shape()[0] == 1 || x.strides()[0] == rows * columns;
        return (byRows || byColumns) && batches ? x : x.copy();
    }
}
