package org.grad4j.reference;

import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.MultiheadAttentionForwardFuncOptions;
import org.bytedeco.pytorch.T_TensorTensor_T;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Attention, with and without its projections. */
final class AttentionLayers {
    private static final double INFINITY = Double.POSITIVE_INFINITY;

    private final Cases cases = new Cases("attention");

    static Cases cases() {
        AttentionLayers self = new AttentionLayers();
        for (ScalarType type : new ScalarType[] {ScalarType.Double, ScalarType.Float}) {
            self.products(type);
            self.heads(type);
        }
        return self.cases;
    }

    /** Small enough for scores whose softmax does not amplify the rounding of float32. */
    private static Values wave(int phase, ScalarType type, long... shape) {
        double[] large = Values.wave(phase, shape).numbers();
        return Values.fill(i -> large[i] / 4, shape).as(type);
    }

    private void products(ScalarType type) {
        Values allowed =
                Values.of(new long[] {3, 4}, 1, 0, 1, 1, 0, 1, 0, 0, 0, 0, 0, 0)
                        .as(ScalarType.Bool);
        Values added =
                Values.of(new long[] {3, 4}, 0, -1, 2, -INFINITY, 0, 0, 1, 1, 0, 3, -2, 0).as(type);
        product("plain", type, null, false, null);
        product("causal", type, null, true, null);
        product("scaled", type, null, false, 0.3);
        product("bool_mask", type, allowed, false, null);
        product("float_mask", type, added, false, null);
    }

    private void product(
            String variant, ScalarType type, Values mask, boolean causal, Double scale) {
        String name = "scaledDotProductAttention/" + variant + "_" + Values.name(type);
        Cases.Case one =
                scale == null
                        ? cases.add(name, "causal", causal)
                        : cases.add(name, "causal", causal, "scale", scale);
        one.input("query", wave(0, type, 2, 2, 3, 2))
                .input("key", wave(1, type, 2, 2, 4, 2))
                .input("value", wave(2, type, 2, 2, 4, 5));
        if (mask != null) {
            one.input("mask", mask);
        }
        one.output(
                in ->
                        torch.scaled_dot_product_attention(
                                in[0],
                                in[1],
                                in[2],
                                mask == null
                                        ? new TensorOptional()
                                        : new TensorOptional(in[3].detach()),
                                0,
                                causal,
                                scale == null ? new DoubleOptional() : new DoubleOptional(scale),
                                false));
    }

    private void heads(ScalarType type) {
        Values padding =
                Values.of(new long[] {2, 3}, 0, 0, 1, 0, 1, 0).as(ScalarType.Bool);
        Values later =
                Values.of(
                                new long[] {3, 3}, 0, -INFINITY, -INFINITY, 0, 0, -INFINITY, 0, 0, 0)
                        .as(type);
        Values added = Values.of(new long[] {3, 3}, 0, -1, 2, 0.5, 0, 1, -3, 0, 0).as(type);
        multihead("self", type, 4, null, null, true);
        multihead("self_per_head", type, 4, null, null, false);
        multihead("key_padding", type, 4, padding, null, true);
        multihead("causal", type, 4, null, later, true);
        multihead("added_and_padding", type, 4, padding, added, true);
        multihead("other_sizes", type, 3, null, null, true);
        further(type, padding, added);
    }

    /** With a learned key and value and one of zeros. */
    private void further(ScalarType type, Values padding, Values mask) {
        cases.add("MultiheadAttention/further_" + Values.name(type), "heads", 2, "average", true)
                .input("query", wave(0, type, 3, 2, 4))
                .input("key", wave(1, type, 3, 2, 4))
                .input("value", wave(2, type, 3, 2, 4))
                .input("in_proj_weight", wave(3, type, 12, 4))
                .input("in_proj_bias", wave(6, type, 12))
                .input("out_proj.weight", wave(7, type, 4, 4))
                .input("out_proj.bias", wave(8, type, 4))
                .input("bias_k", wave(9, type, 1, 1, 4))
                .input("bias_v", wave(10, type, 1, 1, 4))
                .input("padding", padding)
                .input("mask", mask)
                .outputs(
                        new String[] {"y", "weights"},
                        in -> {
                            MultiheadAttentionForwardFuncOptions options =
                                    new MultiheadAttentionForwardFuncOptions(
                                            4, 2, in[3], in[4], in[7], in[8], true, 0, in[5], in[6]);
                            options.training().put(false);
                            options.average_attn_weights().put(true);
                            options.key_padding_mask().put(in[9]);
                            options.attn_mask().put(in[10].detach());
                            T_TensorTensor_T result =
                                    torch.multi_head_attention_forward(
                                            in[0], in[1], in[2], options);
                            return new Tensor[] {result.get0(), result.get1()};
                        });
    }

    private void multihead(
            String variant,
            ScalarType type,
            long keySize,
            Values padding,
            Values mask,
            boolean average) {
        boolean same = keySize == 4;
        Cases.Case one =
                cases.add(
                        "MultiheadAttention/" + variant + "_" + Values.name(type),
                        "heads",
                        2,
                        "average",
                        average);
        one.input("query", wave(0, type, 3, 2, 4));
        one.input("key", wave(1, type, 3, 2, keySize));
        one.input("value", wave(2, type, 3, 2, keySize));
        if (same) {
            one.input("in_proj_weight", wave(3, type, 12, 4));
        } else {
            one.input("q_proj_weight", wave(3, type, 4, 4));
            one.input("k_proj_weight", wave(4, type, 4, keySize));
            one.input("v_proj_weight", wave(5, type, 4, keySize));
        }
        one.input("in_proj_bias", wave(6, type, 12));
        one.input("out_proj.weight", wave(7, type, 4, 4));
        one.input("out_proj.bias", wave(8, type, 4));
        if (padding != null) {
            one.input("padding", padding);
        }
        if (mask != null) {
            one.input("mask", mask);
        }
        one.outputs(
                new String[] {"y", "weights"},
                in -> {
                    int b = same ? 4 : 6;
                    MultiheadAttentionForwardFuncOptions options =
                            new MultiheadAttentionForwardFuncOptions(
                                    4,
                                    2,
                                    same ? in[3] : new Tensor(),
                                    in[b],
                                    new Tensor(),
                                    new Tensor(),
                                    false,
                                    0,
                                    in[b + 1],
                                    in[b + 2]);
                    options.training().put(false);
                    options.average_attn_weights().put(average);
                    if (!same) {
                        options.use_separate_proj_weight().put(true);
                        options.q_proj_weight().put(in[3]);
                        options.k_proj_weight().put(in[4]);
                        options.v_proj_weight().put(in[5]);
                    }
                    if (padding != null) {
                        options.key_padding_mask().put(in[b + 3]);
                    }
                    if (mask != null) {
                        options.attn_mask().put(in[in.length - 1].detach());
                    }
                    T_TensorTensor_T result =
                            torch.multi_head_attention_forward(in[0], in[1], in[2], options);
                    return new Tensor[] {result.get0(), result.get1()};
                });
    }
}
