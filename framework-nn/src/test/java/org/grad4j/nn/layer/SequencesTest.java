package org.grad4j.nn.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.grad4j.autograd.Autograd;
import org.grad4j.autograd.GradCheck;
import org.grad4j.nn.Sequential;
import org.grad4j.tensor.DType;
import org.grad4j.tensor.Generator;
import org.grad4j.tensor.Tensor;
import org.junit.jupiter.api.Test;

class SequencesTest {
    private static final Tensor A = Tensor.of(1f, 2, 3);
    private static final Tensor B = Tensor.of(4f);
    private static final Tensor C = Tensor.of(5f, 6);

    @Test
    void sequences_are_padded_to_the_longest() {
        assertThat(Sequences.padSequence(List.of(A, B, C), true, 0).toNestedArray())
                .isEqualTo(new float[][] {{1, 2, 3}, {4, 0, 0}, {5, 6, 0}});
        assertThat(Sequences.padSequence(List.of(A, B, C), false, -1).toNestedArray())
                .isEqualTo(new float[][] {{1, 4, 5}, {2, -1, 6}, {3, -1, -1}});
    }

    @Test
    void packing_puts_the_first_steps_of_all_in_front() {
        PackedSequence packed = Sequences.packSequence(List.of(A, C, B), true);

        assertThat(packed.data().toFloatArray()).containsExactly(1, 5, 4, 2, 6, 3);
        assertThat(packed.batchSizes()).containsExactly(3, 2, 1);
        assertThat(packed.lengths()).containsExactly(3, 2, 1);
    }

    @Test
    void unsorted_sequences_come_back_in_their_own_order() {
        Tensor padded = Sequences.padSequence(List.of(B, A, C), true, 0);
        PackedSequence packed =
                Sequences.packPaddedSequence(padded, new long[] {1, 3, 2}, true, false);

        assertThat(packed.data().toFloatArray()).containsExactly(1, 5, 4, 2, 6, 3);
        assertThat(packed.lengths()).containsExactly(1, 3, 2);
        assertThat(Sequences.padPackedSequence(packed, true).toNestedArray())
                .isEqualTo(padded.toNestedArray());
        assertThat(Sequences.padPackedSequence(packed, true, 9, 4).toNestedArray())
                .isEqualTo(new float[][] {{4, 9, 9, 9}, {1, 2, 3, 9}, {5, 6, 9, 9}});
    }

    @Test
    void gradients_flow_through_packing_and_back() {
        Tensor x = Tensor.ones(2, 3, 1).requiresGrad(true);
        PackedSequence packed = Sequences.packPaddedSequence(x, new long[] {1, 3}, true, false);

        Sequences.padPackedSequence(packed, true).mul(2).sum().backward();

        assertThat(x.grad().toFloatArray()).containsExactly(2, 0, 0, 2, 2, 2);
    }

    @Test
    void what_cannot_be_packed_is_refused() {
        Tensor x = Tensor.ones(3, 2, 1);
        assertThatThrownBy(() -> Sequences.packPaddedSequence(x, new long[] {1, 3}, false, true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "packPaddedSequence: with enforceSorted the lengths must be given longest"
                                + " first, got [1, 3]; pass enforceSorted = false");
        assertThatThrownBy(() -> Sequences.packPaddedSequence(x, new long[] {4, 3}, false, true))
                .hasMessage(
                        "packPaddedSequence: needs a length from 1 to 3 for each of 2 sequences,"
                                + " got [4, 3]");
        assertThatThrownBy(() -> Sequences.packPaddedSequence(x, new long[] {3}, false, true))
                .hasMessageContaining("got [3]");
        assertThatThrownBy(() -> Sequences.packPaddedSequence(x, null, false, true))
                .hasMessageContaining("got [3, 2, 1] and null");
        assertThatThrownBy(() -> Sequences.padSequence(List.of(), true, 0))
                .hasMessage("padSequence: needs one or more sequences, no null");
        PackedSequence packed = Sequences.packPaddedSequence(x, new long[] {3, 2}, false, true);
        assertThatThrownBy(() -> Sequences.padPackedSequence(packed, true, 0, 2))
                .hasMessage(
                        "padPackedSequence: the total length must be at least the largest, 3, got"
                                + " 2");
        assertThatThrownBy(() -> packed.with(Tensor.ones(4)))
                .hasMessageStartingWith("PackedSequence: the parts do not fit");
    }

    // ---- recurrent layers ----

    private static Tensor random(long... shape) {
        return Tensor.randn(new Generator(7), shape);
    }

    /** Up to rounding: products of other sizes may add up in another order. */
    private static void assertClose(Tensor found, Tensor expected) {
        assertThat(found.allclose(expected, 1e-5, 1e-6)).isTrue();
    }

    @Test
    void a_packed_sequence_computes_what_each_sequence_computes_alone() {
        LSTM layer =
                LSTM.builder(3, 4)
                        .numLayers(2)
                        .bidirectional(true)
                        .generator(new Generator(1))
                        .build();
        Tensor x = random(2, 4, 3);
        long[] lengths = {2, 4};
        LSTMState initial = new LSTMState(random(4, 2, 4), random(4, 2, 4).neg());

        PackedSequence packed = Sequences.packPaddedSequence(x, lengths, true, false);
        var all = layer.call(packed, initial);
        Tensor padded = Sequences.padPackedSequence(all.output(), true);

        for (int b = 0; b < 2; b++) {
            var alone =
                    layer.call(
                            x.select(0, b).narrow(0, 0, lengths[b]),
                            new LSTMState(initial.h().select(1, b), initial.c().select(1, b)));
            assertClose(padded.select(0, b).narrow(0, 0, lengths[b]), alone.output());
            assertClose(all.state().h().select(1, b), alone.state().h());
            assertClose(all.state().c().select(1, b), alone.state().c());
        }
        assertThat(padded.select(0, 0).narrow(0, 2, 2).toFloatArray()).containsOnly(0);
    }

    @Test
    void batch_first_only_swaps_the_first_two_dimensions() {
        GRU layer = GRU.builder(3, 4).generator(new Generator(1)).build();
        GRU swapped = GRU.builder(3, 4).batchFirst(true).build();
        swapped.loadStateDict(layer.stateDict());
        Tensor x = random(5, 2, 3);

        Tensor y = swapped.call(x.transpose(0, 1));

        assertThat(y.transpose(0, 1).toFloatArray()).isEqualTo(layer.call(x).toFloatArray());
        assertThat(swapped.call(x.transpose(0, 1), null).state().shape()).containsExactly(1, 2, 4);
    }

    @Test
    void cells_take_the_steps_of_their_layers() {
        LSTM layer = LSTM.builder(3, 4).generator(new Generator(1)).build();
        LSTMCell cell = new LSTMCell(3, 4);
        cell.loadStateDict(withoutSuffix(layer.stateDict()));
        Tensor x = random(2, 3);

        LSTMState state = null;
        for (int t = 0; t < 2; t++) {
            state = cell.call(x.select(0, t), state);
        }

        var expected = layer.call(x, null).state();
        assertClose(state.h(), expected.h().squeeze(0));
        assertClose(state.c(), expected.c().squeeze(0));
    }

    @Test
    void a_step_of_an_LSTM_has_gradients_of_every_order() {
        LSTMCell cell = new LSTMCell(2, 2, true, DType.FLOAT64, new Generator(3));
        Tensor x = Tensor.randn(new Generator(7), 2, 2).to(DType.FLOAT64).requiresGrad(true);
        Tensor c = Tensor.randn(new Generator(8), 2, 2).to(DType.FLOAT64).requiresGrad(true);
        GradCheck.Operation both =
                in -> {
                    LSTMState next = cell.call(in[0], new LSTMState(in[1].neg(), in[1]));
                    return next.h().mul(2).add(next.c());
                };

        GradCheck.gradcheck(both, x, c);
        GradCheck.gradgradcheck(both, x, c);
    }

    @Test
    void a_recurrent_layer_computes_without_recording_too() {
        LSTM layer = new LSTM(3, 4);
        Tensor x = random(5, 2, 3);
        float[] expected = layer.call(x).toFloatArray();

        assertThat(Autograd.noGrad(() -> layer.call(x)).toFloatArray()).isEqualTo(expected);
        assertThat(Autograd.inferenceMode(() -> layer.call(x)).toFloatArray()).isEqualTo(expected);
    }

    private static Map<String, Tensor> withoutSuffix(Map<String, Tensor> state) {
        Map<String, Tensor> renamed = new LinkedHashMap<>();
        state.forEach((name, value) -> renamed.put(name.replace("_l0", ""), value));
        return renamed;
    }

    @Test
    void dropout_acts_between_layers_in_training_only() {
        RNN layer = RNN.builder(2, 8).numLayers(2).dropout(0.5).build();
        Tensor x = random(3, 4, 2);

        assertThat(layer.call(x).toFloatArray()).isNotEqualTo(layer.call(x).toFloatArray());
        layer.eval();
        assertThat(layer.call(x).toFloatArray()).isEqualTo(layer.call(x).toFloatArray());
    }

    @Test
    void a_recurrent_layer_chains_and_its_work_is_counted() {
        Sequential net = Sequential.of(LSTM.builder(28, 64).batchFirst(true).build());

        assertThat(net.call(random(2, 5, 28)).shape()).containsExactly(2, 5, 64);
        assertThat(net.summary(2, 5, 28).multiplyAdds()).isEqualTo(10L * 4 * 64 * (28 + 64));
    }

    @Test
    void bad_inputs_of_recurrent_layers_are_named_with_their_path() {
        Sequential net = Sequential.of(new LSTM(3, 4));
        assertThatThrownBy(() -> net.call(Tensor.ones(5, 2, 4)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "sequential.0 (LSTM 3→4): the input must be [t, n, 3] or [t, 3], got"
                                + " [5, 2, 4]");
        LSTM layer = new LSTM(3, 4);
        assertThatThrownBy(() -> layer.call(Tensor.zeros(0, 2, 3)))
                .hasMessage("LSTM 3→4: a sequence needs one step or more, got 0");
        assertThatThrownBy(() -> layer.call((Tensor) null, null))
                .hasMessage("LSTM 3→4: the input is null");
        assertThatThrownBy(() -> layer.call((PackedSequence) null, null))
                .hasMessage("LSTM 3→4: the input is null");
        LSTMState wrong = new LSTMState(Tensor.zeros(1, 2, 4), Tensor.zeros(1, 3, 4));
        assertThatThrownBy(() -> layer.call(Tensor.ones(5, 2, 3), wrong))
                .hasMessage("LSTM 3→4: the initial cell state must be [1, 2, 4], got [1, 3, 4]");
        assertThatThrownBy(() -> new GRU(3, 4).call(Tensor.ones(5, 3), Tensor.zeros(1, 1, 4)))
                .hasMessage("GRU 3→4: the initial hidden state must be [1, 4], got [1, 1, 4]");
        PackedSequence packed = Sequences.packSequence(List.of(Tensor.ones(2, 5)), true);
        assertThatThrownBy(() -> new RNN(3, 4).call(packed, null))
                .hasMessage("RNN 3→4: the packed data must be [sum of lengths, 3], got [2, 5]");
        assertThatThrownBy(() -> new GRUCell(3, 4).call(Tensor.ones(2, 4)))
                .hasMessage("GRUCell 3→4: the input must be [n, 3] or [3], got [2, 4]");
        assertThatThrownBy(() -> new RNNCell(3, 4).call(Tensor.ones(2, 3), Tensor.ones(4)))
                .hasMessage("RNNCell 3→4: the hidden state must be [2, 4], got [4]");
    }

    @Test
    void settings_of_recurrent_layers_are_in_range() {
        assertThatThrownBy(() -> new LSTM(0, 4))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("LSTM: sizes must be 1 or more, got 0 and 4");
        assertThatThrownBy(() -> LSTM.builder(3, 4).projSize(4))
                .hasMessage("LSTM: projSize must be from 0 to less than 4, got 4");
        assertThatThrownBy(() -> GRU.builder(3, 4).numLayers(0))
                .hasMessage("GRU: numLayers must be 1 or more, got 0");
        assertThatThrownBy(() -> GRU.builder(3, 4).dropout(2))
                .hasMessage("GRU: dropout must be from 0 to 1, got 2.0");
        assertThatThrownBy(() -> RNN.builder(3, 4).nonlinearity("sin"))
                .hasMessage("RNN: nonlinearity must be \"tanh\" or \"relu\", got sin");
        assertThatThrownBy(() -> new LSTMCell(3, 0))
                .hasMessage("LSTMCell: sizes must be 1 or more, got 3 and 0");
    }

    // ---- embeddings ----

    @Test
    void the_padding_row_starts_from_zero_and_is_not_trained() {
        Embedding layer = Embedding.builder(4, 2).paddingIdx(1).build();

        layer.call(Tensor.of(1L, 2, 1)).sum().backward();

        assertThat(layer.weight().select(0, 1).toFloatArray()).containsExactly(0, 0);
        assertThat(layer.weight().grad().toFloatArray()).containsExactly(0, 0, 0, 0, 1, 1, 0, 0);
    }

    @Test
    void rows_that_are_looked_up_are_shortened_to_the_largest_norm() {
        Embedding layer = Embedding.builder(2, 2).maxNorm(1).build();
        layer.loadStateDict(Map.of("weight", Tensor.of(new float[][] {{3, 4}, {30, 40}})));

        Tensor y = layer.call(Tensor.of(0L, 0));

        assertThat(y.allclose(Tensor.of(new float[][] {{0.6f, 0.8f}, {0.6f, 0.8f}}))).isTrue();
        assertThat(layer.weight().select(0, 1).toFloatArray()).containsExactly(30, 40);
        y.sum().backward();
        assertThat(layer.weight().grad().toFloatArray()).containsExactly(2, 2, 0, 0);
    }

    @Test
    void pretrained_rows_are_frozen_unless_told_otherwise() {
        Tensor rows = Tensor.of(new float[][] {{1, 2}, {3, 4}});

        Embedding frozen = Embedding.fromPretrained(rows);
        assertThat(frozen.call(Tensor.of(1L)).toFloatArray()).containsExactly(3, 4);
        assertThat(frozen.weight().requiresGrad()).isFalse();
        assertThat(frozen.parameters()).hasSize(1);
        assertThat(Embedding.fromPretrained(rows.clone(), false).weight().requiresGrad()).isTrue();
        EmbeddingBag bag = EmbeddingBag.fromPretrained(rows.clone(), true, EmbeddingBag.Mode.SUM);
        assertThat(bag.call(Tensor.of(0L, 1), new long[] {0}, null).toFloatArray())
                .containsExactly(4, 6);
        assertThat(bag.weight().requiresGrad()).isFalse();
    }

    @Test
    void bags_may_be_empty_and_weighted() {
        Tensor rows = Tensor.of(new float[][] {{1, 2}, {3, 4}, {5, -6}});
        Tensor tokens = Tensor.of(0L, 2, 1);
        long[] offsets = {0, 2, 2};

        EmbeddingBag sum = EmbeddingBag.fromPretrained(rows, true, EmbeddingBag.Mode.SUM);
        assertThat(sum.call(tokens, offsets, Tensor.of(1f, 10, 2)).toFloatArray())
                .containsExactly(51, -58, 0, 0, 6, 8);
        EmbeddingBag max = EmbeddingBag.fromPretrained(rows.clone(), true, EmbeddingBag.Mode.MAX);
        assertThat(max.call(tokens, offsets, null).toFloatArray())
                .containsExactly(5, 2, 0, 0, 3, 4);
        EmbeddingBag mean = EmbeddingBag.fromPretrained(rows.clone(), true, EmbeddingBag.Mode.MEAN);
        assertThat(mean.call(tokens, offsets, null).toFloatArray())
                .containsExactly(3, -2, 0, 0, 3, 4);
    }

    @Test
    void tokens_and_bags_that_do_not_fit_are_refused() {
        Embedding layer = new Embedding(4, 2);
        assertThatThrownBy(() -> layer.call(Tensor.of(0L, 4)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "Embedding 4→2: embedding: a token must be from 0 to less than 4, got 4");
        assertThatThrownBy(() -> layer.call(Tensor.of(1f)))
                .hasMessage(
                        "Embedding 4→2: embedding: tokens must be int64 or int32, got"
                                + " torch.float32; convert with to(DType.INT64)");
        assertThatThrownBy(() -> new Embedding(-1, 2))
                .hasMessage("Embedding: sizes must be 0 or more, got -1 and 2");
        assertThatThrownBy(() -> Embedding.builder(4, 2).paddingIdx(4))
                .hasMessage("Embedding: paddingIdx must be from -4 to less than 4, got 4");
        assertThatThrownBy(() -> Embedding.fromPretrained(Tensor.ones(2)))
                .hasMessage(
                        "Embedding: the weight must be a floating-point [count, dim], got"
                                + " torch.float32 [2]");
        EmbeddingBag bag = new EmbeddingBag(4, 2);
        assertThatThrownBy(() -> bag.call(Tensor.of(0L, 1)))
                .hasMessage(
                        "EmbeddingBag 4→2: bags of one length must be [n, l], got [2]; give the"
                                + " offsets of others");
        assertThatThrownBy(() -> bag.call(Tensor.of(0L, 1), new long[] {1}, null))
                .hasMessage(
                        "EmbeddingBag 4→2: embeddingBag: offsets must begin with 0 and never fall,"
                                + " up to the number of tokens 2, got [1]");
        assertThatThrownBy(() -> bag.call(Tensor.of(0L, 1), new long[] {0}, Tensor.of(1f, 1)))
                .hasMessage(
                        "EmbeddingBag 4→2: embeddingBag: weights are for the mode SUM only, got"
                                + " MEAN");
        assertThatThrownBy(() -> EmbeddingBag.builder(4, 2).mode(null))
                .hasMessage("EmbeddingBag: the mode is null");
    }

    @Test
    void tokens_of_int32_are_taken_too() {
        Embedding layer = new Embedding(4, 2);

        assertThat(layer.call(Tensor.of(3, 1)).toFloatArray())
                .isEqualTo(layer.call(Tensor.of(3L, 1)).toFloatArray());
        assertThat(layer.call(Tensor.of(2L).to(DType.INT32)).shape()).containsExactly(1, 2);
    }
}
