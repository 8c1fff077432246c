package org.grad4j.nn;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.grad4j.autograd.Autograd;
import org.grad4j.autograd.TensorHook;
import org.grad4j.memory.TensorScope;
import org.grad4j.tensor.Tensor;

/** Calls a module once, in evaluation mode, and notes what each part computes. */
final class Survey {
    private final Map<Module, Visit> visits = new IdentityHashMap<>();

    /** What is known of a part. */
    private static final class Visit {
        private String shape = "-";
        private long multiplyAdds;
        private long bytes;
    }

    private Survey() {}

    static Summary of(Module root, Tensor input) {
        Survey survey = new Survey();
        Map<Module, Boolean> modes = new LinkedHashMap<>();
        root.modules().forEach(module -> modes.put(module, module.isTraining()));
        List<TensorHook.Handle> handles = new ArrayList<>();
        root.eval();
        try {
            modes.keySet().forEach(m -> handles.add(m.registerForwardHook(survey::note)));
            TensorScope.run(() -> Autograd.noGrad(() -> root.call(input)));
        } finally {
            handles.forEach(TensorHook.Handle::remove);
            modes.forEach(Module::mode);
        }
        return survey.summary(root, input);
    }

    private Object note(Module module, List<Tensor> inputs, Object output) {
        Visit visit = visits.computeIfAbsent(module, m -> new Visit());
        visit.multiplyAdds += module.multiplyAdds(inputs, output);
        if (output instanceof Tensor y) {
            visit.shape = Summary.shape(y.shape());
            visit.bytes += module.children.isEmpty() ? bytes(y) : 0;
        }
        return null;
    }

    private Summary summary(Module root, Tensor input) {
        List<Summary.Line> lines = new ArrayList<>();
        Set<Tensor> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        long work = 0;
        long outputs = 0;
        for (Map.Entry<String, Module> part : root.namedModules().entrySet()) {
            Module module = part.getValue();
            Visit visit = visits.getOrDefault(module, new Visit());
            long own =
                    module.parameters.values().stream()
                            .filter(seen::add)
                            .mapToLong(Tensor::numel)
                            .sum();
            lines.add(
                    new Summary.Line(
                            part.getKey(), module.name(), visit.shape, own, visit.multiplyAdds));
            work += visit.multiplyAdds;
            outputs += visit.bytes;
        }
        List<Tensor> parameters = root.parameters();
        long held =
                parameters.stream().mapToLong(Survey::bytes).sum()
                        + root.namedBuffers().values().stream().mapToLong(Survey::bytes).sum();
        long trainable =
                parameters.stream().filter(Tensor::requiresGrad).mapToLong(Tensor::numel).sum();
        return new Summary(
                lines, root.numParameters(), trainable, work, bytes(input), outputs, held);
    }

    private static long bytes(Tensor tensor) {
        return tensor.numel() * tensor.dtype().bytes();
    }
}
