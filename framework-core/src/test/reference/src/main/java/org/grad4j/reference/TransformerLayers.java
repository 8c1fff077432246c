package org.grad4j.reference;

import org.bytedeco.pytorch.MultiheadAttentionForwardFuncOptions;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** The blocks of a transformer, put together from libtorch's attention, norms and linear maps. */
final class TransformerLayers {
    private static final long SIZE = 4;
    private static final long FEED = 6;

    private final Cases cases = new Cases("blocks of a transformer");

    static Cases cases() {
        TransformerLayers self = new TransformerLayers();
        for (ScalarType type : new ScalarType[] {ScalarType.Double, ScalarType.Float}) {
            for (boolean normFirst : new boolean[] {false, true}) {
                for (String activation : new String[] {"relu", "gelu"}) {
                    self.block("TransformerEncoderLayer", type, normFirst, activation);
                    self.block("TransformerDecoderLayer", type, normFirst, activation);
                }
            }
        }
        return self.cases;
    }

    private static Values wave(int phase, ScalarType type, long... shape) {
        double[] large = Values.wave(phase, shape).numbers();
        return Values.fill(i -> large[i] / 4, shape).as(type);
    }

    private void block(String layer, ScalarType type, boolean normFirst, String activation) {
        boolean decoder = layer.contains("Decoder");
        String variant =
                activation + (normFirst ? "_norm_first_" : "_norm_last_") + Values.name(type);
        Cases.Case one =
                cases.add(
                        layer + "/" + variant, "normFirst", normFirst, "activation", activation);
        Map<String, Values> inputs = new LinkedHashMap<>();
        inputs.put("x", wave(0, type, 3, 2, SIZE));
        if (decoder) {
            inputs.put("memory", wave(1, type, 2, 2, SIZE));
        }
        int phase = 2;
        for (String part : decoder ? List.of("self_attn", "multihead_attn") : List.of("self_attn")) {
            inputs.put(part + ".in_proj_weight", wave(phase++, type, 3 * SIZE, SIZE));
            inputs.put(part + ".in_proj_bias", wave(phase++, type, 3 * SIZE));
            inputs.put(part + ".out_proj.weight", wave(phase++, type, SIZE, SIZE));
            inputs.put(part + ".out_proj.bias", wave(phase++, type, SIZE));
        }
        inputs.put("linear1.weight", wave(phase++, type, FEED, SIZE));
        inputs.put("linear1.bias", wave(phase++, type, FEED));
        inputs.put("linear2.weight", wave(phase++, type, SIZE, FEED));
        inputs.put("linear2.bias", wave(phase++, type, SIZE));
        for (int k = 1; k <= (decoder ? 3 : 2); k++) {
            inputs.put("norm" + k + ".weight", wave(phase++, type, SIZE));
            inputs.put("norm" + k + ".bias", wave(phase++, type, SIZE));
        }
        inputs.forEach(one::input);
        List<String> names = List.copyOf(inputs.keySet());
        one.output(
                in -> {
                    Map<String, Tensor> named = new LinkedHashMap<>();
                    for (int i = 0; i < in.length; i++) {
                        named.put(names.get(i), in[i]);
                    }
                    return new Block(named, normFirst, activation).apply(decoder);
                });
    }

    private record Block(Map<String, Tensor> in, boolean normFirst, String activation) {
        Tensor apply(boolean decoder) {
            Tensor y = added(1, in.get("x"), x -> attention("self_attn", x, x));
            int last = 2;
            if (decoder) {
                y = added(2, y, x -> attention("multihead_attn", x, in.get("memory")));
                last = 3;
            }
            return added(last, y, this::feed);
        }

        private Tensor added(int k, Tensor x, UnaryOperator<Tensor> part) {
            return normFirst ? x.add(part.apply(norm(k, x))) : norm(k, x.add(part.apply(x)));
        }

        private Tensor norm(int k, Tensor x) {
            return torch.layer_norm(
                    x,
                    new long[] {SIZE},
                    new TensorOptional(in.get("norm" + k + ".weight")),
                    new TensorOptional(in.get("norm" + k + ".bias")),
                    1e-5,
                    false);
        }

        private Tensor linear(String name, Tensor x) {
            return torch.linear(x, in.get(name + ".weight"), new TensorOptional(in.get(name + ".bias")));
        }

        private Tensor feed(Tensor x) {
            Tensor inner = linear("linear1", x);
            Tensor bent = activation.equals("relu") ? inner.relu() : torch.gelu(inner, "none");
            return linear("linear2", bent);
        }

        private Tensor attention(String name, Tensor x, Tensor memory) {
            MultiheadAttentionForwardFuncOptions options =
                    new MultiheadAttentionForwardFuncOptions(
                            SIZE,
                            2,
                            in.get(name + ".in_proj_weight"),
                            in.get(name + ".in_proj_bias"),
                            new Tensor(),
                            new Tensor(),
                            false,
                            0,
                            in.get(name + ".out_proj.weight"),
                            in.get(name + ".out_proj.bias"));
            options.training().put(false);
            return torch.multi_head_attention_forward(x, memory, memory, options).get0();
        }
    }
}
