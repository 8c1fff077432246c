package org.grad4j.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;

/** Every expected text is what PyTorch 2 prints for the tensor. */
class TensorFormatTest {

    @Test
    void an_empty_tensor_shows_its_size_unless_it_has_one_dimension() {
        assertEquals("tensor([])", floats(shape(0)));
        assertEquals("tensor([], size=(0, 3))", floats(shape(0, 3)));
        assertEquals("tensor([], size=(2, 0, 3))", floats(shape(2, 0, 3)));
        assertEquals(
                "tensor([], size=(2, 0), grad_fn=<MulBackward0>)",
                TensorFormat.format(
                        DType.FLOAT32, shape(2, 0), i -> Float.NaN, true, "MulBackward0"));
    }

    @Test
    void an_empty_tensor_shows_every_type_but_float32() {
        assertEquals("tensor([], dtype=torch.int64)", integers(DType.INT64, shape(0)));
        assertEquals("tensor([], dtype=torch.bool)", integers(DType.BOOL, shape(0)));
        assertEquals("tensor([], size=(0, 2), dtype=torch.float64)", doubles(shape(0, 2)));
    }

    @Test
    void a_scalar_has_no_brackets() {
        assertEquals("tensor(27.)", floats(shape(), 27));
        assertEquals("tensor(3.1416)", floats(shape(), 3.14159f));
        assertEquals("tensor(0.)", floats(shape(), 0));
        assertEquals("tensor(-0.)", floats(shape(), -0f));
        assertEquals("tensor(nan)", floats(shape(), Float.NaN));
        assertEquals("tensor(-inf)", floats(shape(), Float.NEGATIVE_INFINITY));
        assertEquals("tensor(-7)", integers(DType.INT64, shape(), -7));
        assertEquals("tensor(True)", integers(DType.BOOL, shape(), 1));
        assertEquals("tensor(1.0000e-05)", floats(shape(), 1e-5f));
    }

    @Test
    void numbers_that_are_all_whole_end_in_a_point() {
        assertEquals("tensor([1.])", floats(shape(1), 1));
        assertEquals("tensor([ 1., -1., 10.])", floats(shape(3), 1, -1, 10));
        assertEquals(
                "tensor([[0., 0., 0.],\n        [0., 0., 0.]])",
                floats(shape(2, 3), 0, 0, 0, 0, 0, 0));
        assertEquals("tensor([100000000.])", floats(shape(1), 1e8f));
    }

    @Test
    void zeros_and_non_finite_numbers_never_widen_a_column() {
        assertEquals("tensor([0., -0.])", floats(shape(2), 0f, -0f));
        assertEquals("tensor([1., nan])", floats(shape(2), 1, Float.NaN));
        assertEquals(
                "tensor([inf, -inf, nan, 0.])",
                floats(shape(4), Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.NaN, 0));
        assertEquals("tensor([-0.0000, 0.5000])", floats(shape(2), -0f, 0.5f));
        assertEquals(
                "tensor([   nan, 1.0112, 0.2883, 0.6933])",
                floats(shape(4), Float.NaN, 1.0112f, 0.2883f, 0.6933f));
        assertEquals(
                "tensor([   inf,   -inf, 0.0000, 0.5000])",
                floats(shape(4), Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 0, 0.5f));
        assertEquals(
                "tensor([1.0000e-05,        nan, 0.0000e+00, -0.0000e+00])",
                floats(shape(4), 1e-5f, Float.NaN, 0, -0f));
    }

    @Test
    void other_numbers_have_four_decimals_and_one_width() {
        assertEquals(
                "tensor([[4.5000, 4.5000],\n        [4.5000, 4.5000]])",
                floats(shape(2, 2), 4.5f, 4.5f, 4.5f, 4.5f));
        assertEquals("tensor([1.0000, 1.5000, 2.0000])", floats(shape(3), 1, 1.5f, 2));
        assertEquals(
                "tensor([[0.1000, 1.2000],\n        [2.2000, 3.1000],\n        [4.9000, 5.2000]])",
                floats(shape(3, 2), 0.1f, 1.2f, 2.2f, 3.1f, 4.9f, 5.2f));
        assertEquals("tensor([-0.5000, 12.2500])", floats(shape(2), -0.5f, 12.25f));
    }

    @Test
    void numbers_far_apart_are_scientific() {
        assertEquals(
                "tensor([1.0240e+02, 1.0240e+03, 1.0240e-01])",
                floats(shape(3), 102.4f, 1024f, 0.1024f));
        assertEquals("tensor([   1., 1000.])", floats(shape(2), 1, 1000));
        assertEquals("tensor([1.0000e+00, 1.0010e+03])", floats(shape(2), 1, 1001));
        assertEquals("tensor([   0.5000, -500.0000])", floats(shape(2), 0.5f, -500));
        assertEquals("tensor([ 5.0000e-01, -5.0050e+02])", floats(shape(2), 0.5f, -500.5f));
        assertEquals(
                "tensor([1.0000e-10, 1.0000e-05, 1.0000e+00, 1.0000e+05, 1.0000e+10])",
                floats(shape(5), 1e-10f, 1e-5f, 1, 1e5f, 1e10f));
        assertEquals(
                "tensor([ 0.0000e+00,  3.4028e+38, -3.4028e+38,  3.1400e+00])",
                floats(shape(4), 0, Float.MAX_VALUE, -Float.MAX_VALUE, 3.14f));
    }

    @Test
    void very_large_and_very_small_numbers_are_scientific() {
        assertEquals("tensor([1.0000e+08])", floats(shape(1), 100000008f));
        assertEquals("tensor([1.0000e-04])", floats(shape(1), 1e-4f)); // 9.99999975e-05
        assertEquals("tensor([0.0001], dtype=torch.float64)", doubles(shape(1), 1e-4));
        assertEquals(
                "tensor([4.9407e-324], dtype=torch.float64)", doubles(shape(1), Double.MIN_VALUE));
        assertEquals("tensor([1.4013e-45])", floats(shape(1), Float.MIN_VALUE));
    }

    @Test
    void the_exact_binary_value_is_rounded() {
        assertEquals("tensor([2.0001])", floats(shape(1), 2.00005f));
        assertEquals("tensor([2.0000], dtype=torch.float64)", doubles(shape(1), 2.00005));
        assertEquals("tensor([5.0000e-05])", floats(shape(1), 0.00005f));
        assertEquals("tensor([0.0003])", floats(shape(1), 0.00025f));
        assertEquals("tensor([0.9999, 1.0000])", floats(shape(2), 0.9999f, 0.99996f));
    }

    @Test
    void a_tie_goes_to_the_even_digit() {
        assertEquals("tensor([0.0312, 0.0938])", floats(shape(2), 0.03125f, 0.09375f));
        assertEquals(
                "tensor([1.0000e+09, 1.0002e+09, 1.0000e+09], dtype=torch.float64)",
                doubles(shape(3), 1000050000, 1000150000, 999995000));
    }

    @Test
    void the_notation_does_not_depend_on_the_locale() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
            assertEquals("tensor([0.5000])", floats(shape(1), 0.5f));
            assertEquals("tensor([1.0000e-05])", floats(shape(1), 1e-5f));
            assertEquals("tensor([12])", integers(DType.INT64, shape(1), 12));
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void integers_and_booleans_align_on_the_right() {
        assertEquals("tensor([ 1, -2, 10])", integers(DType.INT64, shape(3), 1, -2, 10));
        assertEquals(
                "tensor([-9223372036854775808,  9223372036854775807])",
                integers(DType.INT64, shape(2), Long.MIN_VALUE, Long.MAX_VALUE));
        assertEquals(
                "tensor([[ True, False],\n        [False,  True]])",
                integers(DType.BOOL, shape(2, 2), 1, 0, 0, 1));
        assertEquals("tensor([True, True])", integers(DType.BOOL, shape(2), 1, 1));
    }

    @Test
    void a_type_that_the_elements_do_not_show_is_named() {
        assertEquals("tensor(1., dtype=torch.float64)", doubles(shape(), 1));
        assertEquals("tensor([1], dtype=torch.int8)", integers(DType.INT8, shape(1), 1));
        assertEquals("tensor([1], dtype=torch.int16)", integers(DType.INT16, shape(1), 1));
        assertEquals("tensor([1], dtype=torch.int32)", integers(DType.INT32, shape(1), 1));
        assertEquals("tensor([255], dtype=torch.uint8)", integers(DType.UINT8, shape(1), 255));
        assertEquals(
                "tensor([[0.1111, 0.2222, 0.3333]], dtype=torch.float64)",
                doubles(shape(1, 3), 0.11111, 0.222222, 0.3333333));
    }

    @Test
    void a_tensor_in_the_graph_says_so() {
        assertEquals(
                "tensor([[1., 1.],\n        [1., 1.]], requires_grad=True)",
                TensorFormat.format(DType.FLOAT32, shape(2, 2), i -> 1f, true, null));
        assertEquals(
                "tensor([[3., 3.],\n        [3., 3.]], grad_fn=<AddBackward0>)",
                TensorFormat.format(DType.FLOAT32, shape(2, 2), i -> 3f, true, "AddBackward0"));
        assertEquals(
                "tensor(27., grad_fn=<MeanBackward0>)",
                TensorFormat.format(DType.FLOAT32, shape(), i -> 27f, true, "MeanBackward0"));
        float[] y = {-498.3744f, -1358.6482f, 331.9124f};
        assertEquals(
                "tensor([ -498.3744, -1358.6482,   331.9124], grad_fn=<MulBackward0>)",
                TensorFormat.format(DType.FLOAT32, shape(3), at(y), true, "MulBackward0"));
    }

    @Test
    void a_note_that_would_pass_the_line_width_takes_its_own_line() {
        String row = "tensor([-1.5000, -1.5000, -1.5000, -1.5000, -1.5000]";
        assertEquals(
                row + ", grad_fn=<AddmmBackward0>)",
                TensorFormat.format(DType.FLOAT32, shape(5), i -> -1.5f, true, "AddmmBackward0"));
        assertEquals(
                row + ",\n       grad_fn=<SelectBackward0>)",
                TensorFormat.format(DType.FLOAT32, shape(5), i -> -1.5f, true, "SelectBackward0"));
        assertEquals(
                row + ", dtype=torch.float64,\n       requires_grad=True)",
                TensorFormat.format(DType.FLOAT64, shape(5), i -> -1.5, true, null));
    }

    @Test
    void only_the_last_line_decides_where_a_note_goes() {
        assertEquals(
                "tensor([-1.5000, -1.5000, -1.5000, -1.5000, -1.5000, -1.5000, -1.5000, -1.5000,\n"
                        + "        -1.5000], requires_grad=True)",
                TensorFormat.format(DType.FLOAT32, shape(9), i -> -1.5f, true, null));
        assertEquals(
                "tensor([-1.5000, -1.5000, -1.5000, -1.5000, -1.5000, -1.5000, -1.5000, -1.5000],\n"
                        + "       requires_grad=True)",
                TensorFormat.format(DType.FLOAT32, shape(8), i -> -1.5f, true, null));
    }

    @Test
    void long_rows_wrap_below_their_first_element() {
        assertEquals(
                "tensor([ 0,  1,  2,  3,  4,  5,  6,  7,  8,  9, 10, 11, 12, 13, 14, 15, 16, 17,\n"
                        + "        18, 19])",
                TensorFormat.format(DType.INT64, shape(20), i -> i, false, null));
        assertEquals(
                "tensor([[ 0,  1,  2,  3,  4,  5,  6,  7,  8,  9, 10, 11, 12, 13, 14, 15, 16, 17,\n"
                        + "         18, 19],\n"
                        + "        [20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36,"
                        + " 37,\n"
                        + "         38, 39]])",
                TensorFormat.format(DType.INT64, shape(2, 20), i -> i, false, null));
    }

    @Test
    void matrices_are_separated_by_a_blank_line_and_their_stacks_by_two() {
        assertEquals(
                "tensor([[[0, 1],\n"
                        + "         [2, 3]],\n"
                        + "\n"
                        + "        [[4, 5],\n"
                        + "         [6, 7]]])",
                TensorFormat.format(DType.INT64, shape(2, 2, 2), i -> i, false, null));
        assertEquals(
                "tensor([[[[0, 1]],\n"
                        + "\n"
                        + "         [[2, 3]]],\n"
                        + "\n"
                        + "\n"
                        + "        [[[4, 5]],\n"
                        + "\n"
                        + "         [[6, 7]]]])",
                TensorFormat.format(DType.INT64, shape(2, 2, 1, 2), i -> i, false, null));
    }

    @Test
    void more_than_a_thousand_elements_are_summarised() {
        assertEquals(
                "tensor([   0,    1,    2,  ...,  998,  999, 1000])",
                TensorFormat.format(DType.INT64, shape(1001), i -> i, false, null));
        String row = "[0., 0., 0.,  ..., 0., 0., 0.]";
        String rows = row + ",\n        " + row + ",\n        " + row;
        assertEquals(
                "tensor([" + rows + ",\n        ...,\n        " + rows + "])",
                TensorFormat.format(DType.FLOAT32, shape(1000, 1000), i -> 0f, false, null));
    }

    @Test
    void a_thousand_elements_are_shown_in_full() {
        String text = TensorFormat.format(DType.INT64, shape(1000), i -> i, false, null);
        assertTrue(text.endsWith(" 994, 995, 996, 997, 998, 999])"), text);
        assertEquals(72, text.lines().count());
    }

    @Test
    void short_dimensions_of_a_summarised_tensor_are_shown_in_full() {
        assertEquals(
                "tensor([[   0,    1,    2,  ...,  997,  998,  999],\n"
                        + "        [1000, 1001, 1002,  ..., 1997, 1998, 1999]])",
                TensorFormat.format(DType.INT64, shape(2, 1000), i -> i, false, null));
        assertEquals(
                "tensor([[[   0],\n"
                        + "         [   1]],\n"
                        + "\n"
                        + "        [[   2],\n"
                        + "         [   3]],\n"
                        + "\n"
                        + "        [[   4],\n"
                        + "         [   5]],\n"
                        + "\n"
                        + "        ...,\n"
                        + "\n"
                        + "        [[1994],\n"
                        + "         [1995]],\n"
                        + "\n"
                        + "        [[1996],\n"
                        + "         [1997]],\n"
                        + "\n"
                        + "        [[1998],\n"
                        + "         [1999]]])",
                TensorFormat.format(DType.INT64, shape(1000, 2, 1), i -> i, false, null));
    }

    @Test
    void elements_left_out_of_a_summary_are_not_read_and_influence_nothing() {
        Set<Long> read = new HashSet<>();
        LongFunction<Number> elements =
                i -> {
                    read.add(i);
                    return i >= 3 && i < 1998 ? 1e30f : 1f;
                };
        assertEquals(
                "tensor([1., 1., 1.,  ..., 1., 1., 1.])",
                TensorFormat.format(DType.FLOAT32, shape(2001), elements, false, null));
        assertEquals(Set.of(0L, 1L, 2L, 1998L, 1999L, 2000L), read);
    }

    private static long[] shape(long... sizes) {
        return sizes;
    }

    private static LongFunction<Number> at(float... values) {
        return i -> values[(int) i];
    }

    private static String floats(long[] shape, float... values) {
        return TensorFormat.format(DType.FLOAT32, shape, at(values), false, null);
    }

    private static String doubles(long[] shape, double... values) {
        return TensorFormat.format(DType.FLOAT64, shape, i -> values[(int) i], false, null);
    }

    private static String integers(DType dtype, long[] shape, long... values) {
        return TensorFormat.format(dtype, shape, i -> values[(int) i], false, null);
    }
}
