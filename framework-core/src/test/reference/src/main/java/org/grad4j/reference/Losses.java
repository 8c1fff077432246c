package org.grad4j.reference;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

import java.util.Locale;

/** Losses; class targets are int64 and carry no gradient. */
final class Losses {
    private static final long IGNORE_INDEX = -100; // libtorch's default, used by no case here

    /** The order of libtorch's reduction codes. */
    private enum Reduction {
        NONE,
        MEAN,
        SUM;

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final Cases cases;
    private final String crossEntropy;
    private final String mse;

    private Losses(Cases cases, String crossEntropy, String mse) {
        this.cases = cases;
        this.crossEntropy = crossEntropy;
        this.mse = mse;
    }

    static Cases cases() {
        Losses self = new Losses(new Cases("losses"), "crossEntropy", "mse");
        for (Reduction reduction : Reduction.values()) {
            self.crossEntropy(reduction);
            self.mse(reduction);
            self.nll(reduction);
            self.crossEntropy(reduction, "no_rows", Values.wave(0, 0, 3), classes(3, 0));
            self.mse(reduction, "empty", Values.wave(0, 0, 3), Values.wave(1, 0, 3));
        }
        return self.cases;
    }

    /** The same losses under the names of their modules. */
    static void addModules(Cases cases) {
        Losses self = new Losses(cases, "CrossEntropyLoss", "MSELoss");
        for (Reduction reduction : new Reduction[] {Reduction.MEAN, Reduction.SUM}) {
            self.crossEntropy(reduction);
            self.mse(reduction);
        }
    }

    private static Values classes(int count, long... shape) {
        return Values.fill(i -> (i * 7 + 2) % count, shape).as(ScalarType.Long);
    }

    private void crossEntropy(Reduction reduction) {
        Values wide =
                Values.of(new long[] {3, 3}, 1000, 0, -1000, 1000, 0, -1000, -1000, -1001, -999);
        Values wideTargets = Values.of(new long[] {3}, 0, 2, 1).as(ScalarType.Long);
        crossEntropy(reduction, "rows", Values.wave(0, 4, 3), classes(3, 4));
        crossEntropy(reduction, "one_row", Values.wave(0, 1, 3), classes(3, 1));
        crossEntropy(reduction, "one_class", Values.wave(0, 3, 1), classes(1, 3));
        crossEntropy(reduction, "without_batch", Values.wave(0, 3), classes(3));
        crossEntropy(reduction, "sequence", Values.wave(0, 2, 3, 4), classes(3, 2, 4));
        crossEntropy(reduction, "images", Values.wave(0, 2, 3, 2, 2), classes(3, 2, 2, 2));
        crossEntropy(reduction, "wide_logits", wide, wideTargets);
        crossEntropy(
                reduction,
                "transposed",
                Values.wave(0, 4, 3).throughTransposedView(),
                classes(3, 4));
        crossEntropy(
                reduction, "float32", Values.wave(0, 4, 3).as(ScalarType.Float), classes(3, 4));
        crossEntropy(
                reduction,
                "images_float32",
                Values.wave(0, 2, 3, 2, 2).as(ScalarType.Float),
                classes(3, 2, 2, 2));
    }

    private void crossEntropy(Reduction reduction, String variant, Values logits, Values target) {
        cases.add(name(crossEntropy, variant, reduction), "reduction", reduction.label())
                .input("logits", logits)
                .input("target", target)
                .output(
                        in ->
                                torch.cross_entropy_loss(
                                        in[0],
                                        in[1],
                                        new TensorOptional(),
                                        reduction.ordinal(),
                                        IGNORE_INDEX,
                                        0));
    }

    private void nll(Reduction reduction) {
        nll(reduction, "rows", Values.wave(0, 4, 3), classes(3, 4));
        nll(reduction, "without_batch", Values.wave(0, 3), classes(3));
        nll(reduction, "images", Values.wave(0, 2, 3, 2, 2), classes(3, 2, 2, 2));
        nll(reduction, "float32", Values.wave(0, 4, 3).as(ScalarType.Float), classes(3, 4));
    }

    private void nll(Reduction reduction, String variant, Values logProbabilities, Values target) {
        cases.add(name("nll", variant, reduction), "reduction", reduction.label())
                .input("logProbabilities", logProbabilities)
                .input("target", target)
                .output(
                        in ->
                                torch.nll_loss_nd(
                                        in[0],
                                        in[1],
                                        new TensorOptional(),
                                        reduction.ordinal(),
                                        IGNORE_INDEX));
    }

    private void mse(Reduction reduction) {
        mse(reduction, "matrix", Values.wave(0, 2, 3), Values.wave(1, 2, 3));
        mse(reduction, "zero_dim", Values.wave(0), Values.wave(1));
        mse(reduction, "images", Values.wave(0, 2, 2, 2, 2), Values.wave(1, 2, 2, 2, 2));
        mse(
                reduction,
                "transposed",
                Values.wave(0, 2, 3).throughTransposedView(),
                Values.wave(1, 2, 3));
        mse(
                reduction,
                "float32",
                Values.wave(0, 2, 3).as(ScalarType.Float),
                Values.wave(1, 2, 3).as(ScalarType.Float));
    }

    private void mse(Reduction reduction, String variant, Values prediction, Values target) {
        cases.add(name(mse, variant, reduction), "reduction", reduction.label())
                .input("prediction", prediction)
                .input("target", target)
                .output(in -> meanSquaredError(in, reduction));
    }

    private static Tensor meanSquaredError(Tensor[] in, Reduction reduction) {
        return torch.mse_loss(in[0], in[1], reduction.ordinal());
    }

    private static String name(String op, String variant, Reduction reduction) {
        return op + "/" + variant + "_" + reduction.label();
    }
}
