package org.grad4j.backend;

/**
 * The windows of a pool along one dimension, each cut off at the ends of the input.
 *
 * @param start the first element of each
 * @param end behind the last element of each
 * @param size by what each one's sum is divided for an average
 * @param step from one element of a window to the next
 */
public record Spans(int[] start, int[] end, int[] size, int step) {

    /**
     * Windows that slide evenly.
     *
     * @param length of the dimension
     * @param kernel elements of a window
     * @param stride from one window to the next
     * @param pad places before the first element and behind the last
     * @param dilation from one element of a window to the next
     * @param ceil whether a last window may reach beyond the padding
     * @param countPad whether averages count the padding as zeros
     * @return the windows
     */
    public static Spans sliding(
            int length,
            int kernel,
            int stride,
            int pad,
            int dilation,
            boolean ceil,
            boolean countPad) {
        int n = places(length, kernel, stride, pad, dilation, ceil);
        Spans spans = new Spans(new int[n], new int[n], new int[n], dilation);
        for (int i = 0; i < n; i++) {
            int first = i * stride - pad;
            int behind = first + dilation * (kernel - 1) + 1;
            // Padding is skipped in steps, so that the elements stay those of the window.
            int skipped = first < 0 ? (-first + dilation - 1) / dilation * dilation : 0;
            spans.start[i] = first + skipped;
            spans.end[i] = Math.min(behind, length);
            spans.size[i] =
                    countPad
                            ? Math.min(behind, length + pad) - first
                            : spans.end[i] - spans.start[i];
        }
        return spans;
    }

    /**
     * How many windows there are.
     *
     * @param length of the dimension
     * @param kernel elements of a window
     * @param stride from one window to the next
     * @param pad places before the first element and behind the last
     * @param dilation from one element of a window to the next
     * @param ceil whether a last window may reach beyond the padding, as long as it starts before
     *     it
     * @return the number of windows
     */
    public static int places(
            int length, int kernel, int stride, int pad, int dilation, boolean ceil) {
        int rest = length + 2 * pad - dilation * (kernel - 1) - 1;
        int n = (ceil ? Math.floorDiv(rest + stride - 1, stride) : Math.floorDiv(rest, stride)) + 1;
        return ceil && (n - 1) * stride >= length + pad ? n - 1 : n;
    }

    /**
     * A number of windows that cover a dimension as evenly as it allows.
     *
     * @param length of the dimension
     * @param places how many windows
     * @return the windows
     */
    public static Spans adaptive(int length, int places) {
        Spans spans = new Spans(new int[places], new int[places], new int[places], 1);
        for (int i = 0; i < places; i++) {
            spans.start[i] = (int) ((long) i * length / places);
            spans.end[i] = (int) (((i + 1L) * length + places - 1) / places);
            spans.size[i] = spans.end[i] - spans.start[i];
        }
        return spans;
    }

    /**
     * How many windows there are.
     *
     * @return the number of places of the result
     */
    public int places() {
        return start.length;
    }
}
