package org.grad4j.backend;

import java.util.Arrays;

/**
 * Columns of windows that step by one, made without picking elements: in a plane with its padding,
 * what one element of the window sees is the plane itself from that element's place on. The places
 * of such a column run over the ends of the rows, so that between two rows lie some places of no
 * window; their results are dropped, and their gradients are 0.
 *
 * <p>For {@code 64×32×26×26 ⋆ 64, 3×3} copying so takes a quarter of the time that {@link
 * Columns.Planes} takes. Float32 only, for one thread at a time.
 */
final class Shifts {
    private final int h;
    private final int w;
    private final int padH;
    private final int padW;
    private final int wide;
    private final int rows;
    private final int columns;
    private final int length;
    private final int wholePlane;
    private final int[] starts;
    private final float[] plane;
    private final float[] image;
    private final float[] run;
    private final float[] map;

    Shifts(Columns.Taps taps, int h, int w) {
        this.h = h;
        this.w = w;
        padH = taps.padH();
        padW = taps.padW();
        wide = w + 2 * padW;
        rows = (int) taps.rows(h);
        columns = (int) taps.columns(w);
        length = length(taps, h, w);
        wholePlane = (h + 2 * padH) * wide;
        starts = new int[taps.taps()];
        for (int tap = 0; tap < starts.length; tap++) {
            starts[tap] = start(taps, wide, tap);
        }
        Scratch scratch = Scratch.get();
        plane = scratch.room(0, wholePlane);
        image = scratch.room(1, h * w);
        run = scratch.room(2, length);
        map = scratch.room(3, rows * columns);
        clear();
    }

    private void clear() {
        Arrays.fill(plane, 0, wholePlane, 0);
    }

    /** From which place on an element of the window sees a plane whose rows are so wide. */
    static int start(Columns.Taps taps, int wide, int tap) {
        return tap / taps.kernelW() * taps.dilationH() * wide
                + tap % taps.kernelW() * taps.dilationW();
    }

    /** The places of a column. */
    static int length(Columns.Taps taps, int h, int w) {
        return ((int) taps.rows(h) - 1) * (w + 2 * taps.padW()) + (int) taps.columns(w);
    }

    /**
     * Whether windows step by one, and the places in vain cost less to multiply than picking costs:
     * measured, about 10 ns for each row of a column against 0.02 ns for each place and kernel.
     */
    static boolean pays(Columns.Taps taps, int kernels) {
        return taps.strideH() == 1
                && taps.strideW() == 1
                && (taps.kernelW() - 1) * taps.dilationW() * (long) kernels <= 1000;
    }

    /** Makes columns {@code [kh · kw, length]} of each plane {@code [h, w]}. */
    void unfold(Cursor from, Cursor to, int planes) {
        for (int i = 0; i < planes; i++) {
            readPadded(from);
            for (int start : starts) {
                to.put(plane, start, length);
            }
        }
    }

    private void readPadded(Cursor from) {
        from.read(image, h * w);
        for (int r = 0; r < h; r++) {
            System.arraycopy(image, r * w, plane, (padH + r) * wide + padW, w);
        }
    }

    private void writeCropped(Cursor to) {
        for (int r = 0; r < h; r++) {
            System.arraycopy(plane, (padH + r) * wide + padW, image, r * w, w);
        }
        to.write(image, h * w);
    }

    /** Adds the columns of each plane to where they came from. */
    void fold(Cursor from, Cursor to, int planes) {
        for (int i = 0; i < planes; i++) {
            clear();
            for (int start : starts) {
                from.read(run, length);
                add(run, length, plane, start);
            }
            writeCropped(to);
        }
        clear(); // the border must be 0 for unfolding
    }

    private static void add(float[] run, int length, float[] plane, int start) {
        for (int i = 0; i < length; i++) {
            plane[start + i] += run[i];
        }
    }

    /** Brings maps {@code [h', w']} into the form of columns. */
    void spread(Cursor from, Cursor to, int maps) {
        Arrays.fill(run, 0, length, 0);
        for (int i = 0; i < maps; i++) {
            from.read(map, rows * columns);
            for (int r = 0; r < rows; r++) {
                System.arraycopy(map, r * columns, run, r * wide, columns);
            }
            to.write(run, length);
        }
    }

    /** Brings what is in the form of columns into maps, adding a number to each. */
    void gather(Cursor from, Cursor to, float[] numbers) {
        for (float number : numbers) {
            from.read(run, length);
            for (int r = 0; r < rows; r++) {
                add(run, r * wide, number, map, r * columns, columns);
            }
            to.write(map, rows * columns);
        }
    }

    private static void add(float[] run, int from, float number, float[] map, int to, int n) {
        for (int i = 0; i < n; i++) {
            map[to + i] = run[from + i] + number;
        }
    }
}
