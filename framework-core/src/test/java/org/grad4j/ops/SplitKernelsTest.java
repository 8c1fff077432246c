package org.grad4j.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.grad4j.tensor.Generator;
import org.grad4j.tensor.Tensor;
import org.junit.jupiter.api.Test;

/**
 * Tensors so large that every thread gets a part of them, and parts that are not even: what comes
 * out is what small pieces, which nobody shares, give one by one.
 */
class SplitKernelsTest {
    private static final int ROWS = 1009;
    private static final int COLUMNS = 307;

    private final Generator random = new Generator(3);

    private static void samePieceByPiece(Tensor x, UnaryOperator<Tensor> function) {
        samePieceByPiece(x, Float.MIN_VALUE, function);
    }

    private static void samePieceByPiece(
            Tensor x, float difference, UnaryOperator<Tensor> function) {
        List<Tensor> pieces = new ArrayList<>();
        for (long row = 0; row < x.size(0); row++) {
            pieces.add(function.apply(x.narrow(0, row, 1)));
        }
        Tensor expected = Tensor.cat(pieces);
        Tensor whole = function.apply(x);
        assertArrayEquals(expected.shape(), whole.shape());
        assertArrayEquals(expected.toFloatArray(), whole.toFloatArray(), difference);
    }

    @Test
    void elementwise_operations() {
        Tensor x = Tensor.randn(random, ROWS, COLUMNS);
        samePieceByPiece(x, Tensor::relu);
        samePieceByPiece(x, y -> y.mul(y).sub(1.5));
        samePieceByPiece(x, y -> y.addcmul(y, y, 0.5));
        samePieceByPiece(x, y -> y.where(y.gt(0), y.mul(2)));
        // Large tensors have another kernel.
        samePieceByPiece(x, 1e-6f, y -> y.tanh().sigmoid());
    }

    @Test
    void gradients_of_a_rectifier() {
        Tensor g = Tensor.randn(random, ROWS, COLUMNS);
        Tensor x = Tensor.randn(random, ROWS, COLUMNS).requiresGrad(true);
        x.relu().backward(g);
        float[] upstream = g.toFloatArray();
        float[] at = x.detach().toFloatArray();
        for (int i = 0; i < at.length; i++) {
            upstream[i] = at[i] > 0 ? upstream[i] : 0;
        }
        assertArrayEquals(upstream, x.grad().toFloatArray());
    }

    @Test
    void sums_along_rows_and_columns_and_of_all() {
        Tensor x = Tensor.randn(random, ROWS, COLUMNS);
        float[] all = x.toFloatArray();
        double[] rows = new double[ROWS];
        double[] columns = new double[COLUMNS];
        double total = 0;
        for (int i = 0; i < all.length; i++) {
            rows[i / COLUMNS] += all[i];
            columns[i % COLUMNS] += all[i];
            total += all[i];
        }
        close(rows, x.sum(1));
        close(columns, x.sum(0));
        assertThat(x.sum().item()).isCloseTo(total, within(1e-2));
    }

    private static void close(double[] expected, Tensor actual) {
        float[] values = actual.toFloatArray();
        assertThat(values).hasSize(expected.length);
        for (int i = 0; i < values.length; i++) {
            assertThat((double) values[i]).isCloseTo(expected[i], within(1e-4));
        }
    }

    @Test
    void largest_numbers_and_softmax_along_rows() {
        Tensor x = Tensor.randn(random, ROWS, COLUMNS);
        samePieceByPiece(x, y -> y.amax(1));
        samePieceByPiece(x, y -> y.softmax(1));
        samePieceByPiece(x, y -> y.logSoftmax(1));
    }

    @Test
    void pooling_of_many_planes() {
        Tensor x = Tensor.randn(random, 23, 3, 41, 43);
        samePieceByPiece(x, y -> y.maxPool2d(2));
        samePieceByPiece(x, y -> y.maxPool2d(3, 2, 1));
    }

    @Test
    void a_batch_of_products() {
        Tensor a = Tensor.randn(random, 23, 40, 50);
        Tensor b = Tensor.randn(random, 50, 60);
        samePieceByPiece(a, y -> y.bmm(b.unsqueeze(0).expand(y.size(0), 50, 60)));
    }
}
