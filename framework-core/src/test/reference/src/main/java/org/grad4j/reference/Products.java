package org.grad4j.reference;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

import java.util.LinkedHashMap;
import java.util.Map;

/** Matrix products and the affine map. */
final class Products {
    private final Cases cases = new Cases("matrix products");

    static Cases cases() {
        Products self = new Products();
        self.matmul();
        self.linear();
        return self.cases;
    }

    private void matmul() {
        Map<String, long[][]> shapes = new LinkedHashMap<>();
        shapes.put("vector_vector", new long[][] {{3}, {3}});
        shapes.put("matrix_vector", new long[][] {{2, 3}, {3}});
        shapes.put("vector_matrix", new long[][] {{3}, {3, 4}});
        shapes.put("matrix_matrix", new long[][] {{2, 3}, {3, 4}});
        shapes.put("batched_3d", new long[][] {{2, 3, 4}, {2, 4, 2}});
        shapes.put("batched_4d", new long[][] {{2, 2, 3, 2}, {2, 2, 2, 4}});
        shapes.put("broadcast_batch", new long[][] {{2, 1, 3, 2}, {1, 3, 2, 2}});
        shapes.put("broadcast_batch_rank", new long[][] {{2, 3, 2, 2}, {3, 2, 3}});
        shapes.put("broadcast_batch_of_one", new long[][] {{1, 3, 2}, {4, 2, 2}});
        shapes.put("batch_by_matrix", new long[][] {{2, 3, 4}, {4, 2}});
        shapes.put("matrix_by_batch", new long[][] {{3, 4}, {2, 4, 2}});
        shapes.put("batch_by_vector", new long[][] {{2, 3, 4}, {4}});
        shapes.put("vector_by_batch", new long[][] {{4}, {2, 4, 3}});
        shapes.put("size_one", new long[][] {{1, 1}, {1, 1}});
        shapes.put("size_one_vectors", new long[][] {{1}, {1}});
        shapes.put("inner_size_one", new long[][] {{3, 1}, {1, 2}});
        shapes.put("inner_empty", new long[][] {{2, 0}, {0, 3}});
        shapes.put("inner_empty_vectors", new long[][] {{0}, {0}});
        shapes.put("outer_empty", new long[][] {{0, 3}, {3, 2}});
        shapes.put("batch_empty", new long[][] {{0, 2, 3}, {0, 3, 2}});
        shapes.forEach(
                (name, pair) -> multiply(name, Values.wave(0, pair[0]), Values.wave(1, pair[1])));
        Values a = Values.wave(0, 2, 3);
        Values b = Values.wave(1, 3, 4);
        multiply("transposed_left", a.throughTransposedView(), b);
        multiply("transposed_right", a, b.throughTransposedView());
        multiply("transposed_both", a.throughTransposedView(), b.throughTransposedView());
        multiply(
                "transposed_batches",
                Values.wave(0, 2, 3, 4).throughTransposedView(),
                Values.wave(1, 2, 4, 2).throughTransposedView());
        multiply("transposed_matrix_vector", a.throughTransposedView(), Values.wave(1, 3));
        multiply("float32", a.as(ScalarType.Float), b.as(ScalarType.Float));
        multiply(
                "batched_float32",
                Values.wave(0, 2, 3, 4).as(ScalarType.Float),
                Values.wave(1, 2, 4, 2).as(ScalarType.Float));
        cases.add("matmul/same_tensor_twice").input("a", 3, 3).output(in -> in[0].matmul(in[0]));
    }

    private void multiply(String name, Values a, Values b) {
        cases.add("matmul/" + name).input("a", a).input("b", b).output(in -> in[0].matmul(in[1]));
    }

    private void linear() {
        linear("with_bias", Values.wave(0, 4, 3), Values.wave(1, 2, 3), Values.wave(2, 2));
        linear("without_bias", Values.wave(0, 4, 3), Values.wave(1, 2, 3), null);
        linear("one_row", Values.wave(0, 3), Values.wave(1, 2, 3), Values.wave(2, 2));
        linear("one_row_without_bias", Values.wave(0, 3), Values.wave(1, 2, 3), null);
        linear("three_dims", Values.wave(0, 2, 2, 3), Values.wave(1, 4, 3), Values.wave(2, 4));
        linear("size_one", Values.wave(0, 1, 1), Values.wave(1, 1, 1), Values.wave(2, 1));
        linear("empty_batch", Values.wave(0, 0, 3), Values.wave(1, 2, 3), Values.wave(2, 2));
        linear(
                "transposed_input",
                Values.wave(0, 4, 3).throughTransposedView(),
                Values.wave(1, 2, 3),
                Values.wave(2, 2));
        linear(
                "float32",
                Values.wave(0, 4, 3).as(ScalarType.Float),
                Values.wave(1, 2, 3).as(ScalarType.Float),
                Values.wave(2, 2).as(ScalarType.Float));
    }

    private void linear(String name, Values x, Values weight, Values bias) {
        linear(cases, "linear/" + name, x, weight, bias);
    }

    static void linear(Cases cases, String name, Values x, Values weight, Values bias) {
        Cases.Case one = cases.add(name).input("x", x).input("weight", weight);
        if (bias != null) {
            one.input("bias", bias);
        }
        one.output(in -> torch.linear(in[0], in[1], bias(in)));
    }

    /** The third input where there is one. */
    static TensorOptional bias(Tensor[] in) {
        return in.length > 2 ? new TensorOptional(in[2]) : new TensorOptional();
    }
}
