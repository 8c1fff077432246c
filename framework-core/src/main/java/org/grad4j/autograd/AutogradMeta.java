package org.grad4j.autograd;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.grad4j.backend.Array;
import org.grad4j.backend.Binary;
import org.grad4j.backend.Elementwise;
import org.grad4j.backend.Operand;
import org.grad4j.memory.Storage;
import org.grad4j.memory.TensorScope;
import org.grad4j.tensor.Tensor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A tensor's place in the graph and its gradient. Internal; users see it through {@link Tensor}.
 */
public final class AutogradMeta {
    private static final Logger LOG = LoggerFactory.getLogger(AutogradMeta.class);
    private static volatile boolean warned;

    private final Tensor owner;
    private boolean requiresGrad;
    private Node gradFn;
    private int outputNumber;
    private volatile AccumulateGrad accumulator;
    private Tensor grad;
    private boolean gradSeen;
    private boolean retainsGrad;
    private List<TensorHook> hooks = List.of();

    /**
     * For a tensor that takes no part in a graph yet.
     *
     * @param owner the tensor
     */
    public AutogradMeta(Tensor owner) {
        this.owner = owner;
    }

    /** Notes which recorded operation made the tensor. */
    void madeBy(Node node, int output) {
        requiresGrad = true;
        gradFn = node;
        outputNumber = output;
    }

    /**
     * Takes another tensor's place in the graph: what a recorded change in place does. Hooks stay
     * with the operation whose gradient they were to see; {@link #retainGrad} moves along.
     *
     * @param other the tensor whose history this one gets
     */
    void takeHistory(Tensor other) {
        if (!hooks.isEmpty()) {
            AutogradMeta before = new AutogradMeta(owner);
            before.hooks = hooks;
            gradFn.watch(outputNumber, before);
        } else if (retainsGrad) {
            gradFn.watch(outputNumber, null);
        }
        AutogradMeta history = other.autograd();
        requiresGrad = history.requiresGrad;
        gradFn = history.gradFn;
        outputNumber = history.outputNumber;
        accumulator = null;
        hooks = List.of();
        if (retainsGrad) {
            gradFn.watch(outputNumber, this);
        }
    }

    /**
     * Whether operations on the tensor are recorded.
     *
     * @return true for leaves that ask for it and for everything computed from them
     */
    public boolean requiresGrad() {
        return requiresGrad;
    }

    /**
     * Switches recording for a leaf.
     *
     * @param required the new value
     * @throws IllegalStateException if the tensor was made by a recorded operation
     * @throws IllegalArgumentException if its type is not floating
     */
    public void requiresGrad(boolean required) {
        if (gradFn != null && !required) {
            throw new IllegalStateException(
                    "requiresGrad(false) is for leaf tensors; this one was made by "
                            + gradFn.name()
                            + ": use detach() to get a tensor outside the graph");
        }
        if (required && !owner.dtype().isFloatingPoint()) {
            throw new IllegalArgumentException(
                    "only floating-point tensors can require gradients, this one is "
                            + owner.dtype().torchName());
        }
        if (required && owner.isInference() && !GradMode.isInference()) {
            throw new IllegalStateException(
                    "requiresGrad(true): this tensor was made in inference mode; use a clone() of"
                            + " it, made outside");
        }
        requiresGrad = required;
    }

    /**
     * The operation that made the tensor.
     *
     * @return its node, or null for a leaf
     */
    public Node gradFn() {
        return gradFn;
    }

    /**
     * The gradient, as handed to users: from now on its memory is theirs as well.
     *
     * @return the gradient or null
     */
    public Tensor grad() {
        if (grad == null && gradFn != null && !retainsGrad && !warned) {
            warned = true;
            LOG.warn(
                    "grad() of a tensor that is not a leaf (made by {}) is null; call retainGrad()"
                            + " on it before backward() to keep its gradient (this is said once)",
                    gradFn.name());
        }
        gradSeen = true;
        return grad;
    }

    /**
     * The gradient's numbers, for optimizers, which do not keep them.
     *
     * @return the array or null
     */
    public Array gradArray() {
        return grad == null ? null : grad.array();
    }

    /**
     * Replaces the gradient.
     *
     * @param newGrad a tensor of the owner's shape and type, or null
     * @throws IllegalArgumentException if the shape or type differs
     */
    public void grad(Tensor newGrad) {
        if (newGrad != null
                && (!Arrays.equals(newGrad.shape(), owner.shape())
                        || newGrad.dtype() != owner.dtype())) {
            throw new IllegalArgumentException(
                    "a gradient has its tensor's shape and type, expected "
                            + Arrays.toString(owner.shape())
                            + " "
                            + owner.dtype().torchName()
                            + ", got "
                            + Arrays.toString(newGrad.shape())
                            + " "
                            + newGrad.dtype().torchName());
        }
        grad = newGrad;
        gradSeen = newGrad != null;
    }

    /**
     * Drops the gradient. Its memory is recycled at once unless a user has seen it, in which case
     * that view stays valid.
     */
    public void zeroGrad() {
        Tensor old = grad;
        grad = null;
        if (old != null && !gradSeen && !old.requiresGrad()) {
            old.array().storage().release();
        }
        gradSeen = false;
    }

    /**
     * Asks for the gradient of a tensor that is not a leaf; does nothing for a leaf, which has one
     * anyway.
     *
     * @throws IllegalStateException if the tensor does not require gradients
     */
    public void retainGrad() {
        if (!requiresGrad) {
            throw new IllegalStateException(
                    "retainGrad: this tensor does not require gradients, so it gets none");
        }
        if (gradFn != null && !retainsGrad) {
            retainsGrad = true;
            gradFn.watch(outputNumber, this);
        }
    }

    /**
     * Whether {@link #retainGrad} was called on a tensor that is not a leaf.
     *
     * @return true if backward keeps its gradient
     */
    public boolean retainsGrad() {
        return retainsGrad;
    }

    /**
     * Adds a hook behind those that are there.
     *
     * @param hook called with each gradient of the tensor
     * @return removes it again
     * @throws IllegalStateException if the tensor does not require gradients
     */
    public synchronized TensorHook.Handle register(TensorHook hook) {
        if (!requiresGrad) {
            throw new IllegalStateException(
                    "registerHook: this tensor does not require gradients, so the hook would never"
                            + " run");
        }
        if (hook == null) {
            throw new IllegalArgumentException("registerHook: the hook is null");
        }
        if (gradFn != null) {
            gradFn.watch(outputNumber, this);
        }
        TensorHook own = hook::apply; // one object per registration, so that each can be removed
        List<TensorHook> more = new ArrayList<>(hooks);
        more.add(own);
        hooks = List.copyOf(more);
        return () -> remove(own);
    }

    private synchronized void remove(TensorHook hook) {
        List<TensorHook> fewer = new ArrayList<>(hooks);
        fewer.removeIf(each -> each == hook);
        hooks = List.copyOf(fewer);
    }

    /** Runs the hooks on an arriving gradient and keeps the outcome if that was asked for. */
    Tensor observe(Tensor arrived, Node.Pass pass) {
        Tensor g = arrived;
        for (TensorHook hook : hooks) {
            g = checked(pass.outside(g, hook), g);
        }
        if (retainsGrad) {
            accumulate(g, pass.createGraph(), pass.scope());
        }
        return g;
    }

    private static Tensor checked(Tensor replacement, Tensor g) {
        if (replacement == null) {
            return g;
        }
        if (!Arrays.equals(replacement.shape(), g.shape()) || replacement.dtype() != g.dtype()) {
            throw new IllegalStateException(
                    "a tensor hook must return null or a gradient of the same shape and type:"
                            + " expected "
                            + Arrays.toString(g.shape())
                            + " "
                            + g.dtype().torchName()
                            + ", got "
                            + Arrays.toString(replacement.shape())
                            + " "
                            + replacement.dtype().torchName());
        }
        return replacement;
    }

    /** Where gradients of the tensor go. */
    Node edge() {
        if (gradFn != null) {
            return gradFn;
        }
        AccumulateGrad end = accumulator;
        return end != null ? end : makeAccumulator();
    }

    private synchronized Node makeAccumulator() {
        if (accumulator == null) {
            accumulator = new AccumulateGrad(owner);
        }
        return accumulator;
    }

    int outputNumber() {
        return outputNumber;
    }

    /**
     * Adds what a backward pass found. The gradient gets memory outside every scope; a sum that
     * only the pass knows is taken over instead of copied.
     */
    synchronized void accumulate(Tensor total, boolean createGraph, TensorScope passScope) {
        if (createGraph) {
            grad = grad == null ? total.clone() : grad.add(total);
            grad.array().storage().leaveScope();
            gradSeen = true;
            return;
        }
        if (grad != null && grad.array().repeats()) {
            grad = outsideScopes(grad.array());
            gradSeen = false;
        }
        if (grad != null) {
            Array sum = grad.array();
            Elementwise.binaryInto(
                    Binary.ADD, Operand.of(sum), Operand.of(total.array()), sum.dtype(), sum);
            sum.storage().bumpVersion();
            return;
        }
        Array array = total.array();
        Storage storage = array.storage();
        if (storage.isOnlyIn(passScope) && array.isContiguous()) {
            storage.leaveScope();
            grad = total;
        } else {
            grad = outsideScopes(array);
        }
        gradSeen = false;
    }

    private static Tensor outsideScopes(Array array) {
        TensorScope outside = TensorScope.suspend();
        try {
            return Tensor.wrap(array.copy());
        } finally {
            outside.close();
        }
    }
}
