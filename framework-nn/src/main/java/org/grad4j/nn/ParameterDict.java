package org.grad4j.nn;

import java.util.Collections;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.grad4j.tensor.DType;
import org.grad4j.tensor.Tensor;

/** Parameters under names, in the order in which they were put. */
public final class ParameterDict extends Module implements Iterable<Map.Entry<String, Tensor>> {
    /** Without parameters. */
    public ParameterDict() {}

    /**
     * With parameters in the order of a map.
     *
     * @param parameters by name
     * @throws IllegalArgumentException if a name is empty or has a dot, or a tensor is no parameter
     */
    public ParameterDict(Map<String, Tensor> parameters) {
        parameters.forEach(this::registerParameter);
    }

    /**
     * Adds a parameter.
     *
     * @param name its name, without dots
     * @param parameter a floating-point tensor that no recorded operation made
     * @return this dictionary
     * @throws IllegalArgumentException if the name is taken, empty or has a dot, or the tensor is
     *     null or no parameter
     */
    public ParameterDict put(String name, Tensor parameter) {
        registerParameter(name, parameter);
        return this;
    }

    /**
     * One of the parameters.
     *
     * @param name its name
     * @return the parameter
     * @throws IllegalArgumentException if there is none of that name
     */
    public Tensor get(String name) {
        return Places.named("ParameterDict", name, parameters);
    }

    /**
     * The names.
     *
     * @return in the order in which they were put
     */
    public Set<String> keys() {
        return Collections.unmodifiableSet(parameters.keySet());
    }

    /**
     * The number of parameters.
     *
     * @return 0 or more
     */
    public int size() {
        return parameters.size();
    }

    @Override
    public Iterator<Map.Entry<String, Tensor>> iterator() {
        return Collections.unmodifiableMap(parameters).entrySet().iterator();
    }

    @Override
    protected String extraRepr() {
        return parameters.entrySet().stream()
                .map(one -> ModuleText.parameter(one, legacyType(one.getValue().dtype())))
                .collect(Collectors.joining("\n"));
    }

    /** PyTorch prints the type of its tensor class here, unlike in a ParameterList. */
    private static String legacyType(DType type) {
        return switch (type) {
            case FLOAT32 -> "torch.FloatTensor";
            case FLOAT64 -> "torch.DoubleTensor";
            default -> type.torchName();
        };
    }
}
