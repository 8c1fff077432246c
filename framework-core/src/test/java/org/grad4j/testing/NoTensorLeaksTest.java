package org.grad4j.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.util.ArrayList;
import java.util.List;
import org.grad4j.memory.TensorMemory;
import org.grad4j.memory.TensorScope;
import org.grad4j.tensor.Tensor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

class NoTensorLeaksTest {
    private static final List<Tensor> HELD = new ArrayList<>();

    /** Run only from here. */
    @NoTensorLeaks
    @Tag("example")
    static class Examples {
        @Test
        void drops_everything() {
            Tensor.ones(3).add(1);
            TensorScope.run(() -> Tensor.ones(5).exp());
        }

        @Test
        void keeps_two() {
            HELD.add(Tensor.ones(3));
            HELD.add(Tensor.ones(1000));
        }
    }

    @Test
    void a_test_that_drops_everything_passes() {
        EngineTestKit.engine("junit-jupiter")
                .selectors(selectMethod(Examples.class, "drops_everything"))
                .execute()
                .testEvents()
                .assertStatistics(events -> events.succeeded(1).failed(0));
    }

    @Test
    void a_test_that_keeps_tensors_fails_with_their_number_and_origin() {
        boolean traced = TensorMemory.trace(false);
        List<Event> failed =
                EngineTestKit.engine("junit-jupiter")
                        .selectors(selectMethod(Examples.class, "keeps_two"))
                        .execute()
                        .testEvents()
                        .failed()
                        .list();
        HELD.clear();

        assertEquals(1, failed.size());
        String message = failed.get(0).toString();
        assertTrue(message.contains("the test left 2 tensor arrays alive:"), message);
        assertTrue(message.contains("bytes of torch.float32"), message);
        assertTrue(message.contains("NoTensorLeaksTest$Examples.keeps_two("), message);
        assertEquals(false, TensorMemory.trace(traced), "tracing is restored");
    }
}
