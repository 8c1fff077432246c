package org.grad4j.reference;

import org.bytedeco.pytorch.global.torch.ScalarType;

/** The softmax and its logarithm. */
final class Softmaxes {
    private static final double INFINITY = Double.POSITIVE_INFINITY;

    private final Cases cases = new Cases("softmax and its logarithm");

    static Cases cases() {
        Softmaxes self = new Softmaxes();
        self.variants("softmax");
        self.variants("logSoftmax");
        return self.cases;
    }

    private void variants(String op) {
        Values matrix = Values.wave(0, 3, 4);
        Values cube = Values.wave(0, 2, 3, 4);
        along(op, "last_dim", matrix, 1);
        along(op, "first_dim", matrix, 0);
        along(op, "negative_dim", matrix, -1);
        along(op, "middle_dim", cube, 1);
        along(op, "middle_dim_of_images", Values.wave(0, 2, 3, 2, 2), 1);
        along(op, "vector", Values.wave(0, 5), 0);
        along(op, "zero_dim", Values.wave(0), 0);
        along(op, "size_one_dim", Values.wave(0, 3, 1), 1);
        along(op, "empty_batch", Values.wave(0, 0, 3), 1);
        along(op, "empty_dim", Values.wave(0, 3, 0), 1);
        along(op, "transposed", cube.throughTransposedView(), 1);
        along(op, "transposed_last_dim", matrix.throughTransposedView(), -1);
        along(op, "equal_logits", Values.of(new long[] {2, 2}, 3, 3, 3, 3), 1);
        along(
                op,
                "wide_logits",
                Values.of(new long[] {3, 3}, 1000, 0, -1000, -1000, -1000.5, -999, 1000, 999, 1000),
                1);
        along(
                op,
                "wide_logits_first_dim",
                Values.of(new long[] {3, 2}, 1000, -1000, 0, -999, -1000, 1000),
                0);
        along(
                op,
                "masked_logits",
                Values.of(new long[] {2, 3}, -INFINITY, 1, 2, 0.5, -INFINITY, -INFINITY),
                1);
        along(
                op,
                "not_a_number",
                Values.of(new long[] {3, 2}, -INFINITY, -INFINITY, INFINITY, 1, Double.NaN, 1),
                1);
        along(op, "float32", matrix.as(ScalarType.Float), 1);
        along(
                op,
                "wide_logits_float32",
                Values.of(new long[] {2, 3}, 1000, 0, -1000, -1000, -1000.5, -999)
                        .as(ScalarType.Float),
                1);
    }

    private void along(String op, String variant, Values a, long dim) {
        cases.add(op + "/" + variant, "dim", dim)
                .input("a", a)
                .output(in -> op.equals("softmax") ? in[0].softmax(dim) : in[0].log_softmax(dim));
    }
}
