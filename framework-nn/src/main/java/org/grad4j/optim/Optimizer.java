package org.grad4j.optim;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.grad4j.autograd.Autograd;
import org.grad4j.backend.Array;
import org.grad4j.memory.TensorScope;
import org.grad4j.tensor.Tensor;

/**
 * Changes parameters in place from their gradients.
 *
 * <pre>{@code
 * optimizer.zeroGrad();
 * loss.backward();
 * optimizer.step();
 * }</pre>
 *
 * <p>A subclass says how one parameter changes ({@link #update}). A graph that was recorded before
 * a step can no longer run backward through the changed parameters; it says so. One thread at a
 * time may use an optimizer, and no other may use its parameters during a step.
 */
public abstract class Optimizer {
    private final List<Tensor> parameters;
    private double lr;

    /**
     * For the given parameters.
     *
     * @param parameters leaves that require gradients, each once, as from {@code
     *     module.parameters()}
     * @param lr the learning rate
     * @throws NullPointerException if the list is null
     * @throws IllegalArgumentException if there is no parameter, one is null, appears twice, has a
     *     gradFn or does not require gradients, or the learning rate is negative or not finite
     */
    protected Optimizer(List<Tensor> parameters, double lr) {
        Objects.requireNonNull(parameters, "the parameters are null");
        this.lr = Settings.notNegative("lr", lr);
        if (parameters.isEmpty()) {
            throw new IllegalArgumentException("an optimizer needs at least one parameter");
        }
        Set<Tensor> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        for (int i = 0; i < parameters.size(); i++) {
            Tensor parameter = parameters.get(i);
            String problem = null;
            if (parameter == null) {
                problem = "is null";
            } else if (!parameter.isLeaf()) {
                problem =
                        "was made by " + parameter.gradFn().name() + "; only leaves are optimized";
            } else if (!parameter.requiresGrad()) {
                problem = "does not require gradients; call requiresGrad(true), or leave it out";
            } else if (!seen.add(parameter)) {
                problem = "appears twice";
            }
            if (problem != null) {
                throw new IllegalArgumentException(
                        "parameter " + i + " of the optimizer " + problem);
            }
        }
        this.parameters = List.copyOf(parameters);
    }

    /**
     * The parameters.
     *
     * @return an unmodifiable list in the order given
     */
    public final List<Tensor> parameters() {
        return parameters;
    }

    /**
     * The learning rate of the next step.
     *
     * @return the rate
     */
    public final double lr() {
        return lr;
    }

    /**
     * Sets the learning rate of the next steps.
     *
     * @param newLr the rate
     * @throws IllegalArgumentException if it is negative or not finite
     */
    public final void lr(double newLr) {
        lr = Settings.notNegative("lr", newLr);
    }

    /** Drops the gradients of all parameters. */
    public final void zeroGrad() {
        parameters.forEach(Tensor::zeroGrad);
    }

    /** Changes every parameter that has a gradient; the others stay as they are. */
    public final void step() {
        Autograd.noGrad(() -> TensorScope.run(this::updateAll));
    }

    private void updateAll() {
        for (int i = 0; i < parameters.size(); i++) {
            Tensor parameter = parameters.get(i);
            Array gradient = parameter.autograd().gradArray();
            if (gradient != null) {
                update(i, parameter, Tensor.wrap(gradient));
                parameter.array().storage().bumpVersion();
            }
        }
    }

    /**
     * Changes one parameter in place. Recording is off, and tensors made here are released
     * afterwards, except through {@link #state}.
     *
     * @param index the parameter's place in {@link #parameters()}
     * @param parameter the parameter
     * @param gradient its gradient, not to be changed or kept
     */
    protected abstract void update(int index, Tensor parameter, Tensor gradient);

    /**
     * Makes a tensor that is remembered from step to step.
     *
     * @param parameter the parameter that it belongs to
     * @return zeros of the parameter's shape and type, in no scope
     */
    protected static Tensor state(Tensor parameter) {
        Tensor zeros = Tensor.zeros(parameter.dtype(), parameter.shape());
        zeros.array().storage().leaveScope();
        return zeros;
    }
}
