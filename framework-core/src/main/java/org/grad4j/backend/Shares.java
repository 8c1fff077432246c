package org.grad4j.backend;

import org.grad4j.tensor.DType;

/**
 * Images that the {@link Team} shares in even parts, each of which has a room of its own.
 *
 * @param images how many
 * @param parts into how many parts
 */
record Shares(int images, int parts) {
    /**
     * As many parts as there are threads, or as there is room for.
     *
     * @param images how many
     * @param each elements of the largest room that a part will ask for
     */
    static Shares of(long images, DType dtype, long each) {
        long fitting = Slab.MAX_BYTES / dtype.bytes() / Math.max(1, each);
        return new Shares(
                (int) images, (int) Math.min(Team.size(), Math.max(1, Math.min(images, fitting))));
    }

    /** The first image of a part; that of the part behind the last one is their number. */
    int first(int part) {
        return (int) ((long) images * part / parts);
    }

    /** Runs all parts, each with so many elements of uncertain content. */
    void run(DType dtype, long each, Body body) {
        Array rooms = Array.empty(dtype, parts, each);
        Team.run(parts, part -> body.run(part, rooms.stretch(part * each, each)));
        rooms.storage().release();
    }

    interface Body {
        /** Takes the images of one part. */
        void run(int part, Array room);
    }
}
