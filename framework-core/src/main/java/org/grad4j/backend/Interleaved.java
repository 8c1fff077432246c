package org.grad4j.backend;

import java.util.Arrays;

/**
 * How planes of several images lie pixel by pixel beside each other: lines {@code [c, w, n]}, where
 * n counts images, so that what the rows of a window see along a whole line is one matrix {@code
 * [kh · c, w' · n]} of a constant step. With few channels that matrix has few rows; then each plane
 * is there once for each column of the window, and the matrix has {@code kh · kw · c} rows.
 *
 * <p>Lines that a dilated window sees together lie together. Padding is part of the planes. Float32
 * only, for one thread at a time.
 */
final class Interleaved {
    private static final int FEW_ROWS = 16;

    private final Columns.Taps taps;
    private final int h;
    private final int w;
    private final int groups;
    private final int channels;
    private final int copies;
    private final int wide;
    private final int apart;

    /**
     * Sizes.
     *
     * @param channels of a group
     */
    Interleaved(Columns.Taps taps, int h, int w, int groups, int channels) {
        this.taps = taps;
        this.h = h;
        this.w = w;
        this.groups = groups;
        this.channels = channels;
        copies = channels * taps.kernelH() < FEW_ROWS ? taps.kernelW() : 1;
        wide = copies > 1 ? (int) taps.columns(w) : w + 2 * taps.padW();
        apart = (h + 2 * taps.padH() + taps.dilationH() - 1) / taps.dilationH();
    }

    /** How often each plane is there. */
    int copies() {
        return copies;
    }

    /** Elements of an image. */
    long size() {
        return (long) groups * taps.dilationH() * apart * line();
    }

    /** Elements of an image from line to line. */
    int line() {
        return copies * channels * wide;
    }

    /** Elements of an image from one row of the matrix to the next. */
    int step() {
        return wide;
    }

    /** Where, for each image, the matrix begins that a window's column sees in an output row. */
    int start(int group, int row, int column) {
        int y = row * taps.strideH();
        return (group * taps.dilationH() * apart + place(y)) * line() + column * taps.dilationW();
    }

    private int place(int y) {
        return y % taps.dilationH() * apart + y / taps.dilationH();
    }

    /** Brings {@code n} images from one on into a room whose padding is 0. */
    void load(Array x, int image, int n, Array room) {
        Cursor from = new Cursor(x);
        Cursor to = new Cursor(room);
        int most = Math.max(1, Turn.CHUNK / (n * w));
        Scratch scratch = Scratch.get();
        float[] rows = scratch.room(0, Math.min(most, h) * w * n);
        float[] columns = scratch.room(1, rows.length);
        for (int c = 0; c < groups * channels; c++) {
            for (int y = 0; y < h; y += most) {
                int size = Math.min(most, h - y) * w;
                for (int i = 0; i < n; i++) {
                    from.seek(pixel(image + i, c, y)).get(rows, i * size, size);
                }
                Turn.toColumns(rows, n, size, columns);
                eachRun(
                        c,
                        y,
                        size,
                        n,
                        (place, at, count) -> to.seek(place).put(columns, at, count));
            }
        }
    }

    /** Brings {@code n} images back, adding up what stands for the same pixel. */
    void unload(Array room, int image, int n, Array x) {
        Cursor from = new Cursor(room);
        Cursor to = new Cursor(x);
        int most = Math.max(1, Turn.CHUNK / (n * w));
        Scratch scratch = Scratch.get();
        float[] columns = scratch.room(0, Math.min(most, h) * w * n);
        float[] rows = scratch.room(1, columns.length);
        float[] run = scratch.room(2, w * n);
        for (int c = 0; c < groups * channels; c++) {
            for (int y = 0; y < h; y += most) {
                int size = Math.min(most, h - y) * w;
                Arrays.fill(columns, 0, size * n, 0);
                eachRun(
                        c,
                        y,
                        size,
                        n,
                        (place, at, count) -> {
                            from.seek(place).get(run, 0, count);
                            add(run, count, columns, at);
                        });
                Turn.toRows(columns, n, size, rows);
                for (int i = 0; i < n; i++) {
                    to.seek(pixel(image + i, c, y)).put(rows, i * size, size);
                }
            }
        }
    }

    /** What lies together in the room and in some lines of a channel, for each of its copies. */
    private void eachRun(int c, int y, int size, int n, Run body) {
        for (int at = 0; at < size; at += w) {
            for (int copy = 0; copy < copies; copy++) {
                int first = first(copy);
                int count = end(copy) - first;
                if (count > 0) {
                    long place = target(c, y + at / w, copy, first) * n;
                    body.move(place, (at + source(copy, first)) * n, count * n);
                }
            }
        }
    }

    private interface Run {
        /** Moves floats between a place of the room and one of the lines. */
        void move(long place, int at, int count);
    }

    private static void add(float[] run, int n, float[] to, int at) {
        for (int i = 0; i < n; i++) {
            to[at + i] += run[i];
        }
    }

    private long pixel(int image, int channel, int y) {
        return (((long) image * groups * channels + channel) * h + y) * w;
    }

    /** The columns of a copy that lie inside the image, if any, and where in it they begin. */
    private int first(int copy) {
        return Math.min(wide, Math.max(0, taps.padW() - copy * taps.dilationW()));
    }

    private int end(int copy) {
        return Math.max(first(copy), Math.min(wide, w + taps.padW() - copy * taps.dilationW()));
    }

    private int source(int copy, int first) {
        return first + copy * taps.dilationW() - taps.padW();
    }

    private long target(int c, int y, int copy, int column) {
        long line = c / channels * (long) taps.dilationH() * apart + place(y + taps.padH());
        return line * line() + ((long) copy * channels + c % channels) * wide + column;
    }
}
