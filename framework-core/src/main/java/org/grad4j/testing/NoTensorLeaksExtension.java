package org.grad4j.testing;

import java.util.List;
import org.grad4j.memory.TensorMemory;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/** Counts what is alive around a test; see {@link NoTensorLeaks}. */
final class NoTensorLeaksExtension
        implements BeforeTestExecutionCallback, AfterTestExecutionCallback {
    private static final Namespace NAMESPACE = Namespace.create(NoTensorLeaksExtension.class);

    /** What was so before the test. */
    private record Before(long created, boolean traced) {}

    @Override
    public void beforeTestExecution(ExtensionContext context) {
        TensorMemory.settle();
        context.getStore(NAMESPACE)
                .put(
                        context.getUniqueId(),
                        new Before(TensorMemory.stats().created(), TensorMemory.trace(true)));
    }

    @Override
    public void afterTestExecution(ExtensionContext context) {
        Before before = context.getStore(NAMESPACE).remove(context.getUniqueId(), Before.class);
        TensorMemory.trace(before.traced);
        TensorMemory.settle();
        List<String> alive = TensorMemory.liveSince(before.created);
        if (!alive.isEmpty()) {
            throw new AssertionError(
                    "the test left "
                            + alive.size()
                            + " tensor arrays alive:\n"
                            + String.join("\n", alive.subList(0, Math.min(10, alive.size()))));
        }
    }
}
