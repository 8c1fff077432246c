package org.grad4j.nn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.grad4j.nn.layer.MaxPool2d;
import org.grad4j.nn.layer.ReLU;
import org.grad4j.tensor.Tensor;

/**
 * Layers one after another: {@code y = f_n(…f_2(f_1(x)))}.
 *
 * <pre>{@code
 * Sequential net = Sequential.of(new Linear(784, 128), Tensor::relu, new Linear(128, 10));
 * }</pre>
 *
 * <p>Modules, method references and lambdas mix. Layers are named by their place ({@code 0.weight},
 * {@code 2.weight}, …) or by {@link #append(String, Layer)}. A lambda that itself holds a module
 * hides it: its parameters are not found.
 *
 * <p>Layers without hooks are computed together where that is faster. A {@link ReLU} between
 * another layer and a {@link MaxPool2d} is applied after the pooling: the numbers and gradients are
 * the same, with windows of two by two on a quarter of the elements. PyTorch keeps the order, and
 * saves the rectified image where we save the unrectified one; so do not change in place what that
 * other layer has returned. A convolution of many channels and a pooling with windows of two by two
 * behind it, with or without a rectifier, are one operation ({@link #forwardWith}), whose gradients
 * are the same but for rounding.
 */
public final class Sequential extends Module implements Iterable<Module> {
    private final List<Module> layers = new ArrayList<>();

    private Sequential() {}

    /**
     * Chains layers, named {@code 0}, {@code 1}, ….
     *
     * @param layers what to apply, in order; without any, the input is the output
     * @return the chain
     * @throws IllegalArgumentException if one is null or a module without {@code forward(Tensor)}
     */
    public static Sequential of(Layer... layers) {
        Sequential chain = new Sequential();
        for (Layer layer : layers) {
            chain.append(layer);
        }
        return chain;
    }

    /**
     * Adds a layer at the end, named by its place.
     *
     * @param layer the layer
     * @return this chain
     * @throws IllegalArgumentException if it is null or a module without {@code forward(Tensor)}
     */
    public Sequential append(Layer layer) {
        return append(String.valueOf(layers.size()), layer);
    }

    /**
     * Adds a layer at the end under a name.
     *
     * @param name its name, without dots
     * @param layer the layer
     * @return this chain
     * @throws IllegalArgumentException if the name is taken, empty or has a dot, or the layer is
     *     null or a module without {@code forward(Tensor)}
     */
    public Sequential append(String name, Layer layer) {
        Module module =
                layer == null || layer instanceof Module ? (Module) layer : new LambdaModule(layer);
        if (module != null && !isUnary(module)) {
            throw new IllegalArgumentException(
                    "Sequential: "
                            + module.name()
                            + " at \""
                            + name
                            + "\" does not override forward(Tensor), so it cannot be chained;"
                            + " wrap the call that it declares in a lambda");
        }
        layers.add(register(name, module));
        return this;
    }

    private static boolean isUnary(Module module) {
        for (Class<?> type = module.getClass(); type != Module.class; type = type.getSuperclass()) {
            for (var method : type.getDeclaredMethods()) {
                if (method.getName().equals("forward")
                        && Arrays.equals(
                                method.getParameterTypes(), new Class<?>[] {Tensor.class})) {
                    return true;
                }
            }
        }
        return false;
    }

    /**
     * The number of layers.
     *
     * @return 0 or more
     */
    public int size() {
        return layers.size();
    }

    /**
     * One of the layers.
     *
     * @param index its place; negative numbers count from the end
     * @return the module; one that stands for the lambda where that was given
     * @throws IndexOutOfBoundsException if there is no such place
     */
    public Module get(int index) {
        return layers.get(Places.at("Sequential", index, size()));
    }

    /**
     * One of the layers by its name.
     *
     * @param name a place from 0 as text, or what it was given
     * @return the module
     * @throws IllegalArgumentException if there is none of that name
     */
    public Module get(String name) {
        return Places.named("Sequential", name, children);
    }

    /**
     * Some of the layers under the names that they have here, sharing them: {@code net[from:to]}.
     *
     * @param from the first place; negative numbers count from the end
     * @param to the place after the last; negative numbers count from the end
     * @return another chain
     */
    public Sequential slice(int from, int to) {
        int start = Math.max(0, from < 0 ? from + size() : from);
        int end = Math.min(size(), to < 0 ? to + size() : to);
        List<String> names = List.copyOf(children.keySet());
        Sequential part = new Sequential();
        for (int i = start; i < end; i++) {
            part.append(names.get(i), layers.get(i));
        }
        return part;
    }

    /** The layers in order. */
    @Override
    public Iterator<Module> iterator() {
        return List.copyOf(layers).iterator();
    }

    @Override
    protected Tensor forward(Tensor x) {
        Tensor y = x;
        for (int i = 0; i < layers.size(); i++) {
            int next = commutes(i + 1) ? i + 2 : i + 1;
            Tensor both =
                    isFree(i) && isFree(next) ? layers.get(i).callWith(layers.get(next), y) : null;
            if (both != null) {
                y = next == i + 1 ? both : layers.get(i + 1).call(both);
                i = next;
            } else if (commutes(i)) {
                y = layers.get(i + 1).call(y);
                y = layers.get(i).call(y);
                i++;
            } else {
                y = layers.get(i).call(y);
            }
        }
        return y;
    }

    /**
     * Whether a rectifier stands before the largest elements of windows: behind them it gives the
     * same numbers and gradients, bit for bit, on fewer elements. Not for the chain's input, which
     * pooling would save and its owner may change.
     */
    private boolean commutes(int i) {
        return i > 0
                && isFree(i)
                && isFree(i + 1)
                && layers.get(i) instanceof ReLU
                && layers.get(i + 1) instanceof MaxPool2d;
    }

    /** Whether there is such a layer, and nobody but the next one sees its output. */
    private boolean isFree(int i) {
        return i < layers.size() && !layers.get(i).hasHooks();
    }
}
