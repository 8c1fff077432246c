package org.grad4j.nn.layer;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.grad4j.autograd.Autograd;
import org.grad4j.memory.TensorScope;
import org.grad4j.nn.Module;

/** The running statistics of a model's batch norms, for weights that they were not gathered for. */
public final class RunningStatistics {
    private RunningStatistics() {}

    /**
     * Gathers the running statistics of all batch norms anew, as the plain mean over batches
     * (PyTorch's {@code update_bn}): for averaged weights, with which no batch has been computed.
     *
     * <pre>{@code
     * average.apply();
     * RunningStatistics.update(model, loader, batch -> model.call(batch.input()));
     * }</pre>
     *
     * <p>The model is in training mode and nothing is recorded meanwhile; afterwards each module
     * has its mode and its momentum again, whatever happens. A model without batch norms that keep
     * statistics is not called at all.
     *
     * @param <B> what a batch is
     * @param model whose statistics are gathered
     * @param batches a pass over the training data
     * @param forward calls the model with a batch
     * @throws NullPointerException if an argument is null
     */
    public static <B> void update(Module model, Iterable<B> batches, Consumer<B> forward) {
        Objects.requireNonNull(model, "the model is null");
        Objects.requireNonNull(batches, "the batches are null");
        Objects.requireNonNull(forward, "the forward is null");
        Map<RunningNorm, Double> momenta = new LinkedHashMap<>();
        Map<Module, Boolean> modes = new LinkedHashMap<>();
        for (Module module : model.modules()) {
            modes.put(module, module.isTraining());
            if (module instanceof BatchNorm1d || module instanceof BatchNorm2d) {
                RunningNorm norm = (RunningNorm) module;
                if (norm.tracks()) {
                    momenta.put(norm, norm.momentum);
                }
            }
        }
        if (momenta.isEmpty()) {
            return;
        }
        for (RunningNorm norm : momenta.keySet()) {
            norm.resetRunningStats();
            norm.momentum = null;
        }
        model.train();
        try {
            Autograd.noGrad(
                    () -> batches.forEach(batch -> TensorScope.run(() -> forward.accept(batch))));
        } finally {
            momenta.forEach((norm, momentum) -> norm.momentum = momentum);
            modes.forEach(Module::train);
        }
    }
}
