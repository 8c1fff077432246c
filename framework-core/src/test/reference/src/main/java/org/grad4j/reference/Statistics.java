package org.grad4j.reference;

import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.T_TensorTensor_T;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

import java.util.Arrays;

/** Products, smallest elements, variances, norms, log-sum-exp and counts. */
final class Statistics {
    private static final double NAN = Double.NaN;
    private static final double INFINITY = Double.POSITIVE_INFINITY;
    private static final Values CUBE = Values.wave(0, 2, 3, 4);
    private static final Values VIEW = CUBE.throughTransposedView();
    private static final Values TIES =
            Values.of(new long[] {3, 4}, 2, 5, 5, 1, 7, 0, 7, 7, -3, -3, -4, -3);
    private static final Values WITH_NAN = Values.of(new long[] {2, 3}, 1, NAN, 3, 4, 6, 5);
    private static final Values WITH_ZEROS =
            Values.of(new long[] {4, 3}, 2, 0, -3, 0, 5, 0, 1, 2, 3, 0, 0, 0);
    private static final Values WHOLE = Values.of(new long[] {2, 3}, 1, 2, 3, 100, 0, 100);

    private final Cases cases = new Cases("products, extremes, variances and norms");

    private interface OverDims {
        Tensor apply(Tensor a, long[] dims, boolean keepDim);
    }

    static Cases cases() {
        Statistics self = new Statistics();
        self.prod();
        self.min();
        self.argmin();
        self.extremes("amax", Tensor::amax);
        self.extremes("amin", Tensor::amin);
        self.variances("var", (a, dims, n, keep) -> a.var(dims, number(n), keep));
        self.variances("std", (a, dims, n, keep) -> a.std(dims, number(n), keep));
        self.varMean();
        self.norms();
        self.logsumexp();
        self.truth();
        self.counts();
        return self.cases;
    }

    private static ScalarOptional number(double value) {
        return new ScalarOptional(new Scalar(value));
    }

    private void over(String name, Values a, boolean keepDim, OverDims op, long... dims) {
        cases.add(name, "dims", dims, "keepDim", keepDim)
                .input("a", a)
                .output(in -> op.apply(in[0], dims, keepDim));
    }

    private void prod() {
        prod("all", Values.wave(0, 2, 3));
        prod("all_of_zero_dim", Values.wave(0));
        prod("all_of_nothing", Values.wave(0, 0, 3));
        prod("all_transposed", Values.wave(0, 2, 3).throughTransposedView());
        prod("all_with_one_zero", Values.of(new long[] {2, 2}, 2, 0, -3, 4));
        prod("all_with_two_zeros", Values.of(new long[] {2, 2}, 0, 0, -3, 4));
        // Its gradient is NaN at a NaN too, where the product of the others is a number.
        cases.add("prod/all_with_nan").input("a", WITH_NAN).output(in -> in[0].detach().prod());
        prod("all_float32", Values.wave(0, 4, 5).as(ScalarType.Float));
        prod("all_int64", WHOLE.as(ScalarType.Long));
        prod("all_int32", Values.of(new long[] {3}, 1000, 1000, -5000).as(ScalarType.Int));
        prod("all_uint8_beyond_its_range", Values.of(new long[] {2}, 100, 9).as(ScalarType.Byte));
        prod("all_bool", Values.of(new long[] {3}, 1, 0, 1).as(ScalarType.Bool));
        prod("first_dim", CUBE, false, 0);
        prod("middle_dim", CUBE, false, 1);
        prod("negative_dim_kept", CUBE, true, -1);
        prod("transposed_dim", VIEW, false, 1);
        prod("dim_with_zeros", WITH_ZEROS, false, 1);
        prod("first_dim_with_zeros", WITH_ZEROS, false, 0);
        prod("empty_dim", Values.wave(0, 2, 0), false, 1);
        prod("zero_dim_dim", Values.wave(0), false, 0);
        prod("float32_dim", CUBE.as(ScalarType.Float), false, 1);
        prod("int32_dim", WHOLE.as(ScalarType.Int), false, 1);
    }

    private void prod(String variant, Values a) {
        cases.add("prod/" + variant).input("a", a).output(in -> in[0].prod());
    }

    private void prod(String variant, Values a, boolean keepDim, long dim) {
        over(
                "prod/" + variant,
                a,
                keepDim,
                (x, dims, keep) -> x.prod(dims[0], keep, new ScalarTypeOptional()),
                dim);
    }

    private void min() {
        minOfAll("all", Values.wave(0, 2, 3));
        minOfAll("all_of_zero_dim", Values.wave(0));
        minOfAll("all_tied", Values.of(new long[] {4}, 2, -1, -1, 5));
        minOfAll("all_with_nan", WITH_NAN);
        minOfAll("all_infinite", Values.of(new long[] {2}, INFINITY, INFINITY));
        minOfAll("all_float32", Values.wave(0, 2, 3).as(ScalarType.Float));
        minOfAll("all_int64", Values.of(new long[] {3}, 4, -9, 2).as(ScalarType.Long));
        minOfAll("all_uint8", Values.of(new long[] {3}, 4, 200, 2).as(ScalarType.Byte));
        minOfAll("all_bool", Values.of(new long[] {2}, 1, 0).as(ScalarType.Bool));
        minOver("first_dim", CUBE, 0, false);
        minOver("middle_dim", CUBE, 1, false);
        minOver("negative_dim_kept", CUBE, -1, true);
        minOver("transposed_dim", VIEW, -1, false);
        minOver("tied_dim", TIES, 1, false);
        minOver("dim_with_nan", WITH_NAN, 1, false);
        minOver("beside_an_empty_dim", Values.wave(0, 2, 0), 0, false);
        minOver("zero_dim_dim", Values.wave(0), 0, false);
        minOver("float32_dim", CUBE.as(ScalarType.Float), 1, true);
        minOver("int32_dim", TIES.as(ScalarType.Int), 0, false);
    }

    private void minOfAll(String variant, Values a) {
        cases.add("min/" + variant).input("a", a).output(in -> in[0].min());
    }

    private void minOver(String variant, Values a, long dim, boolean keepDim) {
        cases.add("min/" + variant, "dim", dim, "keepDim", keepDim)
                .input("a", a)
                .outputs(
                        new String[] {"values", "indices"},
                        in -> {
                            T_TensorTensor_T both = in[0].min(dim, keepDim);
                            return new Tensor[] {both.get0(), both.get1()};
                        });
    }

    private void argmin() {
        argmin("all", Values.wave(0, 2, 3), new LongOptional(), false);
        argmin("all_tied", TIES, new LongOptional(), false);
        argmin("all_with_nan", WITH_NAN, new LongOptional(), false);
        argmin("all_int64", TIES.as(ScalarType.Long), new LongOptional(), false);
        argmin("first_dim", CUBE, new LongOptional(0), false);
        argmin("negative_dim_kept", CUBE, new LongOptional(-2), true);
        argmin("transposed_dim", VIEW, new LongOptional(1), false);
        argmin("tied_dim", TIES, new LongOptional(1), false);
        argmin("dim_with_nan", WITH_NAN, new LongOptional(1), false);
    }

    private void argmin(String variant, Values a, LongOptional dim, boolean keepDim) {
        String name = "argmin/" + variant;
        (dim.has_value() ? cases.add(name, "dim", dim.get(), "keepDim", keepDim) : cases.add(name))
                .input("a", a)
                .output(in -> in[0].argmin(dim, keepDim));
    }

    private void extremes(String op, OverDims f) {
        over(op + "/all", Values.wave(0, 2, 3), false, f);
        over(op + "/all_of_zero_dim", Values.wave(0), false, f);
        over(op + "/all_tied", TIES, false, f);
        over(op + "/all_kept", CUBE, true, f);
        over(op + "/first_dim", CUBE, false, f, 0);
        over(op + "/two_dims", CUBE, false, f, 0, 2);
        over(op + "/two_dims_kept", CUBE, true, f, -1, 1);
        over(op + "/transposed_dim", VIEW, false, f, 1);
        over(op + "/tied_dim", TIES, false, f, 1);
        over(op + "/tied_first_dim", TIES, true, f, 0);
        over(op + "/dim_with_nan", WITH_NAN, false, f, 1);
        over(op + "/beside_an_empty_dim", Values.wave(0, 2, 0), false, f, 0);
        over(op + "/float32_dim", CUBE.as(ScalarType.Float), false, f, 1);
        over(op + "/int32_dim", TIES.as(ScalarType.Int), false, f, 0);
        over(op + "/uint8", WHOLE.as(ScalarType.Byte), false, f, 1);
        over(
                op + "/bool",
                Values.of(new long[] {2, 2}, 1, 0, 1, 1).as(ScalarType.Bool),
                false,
                f,
                1);
    }

    private interface WithCorrection {
        Tensor apply(Tensor a, long[] dims, double correction, boolean keepDim);
    }

    private void variances(String op, WithCorrection f) {
        variance(op, "all", Values.wave(0, 2, 3), f, 1, false);
        variance(op, "all_of_population", Values.wave(0, 2, 3), f, 0, false);
        variance(op, "half_a_correction", Values.wave(0, 2, 3), f, 0.5, true);
        variance(op, "all_kept", CUBE, f, 1, true);
        variance(op, "first_dim", CUBE, f, 1, false, 0);
        variance(op, "two_dims", CUBE, f, 1, false, 0, 2);
        variance(op, "negative_dim_kept", CUBE, f, 0, true, -1);
        variance(op, "transposed_dim", VIEW, f, 1, false, 1);
        variance(op, "equal_row", Values.of(new long[] {2, 3}, 4, 4, 4, 1, 2, 4), f, 1, false, 1);
        variance(
                op,
                "far_from_zero",
                Values.of(new long[] {3}, 1e8, 1e8 + 1, 1e8 + 2),
                f,
                1,
                false,
                0);
        variance(op, "population_of_one", Values.wave(0, 2, 1), f, 0, false, 1);
        variance(op, "with_nan", WITH_NAN, f, 1, false, 1);
        variance(op, "beside_an_empty_dim", Values.wave(0, 2, 0), f, 1, false, 0);
        variance(op, "float32", CUBE.as(ScalarType.Float), f, 1, false, 1);
        Values one = Values.of(new long[] {1}, 3);
        cases.add(op + "/too_few", "dims", new long[] {0}, "keepDim", false, "correction", 1.0)
                .input("a", one)
                .output(in -> f.apply(in[0].detach(), new long[] {0}, 1, false));
    }

    private void variance(
            String op,
            String variant,
            Values a,
            WithCorrection f,
            double correction,
            boolean keepDim,
            long... dims) {
        cases.add(op + "/" + variant, "dims", dims, "keepDim", keepDim, "correction", correction)
                .input("a", a)
                .output(
                        in -> {
                            long[] all = new long[a.shape().length];
                            Arrays.setAll(all, d -> d);
                            return f.apply(
                                    in[0], dims.length == 0 ? all : dims, correction, keepDim);
                        });
    }

    private void varMean() {
        cases.add("varMean/two_dims", "dims", new long[] {0, 2}, "correction", 1.0, "keepDim", true)
                .input("a", CUBE)
                .outputs(
                        new String[] {"var", "mean"},
                        in -> {
                            T_TensorTensor_T both =
                                    torch.var_mean(in[0], new long[] {0, 2}, number(1), true);
                            return new Tensor[] {both.get0(), both.get1()};
                        });
    }

    private void norms() {
        Values zeros = Values.of(new long[] {2, 3}, 0, -2, 0, 0, 0, 0);
        for (double p : new double[] {0, 0.5, 1, 1.5, 2, 3, INFINITY, -INFINITY}) {
            norm("p_" + p + "_all", Values.wave(0, 2, 3), p, false);
            norm("p_" + p + "_dim", CUBE, p, false, 1);
            norm("p_" + p + "_with_zeros", zeros, p, true, 1);
            norm("p_" + p + "_with_nan", WITH_NAN, p, false, 1);
        }
        norm("p_-1_all", Values.positive(0, 2, 3), -1, false);
        norm("p_infinite_tied", TIES, INFINITY, false, 1);
        norm("p_1_two_dims", CUBE, 1, true, 0, 2);
        norm("p_3_transposed", VIEW, 3, false, 1);
        norm("p_1_float32", CUBE.as(ScalarType.Float), 1, false, 1);
        norm("p_3_float32", CUBE.as(ScalarType.Float), 3, false, 1);
        norm("p_1_nothing", Values.wave(0, 2, 0), 1, false, 1);
        norm("p_infinite_beside_an_empty_dim", Values.wave(0, 2, 0), INFINITY, false, 0);
    }

    private void norm(String variant, Values a, double p, boolean keepDim, long... dims) {
        cases.add("norm/" + variant, "p", p, "dims", dims, "keepDim", keepDim)
                .input("a", a)
                .output(
                        in ->
                                torch.linalg_vector_norm(
                                        p == 0 ? in[0].detach() : in[0], // no gradient, not even 0
                                        new Scalar(p),
                                        dims.length == 0 ? null : dims,
                                        keepDim,
                                        new ScalarTypeOptional()));
    }

    private void logsumexp() {
        OverDims f = Tensor::logsumexp;
        over("logsumexp/first_dim", CUBE, false, f, 0);
        over("logsumexp/two_dims_kept", CUBE, true, f, 0, -1);
        over("logsumexp/transposed_dim", VIEW, false, f, 1);
        over(
                "logsumexp/large",
                Values.of(new long[] {2, 2}, 1000, 1001, -1000, -1e30),
                false,
                f,
                1);
        over(
                "logsumexp/infinite",
                Values.of(new long[] {2, 2}, INFINITY, 1, -INFINITY, 3),
                false,
                f,
                1);
        over("logsumexp/with_nan", WITH_NAN, false, f, 1);
        over("logsumexp/nothing", Values.wave(0, 2, 0), false, f, 1);
        over("logsumexp/zero_dim", Values.wave(0), false, f, 0);
        over("logsumexp/float32", CUBE.as(ScalarType.Float), false, f, 1);
        over("logsumexp/int64", WHOLE.as(ScalarType.Long), false, f, 1);
    }

    private void truth() {
        Values mixed = Values.of(new long[] {2, 3}, 0, 1, NAN, 0, 0, -0.0);
        for (String op : new String[] {"all", "any"}) {
            OverDims f = op.equals("all") ? Tensor::all : Tensor::any;
            over(op + "/first_dim", mixed, false, f, 0);
            over(op + "/last_dim_kept", mixed, true, f, -1);
            over(op + "/two_dims", CUBE, false, f, 0, 2);
            over(op + "/empty_dim", Values.wave(0, 2, 0), false, f, 1);
            over(op + "/uint8", WHOLE.as(ScalarType.Byte), false, f, 1);
            over(op + "/bool", Values.of(new long[] {1, 2}, 1, 0).as(ScalarType.Bool), false, f, 1);
        }
    }

    private void counts() {
        Values mixed = Values.of(new long[] {2, 3}, 0, 1, NAN, 0, -0.0, 2);
        count("all", mixed);
        count("first_dim", mixed, 0);
        count("two_dims", CUBE, 0, 2);
        count("int32", WHOLE.as(ScalarType.Int), 1);
        count("bool", Values.of(new long[] {3}, 1, 0, 1).as(ScalarType.Bool));
        count("nothing", Values.wave(0, 2, 0), 1);
    }

    private void count(String variant, Values a, long... dims) {
        cases.add("countNonzero/" + variant, "dims", dims)
                .input("a", a)
                .output(in -> dims.length == 0 ? in[0].count_nonzero() : in[0].count_nonzero(dims));
    }
}
