package org.grad4j.nn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.grad4j.autograd.Autograd;
import org.grad4j.tensor.DType;
import org.grad4j.tensor.Tensor;

/** A module's parameters and buffers as a map, and back: all of it or nothing. */
final class StateDict {
    private StateDict() {}

    static Map<String, Tensor> of(Module module) {
        Map<String, Tensor> state = new LinkedHashMap<>();
        visit("", module, state);
        state.replaceAll((path, tensor) -> tensor.detach());
        return state;
    }

    private static void visit(String path, Module module, Map<String, Tensor> state) {
        module.parameters.forEach((name, tensor) -> state.put(Module.join(path, name), tensor));
        module.buffers.forEach(
                (name, tensor) -> {
                    if (!module.transients.contains(name)) {
                        state.put(Module.join(path, name), tensor);
                    }
                });
        module.children.forEach((name, child) -> visit(Module.join(path, name), child, state));
    }

    static LoadReport load(Module module, Map<String, Tensor> state, boolean strict) {
        Map<String, Tensor> own = of(module);
        List<String> missing = new ArrayList<>(own.keySet());
        missing.removeAll(state.keySet());
        List<String> unexpected = new ArrayList<>(state.keySet());
        unexpected.removeAll(own.keySet());
        List<String> problems = new ArrayList<>();
        if (strict) {
            missing.forEach(path -> problems.add("missing: " + path));
            unexpected.forEach(
                    path -> problems.add("unexpected: " + path + suggestion(path, missing)));
        }
        problems.addAll(misfits(own, state));
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(
                    "the state does not fit "
                            + module.name()
                            + ", nothing was changed:\n  "
                            + String.join("\n  ", problems));
        }
        own.keySet().retainAll(state.keySet());
        Autograd.noGrad(() -> own.forEach((path, tensor) -> tensor.copy_(state.get(path))));
        return new LoadReport(missing, unexpected);
    }

    private static List<String> misfits(Map<String, Tensor> own, Map<String, Tensor> state) {
        List<String> problems = new ArrayList<>();
        own.forEach(
                (path, tensor) -> {
                    if (state.containsKey(path)) {
                        String problem = problem(tensor, state.get(path));
                        if (problem != null) {
                            problems.add(path + ": " + problem);
                        }
                    }
                });
        return problems;
    }

    private static String problem(Tensor tensor, Tensor value) {
        if (value == null) {
            return "the value is null";
        }
        if (!Arrays.equals(tensor.shape(), value.shape())) {
            return "expected shape "
                    + Arrays.toString(tensor.shape())
                    + ", got "
                    + Arrays.toString(value.shape());
        }
        if (!holds(tensor.dtype(), value.dtype())) {
            return "expected type "
                    + tensor.dtype().torchName()
                    + ", got "
                    + value.dtype().torchName();
        }
        return value.isReleased() ? "the value was released by its scope" : null;
    }

    /** A value of a narrower floating type loses nothing; that is how halved weights are loaded. */
    private static boolean holds(DType own, DType other) {
        boolean floating = own.isFloatingPoint() && other.isFloatingPoint();
        return own == other || (floating && DType.promote(own, other) == own);
    }

    /** Points to the missing path that is most alike, if one is close. */
    private static String suggestion(String path, Collection<String> missing) {
        String best = null;
        int least = Math.max(2, path.length() / 3) + 1;
        for (String candidate : missing) {
            int distance = distance(path, candidate);
            if (distance < least) {
                least = distance;
                best = candidate;
            }
        }
        return best == null ? "" : " (did you mean " + best + "?)";
    }

    /** How many letters to insert, remove or replace (Levenshtein). */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        Arrays.setAll(row, j -> j);
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
