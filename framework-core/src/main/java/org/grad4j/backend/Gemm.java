package org.grad4j.backend;

import static org.bytedeco.openblas.global.openblas_nolapack.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_dgemm;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_sgemm;

import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.grad4j.tensor.DType;

/**
 * One matrix product {@code c = a · b + beta · c}, in OpenBLAS's kernel on the calling thread.
 *
 * <p>A matrix is an address and the step from row to row, or from column to column where it lies
 * transposed, so that a part of an array is multiplied where it is.
 */
final class Gemm {
    /**
     * A matrix in native memory.
     *
     * @param address its first element
     * @param step elements from row to row, or from column to column if transposed
     * @param transposed whether its columns, not its rows, lie without gaps
     */
    record Matrix(long address, int step, boolean transposed) {
        /** The matrix that begins at an element of an array, counted from its first one. */
        static Matrix of(Array x, long element, int step, boolean transposed) {
            return new Matrix(x.address() + element * x.dtype().bytes(), step, transposed);
        }

        static Matrix of(Array x, long element, int step) {
            return of(x, element, step, false);
        }
    }

    /**
     * Up to so many multiplications OpenBLAS does not copy float32 operands first, which takes as
     * long as multiplying few rows.
     */
    static final long SMALL = 1_000_000;

    /** Fewer columns at a time are not worth a product. */
    static final int FEWEST_PLACES = 64;

    private static final ThreadLocal<Gemm> OWN = ThreadLocal.withInitial(Gemm::new);

    private final Floats a = new Floats();
    private final Floats b = new Floats();
    private final Floats c = new Floats();
    private final Doubles a64 = new Doubles();
    private final Doubles b64 = new Doubles();
    private final Doubles c64 = new Doubles();

    private Gemm() {}

    /**
     * {@code c = a · b + beta · c}; the memory must stay reachable.
     *
     * @param dtype FLOAT32 or FLOAT64
     * @param a {@code [m, k]}
     * @param b {@code [k, n]}
     * @param c {@code [m, n]}, not transposed
     * @param beta 0 to overwrite c, 1 to add to it
     */
    static void run(DType dtype, int m, int n, int k, Matrix a, Matrix b, double beta, Matrix c) {
        run(
                dtype,
                m,
                n,
                k,
                a.address,
                a.step,
                a.transposed,
                b.address,
                b.step,
                b.transposed,
                beta,
                c.address,
                c.step);
    }

    /** Apart from the records, so that the JIT inlines what unpacks them, and makes none. */
    private static void run(
            DType dtype,
            int m,
            int n,
            int k,
            long a,
            int aStep,
            boolean aTransposed,
            long b,
            int bStep,
            boolean bTransposed,
            double beta,
            long c,
            int cStep) {
        Gemm own = OWN.get();
        int ta = aTransposed ? CblasTrans : CblasNoTrans;
        int tb = bTransposed ? CblasTrans : CblasNoTrans;
        if (dtype == DType.FLOAT32) {
            cblas_sgemm(
                    CblasRowMajor,
                    ta,
                    tb,
                    m,
                    n,
                    k,
                    1,
                    own.a.at(a),
                    aStep,
                    own.b.at(b),
                    bStep,
                    (float) beta,
                    own.c.at(c),
                    cStep);
        } else {
            cblas_dgemm(
                    CblasRowMajor,
                    ta,
                    tb,
                    m,
                    n,
                    k,
                    1,
                    own.a64.at(a),
                    aStep,
                    own.b64.at(b),
                    bStep,
                    beta,
                    own.c64.at(c),
                    cStep);
        }
    }

    /**
     * {@link #run} for float32, b not transposed and of many columns, in pieces that OpenBLAS
     * multiplies without copying.
     */
    static void wide(int m, int n, int k, Matrix a, Matrix b, double beta, Matrix c) {
        long most = SMALL / ((long) m * k) / FEWEST_PLACES * FEWEST_PLACES;
        int piece = most < FEWEST_PLACES ? n : (int) Math.min(n, most);
        for (int at = 0; at < n; at += piece) {
            long passed = (long) at * Float.BYTES;
            Matrix columns = new Matrix(b.address + passed, b.step, false);
            Matrix into = new Matrix(c.address + passed, c.step, false);
            run(DType.FLOAT32, m, Math.min(piece, n - at), k, a, columns, beta, into);
        }
    }

    /** {@code sums = rows summed + beta · sums}, as a product with as many ones as columns. */
    static void sumRows(
            DType dtype, int rows, int columns, Array x, Array ones, double beta, Array sums) {
        run(
                dtype,
                rows,
                1,
                columns,
                Matrix.of(x, 0, columns),
                Matrix.of(ones, 0, 1),
                beta,
                Matrix.of(sums, 0, 1));
    }

    /** {@code sums = columns summed + beta · sums}, as a product with as many ones as rows. */
    static void sumColumns(
            DType dtype, int rows, int columns, Array x, Array ones, double beta, Array sums) {
        run(
                dtype,
                1,
                columns,
                rows,
                Matrix.of(ones, 0, rows),
                Matrix.of(x, 0, columns),
                beta,
                Matrix.of(sums, 0, columns));
    }

    /** A pointer that can be moved, since JavaCPP's own would be made anew for each call. */
    private static final class Floats extends FloatPointer {
        Floats() {
            super((Pointer) null);
        }

        Floats at(long newAddress) {
            address = newAddress;
            return this;
        }
    }

    private static final class Doubles extends DoublePointer {
        Doubles() {
            super((Pointer) null);
        }

        Doubles at(long newAddress) {
            address = newAddress;
            return this;
        }
    }
}
