package org.grad4j.backend;

/**
 * One image whose channels lie side by side, place by place, {@code [h, wide, c]}: each row is
 * followed, and all are surrounded, by places of no pixel. Float32 only, for one thread at a time.
 */
final class ChannelsLast {
    private final int channels;
    private final int h;
    private final int w;
    private final int wide;
    private final int first;
    private final int places;

    /**
     * Sizes.
     *
     * @param wide places from row to row
     * @param first the place of the first pixel
     * @param places all of them
     */
    ChannelsLast(int channels, int h, int w, int wide, int first, int places) {
        this.channels = channels;
        this.h = h;
        this.w = w;
        this.wide = wide;
        this.first = first;
        this.places = places;
    }

    /** Elements of an image. */
    long size() {
        return (long) places * channels;
    }

    /** The matrix of a group's channels {@code [.., c]} from one place on, of each step-th. */
    Gemm.Matrix matrix(Array room, int place, int step, int channel, boolean transposed) {
        return Gemm.Matrix.of(room, (long) place * channels + channel, step * channels, transposed);
    }

    /** Brings an image into a room, rectified or not; what is not a pixel stays as it is. */
    void load(Array x, int image, boolean rectified, Array room) {
        Cursor from = new Cursor(x);
        Cursor to = new Cursor(room);
        int most = chunk();
        Scratch scratch = Scratch.get();
        float[] rows = scratch.room(0, most * channels);
        float[] columns = scratch.room(1, rows.length);
        for (int at = 0; at < h * w; at += most) {
            int size = Math.min(most, h * w - at);
            for (int c = 0; c < channels; c++) {
                from.seek(pixel(image, c) + at).get(rows, c * size, size);
            }
            if (rectified) {
                rectify(rows, channels * size);
            }
            Turn.toColumns(rows, channels, size, columns);
            eachRun(at, size, (place, i, n) -> to.seek(place).put(columns, i, n));
        }
    }

    /** Brings an image back. */
    void unload(Array room, int image, Array x) {
        Cursor from = new Cursor(room);
        Cursor to = new Cursor(x);
        int most = chunk();
        Scratch scratch = Scratch.get();
        float[] columns = scratch.room(0, most * channels);
        float[] rows = scratch.room(1, columns.length);
        for (int at = 0; at < h * w; at += most) {
            int size = Math.min(most, h * w - at);
            eachRun(at, size, (place, i, n) -> from.seek(place).get(columns, i, n));
            Turn.toRows(columns, channels, size, rows);
            for (int c = 0; c < channels; c++) {
                to.seek(pixel(image, c) + at).put(rows, c * size, size);
            }
        }
    }

    private static void rectify(float[] x, int n) {
        for (int i = 0; i < n; i++) {
            x[i] = Math.max(x[i], 0f);
        }
    }

    private int chunk() {
        return Math.min(h * w, Math.max(16, Turn.CHUNK / channels));
    }

    private long pixel(int image, int channel) {
        return ((long) image * channels + channel) * h * w;
    }

    /** The runs of elements that some pixels are in the room. */
    private void eachRun(int from, int size, Run body) {
        int end = from + size;
        for (int at = from; at < end; ) {
            int n = wide == w ? size : Math.min(w - at % w, end - at);
            long place = first + (long) (at / w) * wide + at % w;
            body.move(place * channels, (at - from) * channels, n * channels);
            at += n;
        }
    }

    private interface Run {
        /** Moves elements between a place of the room and one among the pixels. */
        void move(long place, int at, int n);
    }
}
