package org.grad4j.autograd;

/** Whether operations on this thread are recorded. */
final class GradMode {
    private static final ThreadLocal<GradMode> OWN = ThreadLocal.withInitial(GradMode::new);

    /** Spares the look at the thread while nobody uses inference mode. */
    private static volatile boolean inferenceEverUsed;

    private boolean enabled = true;
    private boolean inference;

    private GradMode() {}

    static boolean isInference() {
        return inferenceEverUsed && OWN.get().inference;
    }

    static boolean setInference(boolean on) {
        inferenceEverUsed |= on;
        GradMode mode = OWN.get();
        boolean before = mode.inference;
        mode.inference = on;
        return before;
    }

    static boolean isEnabled() {
        return OWN.get().enabled;
    }

    /** Switches recording and tells what it was. */
    static boolean set(boolean enabled) {
        GradMode mode = OWN.get();
        boolean before = mode.enabled;
        mode.enabled = enabled;
        return before;
    }
}
