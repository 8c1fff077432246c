package org.grad4j.nn;

import java.util.ArrayList;
import java.util.List;

/** PyTorch's text for a module: its settings, then its children, indented. */
final class ModuleText {
    private ModuleText() {}

    static String of(Module module) {
        String settings = module.extraRepr();
        if (module.children.isEmpty() && !settings.contains("\n")) {
            return module.name() + "(" + settings + ")";
        }
        List<String> lines = new ArrayList<>();
        if (!settings.isEmpty()) {
            lines.add(settings);
        }
        module.children.forEach((name, child) -> lines.add("(" + name + "): " + child));
        String inside = String.join("\n", lines).replace("\n", "\n  ");
        return module.name() + "(\n  " + inside + "\n)";
    }
}
