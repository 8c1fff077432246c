package org.grad4j.autograd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import org.grad4j.tensor.Tensor;
import org.junit.jupiter.api.Test;

class MultiFunctionTest {
    /** a + b, a · b and the larger one's number. */
    private static final class SumProductWinner extends MultiFunction {
        private final boolean zeros;
        private boolean sawNull;

        SumProductWinner(boolean zeros) {
            this.zeros = zeros;
        }

        @Override
        protected Tensor[] forward(FunctionContext ctx, Tensor... in) {
            ctx.saveForBackward(in);
            ctx.materializeGrads(zeros);
            Tensor larger = in[1].gt(in[0]).to(in[0].dtype());
            ctx.markNonDifferentiable(larger);
            return new Tensor[] {in[0].add(in[1]), in[0].mul(in[1]), larger};
        }

        @Override
        protected Tensor[] backward(FunctionContext ctx, Tensor... g) {
            sawNull = g[0] == null;
            Tensor sum = g[0] == null ? Tensor.zeros(ctx.saved(0).shape()) : g[0];
            return new Tensor[] {sum.add(g[1].mul(ctx.saved(1))), sum.add(g[1].mul(ctx.saved(0)))};
        }

        @Override
        protected boolean isTwiceDifferentiable() {
            return true;
        }
    }

    private final Tensor a = Tensor.of(2f, 3f).requiresGrad(true);
    private final Tensor b = Tensor.of(5f, 1f).requiresGrad(true);

    @Test
    void gradients_of_all_results_come_together() {
        Tensor[] y = new SumProductWinner(true).apply(a, b);
        y[0].add(y[1]).sum().backward();

        assertArrayEquals(new float[] {6, 2}, a.grad().toFloatArray());
        assertArrayEquals(new float[] {3, 4}, b.grad().toFloatArray());
        assertEquals(y[0].gradFn(), y[1].gradFn());
        assertEquals("SumProductWinnerBackward", y[1].gradFn().name());
    }

    @Test
    void a_result_can_be_marked_as_not_differentiable() {
        Tensor[] y = new SumProductWinner(true).apply(a, b);

        assertFalse(y[2].requiresGrad());
        assertNull(y[2].gradFn());
        assertArrayEquals(new float[] {1, 0}, y[2].toFloatArray());
    }

    @Test
    void the_gradient_of_an_unused_result_is_zeros_or_null() {
        SumProductWinner zeros = new SumProductWinner(true);
        zeros.apply(a, b)[1].sum().backward();
        assertFalse(zeros.sawNull);
        assertArrayEquals(new float[] {5, 1}, a.grad().toFloatArray());

        SumProductWinner nulls = new SumProductWinner(false);
        nulls.apply(a, b)[1].sum().backward();
        assertEquals(true, nulls.sawNull);
        assertArrayEquals(new float[] {10, 2}, a.grad().toFloatArray());
    }

    @Test
    void inner_results_can_be_asked_for_one_by_one() {
        Tensor[] y = new SumProductWinner(true).apply(a, b);
        Tensor loss = y[0].mul(2).add(y[1].mul(3)).sum();
        List<Tensor> g = Autograd.grad(loss, y[0], y[1]);

        assertArrayEquals(new float[] {2, 2}, g.get(0).toFloatArray());
        assertArrayEquals(new float[] {3, 3}, g.get(1).toFloatArray());
    }

    @Test
    void its_gradient_can_be_differentiated_where_declared() {
        Tensor[] y = new SumProductWinner(true).apply(a, b);
        Tensor g = Autograd.grad(List.of(y[1].sum()), List.of(a), null, true, true, false).get(0);

        assertArrayEquals(new float[] {1, 1}, Autograd.grad(g.sum(), b).get(0).toFloatArray());
    }
}
