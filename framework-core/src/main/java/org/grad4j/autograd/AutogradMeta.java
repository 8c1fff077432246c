package org.grad4j.autograd;

import java.util.Arrays;
import org.grad4j.backend.Array;
import org.grad4j.backend.Binary;
import org.grad4j.backend.Elementwise;
import org.grad4j.backend.Operand;
import org.grad4j.memory.Storage;
import org.grad4j.memory.TensorScope;
import org.grad4j.tensor.Tensor;

/**
 * A tensor's place in the graph and its gradient. Internal; users see it through {@link Tensor}.
 */
public final class AutogradMeta {
    private final Tensor owner;
    private boolean requiresGrad;
    private Node gradFn;
    private int outputNumber;
    private volatile AccumulateGrad accumulator;
    private Tensor grad;
    private boolean gradSeen;

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
            TensorScope outside = TensorScope.suspend();
            try {
                grad = Tensor.wrap(array.copy());
            } finally {
                outside.close();
            }
        }
        gradSeen = false;
    }
}
