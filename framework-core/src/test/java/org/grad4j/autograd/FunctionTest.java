package org.grad4j.autograd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.grad4j.memory.TensorScope;
import org.grad4j.tensor.Tensor;
import org.junit.jupiter.api.Test;

class FunctionTest {
    /** scale · x · y, with a setting and two inputs. */
    private static final class ScaledProduct extends Function {
        private final double scale;

        ScaledProduct(double scale) {
            this.scale = scale;
        }

        @Override
        protected Tensor forward(FunctionContext ctx, Tensor... inputs) {
            ctx.saveForBackward(inputs);
            return inputs[0].mul(inputs[1]).mul(scale);
        }

        @Override
        protected Tensor[] backward(FunctionContext ctx, Tensor g) {
            Tensor scaled = g.mul(scale);
            return new Tensor[] {
                ctx.needsInputGrad(0) ? scaled.mul(ctx.saved(1)) : null,
                ctx.needsInputGrad(1) ? scaled.mul(ctx.saved(0)) : null
            };
        }

        @Override
        protected boolean isTwiceDifferentiable() {
            return true;
        }
    }

    /** eˣ, which saves its own output. */
    private static final class Exponential extends Function {
        @Override
        protected Tensor forward(FunctionContext ctx, Tensor... inputs) {
            Tensor y = inputs[0].exp();
            ctx.saveForBackward(y);
            return y;
        }

        @Override
        protected Tensor[] backward(FunctionContext ctx, Tensor g) {
            return new Tensor[] {g.mul(ctx.saved(0))};
        }

        @Override
        protected boolean isTwiceDifferentiable() {
            return true;
        }
    }

    /** Whatever the test says. */
    private static final class Broken extends Function {
        private final Tensor[] gradients;

        Broken(Tensor... gradients) {
            this.gradients = gradients;
        }

        @Override
        protected Tensor forward(FunctionContext ctx, Tensor... inputs) {
            return inputs[0].mul(2);
        }

        @Override
        protected Tensor[] backward(FunctionContext ctx, Tensor g) {
            return gradients;
        }
    }

    @Test
    void a_custom_function_takes_part_in_the_graph_under_its_own_name() {
        Tensor x = Tensor.of(2f, 3f).requiresGrad(true);
        Tensor y = Tensor.of(5f, 7f);
        Tensor z = new ScaledProduct(10).apply(x, y);

        assertEquals("ScaledProductBackward", z.gradFn().name());
        assertEquals("tensor([100., 210.], grad_fn=<ScaledProductBackward>)", z.toString());
        z.sum().backward();
        assertArrayEquals(new float[] {50, 70}, x.grad().toFloatArray());
        assertNull(y.grad());
    }

    @Test
    void one_object_may_appear_many_times() {
        Function product = new ScaledProduct(1);
        Tensor x = Tensor.of(3f).requiresGrad(true);
        product.apply(product.apply(x, x), x).sum().backward();

        assertEquals(27, x.grad().item());
    }

    @Test
    void nothing_is_recorded_without_need() {
        Tensor x = Tensor.of(3f).requiresGrad(true);

        assertFalse(new ScaledProduct(1).apply(x.detach(), x.detach()).requiresGrad());
        assertFalse(Autograd.noGrad(() -> new ScaledProduct(1).apply(x, x)).requiresGrad());
    }

    @Test
    void a_function_may_return_its_input() {
        Function identity =
                new Function() {
                    @Override
                    protected Tensor forward(FunctionContext ctx, Tensor... inputs) {
                        return inputs[0];
                    }

                    @Override
                    protected Tensor[] backward(FunctionContext ctx, Tensor g) {
                        return new Tensor[] {g.mul(-1)};
                    }
                };
        Tensor x = Tensor.of(3f).requiresGrad(true);
        identity.apply(x).sum().backward();

        assertEquals(-1, x.grad().item());
        assertNull(x.gradFn());
    }

    @Test
    void double_backward_works_where_it_is_declared() {
        Tensor x = Tensor.of(2.0).requiresGrad(true);
        Tensor y = new ScaledProduct(3).apply(x, x).sum();
        Tensor g = Autograd.grad(List.of(y), List.of(x), null, true, true, false).get(0);
        assertEquals(12, g.item());
        assertEquals(6, Autograd.grad(g.sum(), x).get(0).item());

        Tensor e = new Exponential().apply(x).sum();
        Tensor ge = Autograd.grad(List.of(e), List.of(x), null, true, true, false).get(0);
        assertEquals(Math.exp(2), Autograd.grad(ge.sum(), x).get(0).item(), 1e-12);
    }

    @Test
    void double_backward_is_refused_where_it_is_not_declared() {
        Tensor x = Tensor.of(2f).requiresGrad(true);
        Tensor y = new Broken(Tensor.of(2f)).apply(x).sum();

        Exception e =
                assertThrows(
                        IllegalStateException.class,
                        () -> Autograd.grad(List.of(y), List.of(x), null, true, true, false));
        assertTrue(
                e.getMessage()
                        .startsWith("Broken: asked for a gradient of its gradient (createGraph)"));
    }

    @Test
    void wrong_gradients_are_reported_with_the_functions_name() {
        Tensor x = Tensor.of(2f, 3f).requiresGrad(true);

        assertEquals(
                "Broken: backward must return one gradient per input: expected 1, got 2",
                failure(new Broken(x, x), x));
        assertEquals(
                "Broken: backward must return one gradient per input: expected 1, got null",
                failure(new Broken((Tensor[]) null), x));
        assertEquals(
                "Broken: backward returned null for input 0, which needs a gradient; return zeros"
                        + " if it is zero",
                failure(new Broken((Tensor) null), x));
        assertEquals(
                "Broken: backward returned a gradient of shape [3] for input 0 of shape [2]",
                failure(new Broken(Tensor.ones(3)), x));
    }

    private static String failure(Function function, Tensor x) {
        Tensor y = function.apply(x).sum();
        return assertThrows(IllegalStateException.class, y::backward).getMessage();
    }

    @Test
    void saved_tensors_are_released_and_their_versions_checked() {
        Tensor x = Tensor.of(2f).requiresGrad(true);
        Tensor y = new ScaledProduct(1).apply(x, x).sum();
        y.backward();
        assertEquals(
                "ScaledProduct: its saved values were released by the first backward(); pass"
                        + " retainGraph to it, or sum the losses and call backward() once",
                assertThrows(IllegalStateException.class, y::backward).getMessage());

        Tensor z = new ScaledProduct(1).apply(x, x).sum();
        Autograd.noGrad(() -> x.add_(1));
        assertTrue(
                assertThrows(IllegalStateException.class, z::backward)
                        .getMessage()
                        .contains("has been changed in place: it is at version 1, saved at"));
    }

    @Test
    void tensors_that_user_code_keeps_from_backward_stay_alive() {
        Tensor[] kept = new Tensor[2];
        Function keeper =
                new Function() {
                    @Override
                    protected Tensor forward(FunctionContext ctx, Tensor... inputs) {
                        return inputs[0].mul(2);
                    }

                    @Override
                    protected Tensor[] backward(FunctionContext ctx, Tensor g) {
                        kept[0] = g;
                        kept[1] = g.mul(2);
                        return new Tensor[] {kept[1]};
                    }
                };
        Tensor x = Tensor.of(1f, 2f).requiresGrad(true);
        keeper.apply(x).mul(x).sum().backward();

        assertArrayEquals(new float[] {1, 2}, kept[0].toFloatArray());
        assertArrayEquals(new float[] {2, 4}, kept[1].toFloatArray());
        kept[1].fill_(0);
        assertArrayEquals(new float[] {4, 8}, x.grad().toFloatArray());
        TensorScope.run(() -> keeper.apply(x).sum().backward());
        assertTrue(kept[0].isReleased(), "inside a scope it belongs to the scope");
    }
}
