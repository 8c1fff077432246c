package org.grad4j.memory;

import java.util.stream.Collectors;

/**
 * Where a tensor was made, recorded only with {@code -Dorg.grad4j.trace=true} because walking the
 * stack costs microseconds.
 */
final class CreationSite {
    private static volatile boolean tracing = Boolean.getBoolean("org.grad4j.trace");

    private CreationSite() {}

    static boolean isTracing() {
        return tracing;
    }

    static void trace(boolean on) {
        tracing = on;
    }

    static String capture() {
        if (!tracing) {
            return null;
        }
        return StackWalker.getInstance()
                .walk(
                        frames ->
                                frames.filter(CreationSite::isCallers)
                                        .limit(4)
                                        .map(StackWalker.StackFrame::toStackTraceElement)
                                        .map(StackTraceElement::toString)
                                        .collect(Collectors.joining("\n    at ", "at ", "")));
    }

    private static boolean isCallers(StackWalker.StackFrame frame) {
        String name = frame.getClassName();
        return !name.startsWith("org.grad4j.memory.")
                && !name.startsWith("org.grad4j.tensor.")
                && !name.startsWith("org.grad4j.ops.")
                && !name.startsWith("org.grad4j.backend.")
                && !name.startsWith("org.grad4j.autograd.");
    }

    static String describe(String site) {
        return site == null
                ? " (run with -Dorg.grad4j.trace=true to see where it was made)"
                : "\n  made " + site;
    }
}
