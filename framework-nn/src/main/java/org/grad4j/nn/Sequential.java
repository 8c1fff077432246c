package org.grad4j.nn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.grad4j.autograd.Autograd;
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
 * <p>Layers without hooks are computed together where that is faster ({@link #forwardBetween}),
 * with the same numbers and gradients but for rounding; PyTorch computes one after another:
 *
 * <ul>
 *   <li>A {@link ReLU} between another layer and a {@link MaxPool2d} is applied after the pooling,
 *       with windows of two by two to a quarter of the elements.
 *   <li>A {@code ReLU} between another layer and a {@code Conv2d} of many channels, and a {@code
 *       MaxPool2d} of two by two behind it, with or without a {@code ReLU} between them, are one
 *       operation with the convolution.
 * </ul>
 *
 * <p>What another layer has returned before such a {@code ReLU} is saved for the backward pass
 * instead of the rectified image, so do not change it in place.
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
        for (int i = 0; i < layers.size(); ) {
            Chained found = together(i, y, mayBeSaved(x, y));
            y = found.y;
            i = found.end;
        }
        return y;
    }

    /** The output of some layers, and the first layer behind them. */
    private record Chained(Tensor y, int end) {}

    /**
     * Whether what a rectifier gets may be saved in the place of what it returns: not the chain's
     * input, which its owner may change, nor what cannot be saved.
     */
    private static boolean mayBeSaved(Tensor input, Tensor x) {
        return x.array().storage() != input.array().storage()
                && !(x.isInference() && Autograd.isGradEnabled());
    }

    private Chained together(int i, Tensor x, boolean saved) {
        boolean rectified = saved && isFree(i) && layers.get(i) instanceof ReLU;
        if (rectified && isFree(i + 1)) {
            Chained found = between(layers.get(i), i + 1, x);
            if (found != null) {
                return found;
            }
        }
        if (rectified && isPooling(i + 1)) {
            return new Chained(layers.get(i).call(layers.get(i + 1).call(x)), i + 2);
        }
        Chained found = isFree(i) ? between(null, i, x) : null;
        return found == null ? new Chained(layers.get(i).call(x), i + 1) : found;
    }

    /** A layer with what stands before and behind it, or null. */
    private Chained between(Module before, int i, Tensor x) {
        Module layer = layers.get(i);
        boolean rectified = isFree(i + 1) && layers.get(i + 1) instanceof ReLU;
        int last = rectified ? i + 2 : i + 1;
        if (isPooling(last)) {
            Module between = rectified ? layers.get(i + 1) : null;
            Tensor y = layer.callBetween(before, between, layers.get(last), x);
            if (y != null) {
                return new Chained(y, last + 1);
            }
        }
        Tensor y = before == null ? null : layer.callBetween(before, null, null, x);
        return y == null ? null : new Chained(y, i + 1);
    }

    private boolean isPooling(int i) {
        return isFree(i) && layers.get(i) instanceof MaxPool2d;
    }

    /** Whether there is such a layer, and it has no hooks. */
    private boolean isFree(int i) {
        return i < layers.size() && !layers.get(i).hasHooks();
    }
}
