package org.grad4j.nn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.grad4j.tensor.Tensor;

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
        return of(module.name(), lines);
    }

    /** A name with lines between the parentheses, each of which may have several. */
    static String of(String name, List<String> lines) {
        if (lines.isEmpty()) {
            return name + "()";
        }
        String inside = String.join("\n", lines).replace("\n", "\n  ");
        return name + "(\n  " + inside + "\n)";
    }

    /** A parameter as its container lists it. */
    static String parameter(Map.Entry<String, Tensor> parameter, String type) {
        String size =
                Arrays.stream(parameter.getValue().shape())
                        .mapToObj(Long::toString)
                        .collect(Collectors.joining("x"));
        return "  (%s): Parameter containing: [%s of size %s]"
                .formatted(parameter.getKey(), type, size);
    }
}
