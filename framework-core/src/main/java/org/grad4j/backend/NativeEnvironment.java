package org.grad4j.backend;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;

/**
 * Environment variables of this process that only native code sees, and only for a moment.
 *
 * <p>Native libraries read their settings from the C environment when they are loaded, and Java has
 * no {@code setenv}. POSIX keeps that environment in the variable {@code environ}, a
 * null-terminated table of {@code NAME=value} strings, and lets a program point it at another
 * table: here one with some entries more. Where no such variable can be found, as on Windows, the
 * action simply runs.
 */
final class NativeEnvironment {
    // Native code may keep what getenv returned to it, so these strings are never freed.
    private static final List<Pointer> immortal = new ArrayList<>();

    private NativeEnvironment() {}

    static synchronized void during(Map<String, String> variables, Runnable action) {
        Pointer symbol = Loader.addressof("environ");
        if (symbol == null || symbol.isNull()) {
            action.run();
            return;
        }
        PointerPointer<Pointer> environ = new PointerPointer<>(symbol);
        Pointer original = environ.get(0);
        environ.put(0, extended(original, variables));
        try {
            action.run();
        } finally {
            environ.put(0, original); // child processes do not inherit our settings
        }
    }

    private static Pointer extended(Pointer original, Map<String, String> variables) {
        List<Pointer> entries = new ArrayList<>();
        variables.forEach((name, value) -> entries.add(new BytePointer(name + "=" + value)));
        immortal.addAll(entries);
        if (original != null) {
            PointerPointer<Pointer> old = new PointerPointer<>(original);
            for (long i = 0; old.get(i) != null; i++) {
                entries.add(old.get(i)); // behind ours: getenv takes the first match
            }
        }
        PointerPointer<Pointer> table = new PointerPointer<>(entries.size() + 1L);
        for (int i = 0; i < entries.size(); i++) {
            table.put(i, entries.get(i));
        }
        table.put(entries.size(), (Pointer) null);
        immortal.add(table);
        return table;
    }
}
