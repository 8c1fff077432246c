package org.grad4j.autograd;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.grad4j.memory.TensorScope;
import org.grad4j.tensor.DType;
import org.grad4j.tensor.Tensor;

/**
 * One recorded operation in the graph: what {@link Tensor#gradFn()} returns.
 *
 * <p>It knows which operations made its inputs and how to turn the gradient of its result into
 * gradients of its inputs. Values that it saved are released by {@code backward()} unless the graph
 * is retained.
 */
public abstract class Node {
    private static final AtomicLong SEQUENCE = new AtomicLong();

    /** Larger than that of every node this one depends on, so descending order is topological. */
    final long sequence = SEQUENCE.getAndIncrement();

    private final String name;
    private final Node[] next;
    private final int[] nextOutputs;
    private final long[][] shapes;
    private final DType[] types;
    private final String site = Anomaly.site();
    private AutogradMeta[] watched;

    Node(String name, Tensor... inputs) {
        this.name = name;
        int n = inputs.length;
        next = new Node[n];
        nextOutputs = new int[n];
        shapes = new long[n][];
        types = new DType[n];
        for (int i = 0; i < n; i++) {
            Tensor input = inputs[i];
            if (input != null && input.requiresGrad()) {
                next[i] = input.autograd().edge();
                nextOutputs[i] = input.autograd().outputNumber();
                shapes[i] = input.array().shape();
                types[i] = input.dtype();
            }
        }
    }

    /**
     * The operation's name in PyTorch's spelling.
     *
     * @return for example {@code AddBackward0}
     */
    public final String name() {
        return name;
    }

    /**
     * The operations that made the inputs, in order.
     *
     * @return for each input its node ({@code AccumulateGrad} for a leaf), or null where no
     *     gradient is needed
     */
    public final List<Node> nextFunctions() {
        return Collections.unmodifiableList(Arrays.asList(next));
    }

    /**
     * PyTorch's text for a node.
     *
     * @return for example {@code <AddBackward0 object at 0x7f0012345678>}
     */
    @Override
    public final String toString() {
        return "<%s object at 0x7f%010x>".formatted(name, System.identityHashCode(this));
    }

    /** Where the operation was recorded; only in anomaly mode. */
    final String site() {
        return site;
    }

    /** How many results the operation has. */
    int outputs() {
        return 1;
    }

    /** Tells the engine that somebody wants to see the gradient of a result. */
    final synchronized void watch(int output, AutogradMeta meta) {
        if (watched == null) {
            watched = new AutogradMeta[outputs()];
        }
        watched[output] = meta;
    }

    final boolean isWatched() {
        return watched != null;
    }

    /** Shows arriving gradients to those who watch; what they return goes on. */
    final void observe(Tensor[] grads, Pass pass) {
        AutogradMeta[] watchers = watched;
        for (int i = 0; watchers != null && i < grads.length; i++) {
            if (watchers[i] != null && grads[i] != null) {
                grads[i] = watchers[i].observe(grads[i], pass);
            }
        }
    }

    final int inputs() {
        return next.length;
    }

    final Node next(int input) {
        return next[input];
    }

    final int nextOutput(int input) {
        return nextOutputs[input];
    }

    final boolean needs(int input) {
        return next[input] != null;
    }

    final long[] shape(int input) {
        return shapes[input];
    }

    final DType type(int input) {
        return types[input];
    }

    /**
     * Gradients of the inputs.
     *
     * @param grads the gradient of each result, null where none arrived
     * @param pass the running backward pass
     * @return one per input; null where none is needed or it is zero
     */
    abstract Tensor[] apply(Tensor[] grads, Pass pass);

    /** Forgets what was saved; applying the node afterwards is an error if anything was. */
    abstract void release();

    /** What a node may need to know of the backward pass that runs it. */
    record Pass(boolean createGraph, boolean fillsLeaves, TensorScope scope) {
        /** Runs user code, which may keep the gradient and whatever it computes from it. */
        Tensor outside(Tensor g, TensorHook code) {
            return outside(() -> code.apply(g), g);
        }

        <T> T outside(Supplier<T> code, Tensor... shown) {
            for (Tensor g : shown) {
                if (g != null) {
                    g.array().storage().share();
                }
            }
            if (scope == null) {
                return code.get();
            }
            for (Tensor g : shown) {
                if (g != null) {
                    scope.keep(g);
                }
            }
            TensorScope outside = scope.outside();
            try {
                return code.get();
            } finally {
                outside.close();
            }
        }
    }
}
