package org.grad4j.reference;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

import java.util.Arrays;
import java.util.function.BinaryOperator;

/**
 * Layers with a normalised weight, composed of libtorch's operations as PyTorch does: weight norm in
 * ATen, spectral norm in Python.
 */
final class NormedWeights {
    private static final String ORIGINAL = "parametrizations.weight.original";

    private final Cases cases = new Cases("layers with a normalised weight");

    static Cases cases() {
        NormedWeights self = new NormedWeights();
        for (ScalarType type : new ScalarType[] {ScalarType.Double, ScalarType.Float}) {
            Values rows = Values.wave(0, 4, 3).as(type);
            Values images = Values.wave(0, 2, 2, 4, 3).as(type);
            Values signal = Values.wave(0, 2, 2, 5).as(type);
            self.both("linear", type, rows, 0, (x, w) -> torch.linear(x, w), 2, 3);
            self.both("conv2d", type, images, 0, (x, w) -> torch.conv2d(x, w), 3, 2, 2, 2);
            self.both(
                    "transposed",
                    type,
                    signal,
                    1,
                    (x, w) -> torch.conv_transpose1d(x, w),
                    2,
                    3,
                    2);
        }
        return self.cases;
    }

    private void both(
            String layer,
            ScalarType type,
            Values x,
            int outputs,
            BinaryOperator<Tensor> apply,
            long... shape) {
        Values weight = Values.wave(1, shape).as(type);
        long[] lengths = new long[shape.length];
        Arrays.fill(lengths, 1);
        lengths[0] = shape[0];
        String name = layer + "_" + Values.name(type);
        cases.add("WeightNorm/" + name, "layer", layer)
                .input("x", x)
                .input(ORIGINAL + "0", Values.positive(2, lengths).as(type))
                .input(ORIGINAL + "1", weight)
                .output(in -> apply.apply(in[0], weightNorm(in[2], in[1])));
        long height = shape[outputs];
        long width = weight.numbers().length / height;
        for (boolean training : new boolean[] {true, false}) {
            String mode = training ? "training" : "evaluation";
            cases.add("SpectralNorm/" + name + "_" + mode, "layer", layer, "training", training)
                    .input("x", x)
                    .input(ORIGINAL, weight)
                    .input("parametrizations.weight.0._u", Values.wave(2, height).as(type))
                    .input("parametrizations.weight.0._v", Values.wave(3, width).as(type))
                    .outputs(
                            new String[] {"y", "u", "v"},
                            in -> {
                                Tensor matrix = in[1].transpose(0, outputs).flatten(1, -1);
                                Tensor u = in[2].detach();
                                Tensor v = in[3].detach();
                                if (training) {
                                    u = normalized(matrix.detach().mv(v));
                                    v = normalized(matrix.detach().t().mv(u));
                                }
                                Tensor sigma = u.dot(matrix.mv(v));
                                return new Tensor[] {apply.apply(in[0], in[1].div(sigma)), u, v};
                            });
        }
    }

    /** As libtorch's {@code _weight_norm}, which its Java binding leaves out, on a CPU. */
    private static Tensor weightNorm(Tensor v, Tensor g) {
        return v.mul(g.div(torch.norm_except_dim(v, 2, 0)));
    }

    private static Tensor normalized(Tensor x) {
        return x.div(x.norm().clamp_min(new Scalar(1e-12)));
    }
}
