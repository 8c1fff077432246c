package org.grad4j.optim;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.grad4j.tensor.Tensor;

/**
 * Parameters of an optimizer that share their options.
 *
 * <pre>{@code
 * SGD optimizer = SGD.builder(body.parameters()).lr(0.01).momentum(0.9).build();
 * optimizer.addParamGroup(head.parameters(), group -> group.lr(0.1).set("weight_decay", 1e-4));
 * optimizer.paramGroups().get(0).lr(0.001);
 * }</pre>
 *
 * <p>Options carry PyTorch's names, as in the state dict; each optimizer's Javadoc and {@link
 * #options()} list them. What is set counts from the next step on.
 */
public final class ParamGroup {
    private final List<Tensor> parameters;
    private final Options table;
    private final Map<String, Object> options;
    private Double initialLr;

    ParamGroup(List<Tensor> parameters, Options table) {
        this.parameters = List.copyOf(parameters);
        this.table = table;
        options = table.defaults();
    }

    /**
     * The parameters.
     *
     * @return an unmodifiable list in the order given
     */
    public List<Tensor> parameters() {
        return parameters;
    }

    /**
     * The learning rate of the next step.
     *
     * @return the rate
     */
    public double lr() {
        return number("lr");
    }

    /**
     * Sets the learning rate of the next steps.
     *
     * @param value the rate
     * @return this group
     * @throws IllegalArgumentException if it is negative or not finite
     */
    public ParamGroup lr(double value) {
        return set("lr", value);
    }

    /**
     * The rate that schedules start from: the group's learning rate when this was first asked for,
     * as the first schedule does ({@code initial_lr} in the state dict).
     *
     * @return the rate
     */
    public double initialLr() {
        if (initialLr == null) {
            initialLr = lr();
        }
        return initialLr;
    }

    /**
     * Replaces the rate that schedules start from.
     *
     * @param value the rate
     * @throws IllegalArgumentException if it is negative or not finite
     */
    public void initialLr(double value) {
        initialLr = (Double) table.accept("lr", value);
    }

    boolean hasInitialLr() {
        return initialLr != null;
    }

    /**
     * Sets an option for the next steps.
     *
     * @param name the option, as in {@code "weight_decay"}
     * @param value a number, a Boolean, a list of numbers or a word, as the option needs
     * @return this group
     * @throws IllegalArgumentException if there is no such option or the value does not suit it
     */
    public ParamGroup set(String name, Object value) {
        options.put(name, table.accept(name, value));
        return this;
    }

    /**
     * Whether there is an option of this name.
     *
     * @param name the option
     * @return true if it can be read and set
     */
    public boolean has(String name) {
        return table.has(name);
    }

    /**
     * An option that is a number.
     *
     * @param name the option
     * @return its value
     * @throws IllegalArgumentException if there is no such option, or it is of another kind
     */
    public double number(String name) {
        return option(name, Number.class).doubleValue();
    }

    /**
     * An option that is yes or no.
     *
     * @param name the option
     * @return its value
     * @throws IllegalArgumentException if there is no such option, or it is of another kind
     */
    public boolean flag(String name) {
        return option(name, Boolean.class);
    }

    /**
     * One number of an option that lists several.
     *
     * @param name the option, as in {@code "betas"}
     * @param index its place in the list
     * @return its value
     * @throws IllegalArgumentException if there is no such option, or it is of another kind
     * @throws IndexOutOfBoundsException if the list is shorter
     */
    public double number(String name, int index) {
        return ((Number) option(name, List.class).get(index)).doubleValue();
    }

    String text(String name) {
        return option(name, String.class);
    }

    private <T> T option(String name, Class<T> type) {
        Object value = options.get(name);
        if (!type.isInstance(value)) {
            throw new IllegalArgumentException(
                    value == null
                            ? "there is no option " + name + "; there are " + table.names()
                            : "the option " + name + " is " + value);
        }
        return type.cast(value);
    }

    /**
     * All options.
     *
     * @return an unmodifiable live view, by name
     */
    public Map<String, Object> options() {
        return Collections.unmodifiableMap(options);
    }
}
