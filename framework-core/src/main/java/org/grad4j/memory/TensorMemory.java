package org.grad4j.memory;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;
import org.grad4j.tensor.DType;

/**
 * The native memory under all tensors: exact counters and the limit. Safe to use from any thread.
 *
 * <p>A JVM started with {@code -XX:+DisableExplicitGC} cannot be asked; there, use scopes.
 *
 * <p>The limit is half of the machine's (or container's) memory, or what {@code
 * -Dorg.grad4j.memory.limit} says ({@code 512m}, {@code 8g}, or bytes). A tensor that nobody holds
 * is found by the garbage collector, which is asked to run before the limit is reached.
 */
public final class TensorMemory {
    static final String LIMIT_PROPERTY = "org.grad4j.memory.limit";

    private TensorMemory() {}

    /**
     * What is alive, idle and counted at one moment.
     *
     * @param liveArrays arrays in use by tensors; a tensor and its views count once
     * @param liveBytes their bytes
     * @param pooledBytes bytes of idle arrays kept for reuse
     * @param created arrays handed to tensors since the start
     * @param released arrays that came back, by scopes, explicitly, or by the garbage collector
     * @param collected the part of {@code released} that the garbage collector found
     * @param allocated times that fresh native memory was taken from the system
     * @param limitBytes the limit on live and pooled bytes together
     */
    public record Stats(
            long liveArrays,
            long liveBytes,
            long pooledBytes,
            long created,
            long released,
            long collected,
            long allocated,
            long limitBytes) {}

    /**
     * The counters now.
     *
     * @return a consistent snapshot
     */
    public static Stats stats() {
        return Pool.INSTANCE.stats();
    }

    /**
     * The limit on live and pooled native bytes.
     *
     * @return bytes
     */
    public static long limit() {
        return Pool.INSTANCE.limit();
    }

    /**
     * Sets the limit on live and pooled native bytes.
     *
     * @param bytes the new limit, positive
     * @throws IllegalArgumentException if it is not positive
     */
    public static void limit(long bytes) {
        if (bytes <= 0) {
            throw new IllegalArgumentException("the memory limit must be positive, got " + bytes);
        }
        Pool.INSTANCE.limit(bytes);
    }

    /**
     * Gives all idle arrays back to the system.
     *
     * @return the bytes given back
     */
    public static long trim() {
        return Pool.INSTANCE.trim();
    }

    /**
     * Switches the recording of creation sites, which error messages and leak reports show, as
     * {@code -Dorg.grad4j.trace=true} does from the start. It costs microseconds per tensor.
     *
     * @param on whether new tensors remember where they were made
     * @return what it was before
     */
    public static boolean trace(boolean on) {
        boolean before = CreationSite.isTracing();
        CreationSite.trace(on);
        return before;
    }

    /**
     * Has the garbage collector find all dropped tensors now. For tests that count what is alive;
     * ordinary code never needs it.
     */
    public static void settle() {
        Pool.INSTANCE.settle();
    }

    /**
     * What is still alive of the arrays made since a moment.
     *
     * @param created {@link Stats#created()} of that moment
     * @return a line or more per array: its size, type and, where traced, where it was made
     */
    public static List<String> liveSince(long created) {
        return Pool.INSTANCE.liveSince(created);
    }

    /**
     * Leases memory for a tensor and enters it into this thread's innermost scope, if any.
     *
     * @param dtype element type
     * @param numel elements; none is allowed
     * @return a storage with undefined contents
     * @throws OutOfTensorMemoryError if the limit is reached and nothing can be collected
     * @throws IllegalArgumentException if one array would exceed 2 GiB
     */
    public static Storage acquire(DType dtype, long numel) {
        Storage storage = Pool.INSTANCE.acquire(dtype, numel);
        TensorScope scope = TensorScope.current();
        if (scope != null) {
            scope.add(storage);
        }
        return storage;
    }

    static long defaultLimit() {
        String text = System.getProperty(LIMIT_PROPERTY);
        return text == null ? physicalMemory() / 2 : parse(text);
    }

    private static long parse(String text) {
        String digits = text.trim().toLowerCase(Locale.ROOT);
        int shift =
                switch (digits.isEmpty() ? ' ' : digits.charAt(digits.length() - 1)) {
                    case 'k' -> 10;
                    case 'm' -> 20;
                    case 'g' -> 30;
                    default -> 0;
                };
        try {
            String number = shift == 0 ? digits : digits.substring(0, digits.length() - 1);
            long bytes = Math.multiplyExact(Long.parseLong(number), 1L << shift);
            if (bytes > 0) {
                return bytes;
            }
        } catch (NumberFormatException | ArithmeticException e) {
            throw badLimit(text, e);
        }
        throw badLimit(text, null);
    }

    private static IllegalArgumentException badLimit(String text, Exception cause) {
        return new IllegalArgumentException(
                "-D"
                        + LIMIT_PROPERTY
                        + " needs a positive number of bytes, with k, m or g behind it if you"
                        + " like, got \""
                        + text
                        + "\"",
                cause);
    }

    private static long physicalMemory() {
        if (ManagementFactory.getOperatingSystemMXBean()
                instanceof com.sun.management.OperatingSystemMXBean system) {
            return system.getTotalMemorySize();
        }
        return 8L << 30;
    }
}
