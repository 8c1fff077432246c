package org.grad4j.memory;

import org.grad4j.backend.Block;

/**
 * The memory under one or more tensors: a leased block, its version counter, and the scope that
 * will end the lease.
 *
 * <p>A tensor and its views share one storage. The lease ends when the owning {@link TensorScope}
 * closes or, without a scope, when the garbage collector finds that no tensor holds the storage.
 */
public final class Storage {
    private Block block;
    private Lease lease;
    private int version;
    private boolean escaped;
    private boolean shared;
    private boolean unseenAlias;
    private int rewrites;
    private int holds;
    private String releasedBy;
    private String changedAt;

    /** The scope that owns this storage, or null; {@code slot} is its place there. */
    TensorScope scope;

    int slot;

    Storage(Block block) {
        this.block = block;
    }

    void lease(Lease newLease) {
        lease = newLease;
    }

    Lease lease() {
        return lease;
    }

    /**
     * The leased memory.
     *
     * @return the block
     * @throws IllegalStateException if the lease has ended
     */
    public Block block() {
        Block b = block;
        if (b == null) {
            throw new IllegalStateException(
                    "this tensor was released "
                            + releasedBy
                            + "; let it out with scope.keep(tensor) or return it through"
                            + " TensorScope.run(...)"
                            + CreationSite.describe(lease.site));
        }
        return b;
    }

    /**
     * Whether the lease has ended.
     *
     * @return true once the memory is gone
     */
    public boolean isReleased() {
        return block == null;
    }

    /**
     * How often the contents were changed in place.
     *
     * @return the version, 0 when fresh
     */
    public int version() {
        return version;
    }

    /** Notes a change in place, so that a saved value is known to be stale. */
    public void bumpVersion() {
        version++;
        if (CreationSite.isTracing()) {
            changedAt = CreationSite.capture();
        }
    }

    /**
     * Where the memory was leased and last changed in place, for messages.
     *
     * @return lines of code, or how to see them
     */
    public String origin() {
        if (lease.site == null && changedAt == null) {
            return " (run with -Dorg.grad4j.trace=true to see where it was made and changed)";
        }
        return CreationSite.describe(lease.site)
                + (changedAt == null ? "" : "\n  last changed " + changedAt);
    }

    /** Notes that more than one tensor may refer to this memory. */
    public void share() {
        shared = true;
    }

    /**
     * Whether more than one tensor may refer to this memory.
     *
     * @return true once a view or a detached tensor was made of it
     */
    public boolean isShared() {
        return shared;
    }

    /** Notes that tensors share this memory without knowing of one another's history. */
    public void aliasUnseen() {
        unseenAlias = true;
    }

    /**
     * Whether tensors share this memory without knowing of one another's history.
     *
     * @return true where a recorded change in place could not be told to all of them
     */
    public boolean hasUnseenAlias() {
        return unseenAlias;
    }

    /**
     * How often a recorded change in place rewrote the history of the tensors on this memory.
     *
     * @return 0 when fresh
     */
    public int rewrites() {
        return rewrites;
    }

    /** Notes that views must ask for their history again. */
    public void countRewrite() {
        rewrites++;
    }

    /**
     * Whether this memory was made in the given scope and only one tensor ever referred to it.
     *
     * @param owner a scope
     * @return true if its holder may take it over
     */
    public boolean isOnlyIn(TensorScope owner) {
        return scope == owner && !shared && !escaped;
    }

    /** Marks the memory as handed out raw: it is never recycled under its holder. */
    public void escape() {
        escaped = true;
        lease.escaped = true;
    }

    /** Counts one more place in which a backward pass keeps a gradient on this memory. */
    public void hold() {
        holds++;
    }

    /**
     * Counts one less; after the last one, memory that the pass has made ends its lease. What user
     * code has seen is not in the pass's scope any more.
     *
     * @param owner the scope of the pass
     */
    public void drop(TensorScope owner) {
        if (--holds == 0 && scope == owner) {
            release("by the backward pass that made it");
        }
    }

    long byteSize() {
        return lease.bytes();
    }

    /** Ends the lease now; every tensor on this storage becomes unusable. Does nothing twice. */
    public void release() {
        release("explicitly");
    }

    /**
     * Takes this storage out of its scope, so that only the garbage collector (or {@link
     * #release()}) ends its lease.
     */
    public void leaveScope() {
        if (scope != null) {
            scope.remove(this);
        }
    }

    void release(String by) {
        if (block == null) {
            return;
        }
        leaveScope();
        Block b = block;
        block = null;
        releasedBy = by;
        Pool.INSTANCE.release(lease, escaped ? null : b);
    }
}
