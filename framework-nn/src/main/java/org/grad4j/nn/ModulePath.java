package org.grad4j.nn;

import java.util.Locale;
import java.util.Map;

/**
 * Where among modules an error arose. The path grows while the exception leaves one {@code call}
 * after another, so that calls that succeed pay nothing for it and a module shared by several
 * models is named as it was reached.
 */
final class ModulePath {
    private final String label;
    private String path = "";
    private String place;
    private Module outermost;

    ModulePath(Module module) {
        label = module.label();
        place = label;
        outermost = module;
    }

    /** An error that has a place among modules. */
    interface Placed {
        ModulePath path();
    }

    /** Notes that the call came from inside a module. */
    void extend(Module module) {
        for (Map.Entry<String, Module> part : module.namedModules().entrySet()) {
            if (part.getValue() == outermost && outermost != module) {
                path = path.isEmpty() ? part.getKey() : part.getKey() + "." + path;
                place = decapitalized(module.name()) + "." + path + " (" + label + ")";
                outermost = module;
                break;
            }
        }
    }

    private static String decapitalized(String name) {
        return name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
    }

    /** For example {@code net.hidden (Linear 784→128)}. */
    @Override
    public String toString() {
        return place;
    }
}
