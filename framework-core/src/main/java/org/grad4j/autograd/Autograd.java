package org.grad4j.autograd;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;
import org.grad4j.tensor.Tensor;

/**
 * Switches recording on and off and computes gradients without touching {@code grad}.
 *
 * <p>The gradient mode belongs to the thread: switching it affects no other thread, and a new
 * thread starts with recording on.
 */
public final class Autograd {
    private Autograd() {}

    /** A region with its own gradient mode; closing it restores the mode from before. */
    public static final class Mode implements AutoCloseable {
        private final boolean before;

        private Mode(boolean enabled) {
            before = GradMode.set(enabled);
        }

        /** Restores the mode from before. */
        @Override
        public void close() {
            GradMode.set(before);
        }
    }

    /**
     * Whether operations on this thread are recorded.
     *
     * @return true by default
     */
    public static boolean isGradEnabled() {
        return GradMode.isEnabled();
    }

    /**
     * Switches recording off until the region is closed, as {@code with torch.no_grad():}.
     *
     * @return the region, for try-with-resources
     */
    public static Mode noGrad() {
        return new Mode(false);
    }

    /**
     * Switches recording on until the region is closed, inside {@link #noGrad()} for example.
     *
     * @return the region, for try-with-resources
     */
    public static Mode enableGrad() {
        return new Mode(true);
    }

    /**
     * Switches recording on or off until the region is closed, as {@code with
     * torch.set_grad_enabled(training):}.
     *
     * @param enabled whether operations are recorded
     * @return the region, for try-with-resources
     */
    public static Mode setGradEnabled(boolean enabled) {
        return new Mode(enabled);
    }

    /**
     * Runs code with recording and returns its result.
     *
     * @param <T> what the code makes
     * @param code anything
     * @return the code's result
     */
    public static <T> T enableGrad(Supplier<T> code) {
        boolean before = GradMode.set(true);
        try {
            return code.get();
        } finally {
            GradMode.set(before);
        }
    }

    /**
     * Runs code without recording.
     *
     * @param code anything
     */
    public static void noGrad(Runnable code) {
        boolean before = GradMode.set(false);
        try {
            code.run();
        } finally {
            GradMode.set(before);
        }
    }

    /**
     * Runs code without recording and returns its result.
     *
     * @param <T> what the code makes
     * @param code anything
     * @return the code's result
     */
    public static <T> T noGrad(Supplier<T> code) {
        boolean before = GradMode.set(false);
        try {
            return code.get();
        } finally {
            GradMode.set(before);
        }
    }

    /**
     * Runs code without recording, and marks what it makes as never to be recorded: {@code
     * torch.inference_mode}. Such a tensor cannot be saved for a backward or require gradients
     * later; outside the mode, work with a {@code clone()} of it.
     *
     * @param <T> what the code makes
     * @param code anything
     * @return the code's result
     */
    public static <T> T inferenceMode(Supplier<T> code) {
        boolean enabled = GradMode.set(false);
        boolean inference = GradMode.setInference(true);
        try {
            return code.get();
        } finally {
            GradMode.setInference(inference);
            GradMode.set(enabled);
        }
    }

    /**
     * Runs code in {@linkplain #inferenceMode(Supplier) inference mode}.
     *
     * @param code anything
     */
    public static void inferenceMode(Runnable code) {
        inferenceMode(
                () -> {
                    code.run();
                    return null;
                });
    }

    /**
     * Whether this thread is in inference mode, in which new tensors are marked.
     *
     * @return false by default
     */
    public static boolean isInferenceMode() {
        return GradMode.isInference();
    }

    /**
     * Runs code, forward and backward, in anomaly mode: every recorded operation remembers the line
     * that called it, and backward stops at the first operation whose rule makes a NaN. For
     * debugging; it costs some microseconds per operation.
     *
     * @param code anything
     * @throws IllegalStateException from backward, naming the operation and its line
     */
    public static void detectAnomaly(Runnable code) {
        boolean before = Anomaly.set(true);
        try {
            code.run();
        } finally {
            Anomaly.set(before);
        }
    }

    /**
     * Computes gradients of the leaves and adds them into their {@code grad}: what {@link
     * Tensor#backward()} calls.
     *
     * @param output where to start
     * @param gradient the gradient of some scalar with respect to the output, of its shape; null
     *     for 1 where the output has one element
     * @param retainGraph keep saved values, so that backward can run again
     * @param createGraph record the gradients themselves, for higher orders; implies retainGraph
     * @throws IllegalStateException if the output does not require gradients, if a saved value was
     *     changed in place, or if saved values were released by an earlier backward
     * @throws IllegalArgumentException if the output has several elements and no gradient is given,
     *     or the gradient has another shape
     */
    public static void backward(
            Tensor output, Tensor gradient, boolean retainGraph, boolean createGraph) {
        Engine.backward(
                new Tensor[] {requireGraph("backward()", output)},
                new Tensor[] {seed("backward()", output, gradient)},
                null,
                retainGraph || createGraph,
                createGraph);
    }

    /**
     * Computes gradients from several outputs at once and adds them into the {@code grad} of the
     * given tensors only.
     *
     * @param outputs where to start
     * @param gradients one gradient per output, or null for 1 where every output has one element
     * @param inputs the tensors to fill, leaves or not; null for all leaves
     * @param retainGraph keep saved values, so that backward can run again
     * @param createGraph record the gradients themselves, for higher orders; implies retainGraph
     * @throws IllegalStateException as {@link #backward(Tensor, Tensor, boolean, boolean)}, or if
     *     an input does not require gradients
     * @throws IllegalArgumentException as {@link #backward(Tensor, Tensor, boolean, boolean)}, or
     *     if there are no inputs
     */
    public static void backward(
            List<Tensor> outputs,
            List<Tensor> gradients,
            List<Tensor> inputs,
            boolean retainGraph,
            boolean createGraph) {
        requireList("backward", "outputs", outputs);
        Tensor[] starts = new Tensor[outputs.size()];
        Tensor[] seeds = seeds("backward", outputs, gradients, starts);
        if (inputs != null && inputs.isEmpty()) {
            throw new IllegalArgumentException(
                    "backward: the list of inputs is empty; pass null to fill all leaves");
        }
        Tensor[] wanted = inputs == null ? null : requireGrad("backward", inputs);
        Engine.backward(starts, seeds, wanted, retainGraph || createGraph, createGraph);
    }

    /**
     * The gradients of one scalar with respect to several tensors; their {@code grad} stays as it
     * is.
     *
     * @param output a tensor of one element
     * @param inputs tensors that require gradients
     * @return one gradient per input
     * @throws IllegalStateException as {@link #backward}
     * @throws IllegalArgumentException as {@link #backward}, and if an input was not used
     */
    public static List<Tensor> grad(Tensor output, Tensor... inputs) {
        requireList("grad", "inputs", inputs);
        return grad(
                Collections.singletonList(output),
                Arrays.asList(inputs),
                null,
                false,
                false,
                false);
    }

    /**
     * Vector-Jacobian products: the gradients of {@code Σ outputs · gradOutputs} with respect to
     * the inputs, without touching any {@code grad}.
     *
     * @param outputs where to start
     * @param inputs tensors that require gradients, leaves or not
     * @param gradOutputs one gradient per output, or null for 1 where every output has one element
     * @param retainGraph keep saved values, so that the graph can be used again
     * @param createGraph record the gradients themselves, for higher orders; implies retainGraph
     * @param allowUnused give null for an input that the outputs do not depend on, instead of
     *     failing
     * @return one gradient per input
     * @throws IllegalStateException as {@link #backward}, or if an input does not require gradients
     * @throws IllegalArgumentException as {@link #backward}, and if an input was not used and that
     *     is not allowed
     */
    public static List<Tensor> grad(
            List<Tensor> outputs,
            List<Tensor> inputs,
            List<Tensor> gradOutputs,
            boolean retainGraph,
            boolean createGraph,
            boolean allowUnused) {
        requireList("grad", "outputs", outputs);
        requireList("grad", "inputs", inputs);
        Tensor[] starts = new Tensor[outputs.size()];
        Tensor[] seeds = seeds("grad", outputs, gradOutputs, starts);
        Tensor[] results =
                Engine.grad(
                        starts,
                        seeds,
                        requireGrad("grad", inputs),
                        retainGraph || createGraph,
                        createGraph);
        for (int i = 0; i < results.length && !allowUnused; i++) {
            if (results[i] == null) {
                throw new IllegalArgumentException(
                        "grad: input "
                                + i
                                + " of shape "
                                + Arrays.toString(inputs.get(i).shape())
                                + " was not used in computing the outputs; pass allowUnused to get"
                                + " null for it");
            }
        }
        return Arrays.asList(results);
    }

    private static Tensor[] requireGrad(String call, List<Tensor> inputs) {
        for (int i = 0; i < inputs.size(); i++) {
            if (inputs.get(i) == null) {
                throw new IllegalArgumentException(call + ": input " + i + " is null");
            }
            if (!inputs.get(i).requiresGrad()) {
                throw new IllegalStateException(
                        call
                                + ": input "
                                + i
                                + " does not require gradients; call requiresGrad(true) on it"
                                + " before the computation");
            }
        }
        return inputs.toArray(Tensor[]::new);
    }

    private static Tensor[] seeds(
            String call, List<Tensor> outputs, List<Tensor> gradients, Tensor[] starts) {
        if (gradients != null && gradients.size() != outputs.size()) {
            throw new IllegalArgumentException(
                    call
                            + ": "
                            + outputs.size()
                            + " outputs need as many gradients, got "
                            + gradients.size());
        }
        Tensor[] seeds = new Tensor[starts.length];
        for (int i = 0; i < starts.length; i++) {
            starts[i] = requireGraph(call, outputs.get(i));
            seeds[i] = seed(call, starts[i], gradients == null ? null : gradients.get(i));
        }
        return seeds;
    }

    private static void requireList(String call, String what, Object list) {
        if (list == null) {
            throw new IllegalArgumentException(call + ": the " + what + " are null");
        }
    }

    private static Tensor requireGraph(String call, Tensor output) {
        if (output == null) {
            throw new IllegalArgumentException(call + ": an output is null");
        }
        if (!output.requiresGrad()) {
            throw new IllegalStateException(
                    call
                            + ": the tensor of shape "
                            + Arrays.toString(output.shape())
                            + " does not require gradients and has no gradFn; compute it from a"
                            + " tensor with requiresGrad(true), outside noGrad");
        }
        return output;
    }

    /** Checks the gradient to start from; null stands for 1, which the engine makes itself. */
    private static Tensor seed(String call, Tensor output, Tensor gradient) {
        if (gradient == null) {
            if (output.numel() != 1) {
                throw new IllegalArgumentException(
                        call
                                + " needs a scalar, got "
                                + Arrays.toString(output.shape())
                                + "; use mean() or sum(), or pass a gradient of that shape");
            }
            return null;
        }
        if (!Arrays.equals(gradient.shape(), output.shape())) {
            throw new IllegalArgumentException(
                    call
                            + ": the gradient must have the tensor's shape "
                            + Arrays.toString(output.shape())
                            + ", got "
                            + Arrays.toString(gradient.shape()));
        }
        return gradient;
    }
}
