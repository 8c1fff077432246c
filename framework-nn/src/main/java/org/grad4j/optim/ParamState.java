package org.grad4j.optim;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.grad4j.tensor.Tensor;

/**
 * What an optimizer remembers of one parameter from step to step. Its names are declared in the
 * optimizer's {@link Options}; its tensors belong to no scope.
 */
public final class ParamState {
    private final Tensor parameter;
    private final Options table;
    private final Map<String, Object> values = new LinkedHashMap<>();

    ParamState(Tensor parameter, Options table) {
        this.parameter = parameter;
        this.table = table;
    }

    /**
     * Whether something is remembered already.
     *
     * @param name its name
     * @return false before it was first asked for or set
     */
    public boolean has(String name) {
        return values.containsKey(name);
    }

    /**
     * A tensor to change in place.
     *
     * @param name its name
     * @return the tensor; zeros of the parameter's shape and type at first
     * @throws IllegalArgumentException if the optimizer's options do not declare it
     */
    public Tensor tensor(String name) {
        return tensor(name, 0);
    }

    /**
     * A tensor to change in place.
     *
     * @param name its name
     * @param initial what its elements are at first
     * @return the tensor, of the parameter's shape and type
     * @throws IllegalArgumentException if the optimizer's options do not declare it
     */
    public Tensor tensor(String name, double initial) {
        Tensor tensor = (Tensor) values.get(name);
        if (tensor == null) {
            tensor = Tensor.full(initial, parameter.dtype(), parameter.shape());
            set(name, tensor);
        }
        return tensor;
    }

    /**
     * Counts a step of this parameter.
     *
     * @return 1 at the first call
     * @throws IllegalArgumentException if the optimizer's options do not declare the count
     */
    public long nextStep() {
        long step = has("step") ? (Long) values.get("step") + 1 : 1;
        set("step", step);
        return step;
    }

    /** A number; {@code initial} before it was first set. */
    double number(String name, double initial) {
        return has(name) ? ((Number) values.get(name)).doubleValue() : initial;
    }

    Object value(String name) {
        return values.get(name);
    }

    @SuppressWarnings("unchecked") // whoever asks has set it, or it passed its check on loading
    <T> List<T> list(String name) {
        return (List<T>) values.get(name);
    }

    void set(String name, Object value) {
        table.memory(name);
        if (value instanceof Tensor tensor) {
            tensor.array().storage().leaveScope();
        }
        values.put(name, value);
    }

    /** Everything, in the order it was first remembered. */
    Map<String, Object> values() {
        return values;
    }
}
