package org.grad4j.nn.layer;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.grad4j.nn.Module;
import org.grad4j.tensor.DType;
import org.grad4j.tensor.Generator;
import org.grad4j.tensor.Tensor;

/** The rows of embeddings, recurrent layers and their cells. */
final class SequenceRows {
    private static final Generator RANDOM = new Generator(3);
    private static final long[] STEPS = {3, 2, 3};

    static final List<LayerRow> ROWS =
            List.of(
                    LayerRow.of(
                            () -> RNN.builder(3, 4).dtype(DType.FLOAT64).generator(RANDOM).build(),
                            STEPS,
                            Module::call,
                            1,
                            keys("_l0"),
                            "RNN(3, 4)"),
                    LayerRow.of(
                            () ->
                                    RNN.builder(3, 2)
                                            .nonlinearity("relu")
                                            .bias(false)
                                            .batchFirst(true)
                                            .dtype(DType.FLOAT64)
                                            .generator(RANDOM)
                                            .build(),
                            STEPS,
                            List.of("weight_ih_l0", "weight_hh_l0"),
                            "RNN(3, 2, bias=False, batch_first=True)"),
                    LayerRow.of(
                            () ->
                                    GRU.builder(3, 2)
                                            .numLayers(2)
                                            .dropout(0.5)
                                            .dtype(DType.FLOAT64)
                                            .generator(RANDOM)
                                            .build(),
                            STEPS,
                            Module::call,
                            1,
                            keys("_l0", "_l1"),
                            "GRU(3, 2, num_layers=2, dropout=0.5)"),
                    LayerRow.of(
                            () ->
                                    LSTM.builder(3, 2)
                                            .bidirectional(true)
                                            .dtype(DType.FLOAT64)
                                            .generator(RANDOM)
                                            .build(),
                            STEPS,
                            (layer, x) -> ((LSTM) layer).call(x, null).state().c(),
                            1,
                            keys("_l0", "_l0_reverse"),
                            "LSTM(3, 2, bidirectional=True)"),
                    LayerRow.of(
                            () ->
                                    LSTM.builder(3, 4)
                                            .projSize(2)
                                            .dtype(DType.FLOAT64)
                                            .generator(RANDOM)
                                            .build(),
                            STEPS,
                            SequenceRows::packed,
                            -1,
                            List.of(
                                    "weight_ih_l0",
                                    "weight_hh_l0",
                                    "bias_ih_l0",
                                    "bias_hh_l0",
                                    "weight_hr_l0"),
                            "LSTM(3, 4, proj_size=2)"),
                    cell(() -> new RNNCell(3, 4, true, "tanh", DType.FLOAT64, RANDOM), "RNNCell"),
                    LayerRow.of(
                            () -> new RNNCell(3, 4, false, "relu", DType.FLOAT64, RANDOM),
                            new long[] {2, 3},
                            List.of("weight_ih", "weight_hh"),
                            "RNNCell(3, 4, bias=False, nonlinearity=relu)"),
                    cell(() -> new GRUCell(3, 4, true, DType.FLOAT64, RANDOM), "GRUCell"),
                    LayerRow.of(
                            () -> new LSTMCell(3, 4, true, DType.FLOAT64, RANDOM),
                            new long[] {2, 3},
                            (layer, x) -> ((LSTMCell) layer).call(x, null).c(),
                            0,
                            keys(""),
                            "LSTMCell(3, 4)"),
                    tokens(
                            () ->
                                    Embedding.builder(5, 3)
                                            .paddingIdx(-5)
                                            .maxNorm(100)
                                            .dtype(DType.FLOAT64)
                                            .generator(RANDOM)
                                            .build(),
                            "Embedding(5, 3, padding_idx=0, max_norm=100.0)"),
                    tokens(
                            () ->
                                    EmbeddingBag.builder(5, 3)
                                            .dtype(DType.FLOAT64)
                                            .generator(RANDOM)
                                            .build(),
                            "EmbeddingBag(5, 3, mode='mean')"),
                    tokens(
                            () ->
                                    EmbeddingBag.builder(5, 3)
                                            .mode(EmbeddingBag.Mode.MAX)
                                            .paddingIdx(1)
                                            .dtype(DType.FLOAT64)
                                            .generator(RANDOM)
                                            .build(),
                            "EmbeddingBag(5, 3, mode='max', padding_idx=1)"));

    private SequenceRows() {}

    private static LayerRow cell(Supplier<Module> maker, String name) {
        return LayerRow.of(maker, new long[] {2, 3}, keys(""), name + "(3, 4)");
    }

    /** Three tokens each; none is a padding index, whose gradient is left out on purpose. */
    private static LayerRow tokens(Supplier<Module> maker, String text) {
        return new LayerRow(
                maker,
                () -> Tensor.of(new long[] {2, 3, 4, 3, 2, 2}, 2, 3),
                Module::call,
                0,
                List.of("weight"),
                text);
    }

    /** All the names with each suffix. */
    private static List<String> keys(String... suffixes) {
        List<String> keys = new ArrayList<>();
        for (String suffix : suffixes) {
            for (String name : List.of("weight_ih", "weight_hh", "bias_ih", "bias_hh")) {
                keys.add(name + suffix);
            }
        }
        return keys;
    }

    private static Tensor packed(Module layer, Tensor x) {
        PackedSequence packed = Sequences.packPaddedSequence(x, new long[] {2, 3}, false, false);
        return ((LSTM) layer).call(packed, null).output().data();
    }
}
