package org.grad4j.optim;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.grad4j.tensor.Tensor;

/**
 * Collects the settings of an optimizer: those that all have here, its own in its own builder.
 *
 * @param <B> the optimizer's own builder
 * @param <T> the optimizer
 */
public abstract class OptimizerBuilder<B extends OptimizerBuilder<B, T>, T extends Optimizer> {
    private final List<Tensor> parameters;
    private final BiFunction<List<Tensor>, Options, T> maker;
    private final List<Group> groups = new ArrayList<>();
    private Options options;

    private record Group(List<Tensor> parameters, Consumer<ParamGroup> settings) {}

    OptimizerBuilder(
            List<Tensor> parameters, Options options, BiFunction<List<Tensor>, Options, T> maker) {
        this.parameters = Objects.requireNonNull(parameters, "the parameters are null");
        this.options = options;
        this.maker = maker;
    }

    @SuppressWarnings("unchecked") // B is the class that extends this one
    final B set(String name, Object value) {
        options = options.with(name, value);
        return (B) this;
    }

    /**
     * The learning rate.
     *
     * @param value 0 or more
     * @return this builder
     * @throws IllegalArgumentException if it is negative or not finite
     */
    public final B lr(double value) {
        return set("lr", value);
    }

    /**
     * Whether to go up instead of down.
     *
     * @param value false by default
     * @return this builder
     */
    public final B maximize(boolean value) {
        return set("maximize", value);
    }

    /**
     * Adds a group of further parameters with options of their own; what is not set for the group
     * is as for the others.
     *
     * @param more the group's parameters
     * @param settings sets the group's options, when the optimizer is made
     * @return this builder
     * @throws NullPointerException if one is null
     */
    @SuppressWarnings("unchecked") // B is the class that extends this one
    public final B addParamGroup(List<Tensor> more, Consumer<ParamGroup> settings) {
        Objects.requireNonNull(more, "the parameters of the group are null");
        Objects.requireNonNull(settings, "the settings of the group are null");
        groups.add(new Group(more, settings));
        return (B) this;
    }

    /**
     * Makes the optimizer.
     *
     * @return an optimizer at its first step
     * @throws IllegalArgumentException if the settings do not go together, and as {@link
     *     Optimizer}'s constructor and {@link Optimizer#addParamGroup}
     */
    public final T build() {
        T optimizer = maker.apply(parameters, options);
        groups.forEach(group -> optimizer.addParamGroup(group.parameters, group.settings));
        return optimizer;
    }
}
