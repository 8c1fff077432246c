package org.grad4j.nn.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.grad4j.tensor.DType;
import org.grad4j.tensor.Generator;
import org.grad4j.tensor.Tensor;
import org.junit.jupiter.api.Test;

class AttentionTest {
    private static Tensor random(long... shape) {
        return Tensor.randn(new Generator(7), shape);
    }

    @Test
    void a_mask_of_bools_is_one_of_numbers() {
        MultiheadAttention layer = new MultiheadAttention(4, 2);
        Tensor x = random(3, 2, 4);
        Tensor later = AttentionRows.bools(3, 0, 1, 1, 0, 0, 1, 0, 0, 0);
        Tensor numbers = Transformer.generateSquareSubsequentMask(3);

        var bools = layer.call(x, x, x, AttentionOptions.DEFAULT.attnMask(later));
        var added = layer.call(x, x, x, AttentionOptions.DEFAULT.attnMask(numbers));
        var causal = layer.call(x, x, x, AttentionOptions.DEFAULT.isCausal(true));
        Tensor each = later.unsqueeze(0).expand(4, 3, 3);
        var perHead = layer.call(x, x, x, AttentionOptions.DEFAULT.attnMask(each));

        assertThat(added.output().toFloatArray()).isEqualTo(bools.output().toFloatArray());
        assertThat(causal.output().toFloatArray()).isEqualTo(bools.output().toFloatArray());
        assertThat(perHead.output().toFloatArray()).isEqualTo(bools.output().toFloatArray());
        assertThat(bools.weights().select(1, 0).toFloatArray()).containsExactly(1, 0, 0, 1, 0, 0);
    }

    @Test
    void keys_that_are_padding_change_nothing() {
        MultiheadAttention layer = MultiheadAttention.builder(4, 2).batchFirst(true).build();
        Tensor x = random(1, 3, 4);
        Tensor padding = AttentionRows.bools(1, 0, 0, 1);

        Tensor y = layer.call(x, x, x, AttentionOptions.DEFAULT.keyPaddingMask(padding)).output();

        Tensor kept = x.narrow(1, 0, 2);
        assertThat(y.allclose(layer.call(x, kept, kept).output())).isTrue();
    }

    @Test
    void weights_are_averaged_per_head_or_left_out() {
        MultiheadAttention layer = new MultiheadAttention(4, 2);
        Tensor x = random(3, 2, 4);

        assertThat(layer.call(x, x, x).weights().shape()).containsExactly(2, 3, 3);
        assertThat(
                        layer.call(x, x, x, AttentionOptions.DEFAULT.averageWeights(false))
                                .weights()
                                .shape())
                .containsExactly(2, 2, 3, 3);
        assertThat(layer.call(x, x, x, AttentionOptions.DEFAULT.needWeights(false)).weights())
                .isNull();
    }

    @Test
    void one_sequence_needs_no_batch() {
        MultiheadAttention layer = new MultiheadAttention(4, 2);
        Tensor x = random(3, 4);

        var alone = layer.call(x, x, x);

        var batched = layer.call(x.unsqueeze(1), x.unsqueeze(1), x.unsqueeze(1));
        assertThat(alone.output().allclose(batched.output().squeeze(1))).isTrue();
        assertThat(alone.weights().allclose(batched.weights().squeeze(0))).isTrue();
    }

    @Test
    void a_query_that_may_attend_to_nothing_gets_zeros_and_finite_gradients() {
        Tensor q = random(2, 4).requiresGrad(true);
        Tensor allowed = AttentionRows.bools(2, 1, 1, 0, 0);

        Tensor y =
                Functional.scaledDotProductAttention(
                        q, q, q, allowed, 0, false, null, new Generator(1));
        y.sum().backward();

        assertThat(y.select(0, 1).toFloatArray()).containsOnly(0);
        assertThat(q.grad().isfinite().all().item()).isEqualTo(1);
    }

    @Test
    void dropout_of_weights_acts_in_training_only() {
        MultiheadAttention layer = MultiheadAttention.builder(8, 2).dropout(0.5).build();
        Tensor x = random(6, 2, 8);

        assertThat(layer.call(x, x, x).output().toFloatArray())
                .isNotEqualTo(layer.call(x, x, x).output().toFloatArray());
        layer.eval();
        assertThat(layer.call(x, x, x).output().toFloatArray())
                .isEqualTo(layer.call(x, x, x).output().toFloatArray());
    }

    @Test
    void what_does_not_fit_is_refused() {
        MultiheadAttention layer = new MultiheadAttention(4, 2);
        Tensor x = random(3, 2, 4);
        assertThatThrownBy(() -> layer.call(x, random(3, 2, 5), x))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "MultiheadAttention 4, 2 heads: needs a query [l, n, 4], a key [s, n, 4]"
                                + " and a value [s, n, 4], or all without n, got [3, 2, 4],"
                                + " [3, 2, 5] and [3, 2, 4]");
        assertThatThrownBy(() -> layer.call(x, random(3, 1, 4), random(3, 1, 4)))
                .hasMessageContaining("got [3, 2, 4], [3, 1, 4] and [3, 1, 4]");
        assertThatThrownBy(() -> layer.call(x, null, x))
                .hasMessage("MultiheadAttention 4, 2 heads: the key is null");
        assertThatThrownBy(
                        () ->
                                layer.call(
                                        x,
                                        x,
                                        x,
                                        AttentionOptions.DEFAULT.attnMask(Tensor.ones(2, 3))))
                .hasMessage(
                        "MultiheadAttention 4, 2 heads: the attention mask must be [3, 3] or"
                                + " [4, 3, 3], got [2, 3]");
        assertThatThrownBy(
                        () ->
                                layer.call(
                                        x,
                                        x,
                                        x,
                                        AttentionOptions.DEFAULT.keyPaddingMask(Tensor.ones(3, 3))))
                .hasMessage(
                        "MultiheadAttention 4, 2 heads: the key padding mask must be [2, 3], got"
                                + " [3, 3]");
        assertThatThrownBy(
                        () ->
                                layer.call(
                                        x,
                                        x,
                                        x,
                                        AttentionOptions.DEFAULT.attnMask(
                                                Tensor.zeros(DType.INT64, 3, 3))))
                .hasMessageContaining("a mask must be bool or floating-point, got torch.int64");
        assertThatThrownBy(() -> new MultiheadAttention(5, 2))
                .hasMessage(
                        "MultiheadAttention: the size must be a multiple of the heads, got 5 and"
                                + " 2");
        assertThatThrownBy(() -> MultiheadAttention.builder(4, 2).kdim(0))
                .hasMessage("MultiheadAttention: kdim must be 1 or more, got 0");
        assertThatThrownBy(() -> MultiheadAttention.builder(4, 2).dropout(-1))
                .hasMessage("MultiheadAttention: dropout must be from 0 to 1, got -1.0");
        assertThatThrownBy(() -> Functional.scaledDotProductAttention(x, random(3, 2, 5), x))
                .hasMessage(
                        "scaledDotProductAttention: needs a query [..., l, e], a key [..., s, e]"
                                + " and a value [..., s, v], got [3, 2, 4], [3, 2, 5] and"
                                + " [3, 2, 4]");
        assertThatThrownBy(
                        () ->
                                Functional.scaledDotProductAttention(
                                        x,
                                        x,
                                        x,
                                        Tensor.ones(2, 2),
                                        0,
                                        true,
                                        null,
                                        new Generator(1)))
                .hasMessage("scaledDotProductAttention: takes a mask or isCausal, not both");
    }

    @Test
    void the_work_of_projections_and_products_is_counted() {
        MultiheadAttention layer = MultiheadAttention.builder(4, 2).batchFirst(true).build();
        var wrapped =
                new org.grad4j.nn.Module() {
                    final MultiheadAttention inner = register("inner", layer);

                    @Override
                    protected Tensor forward(Tensor x) {
                        return inner.call(x, x, x).output();
                    }
                };

        long queries = 2 * 3;
        assertThat(wrapped.summary(2, 3, 4).multiplyAdds())
                .isEqualTo(queries * 3 * 16 + 2 * queries * 3 * 4 + queries * 16);
    }
}
