package org.grad4j.testing;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.grad4j.memory.OutOfTensorMemoryError;
import org.grad4j.memory.TensorMemory;
import org.grad4j.memory.TensorScope;
import org.grad4j.tensor.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** With tracing on, errors show the caller's own lines. */
class TraceTest {
    private boolean traced;

    @BeforeEach
    void switchOn() {
        traced = TensorMemory.trace(true);
    }

    @AfterEach
    void restore() {
        TensorMemory.trace(traced);
    }

    @Test
    void a_change_of_a_saved_value_shows_where_it_was_made_and_where_it_was_changed() {
        Tensor saved = makes();
        Tensor loss = saved.sum();
        changes(saved);

        String message = assertThrows(IllegalStateException.class, loss::backward).getMessage();
        assertTrue(message.matches("(?s).*\\n  made at \\S*TraceTest.makes\\(.*"), message);
        assertTrue(
                message.matches("(?s).*\\n  last changed at \\S*TraceTest.changes\\(.*"), message);
    }

    @Test
    void a_released_tensor_shows_where_it_was_made() {
        Tensor[] gone = new Tensor[1];
        TensorScope.run(
                () -> {
                    gone[0] = makes();
                });
        String message =
                assertThrows(IllegalStateException.class, () -> gone[0].add(1)).getMessage();
        assertTrue(message.contains("\n  made at "), message);
        assertTrue(message.contains("TraceTest.makes("), message);
    }

    @Test
    void a_full_memory_shows_where_the_largest_tensors_were_made() {
        long limit = TensorMemory.limit();
        Tensor[] held = new Tensor[1];
        TensorMemory.settle();
        TensorMemory.limit(TensorMemory.stats().liveBytes() + (8L << 20));
        try {
            held[0] = Tensor.ones(1 << 20);
            String message =
                    assertThrows(OutOfTensorMemoryError.class, () -> Tensor.ones(1 << 21))
                            .getMessage();
            assertTrue(message.contains("  4,194,304 bytes of torch.float32, made at"), message);
            assertTrue(message.contains("TraceTest."), message);
        } finally {
            TensorMemory.limit(limit);
        }
    }

    private static Tensor makes() {
        return Tensor.of(1.0, 2.0).requiresGrad(true).exp();
    }

    private static void changes(Tensor x) {
        x.mul_(2);
    }
}
