package org.grad4j.reference;

import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.T_TensorTensorTensor_T;
import org.bytedeco.pytorch.T_TensorTensor_T;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Recurrent layers, their cells, and embeddings, each named after its class. */
final class SequenceLayers {
    private static final long IN = 3;
    private static final long HIDDEN = 4;

    private final Cases cases =
            new Cases(
                    "recurrent layers and embeddings",
                    """
                    Inputs of recurrent layers are x, the initial states h0 and c0 where given, and
                    the parameters under their names. With batchSizes, x is the data of a packed
                    sequence.
                    """);

    static Cases cases() {
        SequenceLayers self = new SequenceLayers();
        for (ScalarType type : new ScalarType[] {ScalarType.Double, ScalarType.Float}) {
            Layer plain = new Layer(1, false, true, false, 0, null);
            for (String kind : new String[] {"RNN", "RNN_RELU", "GRU", "LSTM"}) {
                self.recurrent(kind, "plain", type, plain, true);
                self.recurrent(kind, "zero_state", type, plain, false);
                self.recurrent(
                        kind,
                        "without_bias_batch_first",
                        type,
                        new Layer(1, false, false, true, 0, null),
                        true);
                self.recurrent(
                        kind,
                        "two_layers_both_directions",
                        type,
                        new Layer(2, true, true, false, 0, null),
                        true);
                self.recurrent(
                        kind,
                        "packed",
                        type,
                        new Layer(2, true, true, false, 0, new long[] {3, 3, 2, 1}),
                        true);
                self.cell(kind, type, true);
                self.cell(kind, type, false);
            }
            self.recurrent(
                    "LSTM",
                    "projected",
                    type,
                    new Layer(2, true, true, false, 2, null),
                    true);
            self.embeddings(type);
        }
        return self.cases;
    }

    private record Layer(
            int layers, boolean both, boolean bias, boolean batchFirst, long proj, long[] sizes) {
        int directions() {
            return both ? 2 : 1;
        }

        long out() {
            return proj > 0 ? proj : HIDDEN;
        }
    }

    /** Small enough that a recurrence does not amplify the rounding of float32. */
    private static Values wave(int phase, ScalarType type, long... shape) {
        double[] large = Values.wave(phase, shape).numbers();
        return Values.fill(i -> large[i] / 2, shape).as(type);
    }

    private static long gates(String kind) {
        return kind.equals("LSTM") ? 4 : kind.equals("GRU") ? 3 : 1;
    }

    private void recurrent(
            String kind, String variant, ScalarType type, Layer layer, boolean states) {
        boolean lstm = kind.equals("LSTM");
        boolean packed = layer.sizes != null;
        List<Object> arguments =
                new ArrayList<>(
                        List.of(
                                "layers", layer.layers, "bidirectional", layer.both, "bias",
                                layer.bias, "batchFirst", layer.batchFirst, "proj", layer.proj));
        if (packed) {
            arguments.addAll(List.of("batchSizes", layer.sizes));
        }
        String name = kind + "/" + variant + "_" + Values.name(type);
        Cases.Case one = cases.add(name, arguments.toArray());
        long n = packed ? 3 : 2;
        Values x =
                packed
                        ? wave(0, type, Arrays.stream(layer.sizes).sum(), IN)
                        : layer.batchFirst ? wave(0, type, n, 3, IN) : wave(0, type, 3, n, IN);
        one.input("x", x);
        long sides = (long) layer.layers * layer.directions();
        int first = 1;
        if (states) {
            one.input("h0", wave(1, type, sides, n, layer.out()));
            first = lstm ? 3 : 2;
            if (lstm) {
                one.input("c0", wave(2, type, sides, n, HIDDEN));
            }
        }
        parameters(one, kind, type, layer);
        int start = first;
        String[] names = lstm ? new String[] {"y", "h", "c"} : new String[] {"y", "h"};
        one.outputs(names, in -> run(kind, layer, in, start, states, sides, n));
    }

    private static void parameters(Cases.Case one, String kind, ScalarType type, Layer layer) {
        long rows = gates(kind) * HIDDEN;
        int phase = 3;
        for (int l = 0; l < layer.layers; l++) {
            for (int d = 0; d < layer.directions(); d++) {
                String suffix = "_l" + l + (d == 1 ? "_reverse" : "");
                long width = l == 0 ? IN : layer.directions() * layer.out();
                one.input("weight_ih" + suffix, wave(phase++, type, rows, width));
                one.input("weight_hh" + suffix, wave(phase++, type, rows, layer.out()));
                if (layer.bias) {
                    one.input("bias_ih" + suffix, wave(phase++, type, rows));
                    one.input("bias_hh" + suffix, wave(phase++, type, rows));
                }
                if (layer.proj > 0) {
                    one.input("weight_hr" + suffix, wave(phase++, type, layer.proj, HIDDEN));
                }
            }
        }
    }

    private static Tensor[] run(
            String kind,
            Layer layer,
            Tensor[] in,
            int start,
            boolean given,
            long sides,
            long n) {
        boolean lstm = kind.equals("LSTM");
        Tensor[] states = new Tensor[lstm ? 2 : 1];
        for (int i = 0; i < states.length; i++) {
            long size = i == 0 ? layer.out() : HIDDEN;
            states[i] = given ? in[1 + i] : zeros(in[0], sides, n, size);
        }
        TensorVector weights = new TensorVector(Arrays.copyOfRange(in, start, in.length));
        boolean bias = layer.bias;
        boolean both = layer.both;
        if (layer.sizes == null) {
            return switch (kind) {
                case "LSTM" ->
                        three(
                                torch.lstm(
                                        in[0],
                                        new TensorVector(states),
                                        weights,
                                        bias,
                                        layer.layers,
                                        0,
                                        false,
                                        both,
                                        layer.batchFirst));
                case "GRU" ->
                        two(
                                torch.gru(
                                        in[0], states[0], weights, bias, layer.layers, 0, false,
                                        both, layer.batchFirst));
                case "RNN" ->
                        two(
                                torch.rnn_tanh(
                                        in[0], states[0], weights, bias, layer.layers, 0, false,
                                        both, layer.batchFirst));
                default ->
                        two(
                                torch.rnn_relu(
                                        in[0], states[0], weights, bias, layer.layers, 0, false,
                                        both, layer.batchFirst));
            };
        }
        double[] counts = Arrays.stream(layer.sizes).asDoubleStream().toArray();
        Tensor sizes =
                Values.of(new long[] {counts.length}, counts).as(ScalarType.Long).tensor();
        return switch (kind) {
            case "LSTM" ->
                    three(
                            torch.lstm(
                                    in[0],
                                    sizes,
                                    new TensorVector(states),
                                    weights,
                                    bias,
                                    layer.layers,
                                    0,
                                    false,
                                    both));
            case "GRU" ->
                    two(
                            torch.gru(
                                    in[0], sizes, states[0], weights, bias, layer.layers, 0,
                                    false, both));
            case "RNN" ->
                    two(
                            torch.rnn_tanh(
                                    in[0], sizes, states[0], weights, bias, layer.layers, 0,
                                    false, both));
            default ->
                    two(
                            torch.rnn_relu(
                                    in[0], sizes, states[0], weights, bias, layer.layers, 0,
                                    false, both));
        };
    }

    private static Tensor zeros(Tensor like, long... shape) {
        return torch.zeros(shape).to(like.scalar_type());
    }

    private static Tensor[] two(T_TensorTensor_T result) {
        return new Tensor[] {result.get0(), result.get1()};
    }

    private static Tensor[] three(T_TensorTensorTensor_T result) {
        return new Tensor[] {result.get0(), result.get1(), result.get2()};
    }

    private void cell(String kind, ScalarType type, boolean bias) {
        String layer = kind.startsWith("RNN") ? kind.replace("RNN", "RNNCell") : kind + "Cell";
        String variant = (bias ? "plain_" : "without_bias_") + Values.name(type);
        long rows = gates(kind) * HIDDEN;
        Cases.Case one = cases.add(layer + "/" + variant, "bias", bias);
        one.input("x", wave(0, type, 2, IN)).input("h0", wave(1, type, 2, HIDDEN));
        boolean lstm = kind.equals("LSTM");
        if (lstm) {
            one.input("c0", wave(2, type, 2, HIDDEN));
        }
        one.input("weight_ih", wave(3, type, rows, IN));
        one.input("weight_hh", wave(4, type, rows, HIDDEN));
        if (bias) {
            one.input("bias_ih", wave(5, type, rows)).input("bias_hh", wave(6, type, rows));
        }
        int w = lstm ? 3 : 2;
        one.outputs(
                lstm ? new String[] {"h", "c"} : new String[] {"h"},
                in -> {
                    TensorOptional first = bias ? new TensorOptional(in[w + 2]) : none();
                    TensorOptional second = bias ? new TensorOptional(in[w + 3]) : none();
                    return switch (kind) {
                        case "LSTM" ->
                                two(
                                        torch.lstm_cell(
                                                in[0],
                                                new TensorVector(in[1], in[2]),
                                                in[w],
                                                in[w + 1],
                                                first,
                                                second));
                        case "GRU" ->
                                one(
                                        torch.gru_cell(
                                                in[0], in[1], in[w], in[w + 1], first, second));
                        case "RNN" ->
                                one(
                                        torch.rnn_tanh_cell(
                                                in[0], in[1], in[w], in[w + 1], first, second));
                        default ->
                                one(
                                        torch.rnn_relu_cell(
                                                in[0], in[1], in[w], in[w + 1], first, second));
                    };
                });
    }

    private static TensorOptional none() {
        return new TensorOptional();
    }

    private static Tensor[] one(Tensor result) {
        return new Tensor[] {result};
    }

    private static Values tokens(long... shape) {
        return Values.fill(i -> (3 * i + 1) % 5, shape).as(ScalarType.Long);
    }

    private void embeddings(ScalarType type) {
        Values table = wave(0, type, 5, 3);
        for (long padding : new long[] {-1, 2}) {
            cases.add("Embedding/padding_" + padding + "_" + Values.name(type), "padding", padding)
                    .input("x", tokens(2, 4))
                    .input("weight", table)
                    .output(in -> torch.embedding(in[1], in[0], padding, false, false));
        }
        cases.add("Embedding/max_norm_" + Values.name(type), "padding", -1, "maxNorm", 1.5)
                .input("x", tokens(2, 4))
                .input("weight", table)
                .output(
                        in -> {
                            torch.embedding_renorm_(in[1].detach(), in[0], 1.5, 2);
                            return torch.embedding(in[1], in[0]);
                        });
        String[] modes = {"sum", "mean", "max"};
        for (int mode = 0; mode < modes.length; mode++) {
            for (long padding : new long[] {-1, 4}) {
                bag(modes[mode], mode, padding, false, type, table);
            }
        }
        bag("sum", 0, -1, true, type, table);
    }

    private void bag(
            String name, int mode, long padding, boolean weighted, ScalarType type, Values table) {
        String variant = name + (weighted ? "_weighted" : "") + "_padding_" + padding;
        Cases.Case one =
                cases.add(
                        "EmbeddingBag/" + variant + "_" + Values.name(type),
                        "mode",
                        name,
                        "padding",
                        padding,
                        "offsets",
                        new long[] {0, 3, 3, 7});
        one.input("x", tokens(8)).input("weight", table);
        if (weighted) {
            one.input("perSample", wave(1, type, 8));
        }
        one.output(
                in -> {
                    Tensor offsets =
                            Values.of(new long[] {4}, 0, 3, 3, 7).as(ScalarType.Long).tensor();
                    TensorOptional weights = weighted ? new TensorOptional(in[2]) : none();
                    return torch.embedding_bag(
                                    in[1],
                                    in[0],
                                    offsets,
                                    false,
                                    mode,
                                    false,
                                    weights,
                                    false,
                                    padding < 0 ? new LongOptional() : new LongOptional(padding))
                            .get0();
                });
    }
}
