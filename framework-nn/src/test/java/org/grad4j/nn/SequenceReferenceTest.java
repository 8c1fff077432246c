package org.grad4j.nn;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.LongStream;
import org.grad4j.nn.layer.Embedding;
import org.grad4j.nn.layer.EmbeddingBag;
import org.grad4j.nn.layer.GRU;
import org.grad4j.nn.layer.GRUCell;
import org.grad4j.nn.layer.LSTM;
import org.grad4j.nn.layer.LSTMCell;
import org.grad4j.nn.layer.LSTMState;
import org.grad4j.nn.layer.PackedSequence;
import org.grad4j.nn.layer.RNN;
import org.grad4j.nn.layer.RNNCell;
import org.grad4j.reference.ReferenceCases;
import org.grad4j.reference.ReferenceCases.Case;
import org.grad4j.tensor.DType;
import org.grad4j.tensor.Generator;
import org.grad4j.tensor.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Recurrent layers, their cells, and embeddings against values that libtorch computed. */
class SequenceReferenceTest {
    private static final int IN = 3;
    private static final int HIDDEN = 4;

    static List<Case> cases() {
        return ReferenceCases.read("sequences.txt");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void outputs_and_gradients_are_those_of_libtorch(Case one) {
        LayerReferences.check(one, SequenceReferenceTest::apply);
    }

    private static List<Tensor> apply(Case one, Map<String, Tensor> in) {
        String kind = one.operation();
        if (kind.contains("Cell")) {
            return cell(one, in);
        }
        return switch (kind) {
            case "Embedding" -> embedding(one, in);
            case "EmbeddingBag" -> bag(one, in);
            case "LSTM" -> lstm(one, in);
            case "GRU" -> {
                GRU layer =
                        LayerReferences.load(
                                GRU.builder(IN, HIDDEN)
                                        .numLayers(one.integer("layers"))
                                        .bidirectional(one.flag("bidirectional"))
                                        .bias(one.flag("bias"))
                                        .batchFirst(one.flag("batchFirst"))
                                        .dtype(type(in))
                                        .build(),
                                in);
                if (one.has("batchSizes")) {
                    var result = layer.call(packed(one, in), in.get("h0"));
                    yield List.of(result.output().data(), result.state());
                }
                var result = layer.call(in.get("x"), in.get("h0"));
                yield List.of(result.output(), result.state());
            }
            default -> {
                RNN layer =
                        LayerReferences.load(
                                RNN.builder(IN, HIDDEN)
                                        .nonlinearity(kind.equals("RNN") ? "tanh" : "relu")
                                        .numLayers(one.integer("layers"))
                                        .bidirectional(one.flag("bidirectional"))
                                        .bias(one.flag("bias"))
                                        .batchFirst(one.flag("batchFirst"))
                                        .dtype(type(in))
                                        .build(),
                                in);
                if (one.has("batchSizes")) {
                    var result = layer.call(packed(one, in), in.get("h0"));
                    yield List.of(result.output().data(), result.state());
                }
                var result = layer.call(in.get("x"), in.get("h0"));
                yield List.of(result.output(), result.state());
            }
        };
    }

    private static List<Tensor> lstm(Case one, Map<String, Tensor> in) {
        LSTM layer =
                LayerReferences.load(
                        LSTM.builder(IN, HIDDEN)
                                .projSize(one.integer("proj"))
                                .numLayers(one.integer("layers"))
                                .bidirectional(one.flag("bidirectional"))
                                .bias(one.flag("bias"))
                                .batchFirst(one.flag("batchFirst"))
                                .dtype(type(in))
                                .build(),
                        in);
        LSTMState initial = in.containsKey("h0") ? new LSTMState(in.get("h0"), in.get("c0")) : null;
        if (one.has("batchSizes")) {
            var result = layer.call(packed(one, in), initial);
            return List.of(result.output().data(), result.state().h(), result.state().c());
        }
        var result = layer.call(in.get("x"), initial);
        return List.of(result.output(), result.state().h(), result.state().c());
    }

    private static PackedSequence packed(Case one, Map<String, Tensor> in) {
        long[] sizes = one.integers("batchSizes");
        return new PackedSequence(in.get("x"), sizes, LongStream.range(0, sizes[0]).toArray());
    }

    private static DType type(Map<String, Tensor> in) {
        return in.get("x").dtype();
    }

    private static List<Tensor> cell(Case one, Map<String, Tensor> in) {
        boolean bias = one.flag("bias");
        Generator random = new Generator(1);
        Tensor x = in.get("x");
        Tensor h = in.get("h0");
        switch (one.operation()) {
            case "LSTMCell" -> {
                LSTMCell cell =
                        LayerReferences.load(new LSTMCell(IN, HIDDEN, bias, type(in), random), in);
                LSTMState state = cell.call(x, new LSTMState(h, in.get("c0")));
                return List.of(state.h(), state.c());
            }
            case "GRUCell" -> {
                return List.of(
                        LayerReferences.load(new GRUCell(IN, HIDDEN, bias, type(in), random), in)
                                .call(x, h));
            }
            default -> {
                String nonlinearity = one.operation().endsWith("RELU") ? "relu" : "tanh";
                return List.of(
                        LayerReferences.load(
                                        new RNNCell(
                                                IN, HIDDEN, bias, nonlinearity, type(in), random),
                                        in)
                                .call(x, h));
            }
        }
    }

    private static List<Tensor> embedding(Case one, Map<String, Tensor> in) {
        Embedding.Builder settings = Embedding.builder(5, 3).dtype(in.get("weight").dtype());
        if (one.integer("padding") >= 0) {
            settings.paddingIdx(one.integer("padding"));
        }
        if (one.has("maxNorm")) {
            settings.maxNorm(one.number("maxNorm"));
        }
        return List.of(LayerReferences.load(settings.build(), in).call(in.get("x")));
    }

    private static List<Tensor> bag(Case one, Map<String, Tensor> in) {
        EmbeddingBag.Builder settings =
                EmbeddingBag.builder(5, 3)
                        .mode(EmbeddingBag.Mode.valueOf(one.text("mode").toUpperCase(Locale.ROOT)))
                        .dtype(in.get("weight").dtype());
        if (one.integer("padding") >= 0) {
            settings.paddingIdx(one.integer("padding"));
        }
        EmbeddingBag layer = LayerReferences.load(settings.build(), in);
        return List.of(layer.call(in.get("x"), one.integers("offsets"), in.get("perSample")));
    }
}
