package org.grad4j.ops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.grad4j.tensor.DType;
import org.grad4j.tensor.Generator;
import org.grad4j.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Random numbers in place; the op table tries layouts, gradients and leaks. */
class RandomFillsTest {
    private static final int N = 40_000;

    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "FLOAT64", "FLOAT16", "BFLOAT16"})
    void uniform_numbers_fill_their_range_evenly(DType type) {
        Tensor x = Tensor.zeros(type, N);
        double[] values = x.uniform_(new Generator(1), -3, 5).toDoubleArray();
        int[] counts = new int[8];
        for (double value : values) {
            assertTrue(value >= -3 && value <= 5, type + ": " + value);
            counts[(int) Math.min(7, Math.floor(value + 3))]++;
        }
        // One eighth of N each; 5 standard deviations are 331.
        for (int count : counts) {
            assertEquals(N / 8, count, 331, type.toString());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "FLOAT64", "FLOAT16", "BFLOAT16"})
    void numbers_from_0_to_1_never_reach_1(DType type) {
        double[] values = Tensor.ones(type, N).uniform_(0, 1).toDoubleArray();
        for (double value : values) {
            assertTrue(value >= 0 && value < 1, type + ": " + value);
        }
    }

    @Test
    void normal_numbers_have_their_mean_and_spread() {
        Tensor x = Tensor.zeros(DType.FLOAT64, N).normal_(new Generator(2), -2, 3);
        assertEquals(-2, x.mean().item(), 5 * 3 / Math.sqrt(N));
        assertEquals(3, x.std().item(), 5 * 3 / Math.sqrt(2.0 * N));
        assertArrayEquals(
                new float[] {7, 7}, Tensor.zeros(2).normal_(7, 0).toFloatArray(), "no spread");
    }

    @ParameterizedTest
    @EnumSource
    void ones_come_with_their_chance_in_every_type(DType type) {
        Tensor x = Tensor.zeros(type, 2, N).bernoulli_(new Generator(3), 0.3);
        assertEquals(0.6 * N, x.to(DType.FLOAT64).sum().item(), 5 * Math.sqrt(0.42 * N));
        Tensor p = Tensor.of(new double[] {0, 1}, 2, 1);
        x.bernoulli_(p);
        assertEquals(0, x.select(0, 0).to(DType.FLOAT64).sum().item());
        assertEquals(N, x.select(0, 1).to(DType.FLOAT64).sum().item());
    }

    @Test
    void a_seed_gives_the_numbers_of_the_creating_form() {
        Tensor x = Tensor.zeros(3, 5);
        assertTrue(x.uniform_(new Generator(4), 0, 1).equal(Tensor.rand(new Generator(4), 3, 5)));
        assertTrue(
                x.t().normal_(new Generator(4), 0, 1).equal(Tensor.randn(new Generator(4), 5, 3)));
        Generator.manualSeed(4);
        Tensor first = x.uniform_(0, 1).clone();
        Generator.manualSeed(4);
        assertTrue(first.equal(x.uniform_(0, 1)));
        Tensor p = Tensor.full(0.5, 3, 5);
        assertTrue(x.bernoulli_(new Generator(4), p).equal(Tensor.bernoulli(new Generator(4), p)));
    }

    @Test
    void the_gradients_of_what_was_there_and_of_chances_are_zero() {
        Tensor x = Tensor.ones(2).requiresGrad(true);
        Tensor p = Tensor.full(0.5, 2).requiresGrad(true);
        x.mul(3).bernoulli_(p).sum().backward();
        assertArrayEquals(new float[2], x.grad().toFloatArray());
        assertArrayEquals(new float[2], p.grad().toFloatArray());
    }

    @Test
    void the_gradient_of_a_filling_value_is_the_sum() {
        Tensor x = Tensor.ones(2, 3).requiresGrad(true);
        Tensor value = Tensor.scalar(4).requiresGrad(true);
        Tensor y = x.mul(1).fill_(value);
        assertArrayEquals(new float[] {4, 4, 4, 4, 4, 4}, y.toFloatArray());
        y.sum().backward();
        assertEquals(6, value.grad().item());
        assertArrayEquals(new float[6], x.grad().toFloatArray());
        assertArrayEquals(
                new long[] {2, 2}, Tensor.of(0L, 1L).fill_(Tensor.scalar(2.7)).toLongArray());
    }

    @Test
    void what_makes_no_sense_is_refused() {
        Tensor x = Tensor.zeros(2);
        Tensor whole = Tensor.of(1, 2);
        Tensor p = Tensor.zeros(3);
        refused("uniform_: needs a finite range", () -> x.uniform_(1, 0));
        refused("uniform_: needs a finite range", () -> x.uniform_(0, Double.NaN));
        refused("uniform_: needs a floating-point tensor", () -> whole.uniform_(0, 1));
        refused("uniform_: the generator is null", () -> x.uniform_(null, 0, 1));
        refused("normal_: the standard deviation must be 0 or more", () -> x.normal_(0, -1));
        refused("normal_: needs a floating-point tensor", () -> whole.normal_(0, 1));
        refused("bernoulli_: the chance must be from 0 to 1, got 1.5", () -> x.bernoulli_(1.5));
        refused(
                "bernoulli_: the operand of shape [2, 2]",
                () -> x.bernoulli_(p.expand(2, 3).narrow(1, 0, 2)));
        refused("bernoulli_: the chances: needs a floating", () -> x.bernoulli_(whole));
        refused("bernoulli_: the operand is null", () -> x.bernoulli_((Tensor) null));
        refused("fill_: the value must be a tensor without dimensions, got [3]", () -> x.fill_(p));
        refused("fill_: the value is null", () -> x.fill_((Tensor) null));
        assertArrayEquals(new float[2], x.toFloatArray());
    }

    private static void refused(String message, Executable call) {
        String actual = assertThrows(IllegalArgumentException.class, call).getMessage();
        assertTrue(actual.startsWith(message), actual);
    }
}
