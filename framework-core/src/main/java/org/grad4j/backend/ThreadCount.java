package org.grad4j.backend;

import java.util.OptionalInt;

/** How many threads a native kernel may use, from what the user says and what the machine has. */
final class ThreadCount {
    private ThreadCount() {}

    /** Property, else environment, else the cores; {@code cores} is 0 where that is unknown. */
    static int choose(int cores) {
        // Read in any case, for ND4J reads it too and fails without naming it.
        OptionalInt environment = environment("OMP_NUM_THREADS");
        String property = System.getProperty(Backend.THREADS_PROPERTY);
        if (property != null) {
            return parse("system property " + Backend.THREADS_PROPERTY, property);
        }
        int available = Runtime.getRuntime().availableProcessors(); // knows container limits
        return environment.orElse(cores > 0 ? Math.min(cores, available) : available);
    }

    static OptionalInt environment(String name) {
        String value = System.getenv(name);
        return value == null || value.isEmpty()
                ? OptionalInt.empty()
                : OptionalInt.of(parse("environment variable " + name, value));
    }

    static int parse(String source, String text) {
        if (!text.matches("[1-9][0-9]{0,3}")) {
            throw new BackendError(
                    source + " must be a number of threads from 1 to 9999, got \"" + text + "\"",
                    null);
        }
        return Integer.parseInt(text);
    }
}
