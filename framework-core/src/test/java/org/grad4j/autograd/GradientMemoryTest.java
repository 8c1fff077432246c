package org.grad4j.autograd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.grad4j.memory.TensorMemory;
import org.grad4j.memory.TensorScope;
import org.grad4j.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** Gradients that nobody can see any more give their memory back while backward still runs. */
class GradientMemoryTest {
    private static final int SIZE = 100_000;

    @Test
    void a_long_chain_needs_a_few_gradients_at_a_time() {
        long growth = growth(30, y -> y.mul(1.01).reshape(10, SIZE / 10).add(1).flatten());

        assertThat(growth).isBetween(1L, 4L * SIZE * Float.BYTES);
    }

    @Test
    void sums_at_branches_give_theirs_back_too() {
        long growth = growth(20, y -> y.mul(0.3).add(y.tanh()).sub(y));

        assertThat(growth).isBetween(1L, 6L * SIZE * Float.BYTES);
    }

    /** Bytes that backward has taken when it comes to the first of many operations. */
    private static long growth(int times, UnaryOperator<Tensor> operation) {
        TensorMemory.settle(); // or what other tests dropped may be found while this one counts
        long[] growth = {0};
        TensorScope.run(
                () -> {
                    Tensor first = Tensor.ones(SIZE).requiresGrad(true).mul(1);
                    Tensor y = first;
                    for (int i = 0; i < times; i++) {
                        y = operation.apply(y);
                    }
                    Tensor loss = y.sum();
                    long before = TensorMemory.stats().liveBytes();
                    first.registerHook(
                            g -> {
                                growth[0] = TensorMemory.stats().liveBytes() - before;
                                return null;
                            });
                    loss.backward();
                });
        return growth[0];
    }

    @Test
    void what_user_code_has_seen_stays() {
        List<Tensor> seen = new ArrayList<>();
        Tensor x = Tensor.of(1.0, 2.0).requiresGrad(true);
        Tensor a = x.mul(2);
        a.registerHook(
                g -> {
                    seen.add(g);
                    return null;
                });
        Tensor b = a.reshape(2, 1).retainGrad();
        Tensor c = b.add(b).flatten();
        c.registerHook(
                g -> {
                    seen.add(g);
                    return g.mul(10);
                });
        c.mul(Tensor.of(3.0, 4.0)).sum().backward();

        assertThat(seen.get(0).toDoubleArray()).containsExactly(3, 4);
        assertThat(seen.get(1).toDoubleArray()).containsExactly(60, 80);
        assertThat(b.grad().toDoubleArray()).containsExactly(60, 80);
        assertThat(x.grad().toDoubleArray()).containsExactly(120, 160);
    }

    @Test
    void one_gradient_for_several_inputs_lives_until_the_last_has_used_it() {
        Tensor x = Tensor.of(1.0, 2.0).requiresGrad(true);
        Tensor y = Tensor.of(3.0, 5.0).requiresGrad(true);
        Tensor early = x.mul(2).exp().log();
        Tensor late = y.mul(3);
        List<Tensor> inner = Autograd.grad(early.add(late).add(x).sum(), early, late);

        x.mul(2).exp().log().add(y.mul(3)).add(x).sum().backward();

        assertThat(inner.get(0).toDoubleArray()).containsExactly(1, 1);
        assertThat(inner.get(1).toDoubleArray()).containsExactly(1, 1);
        assertThat(x.grad().toDoubleArray()).containsExactly(3, 3);
        assertThat(y.grad().toDoubleArray()).containsExactly(3, 3);
    }

    @Test
    void a_seed_and_a_retained_graph_can_be_used_again() {
        Tensor x = Tensor.of(1.0, 2.0).requiresGrad(true);
        Tensor y = x.mul(x).exp().log();
        Tensor seed = Tensor.of(1.0, 10.0);

        y.backward(seed, true, false);
        y.backward(seed, false, false);

        assertThat(seed.toDoubleArray()).containsExactly(1, 10);
        double[] found = x.grad().toDoubleArray();
        assertThat(found[0]).isCloseTo(4, within(1e-5));
        assertThat(found[1]).isCloseTo(80, within(1e-4));
    }

    @Test
    void functions_checkpoints_and_hooks_of_their_own_keep_what_they_hold() {
        List<Tensor> kept = new ArrayList<>();
        Function twice =
                new Function() {
                    @Override
                    protected Tensor forward(FunctionContext ctx, Tensor... inputs) {
                        return inputs[0].mul(2);
                    }

                    @Override
                    protected Tensor[] backward(FunctionContext ctx, Tensor g) {
                        kept.add(g);
                        return new Tensor[] {g.mul(2)};
                    }
                };
        Tensor x = Tensor.of(1.0, 2.0).requiresGrad(true);
        Tensor inner = Tensor.of(3.0).requiresGrad(true);
        Tensor a = twice.apply(x.mul(1));
        Tensor b = Checkpoint.run(in -> in[0].mul(3), a);
        b.registerHook(
                g -> {
                    Autograd.enableGrad(() -> inner.mul(g.sum().item())).backward();
                    return null;
                });
        b.mul(1).sum().backward();

        assertThat(kept.get(0).toDoubleArray()).containsExactly(3, 3);
        assertThat(inner.grad().toDoubleArray()).containsExactly(2);
        assertThat(x.grad().toDoubleArray()).containsExactly(6, 6);
    }
}
