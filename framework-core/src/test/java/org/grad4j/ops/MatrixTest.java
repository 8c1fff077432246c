package org.grad4j.ops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.grad4j.autograd.GradCheck;
import org.grad4j.tensor.DType;
import org.grad4j.tensor.Generator;
import org.grad4j.tensor.SlogDet;
import org.grad4j.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** Linear algebra at singular matrices and beyond toy sizes; einsum against plain loops. */
class MatrixTest {
    private static final long SEED = 20261;

    @Test
    void the_gradient_of_det_is_the_cofactors_even_where_singular() {
        Tensor x = Tensor.of(new double[] {1, 2, 3, 2, 4, 6, 1, 0, 5}, 3, 3).requiresGrad(true);
        x.det().backward();
        assertArrayEquals(
                new double[] {20, -4, -4, -10, 2, 2, 0, 0, 0}, x.grad().toDoubleArray(), 1e-12);
        GradCheck.gradcheck(in -> in[0].det(), x);
        double[] rows = {0, 2, 1, 3, 0, 0, 0, 0, 4, 1, 0, 2, 1, 0, 5, -2};
        Tensor emptyRow = Tensor.of(rows, 4, 4).requiresGrad(true);
        GradCheck.gradcheck(in -> in[0].det(), emptyRow);
        double[] swapped = {0, 1, 0, 1, 0, 0, 0, 0, 0};
        GradCheck.gradcheck(in -> in[0].det(), Tensor.of(swapped, 3, 3).requiresGrad(true));
        Tensor zero = Tensor.zeros(DType.FLOAT64, 2, 1, 1).requiresGrad(true);
        GradCheck.gradcheck(in -> in[0].det(), zero);
        Tensor twice = Tensor.zeros(DType.FLOAT64, 3, 3).requiresGrad(true);
        GradCheck.gradcheck(in -> in[0].det(), twice);
    }

    @Test
    void a_batch_may_mix_singular_and_other_matrices() {
        Tensor x = Tensor.of(new double[] {1, 2, 2, 4, 3, 1, 1, 2}, 2, 2, 2).requiresGrad(true);
        assertArrayEquals(new double[] {0, 5}, x.det().toDoubleArray(), 1e-14);
        GradCheck.gradcheck(in -> in[0].det(), x);
        SlogDet both = x.slogdet();
        assertArrayEquals(new double[] {0, 1}, both.sign().toDoubleArray());
        assertEquals(Double.NEGATIVE_INFINITY, both.logAbsDet().toDoubleArray()[0]);
    }

    @Test
    void slogdet_reaches_where_det_overflows() {
        Tensor x = Tensor.eye(50).mul(-1e30f);
        assertEquals(Double.POSITIVE_INFINITY, x.det().item());
        assertEquals(1, x.slogdet().sign().item());
        assertEquals(50 * Math.log(1e30f), x.slogdet().logAbsDet().item(), 1e-3);
    }

    @Test
    void float32_is_solved_in_double() {
        int n = 8;
        float[] hilbert = new float[n * n];
        for (int i = 0; i < hilbert.length; i++) {
            hilbert[i] = 1f / (i / n + i % n + 1);
        }
        Tensor a = Tensor.of(hilbert, n, n);
        Tensor exact = a.to(DType.FLOAT64).inverse();
        assertArrayEquals(exact.to(DType.FLOAT32).toFloatArray(), a.inverse().toFloatArray());
    }

    @Test
    void larger_systems_are_solved() {
        Tensor a = Tensor.randn(new Generator(SEED), 2, 60, 60).to(DType.FLOAT64);
        Tensor b = Tensor.randn(new Generator(SEED + 1), 2, 60, 3).to(DType.FLOAT64);
        assertSmall(a.matmul(a.solve(b)).sub(b));
        assertSmall(a.matmul(a.inverse()).sub(Tensor.eye(60)));
        Tensor definite = a.matmul(a.transpose(1, 2)).add(Tensor.eye(60).to(DType.FLOAT64));
        Tensor l = definite.cholesky();
        assertSmall(l.matmul(l.transpose(1, 2)).sub(definite).div(100));
        assertEquals(0, l.toDoubleArray()[59]);
        Tensor roots = l.det().pow(2).log();
        assertSmall(definite.slogdet().logAbsDet().sub(roots));
    }

    private static void assertSmall(Tensor x) {
        assertEquals(0, x.abs().max().item(), 1e-9, "seed " + SEED);
    }

    @Test
    void second_derivatives_of_det_need_an_inverse() {
        Tensor x = Tensor.zeros(DType.FLOAT64, 3, 3).requiresGrad(true);
        Tensor y = x.det();
        y.backward(null, true, true);
        Tensor g = x.grad();
        assertEquals(
                "det: second derivatives at a singular matrix are not available",
                assertThrows(IllegalStateException.class, () -> g.sum().backward()).getMessage());
    }

    @Test
    void einsum_is_the_sum_over_all_labels() {
        Tensor a = Tensor.randn(new Generator(SEED), 2, 3, 4).to(DType.FLOAT64);
        Tensor b = Tensor.randn(new Generator(SEED + 1), 4, 3, 5).to(DType.FLOAT64);
        Tensor c = Tensor.randn(new Generator(SEED + 2), 5, 2, 2).to(DType.FLOAT64);
        double[] x = a.toDoubleArray();
        double[] y = b.toDoubleArray();
        double[] z = c.toDoubleArray();
        double[] expected = new double[3 * 2];
        for (int i = 0; i < 2; i++) {
            for (int j = 0; j < 3; j++) {
                for (int k = 0; k < 4; k++) {
                    for (int l = 0; l < 5; l++) {
                        expected[j * 2 + i] +=
                                x[(i * 3 + j) * 4 + k]
                                        * y[(k * 3 + j) * 5 + l]
                                        * z[(l * 2 + i) * 2 + i];
                    }
                }
            }
        }
        Tensor actual = Tensor.einsum("ijk, kjl, lii -> ji", a, b, c);
        assertArrayEquals(new long[] {3, 2}, actual.shape());
        assertArrayEquals(expected, actual.toDoubleArray(), 1e-12, "seed " + SEED);
    }

    @Test
    void einsum_copies_nothing_where_nothing_is_computed() {
        Tensor x = Tensor.zeros(2, 2);
        Tensor.einsum("ii->i", x).fill_(3);
        assertArrayEquals(new float[] {3, 0, 0, 3}, x.toFloatArray());
    }

    @Test
    void addmm_ignores_what_has_no_weight() {
        Tensor c = Tensor.of(Double.NaN, 1.0);
        Tensor a = Tensor.ones(DType.FLOAT64, 2, 3);
        Tensor b = Tensor.ones(DType.FLOAT64, 3, 2);
        assertArrayEquals(new double[] {6, 6, 6, 6}, c.addmm(a, b, 0, 2).toDoubleArray());
        Tensor whole = Tensor.arange(4).reshape(2, 2);
        assertArrayEquals(new long[] {2, 5, 10, 17}, whole.addmm(whole, whole, 2, 1).toLongArray());
    }
}
