package org.grad4j.backend;

import java.util.Arrays;

/**
 * Square matrices, many at a time: elimination with partial pivoting and Cholesky's root, in double
 * and in plain Java. Meant for small ones; a matrix of size n takes about n³ nanoseconds.
 */
public final class Matrices {
    private Matrices() {}

    /**
     * The solutions of {@code a · x = b}.
     *
     * @param op the operation, for the message
     * @param a {@code [..., n, n]}, floating
     * @param b {@code [..., n, m]} with the same leading sizes and type
     * @return {@code [..., n, m]}
     * @throws IllegalArgumentException if a matrix is singular
     */
    public static Array solve(String op, Array a, Array b) {
        int n = size(a);
        int m = (int) b.shape()[b.rank() - 1];
        double[] from = Transfer.doubles(a);
        double[] x = Transfer.doubles(b);
        for (int i = 0; i < count(a); i++) {
            double[] lu = Arrays.copyOfRange(from, i * n * n, (i + 1) * n * n);
            int[] rows = new int[n];
            int column = factor(lu, rows, n).singular;
            if (column >= 0) {
                throw new IllegalArgumentException(
                        op
                                + ": "
                                + which(a, i)
                                + " is singular: elimination finds no pivot in column "
                                + column);
            }
            substitute(lu, rows, n, x, i * n * m, m);
        }
        return written(x, a, b.shape());
    }

    /**
     * Determinants as sign and size.
     *
     * @param sign 1, -1 or, where singular, 0, {@code [...]}
     * @param logSize logarithms of the sizes, {@code [...]}
     * @param value the determinants, {@code [...]}
     */
    public record Determinants(Array sign, Array logSize, Array value) {}

    /**
     * The determinants.
     *
     * @param a {@code [..., n, n]}, floating
     * @return one of each per matrix; 1 for n = 0
     */
    public static Determinants determinants(Array a) {
        int n = size(a);
        int count = count(a);
        double[] from = Transfer.doubles(a);
        double[] sign = new double[count];
        double[] logs = new double[count];
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            double[] lu = Arrays.copyOfRange(from, i * n * n, (i + 1) * n * n);
            Factors factors = factor(lu, new int[n], n);
            sign[i] = factors.swaps % 2 == 0 ? 1 : -1;
            values[i] = sign[i];
            for (int d = 0; d < n; d++) {
                double pivot = lu[d * n + d];
                sign[i] *= Math.signum(pivot);
                logs[i] += Math.log(Math.abs(pivot));
                values[i] *= pivot;
            }
            if (factors.singular >= 0) {
                sign[i] = 0;
                logs[i] = Double.NEGATIVE_INFINITY;
                values[i] = 0;
            }
        }
        long[] shape = Arrays.copyOf(a.shape(), a.rank() - 2);
        return new Determinants(
                written(sign, a, shape), written(logs, a, shape), written(values, a, shape));
    }

    /**
     * The cofactors, which are the derivatives of the determinant, by the determinants of all
     * minors; unlike {@code det · a⁻ᵀ} this does for singular matrices too.
     *
     * @param a {@code [..., n, n]}, floating
     * @return an array of the same shape
     */
    public static Array cofactors(Array a) {
        int n = size(a);
        double[] from = Transfer.doubles(a);
        double[] to = new double[from.length];
        double[] minor = new double[(n - 1) * (n - 1)];
        for (int at = 0; at < to.length; at++) {
            int start = at / (n * n) * n * n;
            int row = at / n % n;
            int column = at % n;
            int next = 0;
            for (int i = 0; i < n * n; i++) {
                if (i / n != row && i % n != column) {
                    minor[next++] = from[start + i];
                }
            }
            Factors factors = factor(minor, new int[n - 1], n - 1);
            to[at] = (row + column + factors.swaps) % 2 == 0 ? 1 : -1;
            for (int d = 0; d < n - 1; d++) {
                to[at] *= factors.singular >= 0 ? 0 : minor[d * (n - 1) + d];
            }
        }
        return written(to, a, a.shape());
    }

    /**
     * The lower triangular roots: {@code l · lᵀ = a}. Only the lower triangle of a is read.
     *
     * @param a {@code [..., n, n]}, floating
     * @return {@code [..., n, n]}
     * @throws IllegalArgumentException if a matrix is not positive definite
     */
    public static Array cholesky(Array a) {
        int n = size(a);
        double[] from = Transfer.doubles(a);
        double[] l = new double[from.length];
        for (int at = 0; at < l.length; at += n * n) {
            for (int r = 0; r < n; r++) {
                for (int c = 0; c <= r; c++) {
                    double rest = from[at + r * n + c];
                    for (int k = 0; k < c; k++) {
                        rest -= l[at + r * n + k] * l[at + c * n + k];
                    }
                    if (r == c && !(rest > 0)) {
                        throw new IllegalArgumentException(
                                "cholesky: "
                                        + which(a, at / (n * n))
                                        + " is not positive definite: its leading minor of order "
                                        + (r + 1)
                                        + " is not above 0");
                    }
                    l[at + r * n + c] = r == c ? Math.sqrt(rest) : rest / l[at + c * n + c];
                }
            }
        }
        return written(l, a, a.shape());
    }

    /** The column without a pivot or -1, and how many rows were exchanged. */
    private record Factors(int singular, int swaps) {}

    /** Replaces a matrix by its factors L (without its unit diagonal) and U. */
    private static Factors factor(double[] a, int[] rows, int n) {
        Arrays.setAll(rows, i -> i);
        int singular = -1;
        int swaps = 0;
        for (int k = 0; k < n; k++) {
            int pivot = k;
            for (int r = k + 1; r < n; r++) {
                if (Math.abs(a[r * n + k]) > Math.abs(a[pivot * n + k])) {
                    pivot = r;
                }
            }
            if (pivot != k) {
                swaps++;
                swap(a, rows, n, k, pivot);
            }
            if (a[k * n + k] == 0) {
                singular = singular < 0 ? k : singular;
                continue;
            }
            for (int r = k + 1; r < n; r++) {
                double factor = a[r * n + k] /= a[k * n + k];
                for (int c = k + 1; c < n; c++) {
                    a[r * n + c] -= factor * a[k * n + c];
                }
            }
        }
        return new Factors(singular, swaps);
    }

    private static void swap(double[] a, int[] rows, int n, int i, int j) {
        for (int c = 0; c < n; c++) {
            double kept = a[i * n + c];
            a[i * n + c] = a[j * n + c];
            a[j * n + c] = kept;
        }
        int kept = rows[i];
        rows[i] = rows[j];
        rows[j] = kept;
    }

    /** Solves for the {@code n × m} right-hand sides that begin at a place of x, in place. */
    private static void substitute(double[] lu, int[] rows, int n, double[] x, int start, int m) {
        double[] b = Arrays.copyOfRange(x, start, start + n * m);
        for (int r = 0; r < n; r++) {
            System.arraycopy(b, rows[r] * m, x, start + r * m, m);
            for (int k = 0; k < r; k++) {
                subtract(x, start + r * m, start + k * m, lu[r * n + k], m);
            }
        }
        for (int r = n - 1; r >= 0; r--) {
            for (int k = r + 1; k < n; k++) {
                subtract(x, start + r * m, start + k * m, lu[r * n + k], m);
            }
            for (int c = 0; c < m; c++) {
                x[start + r * m + c] /= lu[r * n + r];
            }
        }
    }

    private static void subtract(double[] x, int to, int from, double factor, int m) {
        for (int c = 0; c < m; c++) {
            x[to + c] -= factor * x[from + c];
        }
    }

    private static String which(Array a, int i) {
        return a.rank() == 2 ? "the matrix" : "matrix " + i + " of " + count(a);
    }

    private static int size(Array a) {
        return (int) a.shape()[a.rank() - 1];
    }

    private static int count(Array a) {
        return (int) Shapes.numel(Arrays.copyOf(a.shape(), a.rank() - 2));
    }

    private static Array written(double[] values, Array like, long[] shape) {
        Array out = Array.empty(like.dtype(), shape.clone());
        Transfer.write(values, out);
        return out;
    }
}
