package org.grad4j.memory;

import java.lang.ref.PhantomReference;
import java.lang.ref.ReferenceQueue;
import org.grad4j.backend.Block;

/**
 * The pool's note of a block that is out: it outlives the {@link Storage}, so that the block comes
 * back when the garbage collector finds the storage unreachable.
 */
final class Lease extends PhantomReference<Storage> {
    final Block block;
    final String site;
    final long number; // how many were made before
    volatile boolean escaped;
    Lease previous;
    Lease next;
    boolean open = true;

    Lease(Storage storage, ReferenceQueue<Storage> queue, Block block, long number) {
        super(storage, queue);
        this.block = block;
        this.number = number;
        this.site = CreationSite.capture();
    }

    long bytes() {
        return block.byteSize();
    }
}
