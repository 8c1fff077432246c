package org.grad4j.samples.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ConfusionMatrixTest {
    private final ConfusionMatrix matrix = new ConfusionMatrix(3);

    @Test
    void without_guesses_the_accuracy_is_not_a_number() {
        assertEquals(0, matrix.total());
        assertEquals(Double.NaN, matrix.accuracy());
    }

    @Test
    void rows_are_truths_and_columns_guesses() {
        matrix.add(new long[] {0, 0, 2}, new long[] {0, 1, 2});
        matrix.add(new long[] {1}, new long[] {2});
        assertEquals(4, matrix.total());
        assertEquals(0.5, matrix.accuracy());
        String expected =
                """
                true\\guess     0     1     2
                         0     1     1     .
                         1     .     .     1
                         2     .     .     1\
                """;
        assertEquals(expected, matrix.toString().replace("\r", ""));
    }

    @Test
    void every_truth_needs_a_guess() {
        var error =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> matrix.add(new long[] {0, 1}, new long[] {0}));
        assertTrue(error.getMessage().contains("got 1 for 2"), error::getMessage);
    }

    @Test
    void a_class_that_does_not_exist_is_refused() {
        assertThrows(
                IndexOutOfBoundsException.class, () -> matrix.add(new long[] {3}, new long[] {0}));
    }
}
