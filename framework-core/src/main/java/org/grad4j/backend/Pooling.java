package org.grad4j.backend;

import java.lang.ref.Reference;
import java.util.Arrays;
import org.grad4j.tensor.DType;

/**
 * Maximum pooling over {@code [n, c, h, w]} that remembers the winners, so that its gradient and
 * its gradient's gradient are a scatter and a gather. Padding never wins, NaN always does, and of
 * equals the first; ND4J's kernel drops NaN.
 */
public final class Pooling {
    private Pooling() {}

    /**
     * A sliding window.
     *
     * @param kernelH height
     * @param kernelW width
     * @param strideH step down
     * @param strideW step across
     * @param padH places above and below
     * @param padW places left and right
     */
    public record Window(int kernelH, int kernelW, int strideH, int strideW, int padH, int padW) {}

    /**
     * The winners of all windows.
     *
     * @param values {@code [n, c, h', w']}
     * @param indices their places in each {@code h × w} image, INT32
     */
    public record Winners(Array values, Array indices) {}

    /**
     * Finds the largest element of each window.
     *
     * @param x {@code [n, c, h, w]}
     * @param window the window
     * @return values and places
     */
    public static Winners max(Array x, Window window) {
        Array in = x.contiguous();
        int h = (int) x.shape()[2];
        int w = (int) x.shape()[3];
        int outH = (h + 2 * window.padH - window.kernelH) / window.strideH + 1;
        int outW = (w + 2 * window.padW - window.kernelW) / window.strideW + 1;
        long[] shape = {x.shape()[0], x.shape()[1], outH, outW};
        Array values = Array.empty(x.dtype(), shape);
        Array indices = Array.empty(DType.INT32, shape.clone());
        int images = (int) (x.shape()[0] * x.shape()[1]);
        if (values.numel() > 0) {
            Cursor from = new Cursor(in);
            Cursor to = new Cursor(values);
            Cursor places = new Cursor(indices);
            double[] image = new double[h * w];
            double[] best = new double[outH * outW];
            long[] place = new long[outH * outW];
            for (int i = 0; i < images; i++) {
                from.read(image, h * w);
                winners(image, h, w, window, outW, best, place);
                to.write(best, best.length);
                places.write(place, place.length);
            }
        }
        Reference.reachabilityFence(in);
        Reference.reachabilityFence(values);
        Reference.reachabilityFence(indices);
        return new Winners(values, indices);
    }

    private static void winners(
            double[] image, int h, int w, Window window, int outW, double[] best, long[] place) {
        for (int slot = 0; slot < best.length; slot++) {
            int top = slot / outW * window.strideH - window.padH;
            int left = slot % outW * window.strideW - window.padW;
            int bottom = Math.min(h, top + window.kernelH);
            int right = Math.min(w, left + window.kernelW);
            int winner = Math.max(0, top) * w + Math.max(0, left);
            double largest = image[winner];
            for (int r = Math.max(0, top); r < bottom; r++) {
                for (int c = Math.max(0, left); c < right; c++) {
                    double value = image[r * w + c];
                    if (value > largest || (value != value && largest == largest)) {
                        largest = value;
                        winner = r * w + c;
                    }
                }
            }
            best[slot] = largest;
            place[slot] = winner;
        }
    }

    /**
     * Adds each element to the place it came from.
     *
     * @param g {@code [n, c, h', w']}
     * @param indices places, of g's shape
     * @param shape {@code [n, c, h, w]}
     * @return an array of that shape
     */
    public static Array scatter(Array g, Array indices, long[] shape) {
        Array in = g.contiguous();
        Array out = Array.empty(g.dtype(), shape);
        if (out.numel() > 0) {
            int image = (int) (shape[2] * shape[3]);
            int n = (int) (g.shape()[2] * g.shape()[3]);
            Cursor from = new Cursor(in);
            Cursor places = new Cursor(indices);
            Cursor to = new Cursor(out);
            double[] sums = new double[image];
            double[] values = new double[n];
            long[] place = new long[n];
            for (long i = shape[0] * shape[1]; i > 0; i--) {
                Arrays.fill(sums, 0);
                from.read(values, n);
                places.read(place, n);
                for (int k = 0; k < n; k++) {
                    sums[(int) place[k]] += values[k];
                }
                to.write(sums, image);
            }
        }
        Reference.reachabilityFence(in);
        Reference.reachabilityFence(indices);
        Reference.reachabilityFence(out);
        return out;
    }

    /**
     * Reads each element from its place: the transpose of {@link #scatter}.
     *
     * @param x {@code [n, c, h, w]}
     * @param indices places, {@code [n, c, h', w']}
     * @return an array of the indices' shape
     */
    public static Array gather(Array x, Array indices) {
        Array in = x.contiguous();
        Array out = Array.empty(x.dtype(), indices.shape());
        if (out.numel() > 0) {
            int image = (int) (x.shape()[2] * x.shape()[3]);
            int n = (int) (indices.shape()[2] * indices.shape()[3]);
            Cursor from = new Cursor(in);
            Cursor places = new Cursor(indices);
            Cursor to = new Cursor(out);
            double[] source = new double[image];
            double[] values = new double[n];
            long[] place = new long[n];
            for (long i = x.shape()[0] * x.shape()[1]; i > 0; i--) {
                from.read(source, image);
                places.read(place, n);
                for (int k = 0; k < n; k++) {
                    values[k] = source[(int) place[k]];
                }
                to.write(values, n);
            }
        }
        Reference.reachabilityFence(in);
        Reference.reachabilityFence(indices);
        Reference.reachabilityFence(out);
        return out;
    }
}
