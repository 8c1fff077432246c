package org.grad4j.backend;

import java.lang.ref.Cleaner;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.grad4j.tensor.DType;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Native memory that ND4J can look at, though it is started only when it does.
 *
 * <p>Memory that ND4J has not seen is freed by {@link #free()} alone. An ND4J array may be held for
 * longer than its tensor, so memory that ND4J has seen is also freed when nobody holds its buffer.
 */
final class Nd4jMemory {
    /** A cache line: a vector that lies in two of them takes twice as long to load. */
    private static final int ALIGNMENT = 64;

    private final DType dtype;

    /** What was allocated, at or shortly before where the memory begins; or null if not here. */
    private final Pointer allocated;

    private final Pointer pointer;
    private final int capacity;
    private DataBuffer buffer;
    private Cleaner.Cleanable cleanable;

    private Nd4jMemory(
            DType dtype, Pointer allocated, Pointer pointer, long capacity, DataBuffer buffer) {
        this.dtype = dtype;
        this.allocated = allocated;
        this.pointer = pointer;
        this.capacity = Math.toIntExact(capacity);
        this.buffer = buffer;
    }

    /** Takes fresh memory from the system, with undefined contents. */
    static Nd4jMemory allocate(DType dtype, int capacity) {
        Backend.prepare();
        long bytes = (long) capacity * dtype.bytes();
        Pointer allocated = Pointer.malloc(bytes + ALIGNMENT);
        if (allocated == null || allocated.isNull()) {
            throw new OutOfMemoryError("the system refused " + bytes + " bytes of native memory");
        }
        long gap = -allocated.address() & ALIGNMENT - 1;
        Pointer pointer = new BytePointer(allocated).getPointer(gap).capacity(bytes);
        return new Nd4jMemory(dtype, allocated, pointer, capacity, null);
    }

    /** Looks at memory that belongs to ND4J, which its owner has perhaps started in its own way. */
    static Nd4jMemory of(DType dtype, DataBuffer buffer) {
        Backend.start();
        Pointer pointer = buffer.pointer();
        return new Nd4jMemory(dtype, null, pointer, pointer.capacity(), buffer);
    }

    /** Elements. */
    int capacity() {
        return capacity;
    }

    long address() {
        return pointer.address();
    }

    ByteBuffer bytes() {
        return pointer.asByteBuffer().order(ByteOrder.nativeOrder());
    }

    /** What ND4J sees; starts it if need be. */
    synchronized DataBuffer buffer() {
        if (buffer == null) {
            Backend.start();
            Pointer elements = new Pointer(pointer).capacity(capacity);
            buffer = Nd4j.createBuffer(elements, capacity, dtype.nd4j());
            Pointer own = allocated;
            cleanable = Holders.CLEANER.register(buffer.pointer(), () -> Pointer.free(own));
        }
        return buffer;
    }

    /** Gives memory that was {@linkplain #allocate allocated} here back to the system. */
    synchronized void free() {
        if (cleanable == null) {
            Pointer.free(allocated);
        } else {
            buffer.close(); // arrays that are still held say so instead of reading freed memory
            cleanable.clean();
        }
    }

    /** A class of its own, for a cleaner is a thread. */
    private static final class Holders {
        static final Cleaner CLEANER = Cleaner.create();
    }
}
