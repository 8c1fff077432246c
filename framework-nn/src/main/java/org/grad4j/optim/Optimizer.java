package org.grad4j.optim;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
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
 * <p>A subclass declares its options and what it remembers ({@link Options}) and says how one
 * parameter changes ({@link #update}). A graph that was recorded before a step can no longer run
 * backward through the changed parameters; it says so. One thread at a time may use an optimizer,
 * and no other may use its parameters during a step.
 */
public abstract class Optimizer {
    private final Options options;
    private final List<ParamGroup> groups = new ArrayList<>();
    private final Map<Tensor, ParamState> states = new IdentityHashMap<>();
    private boolean stepped;

    /**
     * With one group of parameters that has the options' defaults.
     *
     * @param parameters leaves that require gradients, each once, as from {@code
     *     module.parameters()}
     * @param options what can be told, and what is remembered
     * @throws NullPointerException if one is null
     * @throws IllegalArgumentException if there is no parameter, or one is null, appears twice, has
     *     a gradFn or does not require gradients
     */
    @SuppressWarnings("this-escape") // unfit and check use nothing of the subclass's own
    protected Optimizer(List<Tensor> parameters, Options options) {
        Objects.requireNonNull(parameters, "the parameters are null");
        this.options = Objects.requireNonNull(options, "the options are null");
        if (parameters.isEmpty()) {
            throw new IllegalArgumentException("an optimizer needs at least one parameter");
        }
        ParamGroup group = new ParamGroup(acceptable(parameters), options);
        check(group);
        join(group);
    }

    /**
     * Adds a group of further parameters; options that are not set for it are those the optimizer
     * was made with.
     *
     * @param parameters as for the constructor, none of them in the optimizer already
     * @param settings sets the group's options
     * @throws NullPointerException if one is null
     * @throws IllegalArgumentException as the constructor, and as {@link ParamGroup#set}
     */
    public final void addParamGroup(List<Tensor> parameters, Consumer<ParamGroup> settings) {
        Objects.requireNonNull(parameters, "the parameters of the group are null");
        Objects.requireNonNull(settings, "the settings of the group are null");
        if (parameters.isEmpty()) {
            throw new IllegalArgumentException("a group needs at least one parameter");
        }
        ParamGroup group = new ParamGroup(acceptable(parameters), options);
        settings.accept(group);
        check(group);
        join(group);
    }

    /**
     * Adds a group of further parameters with the options the optimizer was made with.
     *
     * @param parameters as for the constructor, none of them in the optimizer already
     * @throws NullPointerException if the list is null
     * @throws IllegalArgumentException as the constructor
     */
    public final void addParamGroup(List<Tensor> parameters) {
        addParamGroup(parameters, group -> {});
    }

    private void join(ParamGroup group) {
        group.parameters().forEach(p -> states.put(p, new ParamState(p, options)));
        groups.add(group);
    }

    private List<Tensor> acceptable(List<Tensor> parameters) {
        Set<Tensor> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        seen.addAll(states.keySet());
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
            } else {
                problem = unfit(parameter);
            }
            if (problem != null) {
                String where = groups.isEmpty() ? "the optimizer " : "the new group ";
                throw new IllegalArgumentException("parameter " + i + " of " + where + problem);
            }
        }
        return parameters;
    }

    /**
     * Why a parameter cannot be optimized here, for optimizers that do not take every one.
     *
     * @param parameter a leaf that requires gradients
     * @return the end of a sentence that begins with the parameter, or null if it is welcome
     */
    String unfit(Tensor parameter) {
        return null;
    }

    /**
     * Refuses options that do not go together; does nothing here.
     *
     * @param group a group that joins, or is loaded
     */
    void check(ParamGroup group) {}

    /**
     * Why a loaded state is no state of this optimizer, beyond names and kinds; never here.
     *
     * @param state one parameter's
     * @return the end of a sentence that begins with the state, or null
     */
    String problem(Map<String, Object> state) {
        return null;
    }

    /**
     * The groups of parameters, whose options can be changed between steps.
     *
     * @return an unmodifiable live list, the constructor's parameters first
     */
    public final List<ParamGroup> paramGroups() {
        return Collections.unmodifiableList(groups);
    }

    /**
     * The parameters of all groups.
     *
     * @return an unmodifiable list in the order given
     */
    public final List<Tensor> parameters() {
        return groups.stream().flatMap(group -> group.parameters().stream()).toList();
    }

    /**
     * The learning rate of the first group's next step.
     *
     * @return the rate
     */
    public final double lr() {
        return groups.get(0).lr();
    }

    /**
     * Sets the learning rate of all groups' next steps.
     *
     * @param newLr the rate
     * @throws IllegalArgumentException if it is negative or not finite
     */
    public final void lr(double newLr) {
        groups.forEach(group -> group.lr(newLr));
    }

    /** Drops the gradients of all parameters. */
    public final void zeroGrad() {
        for (ParamGroup group : groups) {
            group.parameters().forEach(Tensor::zeroGrad);
        }
    }

    /** Changes every parameter that has a gradient; the others stay as they are. */
    public void step() {
        noteStep();
        Autograd.noGrad(() -> TensorScope.run(this::updateAll));
    }

    /** For those that override {@link #step}. */
    final void noteStep() {
        stepped = true;
    }

    /**
     * Whether this object has taken a step, so that a schedule may follow.
     *
     * @return false before the first step, and after {@link #loadStateDict} alone
     */
    public final boolean hasStepped() {
        return stepped;
    }

    /**
     * Computes the loss and its gradients, then takes a step.
     *
     * @param closure drops the gradients, computes the loss, runs it backward and returns it
     * @return what the closure returned (the first time, where it is called several times)
     * @throws NullPointerException if the closure is null
     * @throws IllegalStateException if the closure returned null
     */
    public Tensor step(Supplier<Tensor> closure) {
        Tensor loss = evaluate(closure);
        step();
        return loss;
    }

    /** The closure's loss, with recording on whatever it is outside. */
    static Tensor evaluate(Supplier<Tensor> closure) {
        Objects.requireNonNull(closure, "the closure is null");
        Tensor loss = Autograd.enableGrad(closure);
        if (loss == null) {
            throw new IllegalStateException("the closure of step must return the loss, got null");
        }
        return loss;
    }

    private void updateAll() {
        for (ParamGroup group : groups) {
            boolean up = group.flag("maximize");
            for (Tensor parameter : group.parameters()) {
                Array array = parameter.autograd().gradArray();
                if (array != null) {
                    Tensor gradient = Tensor.wrap(array);
                    update(group, states.get(parameter), parameter, up ? gradient.neg() : gradient);
                    parameter.array().storage().bumpVersion();
                }
            }
        }
    }

    /**
     * Changes one parameter in place. Recording is off, and tensors made here are released
     * afterwards, except those of the state.
     *
     * @param group the options
     * @param state what is remembered of the parameter
     * @param parameter the parameter
     * @param gradient its gradient, negated where the group maximizes; not to be changed or kept
     */
    protected abstract void update(
            ParamGroup group, ParamState state, Tensor parameter, Tensor gradient);

    final ParamState state(Tensor parameter) {
        return states.get(parameter);
    }

    final Options options() {
        return options;
    }

    final String name() {
        return getClass().getSimpleName();
    }

    /**
     * Everything that the next steps depend on besides the parameters, laid out as PyTorch does:
     * {@code {"state": {"0": {"step": 1, "exp_avg": tensor, ...}, ...}, "param_groups": [{"lr":
     * 0.1, ..., "params": [0, 1]}, ...]}}. Parameters are numbered through all groups; values are
     * maps, lists, strings, Long, Double, Boolean and tensors. One that has not been stepped has no
     * state.
     *
     * @return an unmodifiable snapshot whose tensors are the optimizer's own: the next steps change
     *     them
     */
    public final Map<String, Object> stateDict() {
        return OptimizerState.of(this);
    }

    /**
     * Takes over a state dict of an optimizer of the same kind with groups of the same sizes: its
     * options and copies of what it remembers, so that the next steps are bit for bit those of the
     * other.
     *
     * @param state as from {@link #stateDict}
     * @throws NullPointerException if it is null
     * @throws IllegalArgumentException if it does not fit, with a list of what is missing,
     *     unexpected or of another kind; nothing was changed then
     */
    public final void loadStateDict(Map<String, ?> state) {
        OptimizerState.load(this, Objects.requireNonNull(state, "the state is null"));
    }
}
