package org.grad4j.memory;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;

/** Whether the JVM ignores {@code System.gc()}, on which plain code without scopes depends. */
final class ExplicitGc {
    private ExplicitGc() {}

    static boolean isDisabled() {
        try {
            HotSpotDiagnosticMXBean jvm =
                    ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
            return jvm != null
                    && Boolean.parseBoolean(jvm.getVMOption("DisableExplicitGC").getValue());
        } catch (IllegalArgumentException e) {
            return false; // a JVM without that option does not ignore the call
        }
    }
}
