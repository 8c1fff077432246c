package org.grad4j.memory;

import java.util.Arrays;
import java.util.function.Supplier;
import org.grad4j.tensor.Tensor;

/**
 * Releases every tensor made inside it at the closing brace, without waiting for the garbage
 * collector.
 *
 * <pre>{@code
 * try (TensorScope scope = TensorScope.open()) {
 *     Tensor loss = model.call(images).crossEntropy(labels);
 *     loss.backward();
 *     optimizer.step();
 *     total += loss.item();
 * }
 * }</pre>
 *
 * <p>{@link #keep} or returning through {@link #run(Supplier)} lets a tensor out. Parameters, their
 * gradients and optimizer state are never caught. A released tensor throws {@link
 * IllegalStateException} when it is used.
 *
 * <p>Scopes belong to the thread that opened them: they catch only what that thread makes, nest,
 * and close in reverse order.
 */
public final class TensorScope implements AutoCloseable {
    private static final ThreadLocal<TensorScope> CURRENT = new ThreadLocal<>();
    private static final Storage[] NONE = {};
    private static final ThreadLocal<Storage[]> SPARE = new ThreadLocal<>();
    private static final int LARGEST_SPARE = 4096;

    private final TensorScope parent;
    private final Thread owner = Thread.currentThread();

    /** Where new storage goes: this scope, an outer one, or (null) to no scope. */
    private final TensorScope sink;

    private Storage[] storages = NONE;
    private int size;
    private boolean closed;
    private final MemoryEvents.Scope event = MemoryEvents.scope(); // or null

    private TensorScope(boolean catches, TensorScope otherSink) {
        this.parent = CURRENT.get();
        this.sink = catches ? this : otherSink;
        CURRENT.set(this);
        if (event != null) {
            event.begin();
        }
    }

    /**
     * Opens a scope on this thread.
     *
     * @return the scope, to be closed by try-with-resources
     */
    public static TensorScope open() {
        return new TensorScope(true, null);
    }

    /**
     * Opens a region in which no scope catches anything: what is made inside lives until the
     * garbage collector finds it dropped. For values that outlive a step, such as optimizer state.
     *
     * @return the region, to be closed by try-with-resources
     */
    public static TensorScope suspend() {
        return new TensorScope(false, null);
    }

    /**
     * Opens a region in which new tensors belong to the scope around this one. The backward engine
     * uses it around user code, whose tensors may be kept beyond the pass.
     *
     * @return the region, to be closed by try-with-resources
     */
    public TensorScope outside() {
        return new TensorScope(false, parent == null ? null : parent.sink);
    }

    /**
     * Runs the code in a scope of its own and lets its result out to the surrounding scope.
     *
     * @param code makes a tensor
     * @return the tensor, alive
     */
    public static Tensor run(Supplier<Tensor> code) {
        try (TensorScope scope = open()) {
            Tensor result = code.get();
            return result == null ? null : scope.keep(result);
        }
    }

    /**
     * Runs the code in a scope of its own.
     *
     * @param code anything that makes tensors
     */
    public static void run(Runnable code) {
        run(
                () -> {
                    code.run();
                    return null;
                });
    }

    /**
     * Lets a tensor out of this scope, to the surrounding scope or, without one, to the garbage
     * collector's care. Views on the same memory come along.
     *
     * @param tensor made in this scope; any other is left alone
     * @return the same tensor
     * @throws IllegalStateException if it was released already
     */
    public Tensor keep(Tensor tensor) {
        if (tensor == null) {
            throw new IllegalArgumentException("keep: the tensor is null");
        }
        Storage storage = tensor.array().storage();
        storage.block();
        if (storage.scope == this) {
            remove(storage);
            if (parent != null) {
                parent.add(storage);
            }
        }
        return tensor;
    }

    /**
     * Releases what the scope holds. Does nothing the second time.
     *
     * @throws IllegalStateException on another thread than the one that opened it; or, after
     *     everything was released, if a scope opened later had not been closed
     */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        if (Thread.currentThread() != owner) {
            throw new IllegalStateException(
                    "a TensorScope closes on the thread that opened it (" + owner.getName() + ")");
        }
        boolean forgotten = false;
        for (TensorScope inner = CURRENT.get(); inner != this; inner = CURRENT.get()) {
            inner.end();
            forgotten = true;
        }
        end();
        if (forgotten) {
            throw new IllegalStateException(
                    "a TensorScope opened inside this one was still open; it is closed now too."
                            + " Close scopes in reverse order, with try-with-resources");
        }
    }

    private void end() {
        closed = true;
        if (parent == null) {
            CURRENT.remove();
        } else {
            CURRENT.set(parent);
        }
        releaseAll("when its TensorScope closed");
        if (storages.length > 0 && storages.length <= LARGEST_SPARE) {
            SPARE.set(storages);
        }
        storages = NONE;
        if (event != null) {
            event.commit();
        }
    }

    /**
     * Releases what was made so far, in the middle of a long scope. Tensors that were kept stay.
     *
     * @throws IllegalStateException if the scope is closed
     */
    public void free() {
        if (closed) {
            throw new IllegalStateException("free: this TensorScope is closed");
        }
        releaseAll("by TensorScope.free()");
    }

    private void releaseAll(String by) {
        for (int i = size - 1; i >= 0; i--) {
            Storage storage = storages[i];
            storage.scope = null;
            if (event != null) {
                event.arrays++;
                event.bytes += storage.byteSize();
            }
            storage.release(by);
        }
        Arrays.fill(storages, 0, size, null);
        size = 0;
    }

    static TensorScope current() {
        return CURRENT.get();
    }

    void add(Storage storage) {
        if (sink != null) {
            sink.append(storage);
        }
    }

    private void append(Storage storage) {
        if (size == storages.length) {
            grow();
        }
        storage.scope = this;
        storage.slot = size;
        storages[size++] = storage;
    }

    /** The first room is that of a scope which has ended, for there is one in each step. */
    private void grow() {
        Storage[] spare = size == 0 ? SPARE.get() : null;
        if (spare != null) {
            SPARE.remove();
            storages = spare;
        } else {
            storages = Arrays.copyOf(storages, Math.max(64, 2 * size));
        }
    }

    void remove(Storage storage) {
        Storage last = storages[--size];
        storages[storage.slot] = last;
        last.slot = storage.slot;
        storages[size] = null;
        storage.scope = null;
    }
}
