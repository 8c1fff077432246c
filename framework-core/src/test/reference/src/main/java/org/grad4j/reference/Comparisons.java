package org.grad4j.reference;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.BinaryOperator;

/** Comparisons, whose outputs are booleans and carry no gradient. */
final class Comparisons {
    private final Cases cases = new Cases("comparisons");

    static Cases cases() {
        Comparisons self = new Comparisons();
        Map<String, BinaryOperator<Tensor>> pairs = new LinkedHashMap<>();
        pairs.put("eq", Tensor::eq);
        pairs.put("ne", Tensor::ne);
        pairs.put("lt", Tensor::lt);
        pairs.put("le", Tensor::le);
        pairs.put("gt", Tensor::gt);
        pairs.put("ge", Tensor::ge);
        Map<String, BiFunction<Tensor, Scalar, Tensor>> scalars = new LinkedHashMap<>();
        scalars.put("eq", Tensor::eq);
        scalars.put("ne", Tensor::ne);
        scalars.put("lt", Tensor::lt);
        scalars.put("le", Tensor::le);
        scalars.put("gt", Tensor::gt);
        scalars.put("ge", Tensor::ge);
        pairs.forEach((op, pair) -> self.compare(op, pair, scalars.get(op)));
        return self.cases;
    }

    private void compare(
            String op, BinaryOperator<Tensor> pair, BiFunction<Tensor, Scalar, Tensor> byScalar) {
        Values a = Values.of(new long[] {2, 3}, 1, 2, 3, -1, 0, 5);
        Values b = Values.of(new long[] {2, 3}, 1, 3, 2, -1, -0.0, 5);
        Values notFinite =
                Values.of(
                        new long[] {4},
                        Double.NaN,
                        Double.POSITIVE_INFINITY,
                        Double.NEGATIVE_INFINITY,
                        1);
        pair(op + "/same_shape", pair, a, b);
        pair(op + "/transposed", pair, a, b.throughTransposedView());
        pair(op + "/broadcast_row", pair, a, Values.of(new long[] {3}, 1, 2, 3));
        pair(
                op + "/broadcast_both",
                pair,
                Values.of(new long[] {2, 1}, 1, 2),
                Values.of(new long[] {3}, 0, 1, 2));
        pair(op + "/zero_dim_right", pair, a, Values.of(new long[0], 2));
        pair(op + "/zero_dim_both", pair, Values.of(new long[0], 2), Values.of(new long[0], 2));
        pair(op + "/empty", pair, Values.of(new long[] {0, 3}), Values.of(new long[] {3}, 1, 2, 3));
        pair(op + "/not_finite", pair, notFinite, notFinite);
        pair(op + "/float32", pair, a.as(ScalarType.Float), b.as(ScalarType.Float));
        pair(
                op + "/float32_with_float64",
                pair,
                Values.of(new long[] {2}, 0.1, 0.5).as(ScalarType.Float),
                Values.of(new long[] {2}, 0.1, 0.5));
        pair(op + "/int64", pair, a.as(ScalarType.Long), b.as(ScalarType.Long));
        pair(
                op + "/int64_with_float64",
                pair,
                a.as(ScalarType.Long),
                Values.of(new long[] {3}, 1, 2.5, 3));
        pair(
                op + "/bool",
                pair,
                Values.of(new long[] {4}, 0, 0, 1, 1).as(ScalarType.Bool),
                Values.of(new long[] {4}, 0, 1, 0, 1).as(ScalarType.Bool));
        cases.add(op + "/scalar", "scalar", 2.0)
                .input("a", a)
                .output(in -> byScalar.apply(in[0], new Scalar(2.0)));
        cases.add(op + "/scalar_with_int64", "scalar", 2.5)
                .input("a", a.as(ScalarType.Long))
                .output(in -> byScalar.apply(in[0], new Scalar(2.5)));
    }

    private void pair(String name, BinaryOperator<Tensor> op, Values a, Values b) {
        cases.add(name).input("a", a).input("b", b).output(in -> op.apply(in[0], in[1]));
    }
}
