package org.grad4j.optim;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.grad4j.autograd.Autograd;
import org.grad4j.memory.TensorScope;
import org.grad4j.nn.Module;
import org.grad4j.tensor.Tensor;

/**
 * The average of a model's parameters over training steps: an equal one (stochastic weight
 * averaging, Izmailov et al., arXiv:1803.05407) or an exponential one (Polyak averaging, EMA).
 *
 * <pre>{@code
 * AveragedModel average = AveragedModel.ema(model, 0.999);
 * for (...) {
 *     optimizer.step();
 *     average.update();
 * }
 * double accuracy = average.with(() -> evaluate(model));
 * }</pre>
 *
 * <p>The first update takes the parameters as they are, the {@code n}-th moves the average {@code
 * a} towards them: {@code a ← a + (p - a) / n}, or {@code a ← decay · a + (1 - decay) · p}.
 * Buffers, as running statistics, are averaged in the same way on demand, otherwise they are those
 * of the last update; buffers of whole numbers always are. Unlike PyTorch's, which copies the
 * module, this one holds tensors only: the model itself computes with them inside {@link #with}.
 * Batch norms want running statistics of the averaged weights: {@link
 * org.grad4j.nn.layer.RunningStatistics#update} after {@link #apply} or inside {@code with}. One
 * thread at a time may use it.
 */
public final class AveragedModel {
    private static final String COUNT = "n_averaged";

    private final Module model;
    private final double decay;
    private final boolean averageBuffers;
    private final Map<String, Tensor> averages = new LinkedHashMap<>();
    private long count;

    private AveragedModel(Module model, double decay, boolean averageBuffers) {
        this.model = Objects.requireNonNull(model, "the model is null");
        this.decay = decay;
        this.averageBuffers = averageBuffers;
        current().forEach((path, tensor) -> averages.put(path, owned(tensor)));
    }

    /**
     * An equal average of parameters.
     *
     * @param model whose parameters are averaged
     * @return an average without any update, which is the model as it is
     * @throws NullPointerException if the model is null
     */
    public static AveragedModel swa(Module model) {
        return swa(model, false);
    }

    /**
     * An equal average.
     *
     * @param model whose parameters are averaged
     * @param averageBuffers whether its buffers are averaged as well
     * @return an average without any update, which is the model as it is
     * @throws NullPointerException if the model is null
     */
    public static AveragedModel swa(Module model, boolean averageBuffers) {
        return new AveragedModel(model, Double.NaN, averageBuffers);
    }

    /**
     * An exponential average of parameters.
     *
     * @param model whose parameters are averaged
     * @param decay from 0 to 1; 0.999 is usual
     * @return an average without any update, which is the model as it is
     * @throws NullPointerException if the model is null
     * @throws IllegalArgumentException if the decay is out of range
     */
    public static AveragedModel ema(Module model, double decay) {
        return ema(model, decay, false);
    }

    /**
     * An exponential average.
     *
     * @param model whose parameters are averaged
     * @param decay from 0 to 1; 0.999 is usual
     * @param averageBuffers whether its buffers are averaged as well
     * @return an average without any update, which is the model as it is
     * @throws NullPointerException if the model is null
     * @throws IllegalArgumentException if the decay is out of range
     */
    public static AveragedModel ema(Module model, double decay, boolean averageBuffers) {
        if (!(decay >= 0 && decay <= 1)) {
            throw new IllegalArgumentException("decay must be from 0 to 1, got " + decay);
        }
        return new AveragedModel(model, decay, averageBuffers);
    }

    private Map<String, Tensor> current() {
        Map<String, Tensor> tensors = new LinkedHashMap<>(model.namedParameters());
        tensors.putAll(model.namedBuffers());
        return tensors;
    }

    private static Tensor owned(Tensor tensor) {
        Tensor copy = Tensor.wrap(tensor.array().copy());
        copy.array().storage().leaveScope();
        return copy;
    }

    /**
     * How many updates the average contains.
     *
     * @return 0 at first
     */
    public long updates() {
        return count;
    }

    /**
     * Takes the model as it is now into the average.
     *
     * @throws IllegalStateException if the model has other parameters or buffers than when the
     *     average was made
     */
    public void update() {
        Map<String, Tensor> now = current();
        if (!now.keySet().equals(averages.keySet())) {
            throw new IllegalStateException(
                    "the model has changed: expected "
                            + averages.keySet()
                            + ", got "
                            + now.keySet());
        }
        double share = count == 0 ? 1 : Double.isNaN(decay) ? 1.0 / (count + 1) : 1 - decay;
        Map<String, Tensor> buffers = model.namedBuffers();
        Autograd.noGrad(
                () ->
                        TensorScope.run(
                                () ->
                                        averages.forEach(
                                                (path, average) -> {
                                                    Tensor p = now.get(path);
                                                    boolean copy =
                                                            !p.dtype().isFloatingPoint()
                                                                    || !averageBuffers
                                                                            && buffers.containsKey(
                                                                                    path);
                                                    average.copy_(
                                                            copy || share == 1
                                                                    ? p
                                                                    : average.lerp(p, share));
                                                })));
        count++;
    }

    /**
     * Runs code while the model has the averaged parameters and buffers; afterwards it has its own
     * again, whatever happens. Graphs recorded before cannot run backward any more.
     *
     * @param <T> what the code returns
     * @param code as an evaluation
     * @return what the code returns
     * @throws NullPointerException if the code is null
     */
    public <T> T with(Supplier<T> code) {
        Objects.requireNonNull(code, "the code is null");
        Map<String, Tensor> own = new LinkedHashMap<>();
        current().forEach((path, tensor) -> own.put(path, owned(tensor)));
        copy(averages, current());
        try {
            return code.get();
        } finally {
            copy(own, current());
            own.values().forEach(tensor -> tensor.array().storage().release());
        }
    }

    /** Copies the average into the model for good. */
    public void apply() {
        copy(averages, current());
    }

    private static void copy(Map<String, Tensor> from, Map<String, Tensor> to) {
        Autograd.noGrad(() -> to.forEach((path, tensor) -> tensor.copy_(from.get(path))));
    }

    /**
     * The average under PyTorch's names: {@code n_averaged} and {@code module.} before each of the
     * model's own.
     *
     * @return an unmodifiable snapshot whose tensors, but for the count, are the average's own: the
     *     next update changes them
     */
    public Map<String, Tensor> stateDict() {
        Map<String, Tensor> state = new LinkedHashMap<>();
        state.put(COUNT, Tensor.of(new long[] {count}, new long[0]));
        averages.forEach((path, tensor) -> state.put("module." + path, tensor));
        return Collections.unmodifiableMap(state);
    }

    /**
     * Takes over a saved average.
     *
     * @param state as from {@link #stateDict} of an average of the same model
     * @throws NullPointerException if it is null
     * @throws IllegalArgumentException if it does not fit, with a list of what is missing,
     *     unexpected or of another shape or type; nothing was changed then
     */
    public void loadStateDict(Map<String, Tensor> state) {
        Objects.requireNonNull(state, "the state is null");
        Map<String, Tensor> own = stateDict();
        List<String> problems = new ArrayList<>();
        own.forEach(
                (path, tensor) -> {
                    Tensor value = state.get(path);
                    if (value == null) {
                        problems.add("missing: " + path);
                    } else if (!Arrays.equals(value.shape(), tensor.shape())
                            || value.dtype() != tensor.dtype()) {
                        problems.add(path + ": expected " + text(tensor) + ", got " + text(value));
                    } else if (value.isReleased()) {
                        problems.add(path + ": the value was released by its scope");
                    }
                });
        state.keySet().stream()
                .filter(path -> !own.containsKey(path))
                .forEach(path -> problems.add("unexpected: " + path));
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(
                    "the state does not fit AveragedModel, nothing was changed:\n  "
                            + String.join("\n  ", problems));
        }
        count = state.get(COUNT).itemLong();
        Autograd.noGrad(
                () -> averages.forEach((path, mean) -> mean.copy_(state.get("module." + path))));
    }

    private static String text(Tensor tensor) {
        return Arrays.toString(tensor.shape()) + " " + tensor.dtype().torchName();
    }
}
