package org.grad4j.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ThreadCountTest {
    @ParameterizedTest
    @ValueSource(strings = {"", " ", "0", "-1", "1.5", "two", "4,2", "10000", "99999999999"})
    void anything_but_a_positive_number_is_refused(String text) {
        BackendError error =
                assertThrows(BackendError.class, () -> ThreadCount.parse("variable X", text));
        assertEquals(
                "variable X must be a number of threads from 1 to 9999, got \"" + text + "\"",
                error.getMessage());
    }

    @Test
    void a_positive_number_is_taken() {
        assertEquals(1, ThreadCount.parse("variable X", "1"));
        assertEquals(9999, ThreadCount.parse("variable X", "9999"));
    }
}
