package org.grad4j.backend;

import java.lang.ref.Reference;
import org.grad4j.tensor.DType;

/**
 * Matrix products, split among the {@link Team}; each thread runs OpenBLAS on its part. Those of 16
 * bits are multiplied as float32, so only the result is rounded.
 *
 * <p>ND4J's {@code matmul} reaches two threads only where neither operand is transposed, and takes
 * 6 µs for the smallest product, where this takes 0.3.
 */
public final class MatMul {
    /** From this many multiplications on a part is worth handing to another thread. */
    private static final long LEAST = 100_000;

    /** Up to so many rows, products with a transposed matrix are faster in pieces too. */
    private static final long FEW = 16;

    /** Up to so many rows, products whose inner size leaves room for few columns are, too. */
    private static final long NARROW = 128;

    /** So many rows or columns are enough for a thread. */
    private static final long ENOUGH = 64;

    /** A result of more elements is written faster in one go. */
    private static final long LARGE = 1 << 20;

    private MatMul() {}

    /**
     * {@code z = a · b}.
     *
     * @param a {@code [m, k]} or {@code [batch, m, k]}
     * @param b {@code [k, n]} or {@code [batch, k, n]} of the same type
     * @return {@code [m, n]} or {@code [batch, m, n]}
     */
    public static Array product(Array a, Array b) {
        if (a.dtype().isHalf()) {
            return product(a.to(DType.FLOAT32), b.to(DType.FLOAT32)).to(a.dtype());
        }
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
        if (x.dtype().isHalf()) {
            DType wide = DType.FLOAT32;
            return linear(x.to(wide), w.to(wide), bias.to(wide)).to(x.dtype());
        }
        Array z = Array.empty(x.dtype(), x.shape()[0], w.shape()[0]);
        Elementwise.copy(bias, z);
        if (x.shape()[1] != 0) {
            accumulate(x, transposed(w), z, 1);
        }
        return z;
    }

    /**
     * Rows as columns, without copying.
     *
     * @param w {@code [m, n]}
     * @return {@code [n, m]}
     */
    public static Array transposed(Array w) {
        return w.view(
                new long[] {w.shape()[1], w.shape()[0]},
                new long[] {w.strides()[1], w.strides()[0]},
                w.offset());
    }

    /** {@code z = a · b + beta · z} for a row-major z. */
    private static void accumulate(Array a, Array b, Array z, double beta) {
        if (z.numel() == 0) {
            return;
        }
        Laid left = Laid.of(a);
        Laid right = Laid.of(b);
        int rank = z.rank();
        int m = (int) z.shape()[rank - 2];
        int n = (int) z.shape()[rank - 1];
        int k = (int) a.shape()[rank - 1];
        long batch = rank == 2 ? 1 : z.shape()[0];
        long out = z.address();
        int bytes = z.dtype().bytes();
        if (batch > 1) {
            Team.split(
                    batch,
                    LEAST / ((long) m * n * k) + 1,
                    (from, to) -> {
                        for (long i = from; i < to; i++) {
                            Gemm.run(
                                    z.dtype(),
                                    m,
                                    n,
                                    k,
                                    left.matrix(i),
                                    right.matrix(i),
                                    beta,
                                    new Gemm.Matrix(out + i * m * n * bytes, n, false));
                        }
                    });
        } else {
            product(left, right, m, n, k, beta, z);
        }
        Reference.reachabilityFence(left);
        Reference.reachabilityFence(right);
        Reference.reachabilityFence(z);
    }

    /**
     * The optimizer splits weights by rows. So are their small gradients here, and a layer's
     * outputs by columns: each thread then reads what it has written itself, which its cache still
     * holds.
     */
    private static void product(Laid left, Laid right, int m, int n, int k, double beta, Array z) {
        long enough = ENOUGH * Team.size();
        boolean gradient = left.transposed && m >= enough;
        boolean outputs = right.transposed && n >= enough && m <= 4L * n;
        boolean inRows = z.dtype() == DType.FLOAT32 && !right.transposed;
        if (inRows && Panels.pays(m, n, k, left.transposed)) {
            new Panels(left, right, m, n, k, beta, z).run();
        } else if (gradient || m >= n && !outputs) {
            Team.split(
                    m,
                    LEAST / ((long) n * k) + 1,
                    (from, to) -> part(left, from, to, right, 0, n, k, beta, z));
        } else {
            Team.split(
                    n,
                    LEAST / ((long) m * k) + 1,
                    (from, to) -> part(left, 0, m, right, from, to, k, beta, z));
        }
    }

    /**
     * Some rows times some columns, in small products where they are faster: OpenBLAS does not copy
     * the operands of those, which takes as long as multiplying few rows.
     */
    private static void part(
            Laid left,
            long row,
            long rowEnd,
            Laid right,
            long column,
            long columnEnd,
            int k,
            double beta,
            Array z) {
        int n = (int) z.shape()[z.rank() - 1];
        long rows = rowEnd - row;
        long columns = columnEnd - column;
        if (z.dtype() == DType.FLOAT32 && rows * columns <= LARGE) {
            int wide = pieceColumns(right.transposed, rows, k);
            if (wide > 0) {
                rows = 128L * wide * k <= Gemm.SMALL ? 128 : 64;
                columns = wide;
            }
        }
        for (long i = row; i < rowEnd; i += rows) {
            Gemm.Matrix band = left.from(i, 0);
            for (long j = column; j < columnEnd; j += columns) {
                Gemm.run(
                        z.dtype(),
                        (int) Math.min(rows, rowEnd - i),
                        (int) Math.min(columns, columnEnd - j),
                        k,
                        band,
                        right.from(0, j),
                        beta,
                        new Gemm.Matrix(z.address() + (i * n + j) * z.dtype().bytes(), n, false));
            }
        }
    }

    /** How many columns a small product has, or 0 where the whole is faster. */
    private static int pieceColumns(boolean transposed, long rows, long k) {
        if (transposed) {
            return rows <= FEW && 8 * rows * k <= Gemm.SMALL ? 8 : 0;
        }
        if (64 * 64 * k <= Gemm.SMALL) {
            return 64;
        }
        return rows <= NARROW && 64 * 32 * k <= Gemm.SMALL ? 32 : 0;
    }

    /** Matrices whose rows or whose columns lie without gaps; others are copied. */
    record Laid(Array array, long address, int step, boolean transposed, long between) {
        static Laid of(Array x) {
            int r = x.rank();
            long rows = x.shape()[r - 2];
            long columns = x.shape()[r - 1];
            long down = x.strides()[r - 2];
            long across = x.strides()[r - 1];
            long between = r == 2 ? 0 : x.strides()[0];
            if ((across == 1 || columns == 1) && (down >= columns || rows == 1)) {
                return new Laid(x, x.address(), (int) Math.max(down, columns), false, between);
            }
            if ((down == 1 || rows == 1) && (across >= rows || columns == 1)) {
                return new Laid(x, x.address(), (int) Math.max(across, rows), true, between);
            }
            return of(x.copy());
        }

        Gemm.Matrix matrix(long i) {
            return moved(i * between);
        }

        /** What lies to the right of and below an element. */
        Gemm.Matrix from(long row, long column) {
            return moved(transposed ? column * step + row : row * step + column);
        }

        private Gemm.Matrix moved(long elements) {
            return new Gemm.Matrix(address + elements * array.dtype().bytes(), step, transposed);
        }
    }
}
