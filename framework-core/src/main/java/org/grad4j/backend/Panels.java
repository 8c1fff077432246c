package org.grad4j.backend;

import java.nio.FloatBuffer;
import org.grad4j.tensor.DType;

/**
 * Products of not too many rows with a wide float32 matrix, a panel of it at a time: stretches of
 * its columns and rows are laid together in a room that stays in the second-level cache, from where
 * OpenBLAS multiplies them without copying anything once more. Its own copies take a quarter of the
 * time of such a product.
 *
 * <p>Several panels that lie side by side are laid together at once, so that what is read of a row
 * is long enough for the processor to fetch ahead.
 */
final class Panels {
    /** Columns of a panel. */
    private static final int WIDTH = 64;

    /** Columns that are laid together at once. */
    private static final int STRIP = 8 * WIDTH;

    /** Rows that are multiplied with a panel at a time. */
    private static final int ROWS = 64;

    /** Most rows of a panel. */
    private static final int DEPTH = (int) (Gemm.SMALL / ((long) ROWS * WIDTH));

    /** Where a stretch of columns may end, so that the panels keep to whole vectors. */
    private static final int GRAIN = 16;

    /** With fewer rows laying a panel together takes too much of the time. */
    private static final int FEWEST = 32;

    /** With more rows OpenBLAS's copies cost little beside the product. */
    private static final int MOST = 512;

    /** Multiplications below which the panels are not worth it. */
    private static final long LEAST = 2_000_000;

    /**
     * The same where pieces of the matrix itself, which are not copied either, are an alternative.
     */
    private static final long LEAST_IF_SHALLOW = 12_000_000;

    /**
     * The same for a transposed left matrix: 128×9216×64 takes 0.95 ms instead of 1.04 from memory,
     * 256×4096×64 not less.
     */
    private static final long LEAST_IF_SHALLOW_TRANSPOSED = 70_000_000;

    private final MatMul.Laid a;
    private final MatMul.Laid b;
    private final int m;
    private final int n;
    private final int k;
    private final int depth;
    private final double beta;
    private final Array z;

    /** {@code z = a · b + beta · z}. */
    Panels(MatMul.Laid a, MatMul.Laid b, int m, int n, int k, double beta, Array z) {
        this.a = a;
        this.b = b;
        this.m = m;
        this.n = n;
        this.k = k;
        this.beta = beta;
        this.z = z;
        int layers = (k + DEPTH - 1) / DEPTH;
        depth = (k + layers - 1) / layers;
    }

    /**
     * Whether it is the faster way to multiply {@code [m, k]} and a {@code [k, n]} in rows, of
     * which each thread gets a panel at least.
     */
    static boolean pays(int m, int n, int k, boolean leftTransposed) {
        if (m < FEWEST || m > MOST || n < WIDTH * Math.max(2, Team.size())) {
            return false;
        }
        long work = (long) m * n * k;
        if (k > DEPTH) {
            return work >= LEAST;
        }
        return work >= (leftTransposed ? LEAST_IF_SHALLOW_TRANSPOSED : LEAST_IF_SHALLOW);
    }

    void run() {
        int parts = Team.size();
        int each = STRIP * depth;
        Array rooms = Array.empty(DType.FLOAT32, parts, each);
        Team.run(
                parts,
                part -> {
                    int end = border(n, part + 1, parts);
                    for (int j = border(n, part, parts); j < end; j += STRIP) {
                        strip(j, Math.min(STRIP, end - j), rooms, part * each);
                    }
                });
        rooms.storage().release();
    }

    /** The column where a part begins. */
    static int border(int n, int part, int parts) {
        return part == parts ? n : (int) ((long) n * part / parts + GRAIN / 2) / GRAIN * GRAIN;
    }

    private void strip(int j, int columns, Array rooms, int room) {
        for (int at = 0; at < k; at += depth) {
            int rows = Math.min(depth, k - at);
            lay(at, j, rows, columns, rooms, room);
            for (int c = 0; c < columns; c += WIDTH) {
                int width = Math.min(WIDTH, columns - c);
                multiply(at, j + c, rows, width, rooms, room + c * rows);
            }
        }
    }

    private void multiply(int at, int j, int rows, int columns, Array rooms, int room) {
        Gemm.Matrix panel = Gemm.Matrix.of(rooms, room, columns);
        for (int i = 0; i < m; i += ROWS) {
            Gemm.run(
                    DType.FLOAT32,
                    Math.min(ROWS, m - i),
                    columns,
                    rows,
                    a.from(i, at),
                    panel,
                    at == 0 ? beta : 1,
                    Gemm.Matrix.of(z, (long) i * n + j, n));
        }
    }

    private void lay(int row, int column, int rows, int columns, Array rooms, int room) {
        FloatBuffer in = b.array().block().slab.floats;
        FloatBuffer out = rooms.block().slab.floats;
        int from = b.array().first() + row * b.step() + column;
        int to = rooms.first() + room;
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < columns; c += WIDTH) {
                int width = Math.min(WIDTH, columns - c);
                out.put(to + c * rows + r * width, in, from + r * b.step() + c, width);
            }
        }
    }
}
