package org.grad4j.reference;

import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.T_TensorTensorTensor_T;
import org.bytedeco.pytorch.T_TensorTensor_T;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

import java.util.function.Function;

/** Running sums and products, sorting, the first k, medians and distinct elements. */
final class Orderings {
    private static final double NAN = Double.NaN;
    private static final Values CUBE = Values.wave(0, 2, 3, 4);
    private static final Values VIEW = CUBE.throughTransposedView();
    private static final Values TIES =
            Values.of(new long[] {3, 4}, 2, 5, 5, 1, 7, 0, 7, 7, -3, -3, -4, -3);
    private static final Values WITH_NAN =
            Values.of(new long[] {2, 4}, 1, NAN, 3, -NAN, 4, 6, Double.POSITIVE_INFINITY, 5);
    private static final Values WITH_ZEROS =
            Values.of(new long[] {4, 3}, 2, 0, -3, 0, 5, 0, 1, 2, 3, 0, 0, 0);

    private final Cases cases = new Cases("running sums and sorting");

    private interface AlongDim {
        Tensor apply(Tensor a, long dim);
    }

    static Cases cases() {
        Orderings self = new Orderings();
        self.running("cumsum", Tensor::cumsum);
        self.running("cumprod", Tensor::cumprod);
        self.sort();
        self.topk();
        self.median();
        self.unique();
        return self.cases;
    }

    private void running(String op, AlongDim f) {
        running(op, "first_dim", CUBE, 0, f);
        running(op, "middle_dim", CUBE, 1, f);
        running(op, "negative_dim", CUBE, -1, f);
        running(op, "transposed_dim", VIEW, 1, f);
        running(op, "with_zeros", WITH_ZEROS, 1, f);
        running(op, "with_zeros_down", WITH_ZEROS, 0, f);
        running(op, "one_element", Values.wave(0, 1), 0, f);
        running(op, "zero_dim", Values.wave(0), 0, f);
        running(op, "empty_dim", Values.wave(0, 2, 0), 1, f);
        running(op, "beside_an_empty_dim", Values.wave(0, 2, 0), 0, f);
        running(op, "float32", CUBE.as(ScalarType.Float), 1, f);
        running(op, "int32", TIES.as(ScalarType.Int), 1, f);
        running(op, "uint8", Values.of(new long[] {3}, 200, 100, 3).as(ScalarType.Byte), 0, f);
        running(op, "bool", Values.of(new long[] {3}, 1, 1, 0).as(ScalarType.Bool), 0, f);
    }

    private void running(String op, String variant, Values a, long dim, AlongDim f) {
        cases.add(op + "/" + variant, "dim", dim).input("a", a).output(in -> f.apply(in[0], dim));
    }

    private void sort() {
        for (boolean descending : new boolean[] {false, true}) {
            String way = descending ? "_descending" : "";
            sort("first_dim" + way, CUBE, 0, descending);
            sort("negative_dim" + way, CUBE, -1, descending);
            sort("transposed_dim" + way, VIEW, 1, descending);
            sort("tied" + way, TIES, 1, descending);
            sort("with_nan" + way, WITH_NAN, 1, descending);
            sort(
                    "signed_zeros" + way,
                    Values.of(new long[] {4}, 0.0, -0.0, 0.0, -1),
                    0,
                    descending);
            sort("zero_dim" + way, Values.wave(0), 0, descending);
            sort("empty_dim" + way, Values.wave(0, 2, 0), 1, descending);
            sort("float32" + way, Values.wave(0, 3, 20).as(ScalarType.Float), 1, descending);
            sort("int64" + way, TIES.as(ScalarType.Long), 0, descending);
            sort("bool" + way, WITH_ZEROS.as(ScalarType.Bool), 0, descending);
        }
    }

    private void sort(String variant, Values a, long dim, boolean descending) {
        both(
                cases.add("sort/" + variant, "dim", dim, "descending", descending).input("a", a),
                x -> x.sort(new BoolOptional(true), dim, descending));
        cases.add("argsort/" + variant, "dim", dim, "descending", descending)
                .input("a", a)
                .output(in -> in[0].argsort(true, dim, descending));
    }

    private static void both(Cases.Case one, Function<Tensor, T_TensorTensor_T> f) {
        one.outputs(
                new String[] {"values", "indices"},
                in -> {
                    T_TensorTensor_T both = f.apply(in[0]);
                    return new Tensor[] {both.get0(), both.get1()};
                });
    }

    private void topk() {
        topk("two_largest", CUBE, 2, -1, true);
        topk("two_smallest", CUBE, 2, 1, false);
        topk("all", CUBE, 3, 1, true);
        topk("none", CUBE, 0, 1, true);
        topk("transposed_dim", VIEW, 2, 1, true);
        topk("float32", CUBE.as(ScalarType.Float), 3, 2, false);
        topk("int64", Values.of(new long[] {4}, 3, -1, 9, 2).as(ScalarType.Long), 2, 0, true);
        topk("with_nan", Values.of(new long[] {4}, 3, NAN, 9, 2), 2, 0, true);
        topk("smallest_with_nan", Values.of(new long[] {4}, 3, NAN, 9, 2), 4, 0, false);
        topk("zero_dim", Values.wave(0), 1, 0, true);
    }

    private void topk(String variant, Values a, long k, long dim, boolean largest) {
        both(
                cases.add("topk/" + variant, "k", k, "dim", dim, "largest", largest).input("a", a),
                x -> x.topk(k, dim, largest, true));
    }

    private void median() {
        medianOfAll("all_odd", Values.wave(0, 3, 3));
        medianOfAll("all_even", Values.wave(0, 2, 4));
        medianOfAll("all_tied", Values.of(new long[] {5}, 2, 3, 1, 2, 2));
        medianOfAll("all_with_nan", WITH_NAN);
        medianOfAll("all_of_zero_dim", Values.wave(0));
        medianOfAll("all_of_nothing", Values.wave(0, 0));
        medianOfAll("all_float32", Values.wave(0, 3, 3).as(ScalarType.Float));
        medianOfAll("all_int64", Values.of(new long[] {4}, 9, 1, 5, 2).as(ScalarType.Long));
        median("odd_dim", CUBE, 1, false);
        median("even_dim", CUBE, 2, false);
        median("negative_dim_kept", CUBE, -1, true);
        median("transposed_dim", VIEW, 1, false);
        median("with_nan", Values.of(new long[] {2, 3}, 1, NAN, 3, 4, 6, 5), 1, false);
        median("zero_dim_dim", Values.wave(0), 0, false);
        median("beside_an_empty_dim", Values.wave(0, 2, 0), 0, false);
        median("int32", Values.of(new long[] {1, 4}, 9, 1, 5, 2).as(ScalarType.Int), 1, false);
    }

    private void medianOfAll(String variant, Values a) {
        cases.add("median/" + variant).input("a", a).output(in -> in[0].median());
    }

    private void median(String variant, Values a, long dim, boolean keepDim) {
        both(
                cases.add("median/" + variant, "dim", dim, "keepDim", keepDim).input("a", a),
                x -> x.median(dim, keepDim));
    }

    private void unique() {
        unique("ties", TIES);
        unique("transposed", TIES.throughTransposedView());
        unique("zero_dim", Values.wave(0));
        unique("empty", Values.wave(0, 0));
        unique("signed_zeros", Values.of(new long[] {4}, 0.0, -0.0, 1, -1));
        unique("float32", TIES.as(ScalarType.Float));
        unique("int64", TIES.as(ScalarType.Long));
        unique("bool", WITH_ZEROS.as(ScalarType.Bool));
    }

    private void unique(String variant, Values a) {
        cases.add("unique/" + variant)
                .input("a", a)
                .outputs(
                        new String[] {"values", "inverse", "counts"},
                        in -> {
                            Tensor flat = in[0].detach().reshape(-1);
                            T_TensorTensorTensor_T all =
                                    torch.unique_dim(flat, 0, true, true, true);
                            return new Tensor[] {
                                all.get0(), all.get1().reshape(a.shape()), all.get2()
                            };
                        });
    }
}
