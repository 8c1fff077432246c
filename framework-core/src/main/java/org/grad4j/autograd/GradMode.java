package org.grad4j.autograd;

/** Whether operations on this thread are recorded. */
final class GradMode {
    private static final ThreadLocal<GradMode> OWN = ThreadLocal.withInitial(GradMode::new);

    private boolean enabled = true;

    private GradMode() {}

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
