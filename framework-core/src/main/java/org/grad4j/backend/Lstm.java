package org.grad4j.backend;

import java.lang.ref.Reference;
import java.util.Arrays;
import org.grad4j.tensor.DType;

/**
 * An LSTM over whole sequences of one length, in float32. Sequences do not see each other, so each
 * thread of the {@link Team} takes some of them through all steps, without waiting for the others.
 *
 * <p>Rows are ordered by step: first those of step 0, one for each sequence. A walk may also go
 * from the last step to the first. A row that enters a step is {@code [h, x, 1]}, so that one
 * product with the {@linkplain #joined joined} weights makes a gate. Gates are multiplied one after
 * the other, so that each lies without gaps and everything is small, where OpenBLAS is fastest.
 */
public final class Lstm {
    /** The most sequences a thread takes at a time: what they need stays in its cache. */
    private static final int MOST = 32;

    private final int steps;
    private final int n;
    private final int inputs;
    private final int hidden;
    private final int gates;
    private final int width;
    private final boolean reversed;

    /**
     * A walk.
     *
     * @param steps of every sequence, 1 or more
     * @param n sequences, 1 or more
     * @param inputs numbers that enter at each step
     * @param hidden size of the states
     * @param reversed whether it goes from the last step to the first
     */
    public Lstm(long steps, long n, long inputs, long hidden, boolean reversed) {
        this.steps = (int) steps;
        this.n = (int) n;
        this.inputs = (int) inputs;
        this.hidden = (int) hidden;
        this.reversed = reversed;
        gates = 4 * this.hidden;
        width = this.hidden + this.inputs + 1;
    }

    /**
     * What a walk made.
     *
     * @param y hidden states, {@code [t · n, h]}
     * @param c cell states, {@code [t · n, h]}
     * @param gates the activated gates i, f, g and o, one after the other, {@code [4, t · n, h]};
     *     null unless kept
     * @param rows what entered the steps, {@code [t · n, h + in + 1]}; null unless kept
     */
    public record Walked(Array y, Array c, Array gates, Array rows) {}

    /**
     * Brings the weights into one matrix.
     *
     * @param ofX {@code [4h, in]} for the gates i, f, g and o
     * @param ofH {@code [4h, h]}
     * @param bias {@code [4h]} or null
     * @return {@code [4h, h + in + 1]}
     */
    public Array joined(Array ofX, Array ofH, Array bias) {
        Array w = Array.empty(DType.FLOAT32, gates, width);
        Elementwise.copy(ofH, columns(w, 0, hidden));
        Elementwise.copy(ofX, columns(w, hidden, inputs));
        Array last = columns(w, width - 1, 1);
        if (bias == null) {
            last.fill(0);
        } else {
            Elementwise.copy(column(bias), last);
        }
        return w;
    }

    private static Array column(Array x) {
        long[] shape = {x.numel(), 1};
        return x.view(new Geometry(shape, new long[] {x.strides()[0], 1}, x.offset()));
    }

    private static Array columns(Array x, long from, long count) {
        long[] shape = {x.shape()[0], count};
        return x.view(new Geometry(shape, x.strides(), x.offset() + from));
    }

    /** The step that is walked as the k-th. */
    private int step(int k) {
        return reversed ? steps - 1 - k : k;
    }

    /** Each thread walks its sequences some at a time, in the same order whoever does it. */
    private void eachStretch(Stretch body) {
        int parts = parts();
        long room = (long) Math.min(MOST, n) * (gates + 2L * width);
        Array rooms = Array.empty(DType.FLOAT32, parts, room);
        Team.run(
                parts,
                part -> {
                    int first = (int) ((long) n * part / parts);
                    int end = (int) ((long) n * (part + 1) / parts);
                    for (int from = first; from < end; from += MOST) {
                        int rows = Math.min(MOST, end - from);
                        body.run(new Room(from, rows, rooms, part * room), part, from == first);
                    }
                });
        rooms.storage().release();
    }

    private int parts() {
        return Math.min(n, Team.size());
    }

    @FunctionalInterface
    private interface Stretch {
        void run(Room room, int part, boolean first);
    }

    /**
     * What a stretch of sequences has at hand: the gates as they are multiplied, and in Java, where
     * loops over all rows are long enough for the JIT to vectorise.
     */
    private final class Room {
        final int from;
        final int rows;
        final int size;
        final Array gates;
        final Cursor gatesAt;
        final Array back;
        final Cursor backAt;
        final Array rowsOfStep;
        final float[] row;
        final float[] x;
        final float[][] gate = new float[4][];
        final float[] c;
        final float[] h;
        final float[] bent;

        Room(int from, int rows, Array rooms, long at) {
            this.from = from;
            this.rows = rows;
            size = rows * hidden;
            gates = rooms.view(new long[] {4L * size}, new long[] {1}, at);
            back = rooms.view(new long[] {(long) rows * width}, new long[] {1}, at + 4L * size);
            gatesAt = new Cursor(gates);
            backAt = new Cursor(back);
            long behind = at + 4L * size + (long) rows * width;
            rowsOfStep = rooms.view(new long[] {(long) rows * width}, new long[] {1}, behind);
            Scratch scratch = Scratch.get();
            for (int q = 0; q < 4; q++) {
                gate[q] = scratch.room(q, size);
            }
            c = scratch.room(4, size);
            h = scratch.room(5, size);
            bent = scratch.room(6, size);
            row = scratch.room(7, rows * width);
            x = scratch.room(8, rows * inputs);
        }

        float[] more(int i) {
            return Scratch.get().room(9 + i, size);
        }

        /** The first of the rows in the step walked as the k-th. */
        int at(int k) {
            return step(k) * n + from;
        }
    }

    /** Copies part of each row: {@code size} numbers at {@code to} of rows of some width. */
    private static void copy(
            float[] from, int at, int wide, float[] to, int start, int step, int size, int rows) {
        for (int r = 0; r < rows; r++) {
            System.arraycopy(from, at + r * wide, to, start + r * step, size);
        }
    }

    /**
     * Walks: {@code c' = f · c + i · g}, {@code h' = o · tanh(c')}.
     *
     * @param x inputs, {@code [t · n, in]}
     * @param w the {@linkplain #joined joined} weights
     * @param h the first hidden states {@code [n, h]}
     * @param c the first cell states {@code [n, h]}
     * @param keep whether {@link #backward} will be called
     * @return all states and, if kept, gates and rows
     */
    public Walked forward(Array x, Array w, Array h, Array c, boolean keep) {
        long all = (long) steps * n;
        Array y = Array.empty(DType.FLOAT32, all, hidden);
        Array cells = Array.empty(DType.FLOAT32, all, hidden);
        Array walkedGates = keep ? Array.empty(DType.FLOAT32, 4, all, hidden) : null;
        Array rows = keep ? Array.empty(DType.FLOAT32, all, width) : null;
        Walked walked = new Walked(y, cells, walkedGates, rows);
        Array weight = turned(w);
        Array x0 = x.contiguous();
        Array h0 = h.contiguous();
        Array c0 = c.contiguous();
        eachStretch((room, part, first) -> forward(room, x0, weight, h0, c0, walked));
        Reference.reachabilityFence(x0);
        Reference.reachabilityFence(weight);
        Reference.reachabilityFence(h0);
        Reference.reachabilityFence(c0);
        return walked;
    }

    private void forward(Room room, Array x, Array w, Array h0, Array c0, Walked walked) {
        int size = room.size;
        float[][] gate = room.gate;
        float[] c = room.c;
        float[] h = room.h;
        float[] row = room.row;
        Cursor inputsAt = new Cursor(x);
        boolean keep = walked.rows != null;
        Array rows = keep ? walked.rows : room.rowsOfStep;
        Cursor rowsAt = new Cursor(rows);
        Cursor gatesAt = keep ? new Cursor(walked.gates) : null;
        Cursor cells = new Cursor(walked.c);
        Cursor y = new Cursor(walked.y);
        read(new Cursor(c0), room.from * hidden, c, size);
        read(new Cursor(h0), room.from * hidden, h, size);
        for (int r = 1; r <= room.rows; r++) {
            row[r * width - 1] = 1;
        }
        for (int k = 0; k < steps; k++) {
            int at = room.at(k);
            read(inputsAt, at * inputs, room.x, room.rows * inputs);
            copy(h, 0, hidden, row, 0, width, hidden, room.rows);
            copy(room.x, 0, inputs, row, hidden, width, inputs, room.rows);
            int ofRows = keep ? at : 0;
            write(row, room.rows * width, rowsAt, ofRows * width);
            multiply(rows, ofRows, w, room);
            LstmCell.forward(gate[0], gate[1], gate[2], gate[3], c, h, size);
            for (int q = 0; q < 4 && keep; q++) {
                write(room.gate[q], size, gatesAt, (q * steps * n + at) * hidden);
            }
            write(c, size, cells, at * hidden);
            write(h, size, y, at * hidden);
        }
    }

    /** Multiplies the rows of a step with the weights of each gate. */
    private void multiply(Array rows, int at, Array w, Room room) {
        for (int q = 0; q < 4; q++) {
            Gemm.run(
                    DType.FLOAT32,
                    room.rows,
                    hidden,
                    width,
                    Gemm.Matrix.of(rows, at * width, width),
                    Gemm.Matrix.of(w, q * width * hidden, hidden),
                    0,
                    Gemm.Matrix.of(room.gates, q * room.size, hidden));
            read(room.gatesAt, q * room.size, room.gate[q], room.size);
        }
    }

    private static void read(Cursor x, int element, float[] to, int size) {
        x.seek(element).read(to, size);
    }

    private static void write(float[] from, int size, Cursor x, int element) {
        x.seek(element).write(from, size);
    }

    /**
     * The gradients of a walk.
     *
     * @param x of the inputs, or null
     * @param ofX of the inputs' weight
     * @param ofH of the hidden states' weight
     * @param bias of the bias
     * @param h of the first hidden states
     * @param c of the first cell states
     */
    public record Gradients(Array x, Array ofX, Array ofH, Array bias, Array h, Array c) {}

    /**
     * Walks back.
     *
     * @param walked what {@link #forward} made
     * @param w the joined weights
     * @param c the first cell states
     * @param gy gradient of all hidden states, {@code [t · n, h]}
     * @param gc gradient of the last cell states, {@code [n, h]}
     * @param needsX whether the gradient of the inputs is wanted
     * @return the gradients of what went in
     */
    public Gradients backward(Walked walked, Array w, Array c, Array gy, Array gc, boolean needsX) {
        Array dx = needsX ? Array.empty(DType.FLOAT32, (long) steps * n, inputs) : null;
        Array dh = Array.empty(DType.FLOAT32, n, hidden);
        Array dc = gc.copy();
        Array dw = Array.empty(DType.FLOAT32, parts(), (long) gates * width);
        Array c0 = c.contiguous();
        Array upstream = gy.contiguous();
        eachStretch(
                (room, part, first) -> {
                    Array sum = matrix(dw, (long) part * gates * width);
                    backward(room, walked, w, c0, upstream, dx, dh, dc, sum, first);
                });
        Array sum = Reduction.sum(dw, new boolean[] {true, false}, DType.FLOAT32);
        Array whole = matrix(sum, 0);
        Reference.reachabilityFence(c0);
        Reference.reachabilityFence(upstream);
        return new Gradients(
                dx,
                columns(whole, hidden, inputs).copy(),
                columns(whole, 0, hidden).copy(),
                columns(whole, width - 1, 1).copy().view(Geometry.rowMajor(gates)),
                dh,
                dc);
    }

    private Array matrix(Array sums, long at) {
        long[] shape = {gates, width};
        return sums.view(new Geometry(shape, new long[] {width, 1}, sums.offset() + at));
    }

    private void backward(
            Room room,
            Walked walked,
            Array w,
            Array c0,
            Array gy,
            Array dx,
            Array dh,
            Array dc,
            Array dw,
            boolean first) {
        int size = room.size;
        int rows = room.rows;
        int wanted = dx == null ? hidden : hidden + inputs;
        float[] i = room.gate[0];
        float[] f = room.gate[1];
        float[] g = room.gate[2];
        float[] o = room.gate[3];
        float[] bent = room.bent;
        float[] before = room.more(0);
        float[] slope = room.more(1);
        float[] ofH = room.more(2);
        float[] ofC = room.c;
        float[] next = room.h;
        Arrays.fill(next, 0, size, 0);
        Cursor gatesAt = new Cursor(walked.gates);
        Cursor cells = new Cursor(walked.c);
        Cursor firstCells = new Cursor(c0);
        Cursor upstream = new Cursor(gy);
        Cursor ofX = dx == null ? null : new Cursor(dx);
        Cursor ofC0 = new Cursor(dc);
        read(ofC0, room.from * hidden, ofC, size);
        for (int k = steps - 1; k >= 0; k--) {
            int at = room.at(k);
            for (int q = 0; q < 4; q++) {
                read(gatesAt, (q * steps * n + at) * hidden, room.gate[q], size);
            }
            read(cells, at * hidden, bent, size);
            int last = (k == 0 ? room.from : room.at(k - 1)) * hidden;
            read(k == 0 ? firstCells : cells, last, before, size);
            read(upstream, at * hidden, ofH, size);
            Curves.tanh(bent, bent, size);
            LstmCell.add(ofH, next, size);
            LstmCell.throughH(ofC, ofH, o, bent, size);
            LstmCell.sigmoid(ofC, g, i, slope, size);
            write(slope, size, room.gatesAt, 0);
            LstmCell.sigmoid(ofC, before, f, slope, size);
            write(slope, size, room.gatesAt, size);
            LstmCell.tanh(ofC, i, g, slope, size);
            write(slope, size, room.gatesAt, 2 * size);
            LstmCell.sigmoid(ofH, bent, o, slope, size);
            write(slope, size, room.gatesAt, 3 * size);
            LstmCell.scale(ofC, f, size);
            multiply(room, wanted, w, walked.rows, at, dw, !first || k < steps - 1);
            read(room.backAt, 0, room.row, rows * wanted);
            copy(room.row, 0, wanted, next, 0, hidden, hidden, rows);
            if (dx != null) {
                copy(room.row, hidden, wanted, room.x, 0, inputs, inputs, rows);
                write(room.x, rows * inputs, ofX, at * inputs);
            }
        }
        write(next, size, new Cursor(dh), room.from * hidden);
        write(ofC, size, ofC0, room.from * hidden);
    }

    /** Multiplies the gradients of the gates with the weights, and with the rows of the step. */
    private void multiply(
            Room room, int wanted, Array w, Array rows, int at, Array dw, boolean more) {
        for (int q = 0; q < 4; q++) {
            Gemm.run(
                    DType.FLOAT32,
                    room.rows,
                    wanted,
                    hidden,
                    Gemm.Matrix.of(room.gates, q * room.size, hidden),
                    Gemm.Matrix.of(w, q * hidden * width, width),
                    q == 0 ? 0 : 1,
                    Gemm.Matrix.of(room.back, 0, wanted));
            Gemm.run(
                    DType.FLOAT32,
                    hidden,
                    width,
                    room.rows,
                    Gemm.Matrix.of(room.gates, q * room.size, hidden, true),
                    Gemm.Matrix.of(rows, at * width, width),
                    more ? 1 : 0,
                    Gemm.Matrix.of(dw, q * hidden * width, width));
        }
    }

    /** {@code [4, h, width] → [4, width, h]}: products of small matrices are twice as fast so. */
    private Array turned(Array w) {
        long[] shape = {4, width, hidden};
        return w.view(shape, new long[] {(long) hidden * width, 1, width}, w.offset()).copy();
    }
}
