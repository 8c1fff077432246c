package org.grad4j.nn;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.grad4j.autograd.TensorHook;
import org.grad4j.tensor.DType;
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
public abstract class Module implements Layer, Cloneable {
    Map<String, Tensor> parameters = new LinkedHashMap<>();
    Map<String, Tensor> buffers = new LinkedHashMap<>();
    Map<String, Module> children = new LinkedHashMap<>();

    /** Names of buffers that are not part of the state. */
    Set<String> transients = new HashSet<>();

    private Hooks hooks;
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
        return enter(Collections.singletonList(x), in -> forward(notNull("input", in.get(0))));
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
     * Computes {@code after.call(between.call(forward(before.call(x))))} at once, where that is
     * faster; for layers that know their neighbours in a {@link Sequential}, which calls this
     * instead of {@link #forward} and, if there is no such way, all of them.
     *
     * <p>None of the modules has hooks. What stands before is a {@code ReLU} or null, what stands
     * behind a {@code MaxPool2d} or null, and one of them is not null; between this layer and the
     * pooling may be another {@code ReLU}. The input may be saved for the backward pass in place of
     * what {@code before} would have made of it: it is not the chain's own, and nothing made in
     * inference mode.
     *
     * @param before the module that would be called first, or null for none
     * @param between the module that would be called with the output, or null for none
     * @param after the module that would be called last, or null for none
     * @param x in
     * @return the result, or null if there is no such way, which is the default
     */
    protected Tensor forwardBetween(Module before, Module between, Module after, Tensor x) {
        return null;
    }

    final Tensor callBetween(Module before, Module between, Module after, Tensor x) {
        try {
            return forwardBetween(before, between, after, notNull("input", x));
        } catch (RuntimeException e) {
            throw placed(e);
        }
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
        return enter(List.of(), inputs -> body.get());
    }

    /**
     * The door for modules of several tensors: as {@link #enter(Supplier)}, and hooks see the
     * inputs.
     *
     * <pre>{@code
     * public Tensor call(Tensor left, Tensor right) {
     *     return enter(Arrays.asList(left, right), in -> in.get(0).mul(in.get(1)));
     * }
     * }</pre>
     *
     * @param <T> what the body computes
     * @param inputs the tensors that came; null stands for an optional one left out
     * @param body the computation from the inputs, which a hook may have replaced
     * @return the body's result
     * @throws IllegalArgumentException if an operation refuses its arguments, with the path added
     * @throws IllegalStateException if the body returns null
     */
    protected final <T> T enter(List<Tensor> inputs, Function<List<Tensor>, T> body) {
        try {
            T result = hooks == null ? body.apply(inputs) : hooks.around(this, inputs, body);
            if (result == null) {
                throw new NullResultException(this);
            }
            return result;
        } catch (RuntimeException e) {
            throw placed(e);
        }
    }

    /** An error with this module's part of the path, if it is one about arguments. */
    private RuntimeException placed(RuntimeException e) {
        if (e instanceof ModulePath.Placed placed) {
            placed.path().extend(this);
        } else if (e.getClass() == IllegalArgumentException.class) {
            return new CallException(this, (IllegalArgumentException) e);
        }
        return e;
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
        return registerBuffer(name, buffer, true);
    }

    /**
     * Makes a tensor a buffer that outlives every scope and follows {@link #to}.
     *
     * @param name its name here, without dots
     * @param buffer a tensor that does not require gradients, changed in place when it changes
     * @param persistent whether it is a part of {@link #stateDict()}; what can be computed again, a
     *     mask for example, need not be
     * @return the same tensor
     * @throws IllegalArgumentException if the name is taken, empty or has a dot, or the tensor
     *     requires gradients
     */
    protected final Tensor registerBuffer(String name, Tensor buffer, boolean persistent) {
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
        if (!persistent) {
            transients.add(name);
        }
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

    // ---- hooks ----

    /**
     * Calls a function before each {@code forward} of this module.
     *
     * @param hook may replace the inputs
     * @return removes the hook again
     * @throws IllegalArgumentException if the hook is null
     */
    public final TensorHook.Handle registerForwardPreHook(ForwardPreHook hook) {
        return hooks().before(hook);
    }

    /**
     * Calls a function after each {@code forward} of this module.
     *
     * @param hook may replace the result
     * @return removes the hook again
     * @throws IllegalArgumentException if the hook is null
     */
    public final TensorHook.Handle registerForwardHook(ForwardHook hook) {
        return hooks().after(hook);
    }

    /**
     * Calls a function during backward, once the gradients of this module's inputs are known
     * (PyTorch's {@code register_full_backward_hook}). If no input needs a gradient it is called as
     * soon as that of the result is there. The result must be one tensor: calling a module of
     * several results is then an IllegalStateException.
     *
     * @param hook may replace the gradients of the inputs
     * @return removes the hook again
     * @throws IllegalArgumentException if the hook is null
     */
    public final TensorHook.Handle registerBackwardHook(BackwardHook hook) {
        return hooks().backward(hook);
    }

    final boolean hasHooks() {
        return hooks != null && !hooks.isEmpty();
    }

    private Hooks hooks() {
        if (hooks == null) {
            hooks = new Hooks();
        }
        return hooks;
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

    /**
     * Calls a function with every part, then with this module; for example to initialise weights.
     *
     * @param function what to do
     * @throws NullPointerException if it is null
     */
    public final void apply(Consumer<? super Module> function) {
        Objects.requireNonNull(function, "the function is null");
        List<Module> parts = new ArrayList<>();
        visitLast(parts, Collections.newSetFromMap(new IdentityHashMap<>()));
        parts.forEach(function);
    }

    private void visitLast(List<Module> found, Set<Module> seen) {
        if (seen.add(this)) {
            children.values().forEach(child -> child.visitLast(found, seen));
            found.add(this);
        }
    }

    /**
     * A module like this one that shares nothing with it: parameters, buffers, parts and the
     * tensors, arrays, lists, maps and records in its fields are copied, shared ones once.
     * Settings, generators and lambdas are taken over, hooks too; gradients are not.
     *
     * @return of the class of this module
     * @throws IllegalStateException if reflection may not open a field, or one is declared as a
     *     special list or map
     */
    public final Module copy() {
        return ModuleCopy.of(this);
    }

    /** A copy without parts whose fields are those of this module. */
    final Module shell() {
        try {
            Module shell = (Module) super.clone();
            shell.parameters = new LinkedHashMap<>();
            shell.buffers = new LinkedHashMap<>();
            shell.children = new LinkedHashMap<>();
            shell.transients = new HashSet<>(transients);
            shell.hooks = hooks == null ? null : hooks.copy();
            return shell;
        } catch (CloneNotSupportedException e) {
            throw new AssertionError("a module is cloneable", e);
        }
    }

    /**
     * Calls this module once on zeros, in evaluation mode, and reports the shapes of all results,
     * the parameters, the work and the memory.
     *
     * <pre>{@code
     * System.out.println(net.summary(64, 1, 28, 28));
     * }</pre>
     *
     * @param inputShape of the input, whose type is that of the parameters, float32 without any
     * @return a table
     * @throws IllegalArgumentException if the shape does not fit
     * @throws IllegalStateException as {@link #parameters}
     */
    public final Summary summary(long... inputShape) {
        DType type = parameters().stream().map(Tensor::dtype).findFirst().orElse(DType.FLOAT32);
        return summary(Tensor.zeros(type, inputShape));
    }

    /**
     * As {@link #summary(long...)} for an input of another type, tokens for example.
     *
     * @param input what to call the module with
     * @return a table
     * @throws IllegalArgumentException if the input does not fit or is null
     * @throws IllegalStateException as {@link #parameters}
     */
    public final Summary summary(Tensor input) {
        notNull("input", input);
        checkFields();
        return Survey.of(this, input);
    }

    /**
     * How many multiplications followed by an addition one call takes, for {@link #summary}: by
     * default the elements of the parameter {@code weight} times how often the output uses it,
     * which is right for linear maps and convolutions; 0 without one. Its parts are not included.
     *
     * @param inputs what the module was called with
     * @param output what it computed
     * @return 0 or more
     */
    protected long multiplyAdds(List<Tensor> inputs, Object output) {
        Tensor weight = parameters.get("weight");
        if (weight == null || weight.dim() < 2 || !(output instanceof Tensor y)) {
            return 0;
        }
        return weight.size(0) == 0 ? 0 : weight.numel() * (y.numel() / weight.size(0));
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
        modules().forEach(module -> module.mode(mode));
    }

    /** Switches this module alone. */
    final void mode(boolean mode) {
        training = mode;
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
     * Freezes all parameters, or makes them trainable again. Frozen ones are not differentiated and
     * get no gradient, so that an optimizer leaves them alone.
     *
     * @param required false to freeze
     * @throws IllegalStateException as {@link #parameters}
     */
    public final void requiresGrad(boolean required) {
        parameters().forEach(parameter -> parameter.requiresGrad(required));
    }

    /**
     * Converts all floating parameters and buffers, and gradients that are there. The tensors stay
     * the same objects; an optimizer should be made afterwards, since its state is not converted.
     *
     * @param type a floating type
     * @throws IllegalArgumentException if the type is null or not floating
     * @throws IllegalStateException as {@link #parameters}
     */
    public final void to(DType type) {
        if (type == null || !type.isFloatingPoint()) {
            throw new IllegalArgumentException(
                    name()
                            + ": to needs a floating-point type, got "
                            + (type == null ? "null" : type.torchName()));
        }
        for (Map<String, Tensor> tensors : List.of(namedParameters(), namedBuffers())) {
            for (Tensor tensor : tensors.values()) {
                if (tensor.dtype().isFloatingPoint() && tensor.dtype() != type) {
                    convert(tensor, type);
                }
            }
        }
    }

    private static void convert(Tensor tensor, DType type) {
        Tensor gradient = tensor.grad() == null ? null : tensor.grad().detach().to(type);
        Tensor converted = tensor.detach().to(type);
        converted.array().storage().leaveScope();
        tensor.data(converted);
        if (gradient != null) {
            gradient.array().storage().leaveScope();
            tensor.grad(gradient);
        }
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
     * All parameters and persistent buffers by their paths, those of shared modules under every
     * path. The tensors share memory with the module and are outside the graph.
     *
     * @return an unmodifiable map in the order of registration
     * @throws IllegalStateException as {@link #parameters}
     */
    public final Map<String, Tensor> stateDict() {
        checkFields();
        return Collections.unmodifiableMap(StateDict.of(this));
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
        loadStateDict(state, true);
    }

    /**
     * Copies values into the parameters and buffers.
     *
     * @param state values by path, as from {@link #stateDict()}
     * @param strict whether every path must be present and none unknown; otherwise what both have
     *     is loaded. Shapes and types must be equal either way.
     * @return what was missing and what was left out; empty lists if strict
     * @throws NullPointerException if the state is null
     * @throws IllegalArgumentException naming everything that does not fit; nothing is changed then
     * @throws IllegalStateException as {@link #parameters}
     */
    public final LoadReport loadStateDict(Map<String, Tensor> state, boolean strict) {
        Objects.requireNonNull(state, "the state is null");
        checkFields();
        return StateDict.load(this, state, strict);
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
