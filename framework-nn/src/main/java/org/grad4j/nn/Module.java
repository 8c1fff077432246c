package org.grad4j.nn;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.grad4j.tensor.Tensor;

/**
 * A part of a model: parameters, buffers and other modules under names, and how they compute.
 *
 * <pre>{@code
 * final class Net extends Module {
 *     private final Linear hidden = register("hidden", new Linear(784, 128));
 *     private final Linear output = register("output", new Linear(128, 10));
 *
 *     @Override
 *     protected Tensor forward(Tensor x) {
 *         return output.call(hidden.call(x).relu());
 *     }
 * }
 * Tensor logits = new Net().call(images);
 * }</pre>
 *
 * <p>A subclass registers its parts (each call returns its argument, so that a field is declared
 * and registered in one expression) and overrides {@link #forward}. Users call {@link #call}. What
 * has no single tensor as input declares its own {@code call} that goes through {@link #enter}.
 *
 * <p>Registered tensors are never released by a {@link org.grad4j.memory.TensorScope}. A module may
 * be called by several threads at once as long as none changes parameters, buffers or the training
 * mode meanwhile; building one is for one thread.
 */
public abstract class Module implements Layer {
    final Map<String, Tensor> parameters = new LinkedHashMap<>();
    final Map<String, Tensor> buffers = new LinkedHashMap<>();
    final Map<String, Module> children = new LinkedHashMap<>();
    private boolean training = true;
    private boolean fieldsChecked;

    /** A module without parts, in training mode. */
    protected Module() {}

    // ---- calling ----

    /**
     * Runs {@link #forward}. An error about the arguments of an operation names the module's path:
     * {@code net.hidden (Linear 784→128): last dimension must be 784, got [64, 1, 28, 28]}.
     *
     * @param x in
     * @return out
     * @throws IllegalArgumentException if the input does not fit or is null
     * @throws IllegalStateException if {@code forward} returns null
     */
    @Override
    public final Tensor call(Tensor x) {
        return enter(() -> forward(notNull("input", x)));
    }

    /**
     * Computes the output; what a subclass writes and {@link #call} runs.
     *
     * @param x in
     * @return out
     */
    protected Tensor forward(Tensor x) {
        throw new UnsupportedOperationException(
                name() + " has no forward(Tensor); override it, or use the call(...) it declares");
    }

    /**
     * The door for modules that take or return something else than one tensor: runs the body as
     * {@link #call} runs {@code forward}.
     *
     * <pre>{@code
     * public Tensor call(Tensor left, Tensor right) {
     *     return enter(() -> left.matmul(weight).mul(right));
     * }
     * }</pre>
     *
     * @param <T> what the body computes
     * @param body the computation
     * @return the body's result
     * @throws IllegalArgumentException if an operation refuses its arguments, with the path added
     * @throws IllegalStateException if the body returns null
     */
    protected final <T> T enter(Supplier<T> body) {
        try {
            T result = body.get();
            if (result == null) {
                throw new NullResultException(this);
            }
            return result;
        } catch (RuntimeException e) {
            if (e instanceof ModulePath.Placed placed) {
                placed.path().extend(this);
            } else if (e.getClass() == IllegalArgumentException.class) {
                throw new CallException(this, (IllegalArgumentException) e);
            }
            throw e;
        }
    }

    /**
     * An argument that must be there; for the body of {@link #enter}, which adds the path.
     *
     * @param name what the user calls it
     * @param argument what came
     * @return the argument
     * @throws IllegalArgumentException if it is null
     */
    protected static Tensor notNull(String name, Tensor argument) {
        if (argument == null) {
            throw new IllegalArgumentException("the " + name + " is null");
        }
        return argument;
    }

    // ---- registering ----

    /**
     * Makes another module a part of this one. One module may be registered in several places: its
     * parameters are then shared.
     *
     * @param <M> its type
     * @param name its name here, without dots
     * @param child the module
     * @return the same module
     * @throws IllegalArgumentException if the name is taken, empty or has a dot, or this module is
     *     part of the other
     */
    protected final <M extends Module> M register(String name, M child) {
        checkName(name, child);
        if (child.modules().stream().anyMatch(part -> part == this)) {
            throw new IllegalArgumentException(
                    name() + ": cannot register \"" + name + "\", this module is a part of it");
        }
        children.put(name, child);
        return child;
    }

    /**
     * Makes a tensor a parameter: it requires gradients from now on and outlives every scope.
     *
     * @param name its name here, without dots
     * @param parameter a floating-point tensor that no recorded operation made
     * @return the same tensor
     * @throws IllegalArgumentException if the name is taken, empty or has a dot, or the tensor has
     *     a gradFn or is not floating
     */
    protected final Tensor registerParameter(String name, Tensor parameter) {
        checkName(name, parameter);
        if (!parameter.isLeaf()) {
            throw new IllegalArgumentException(
                    name()
                            + ": the parameter \""
                            + name
                            + "\" was made by "
                            + parameter.gradFn().name()
                            + "; make it from plain values, or detach() it");
        }
        parameter.requiresGrad(true);
        parameter.array().storage().leaveScope();
        parameters.put(name, parameter);
        return parameter;
    }

    /**
     * Makes a tensor a buffer: it is saved and loaded with the parameters but not trained, and
     * outlives every scope.
     *
     * @param name its name here, without dots
     * @param buffer a tensor that does not require gradients, changed in place when it changes
     * @return the same tensor
     * @throws IllegalArgumentException if the name is taken, empty or has a dot, or the tensor
     *     requires gradients
     */
    protected final Tensor registerBuffer(String name, Tensor buffer) {
        checkName(name, buffer);
        if (buffer.requiresGrad()) {
            throw new IllegalArgumentException(
                    name()
                            + ": the buffer \""
                            + name
                            + "\" requires gradients; use registerParameter or detach() it");
        }
        buffer.array().storage().leaveScope();
        buffers.put(name, buffer);
        return buffer;
    }

    private void checkName(String name, Object part) {
        String problem = null;
        if (name == null || name.isEmpty() || name.contains(".")) {
            problem = "a name must not be empty or have a dot";
        } else if (part == null) {
            problem = "it is null; leave optional parts unregistered";
        } else if (parameters.containsKey(name)
                || buffers.containsKey(name)
                || children.containsKey(name)) {
            problem = "the name is used twice";
        }
        if (problem != null) {
            throw new IllegalArgumentException(
                    name() + ": cannot register \"" + name + "\", " + problem);
        }
    }

    // ---- what it is made of ----

    /**
     * All parameters of this module and its parts, in the order of registration, this module's own
     * first. A shared one appears once.
     *
     * @return tensors, ready for an optimizer
     * @throws IllegalStateException if a field holds a module, or a tensor that requires gradients,
     *     that was never registered
     */
    public final List<Tensor> parameters() {
        return List.copyOf(namedParameters().values());
    }

    /**
     * All parameters by their paths, for example {@code hidden.weight}.
     *
     * @return an unmodifiable map in the order of {@link #parameters}
     * @throws IllegalStateException as {@link #parameters}
     */
    public final Map<String, Tensor> namedParameters() {
        return collect(true);
    }

    /**
     * All buffers by their paths, for example {@code norm.running_mean}.
     *
     * @return an unmodifiable map in the order of registration; a shared one appears once
     * @throws IllegalStateException as {@link #parameters}
     */
    public final Map<String, Tensor> namedBuffers() {
        return collect(false);
    }

    private Map<String, Tensor> collect(boolean trained) {
        checkFields();
        Map<String, Tensor> found = new LinkedHashMap<>();
        Set<Tensor> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        namedModules()
                .forEach(
                        (path, module) ->
                                (trained ? module.parameters : module.buffers)
                                        .forEach(
                                                (name, tensor) -> {
                                                    if (seen.add(tensor)) {
                                                        found.put(join(path, name), tensor);
                                                    }
                                                }));
        return Collections.unmodifiableMap(found);
    }

    /**
     * The modules registered in this one, by name.
     *
     * @return an unmodifiable map in the order of registration
     */
    public final Map<String, Module> namedChildren() {
        return Collections.unmodifiableMap(children);
    }

    /**
     * The modules registered in this one.
     *
     * @return modules in the order of registration
     */
    public final List<Module> children() {
        return List.copyOf(children.values());
    }

    /**
     * This module (under the empty name) and all its parts by their paths. A shared one appears
     * once.
     *
     * @return an unmodifiable map, each module before its parts
     */
    public final Map<String, Module> namedModules() {
        Map<String, Module> found = new LinkedHashMap<>();
        visit("", found, Collections.newSetFromMap(new IdentityHashMap<>()));
        return Collections.unmodifiableMap(found);
    }

    private void visit(String path, Map<String, Module> found, Set<Module> seen) {
        if (seen.add(this)) {
            found.put(path, this);
            children.forEach((name, child) -> child.visit(join(path, name), found, seen));
        }
    }

    /**
     * This module and all its parts.
     *
     * @return modules, each before its parts, each once
     */
    public final List<Module> modules() {
        return List.copyOf(namedModules().values());
    }

    /**
     * How many numbers training adjusts.
     *
     * @return the elements of all parameters, shared ones counted once
     * @throws IllegalStateException as {@link #parameters}
     */
    public final long numParameters() {
        return parameters().stream().mapToLong(Tensor::numel).sum();
    }

    static String join(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    void checkFields() {
        Map<String, Module> all = namedModules();
        if (all.values().stream().allMatch(module -> module.fieldsChecked)) {
            return;
        }
        Fields.requireRegistered(this, all);
        all.values().forEach(module -> module.fieldsChecked = true);
    }

    // ---- modes ----

    /** Switches this module and its parts to training, as they are from the start. */
    public final void train() {
        train(true);
    }

    /** Switches this module and its parts to evaluation: dropout, for example, does nothing. */
    public final void eval() {
        train(false);
    }

    /**
     * Switches this module and its parts between training and evaluation.
     *
     * @param mode true for training
     */
    public final void train(boolean mode) {
        modules().forEach(module -> module.training = mode);
    }

    /**
     * Whether this module is in training mode.
     *
     * @return true until {@link #eval()}
     */
    public final boolean isTraining() {
        return training;
    }

    /**
     * Drops the gradients of all parameters.
     *
     * @throws IllegalStateException as {@link #parameters}
     */
    public final void zeroGrad() {
        parameters().forEach(Tensor::zeroGrad);
    }

    // ---- state ----

    /**
     * All parameters and buffers by their paths, those of shared modules under every path. The
     * tensors share memory with the module and are outside the graph.
     *
     * @return an unmodifiable map in the order of registration
     * @throws IllegalStateException as {@link #parameters}
     */
    public final Map<String, Tensor> stateDict() {
        checkFields();
        return StateDict.of(this);
    }

    /**
     * Copies values into the parameters and buffers. They must fit exactly: every path present,
     * none unknown, shapes and types equal; only values of a narrower floating type, as weights are
     * often stored in, are widened.
     *
     * @param state values by path, as from {@link #stateDict()}
     * @throws NullPointerException if the state is null
     * @throws IllegalArgumentException naming everything that does not fit; nothing is changed then
     * @throws IllegalStateException as {@link #parameters}
     */
    public final void loadStateDict(Map<String, Tensor> state) {
        Objects.requireNonNull(state, "the state is null");
        checkFields();
        StateDict.load(this, state);
    }

    // ---- text ----

    /**
     * The module as PyTorch prints it.
     *
     * @return for example {@code Net(\n (hidden): Linear(in_features=784, …)\n)}
     */
    @Override
    public String toString() {
        return ModuleText.of(this);
    }

    /**
     * The settings that {@link #toString()} puts between the parentheses.
     *
     * @return for example {@code p=0.5, inplace=False}; empty by default
     */
    protected String extraRepr() {
        return "";
    }

    /**
     * What error messages call the module.
     *
     * @return for example {@code Linear 784→128}; the name of the class by default
     */
    protected String label() {
        return name();
    }

    /** The name of the class, of the superclass for an anonymous one. */
    String name() {
        Class<?> type = getClass();
        return type.isAnonymousClass()
                ? type.getSuperclass().getSimpleName()
                : type.getSimpleName();
    }
}
