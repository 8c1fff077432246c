package org.grad4j.reference;

import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.T_TensorTensor_T;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Sums, means, largest elements and norms. */
final class Reductions {
    private static final Values TIES =
            Values.of(new long[] {3, 4}, 2, 5, 5, 1, 7, 0, 7, 7, -3, -3, -4, -3);
    private static final Values WITH_NAN = Values.of(new long[] {2, 3}, 1, Double.NaN, 3, 4, 6, 5);

    private final Cases cases = new Cases("reductions");

    static Cases cases() {
        Reductions self = new Reductions();
        self.sumsAndMeans("sum");
        self.sumsAndMeans("mean");
        self.integerSums();
        self.max();
        self.argmax();
        self.norm();
        self.truth();
        return self.cases;
    }

    private void sumsAndMeans(String op) {
        over(op, "all", Values.wave(0, 2, 3));
        over(op, "all_of_a_vector", Values.wave(0, 5));
        over(op, "all_of_zero_dim", Values.wave(0));
        over(op, "all_of_size_one", Values.wave(0, 1, 1));
        over(op, "all_of_nothing", Values.wave(0, 0, 3));
        over(op, "all_transposed", Values.wave(0, 2, 3).throughTransposedView());
        over(op, "all_float32", Values.wave(0, 4, 5).as(ScalarType.Float));
        Values cube = Values.wave(0, 2, 3, 4);
        Values view = cube.throughTransposedView();
        over(op, "first_dim", cube, false, 0);
        over(op, "middle_dim", cube, false, 1);
        over(op, "last_dim", cube, false, 2);
        over(op, "negative_dim", cube, false, -1);
        over(op, "middle_dim_kept", cube, true, 1);
        over(op, "negative_dim_kept", cube, true, -2);
        over(op, "two_dims", cube, false, 0, 2);
        over(op, "two_dims_kept", cube, true, 0, -1);
        over(op, "all_dims", cube, false, 0, 1, 2);
        over(op, "all_dims_kept", cube, true, 0, 1, 2);
        over(op, "transposed_dim", view, false, 1);
        over(op, "transposed_two_dims_kept", view, true, 1, 2);
        over(op, "size_one_dim", Values.wave(0, 2, 1, 3), false, 1);
        over(op, "empty_dim", Values.wave(0, 2, 0), false, 1);
        over(op, "beside_an_empty_dim", Values.wave(0, 2, 0), false, 0);
        over(op, "zero_dim_dim", Values.wave(0), false, 0);
        over(op, "float32_dim", cube.as(ScalarType.Float), false, -1);
    }

    private void over(String op, String variant, Values a) {
        cases.add(op + "/" + variant)
                .input("a", a)
                .output(in -> op.equals("sum") ? in[0].sum() : in[0].mean());
    }

    private void over(String op, String variant, Values a, boolean keepDim, long... dims) {
        ScalarTypeOptional same = new ScalarTypeOptional();
        cases.add(op + "/" + variant, "dims", dims, "keepDim", keepDim)
                .input("a", a)
                .output(
                        in ->
                                op.equals("sum")
                                        ? in[0].sum(dims, keepDim, same)
                                        : in[0].mean(dims, keepDim, same));
    }

    private void integerSums() {
        Values integers = Values.of(new long[] {2, 3}, 1, 2, 3, 100, 100, 100);
        over("sum", "all_int64", integers.as(ScalarType.Long));
        over("sum", "all_int32", integers.as(ScalarType.Int));
        over("sum", "all_uint8_beyond_its_range", integers.as(ScalarType.Byte));
        over("sum", "all_bool", Values.of(new long[] {4}, 1, 0, 1, 1).as(ScalarType.Bool));
        over("sum", "dim_int32", integers.as(ScalarType.Int), false, 1);
    }

    private void max() {
        maxOfAll("all", Values.wave(0, 2, 3));
        maxOfAll("all_of_zero_dim", Values.wave(0));
        maxOfAll("all_of_size_one", Values.wave(0, 1, 1));
        maxOfAll("all_transposed", Values.wave(0, 3, 4).throughTransposedView());
        maxOfAll("all_tied", TIES);
        maxOfAll("all_equal", Values.of(new long[] {2, 2}, 1, 1, 1, 1));
        maxOfAll("all_with_nan", WITH_NAN);
        maxOfAll(
                "all_infinite",
                Values.of(new long[] {2}, Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY));
        maxOfAll("all_float32", Values.wave(0, 2, 3).as(ScalarType.Float));
        maxOfAll("all_int64", Values.of(new long[] {3}, -4, 9, 2).as(ScalarType.Long));
        Values cube = Values.wave(0, 2, 3, 4);
        maxOver("first_dim", cube, 0, false);
        maxOver("middle_dim", cube, 1, false);
        maxOver("last_dim", cube, 2, false);
        maxOver("negative_dim", cube, -1, false);
        maxOver("dim_kept", cube, 1, true);
        maxOver("transposed_dim", cube.throughTransposedView(), -1, false);
        maxOver("tied_dim", TIES, 1, false);
        maxOver("dim_with_nan", WITH_NAN, 1, false);
        maxOver("size_one_dim", Values.wave(0, 2, 1, 3), 1, false);
        maxOver("beside_an_empty_dim", Values.wave(0, 2, 0), 0, false);
        maxOver("zero_dim_dim", Values.wave(0), 0, false);
        maxOver("float32_dim", cube.as(ScalarType.Float), 1, true);
        maxOver("int32_dim", TIES.as(ScalarType.Int), 0, false);
    }

    private void maxOfAll(String variant, Values a) {
        cases.add("max/" + variant).input("a", a).output(in -> in[0].max());
    }

    private void maxOver(String variant, Values a, long dim, boolean keepDim) {
        cases.add("max/" + variant, "dim", dim, "keepDim", keepDim)
                .input("a", a)
                .outputs(
                        new String[] {"values", "indices"},
                        in -> {
                            T_TensorTensor_T both = in[0].max(dim, keepDim);
                            return new Tensor[] {both.get0(), both.get1()};
                        });
    }

    private void argmax() {
        Values cube = Values.wave(0, 2, 3, 4);
        argmaxOfAll("all", Values.wave(0, 2, 3));
        argmaxOfAll("all_of_zero_dim", Values.wave(0));
        argmaxOfAll("all_transposed", Values.wave(0, 3, 4).throughTransposedView());
        argmaxOfAll("all_tied", TIES);
        argmaxOfAll("all_with_nan", WITH_NAN);
        argmaxOfAll("all_float32", cube.as(ScalarType.Float));
        argmaxOfAll("all_int64", TIES.as(ScalarType.Long));
        argmaxOver("first_dim", cube, 0, false);
        argmaxOver("middle_dim", cube, 1, false);
        argmaxOver("last_dim", cube, 2, false);
        argmaxOver("negative_dim", cube, -2, false);
        argmaxOver("dim_kept", cube, 2, true);
        argmaxOver("transposed_dim", cube.throughTransposedView(), 1, false);
        argmaxOver("tied_dim", TIES, 1, false);
        argmaxOver("dim_with_nan", WITH_NAN, 1, false);
        argmaxOver("size_one_dim", Values.wave(0, 2, 1), 1, false);
        argmaxOver("float32_dim", cube.as(ScalarType.Float), -1, false);
    }

    private void argmaxOfAll(String variant, Values a) {
        cases.add("argmax/" + variant).input("a", a).output(in -> in[0].argmax());
    }

    private void argmaxOver(String variant, Values a, long dim, boolean keepDim) {
        cases.add("argmax/" + variant, "dim", dim, "keepDim", keepDim)
                .input("a", a)
                .output(in -> in[0].argmax(new LongOptional(dim), keepDim));
    }

    private void norm() {
        norm("matrix", Values.wave(0, 2, 3));
        norm("three_four_five", Values.of(new long[] {2}, 3, -4));
        norm("transposed", Values.wave(0, 2, 3, 4).throughTransposedView());
        norm("zero_dim", Values.of(new long[0], -1.5));
        norm("zeros", Values.of(new long[] {3}, 0, 0, 0));
        norm("nothing", Values.wave(0, 0, 3));
        norm("float32", Values.wave(0, 4, 5).as(ScalarType.Float));
        norm("float32_y_of_the_tutorial", tutorialVector());
        Values cube = Values.wave(0, 2, 3, 4);
        norm("first_dim", cube, false, 0);
        norm("negative_dim_kept", cube, true, -1);
        norm("two_dims", cube, false, 0, 2);
        norm("all_dims", cube, false, 0, 1, 2);
        norm("transposed_dim", cube.throughTransposedView(), false, 1);
        norm("row_of_zeros", Values.of(new long[] {2, 2}, 0, 0, 3, 4), false, 1);
        norm("empty_dim", Values.wave(0, 2, 0), false, 1);
    }

    private void norm(String variant, Values a, boolean keepDim, long... dims) {
        cases.add("norm/" + variant, "dims", dims, "keepDim", keepDim)
                .input("a", a)
                .output(in -> in[0].norm(new ScalarOptional(new Scalar(2)), dims, keepDim));
    }

    private void truth() {
        truth("mixed", Values.of(new long[] {2, 2}, 0, 1, -2, 0.5));
        truth("zeros", Values.of(new long[] {2}, 0, -0.0));
        truth("ones", Values.of(new long[] {2}, 1, 1));
        truth("not_a_number", Values.of(new long[] {2}, Double.NaN, 0));
        truth("empty", Values.of(new long[] {0, 3}));
        truth("zero_dim", Values.of(new long[0], 3));
        truth("transposed", Values.wave(0, 2, 3).throughTransposedView());
        truth("int32", Values.of(new long[] {3}, 0, 4, 0).as(ScalarType.Int));
        truth("bool", Values.of(new long[] {2}, 1, 0).as(ScalarType.Bool));
    }

    private void truth(String variant, Values a) {
        cases.add("all/" + variant).input("a", a).output(in -> in[0].all());
        cases.add("any/" + variant).input("a", a).output(in -> in[0].any());
    }

    private static Values tutorialVector() {
        return Values.of(new long[] {3}, -498.3744, -1358.6482, 331.9124).as(ScalarType.Float);
    }

    private void norm(String variant, Values a) {
        cases.add("norm/" + variant).input("a", a).output(in -> in[0].norm());
    }
}
