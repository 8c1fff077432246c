package org.grad4j.nn;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;
import org.grad4j.tensor.Tensor;

/** Parameters in a list, registered under their places. */
public final class ParameterList extends Module implements Iterable<Tensor> {
    private ParameterList() {}

    /**
     * A list of parameters.
     *
     * @param parameters floating-point tensors that no recorded operation made
     * @return the list
     * @throws IllegalArgumentException if one is null or no parameter
     */
    public static ParameterList of(Tensor... parameters) {
        ParameterList list = new ParameterList();
        Arrays.asList(parameters).forEach(list::append);
        return list;
    }

    /**
     * Adds a parameter at the end.
     *
     * @param parameter a floating-point tensor that no recorded operation made
     * @return this list
     * @throws IllegalArgumentException if it is null or no parameter
     */
    public ParameterList append(Tensor parameter) {
        registerParameter(String.valueOf(size()), parameter);
        return this;
    }

    /**
     * The number of parameters.
     *
     * @return 0 or more
     */
    public int size() {
        return parameters.size();
    }

    /**
     * One of the parameters.
     *
     * @param index its place; negative numbers count from the end
     * @return the parameter
     * @throws IndexOutOfBoundsException if there is no such place
     */
    public Tensor get(int index) {
        return parameters.get(String.valueOf(Places.at("ParameterList", index, size())));
    }

    @Override
    public Iterator<Tensor> iterator() {
        return List.copyOf(parameters.values()).iterator();
    }

    @Override
    protected String extraRepr() {
        return parameters.entrySet().stream()
                .map(one -> ModuleText.parameter(one, one.getValue().dtype().torchName()))
                .collect(Collectors.joining("\n"));
    }
}
