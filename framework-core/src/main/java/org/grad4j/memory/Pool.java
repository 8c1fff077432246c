package org.grad4j.memory;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.grad4j.backend.Block;
import org.grad4j.backend.Slab;
import org.grad4j.tensor.DType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lends blocks of native memory and takes them back, from scopes and from the garbage collector.
 *
 * <p>Blocks are recycled by element type and size class (steps of at most one eighth), because a
 * fresh array of some megabytes costs milliseconds of page faults and its memory is often not
 * reused by the C library. Small blocks are cut from shared slabs, since an allocation of its own
 * costs a small array twenty times its size in bookkeeping. Idle memory is given back to the system
 * after a minute, or at once when it would exceed the limit.
 *
 * <p>Two thresholds guard the whole: a <em>soft</em> one, twice what was alive after the last
 * collection (at least 256 MiB or a quarter of the limit, whichever is less), at which the garbage
 * collector is asked to find dropped tensors; and the <em>limit</em>, beyond which an {@link
 * OutOfTensorMemoryError} is thrown.
 */
final class Pool {
    static final Pool INSTANCE = new Pool();

    /** Size classes: 16 up to 256, then eight in each power of two. */
    private static final int SIZES = 31 * 8 + 17;

    private static final Logger LOG = LoggerFactory.getLogger(Pool.class);
    private static final long SOFT_FLOOR = 256L << 20;

    /** Below this the limit is not asked for: that takes 40 ms, and no machine has so little. */
    private static final long UNASKED = 64L << 20;

    private static final long IDLE_NANOS = 60_000_000_000L;
    private static final int SWEEP_EVERY = 4096;
    private static final int COLLECT_ATTEMPTS = 6;
    private static final long FIRST_WAIT_MILLIS = 20;
    private static final long NEXT_WAIT_MILLIS = 2;
    private static final int CALM_COLLECTIONS = 3;
    private static final int SMALL = 1024;
    private static final int SLAB = 64 * SMALL;

    private final ReferenceQueue<Storage> unreachable = new ReferenceQueue<>();
    private final ArrayDeque<Block>[] idle = noIdle();
    private final Map<DType, Slab> open = new EnumMap<>(DType.class);
    private Lease leases;
    private boolean asked;
    private long limit = Long.MAX_VALUE; // until asked for
    private long collectAt = SOFT_FLOOR;

    private long liveArrays;
    private long liveBytes;
    private long idleBytes;
    private long created;
    private long released;
    private long collected;
    private long allocated;
    private long sweepCountdown = SWEEP_EVERY;

    private Pool() {
        if (System.getProperty(TensorMemory.LIMIT_PROPERTY) != null) {
            askLimit();
        }
    }

    private void askLimit() {
        if (!asked) {
            limit(TensorMemory.defaultLimit());
        }
    }

    Storage acquire(DType dtype, long numel) {
        int capacity = sizeClass(dtype, numel);
        long bytes = (long) capacity * dtype.bytes();
        Storage storage = tryAcquire(dtype, capacity, bytes);
        return storage != null ? storage : acquireUnderPressure(dtype, numel, capacity, bytes);
    }

    /** Rounds up to sixteenths of 256 elements, then to eighths of each power of two. */
    private static int sizeClass(DType dtype, long numel) {
        if (numel > Slab.MAX_BYTES / dtype.bytes()) {
            throw new IllegalArgumentException(
                    "a tensor holds at most 2 GiB, asked for "
                            + numel
                            + " elements of "
                            + dtype.torchName());
        }
        long step = numel <= 256 ? 16 : Long.highestOneBit(numel - 1) >> 3;
        long rounded = Math.max(16, (numel + step - 1) / step * step);
        return (int) Math.min(rounded, Slab.MAX_BYTES / dtype.bytes());
    }

    /** The idle blocks of a size class. */
    private ArrayDeque<Block> idle(DType dtype, int capacity) {
        int at;
        if (capacity <= 256) {
            at = capacity / 16;
        } else {
            int power = 31 - Integer.numberOfLeadingZeros(capacity - 1);
            int step = 1 << power - 3;
            at = power * 8 + (int) (((long) capacity + step - 1) / step);
        }
        return idle[dtype.ordinal() * SIZES + at];
    }

    private static ArrayDeque<Block>[] noIdle() {
        @SuppressWarnings({"unchecked", "rawtypes"}) // arrays know no type parameters
        ArrayDeque<Block>[] idle = new ArrayDeque[DType.values().length * SIZES];
        Arrays.setAll(idle, i -> new ArrayDeque<>(1));
        return idle;
    }

    private synchronized Storage tryAcquire(DType dtype, int capacity, long bytes) {
        drain();
        if (--sweepCountdown < 0) {
            sweepCountdown = SWEEP_EVERY;
            trimIdle(System.nanoTime() - IDLE_NANOS, Long.MAX_VALUE);
        }
        Block block = idle(dtype, capacity).pollLast();
        if (block != null) {
            idleBytes -= bytes;
            block.slab().idle(-block.capacity());
            return lease(block);
        }
        if (liveBytes + idleBytes + bytes > UNASKED) {
            askLimit();
        }
        if (liveBytes + bytes > collectAt) {
            return null;
        }
        return allocate(dtype, capacity, bytes);
    }

    private Storage allocate(DType dtype, int capacity, long bytes) {
        if (liveBytes + idleBytes + bytes > limit) {
            trimIdle(Long.MAX_VALUE, liveBytes + idleBytes + bytes - limit);
        }
        if (liveBytes + idleBytes + bytes > limit) {
            return null;
        }
        try {
            Block block = carve(dtype, capacity);
            return lease(block);
        } catch (OutOfMemoryError e) {
            LOG.debug("the system refused {} bytes", bytes, e);
            return null;
        }
    }

    private Block carve(DType dtype, int capacity) {
        if (capacity > SMALL) {
            return slab(dtype, capacity).carve(capacity);
        }
        Slab slab = open.get(dtype);
        Block block = slab == null ? null : slab.carve(capacity);
        if (block == null) {
            slab = slab(dtype, SLAB);
            open.put(dtype, slab);
            block = slab.carve(capacity);
        }
        return block;
    }

    private Slab slab(DType dtype, int capacity) {
        MemoryEvents.Allocation event = MemoryEvents.allocation();
        if (event != null) {
            event.begin();
        }
        Slab slab = new Slab(dtype, capacity);
        allocated++;
        if (event != null && event.shouldCommit()) {
            event.dtype = dtype.torchName();
            event.bytes = (long) capacity * dtype.bytes();
            event.liveBytes = liveBytes;
            event.commit();
        }
        return slab;
    }

    synchronized Storage adopt(Slab slab) {
        Storage storage = lease(slab.whole());
        storage.escape();
        return storage;
    }

    private Storage lease(Block block) {
        Storage storage = new Storage(block);
        Lease lease = new Lease(storage, unreachable, block, created);
        storage.lease(lease);
        lease.next = leases;
        if (leases != null) {
            leases.previous = lease;
        }
        leases = lease;
        liveArrays++;
        liveBytes += lease.bytes();
        created++;
        return storage;
    }

    /**
     * The way out when a threshold is reached: let the collector find dropped tensors, then
     * allocate up to the limit. Runs outside the lock, since a collection takes milliseconds.
     */
    private Storage acquireUnderPressure(DType dtype, long numel, int capacity, long bytes) {
        // An interrupt must not cut the wait short: its thread would be told that memory is out.
        boolean interrupted = Thread.interrupted();
        try {
            return collectAndAcquire(dtype, numel, capacity, bytes);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private Storage collectAndAcquire(DType dtype, long numel, int capacity, long bytes) {
        for (int attempt = 0; attempt < COLLECT_ATTEMPTS; attempt++) {
            collect(bytes);
            synchronized (this) {
                collectAt = Math.min(limit, Math.max(softFloor(), 2 * (liveBytes + bytes)));
                Storage storage = tryAcquire(dtype, capacity, bytes);
                if (storage != null) {
                    return storage;
                }
            }
        }
        throw new OutOfTensorMemoryError(report(dtype, numel, bytes));
    }

    private void collect(long requested) {
        MemoryEvents.Pressure event = MemoryEvents.pressure();
        if (event != null) {
            event.begin();
        }
        long before = liveBytes();
        System.gc();
        awaitCollected();
        if (event != null && event.shouldCommit()) {
            event.requested = requested;
            event.liveBefore = before;
            event.liveAfter = liveBytes();
            event.limit = limit();
            event.commit();
        }
    }

    private synchronized long liveBytes() {
        return liveBytes;
    }

    /**
     * Asks the collector until it finds nothing more, {@value #CALM_COLLECTIONS} times running: on
     * a busy machine what one collection found may be queued only after the next.
     */
    void settle() {
        for (int calm = 0; calm < CALM_COLLECTIONS; calm++) {
            long before = stats().liveArrays();
            collect(0);
            if (stats().liveArrays() < before) {
                calm = -1;
            }
        }
    }

    /** The arrays that were made after the given number of others and are still alive. */
    synchronized List<String> liveSince(long number) {
        List<String> found = new ArrayList<>();
        for (Lease lease = leases; lease != null; lease = lease.next) {
            if (lease.number >= number) {
                found.add(
                        "%,d bytes of %s%s"
                                .formatted(
                                        lease.bytes(),
                                        lease.block.dtype().torchName(),
                                        lease.site == null ? "" : "\n  made " + lease.site));
            }
        }
        return found;
    }

    /** References are queued a moment after the collection; waits for the first, then for calm. */
    private void awaitCollected() {
        boolean interrupted = false;
        long wait = FIRST_WAIT_MILLIS;
        while (true) {
            try {
                Reference<? extends Storage> reference = unreachable.remove(wait);
                if (reference == null) {
                    break;
                }
                synchronized (this) {
                    takeBack((Lease) reference);
                }
                wait = NEXT_WAIT_MILLIS;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void drain() {
        Reference<? extends Storage> reference;
        while ((reference = unreachable.poll()) != null) {
            takeBack((Lease) reference);
        }
    }

    private void takeBack(Lease lease) {
        if (lease.open) {
            collected++;
            end(lease, lease.escaped ? null : lease.block);
        }
    }

    synchronized void release(Lease lease, Block block) {
        if (lease.open) {
            lease.clear();
            end(lease, block);
        }
    }

    private void end(Lease lease, Block block) {
        lease.open = false;
        if (lease.previous == null) {
            leases = lease.next;
        } else {
            lease.previous.next = lease.next;
        }
        if (lease.next != null) {
            lease.next.previous = lease.previous;
        }
        lease.previous = null;
        lease.next = null;
        liveArrays--;
        liveBytes -= lease.bytes();
        released++;
        if (block == null) {
            return;
        }
        block.idleSince(System.nanoTime());
        idle(block.dtype(), block.capacity()).addLast(block);
        block.slab().idle(block.capacity());
        idleBytes += lease.bytes();
    }

    /** Frees slabs idle since before the given time, all if it is the largest, until enough. */
    private long trimIdle(long before, long enough) {
        Set<Slab> gone = new HashSet<>();
        long freed = 0;
        for (ArrayDeque<Block> blocks : idle) {
            if (blocks.isEmpty()) {
                continue; // most are, and an iterator would be garbage
            }
            for (Block block : blocks) {
                boolean old = before == Long.MAX_VALUE || block.idleSince() - before < 0;
                if (freed < enough && old && block.slab().isIdle() && gone.add(block.slab())) {
                    freed += block.byteSize();
                }
            }
        }
        if (gone.isEmpty()) {
            return 0;
        }
        long bytes = 0;
        for (ArrayDeque<Block> blocks : idle) {
            for (Block block : blocks) {
                bytes += gone.contains(block.slab()) ? block.byteSize() : 0;
            }
            blocks.removeIf(block -> gone.contains(block.slab()));
        }
        open.values().removeAll(gone);
        gone.forEach(Slab::free);
        idleBytes -= bytes;
        return bytes;
    }

    synchronized long trim() {
        drain();
        return trimIdle(Long.MAX_VALUE, Long.MAX_VALUE);
    }

    synchronized void limit(long bytes) {
        asked = true;
        limit = bytes;
        collectAt = Math.min(limit, Math.max(softFloor(), 2 * liveBytes));
        if (liveBytes + idleBytes > limit) {
            trimIdle(Long.MAX_VALUE, liveBytes + idleBytes - limit);
        }
    }

    synchronized long limit() {
        askLimit();
        return limit;
    }

    private long softFloor() {
        return Math.min(SOFT_FLOOR, limit / 4);
    }

    synchronized TensorMemory.Stats stats() {
        askLimit();
        drain();
        return new TensorMemory.Stats(
                liveArrays, liveBytes, idleBytes, created, released, collected, allocated, limit);
    }

    private synchronized String report(DType dtype, long numel, long bytes) {
        askLimit();
        List<Lease> live = new ArrayList<>();
        for (Lease lease = leases; lease != null; lease = lease.next) {
            live.add(lease);
        }
        live.sort(Comparator.comparingLong((Lease lease) -> lease.bytes()).reversed());
        String largest =
                live.stream()
                        .limit(10)
                        .map(
                                lease ->
                                        "  %,d bytes of %s%s"
                                                .formatted(
                                                        lease.bytes(),
                                                        lease.block.dtype().torchName(),
                                                        lease.site == null
                                                                ? ""
                                                                : ", made " + lease.site))
                        .collect(Collectors.joining("\n"));
        return """
                out of tensor memory: asked for %,d elements of %s (%,d bytes) with %,d bytes alive \
                in %,d arrays and a limit of %,d bytes.
                Wrap each training step in a TensorScope, use a smaller batch, or raise the limit \
                with -D%s=8g or TensorMemory.limit(bytes).%s
                The largest live arrays%s:
                %s"""
                .formatted(
                        numel,
                        dtype.torchName(),
                        bytes,
                        liveBytes,
                        liveArrays,
                        limit,
                        TensorMemory.LIMIT_PROPERTY,
                        ExplicitGc.isDisabled()
                                ? "\nThis JVM runs with -XX:+DisableExplicitGC, so dropped tensors"
                                        + " could not be looked for; remove that option."
                                : "",
                        CreationSite.isTracing()
                                ? ""
                                : " (run with -Dorg.grad4j.trace=true to see where they were made)",
                        largest);
    }
}
