package org.grad4j.autograd;

import java.util.stream.Collectors;
import org.grad4j.tensor.Tensor;

/**
 * Finds where a NaN comes from: {@code torch.autograd.detect_anomaly}.
 *
 * <p>While the mode is on, every recorded operation remembers the line of the program that called
 * it, and backward stops at the first operation whose gradient has a NaN that its own gradient did
 * not have, naming that line. It costs some microseconds per operation; it belongs to the thread.
 */
final class Anomaly {
    private static final ThreadLocal<Boolean> ON = ThreadLocal.withInitial(() -> false);

    /** Spares the look at the thread while nobody uses the mode. */
    private static volatile boolean everUsed;

    private Anomaly() {}

    static boolean isOn() {
        return everUsed && ON.get();
    }

    static boolean set(boolean on) {
        everUsed |= on;
        boolean before = ON.get();
        ON.set(on);
        return before;
    }

    static String site() {
        if (!isOn()) {
            return null;
        }
        return StackWalker.getInstance()
                .walk(
                        frames ->
                                frames.filter(frame -> !isOurs(frame.getClassName()))
                                        .limit(6)
                                        .map(frame -> "    at " + frame.toStackTraceElement())
                                        .collect(Collectors.joining("\n")));
    }

    private static boolean isOurs(String name) {
        return name.startsWith("org.grad4j.tensor.Tensor")
                || name.startsWith("org.grad4j.ops.")
                || (name.startsWith("org.grad4j.autograd.") && !name.contains("Test"));
    }

    /** Fails if a rule turned a gradient without NaN into one with NaN. */
    static void check(Node node, Tensor[] grads, Tensor[] results) {
        if (hasNan(grads)) {
            return;
        }
        for (int i = 0; i < results.length; i++) {
            if (results[i] != null && hasNan(results[i])) {
                throw new IllegalStateException(
                        node.name()
                                + " returned NaN in the gradient of its input "
                                + i
                                + ". The forward call:\n"
                                + described(node));
            }
        }
    }

    /** Adds the forward call to a failure of a rule. */
    static RuntimeException explained(Node node, RuntimeException failure) {
        failure.addSuppressed(
                new IllegalStateException(
                        node.name() + " failed. The forward call:\n" + described(node)));
        return failure;
    }

    private static String described(Node node) {
        return node.site() == null
                ? "    (recorded before anomaly detection was switched on)"
                : node.site();
    }

    private static boolean hasNan(Tensor... tensors) {
        for (Tensor tensor : tensors) {
            if (tensor != null && tensor.detach().ne(tensor.detach()).any().item() != 0) {
                return true;
            }
        }
        return false;
    }
}
