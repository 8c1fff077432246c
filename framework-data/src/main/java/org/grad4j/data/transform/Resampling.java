package org.grad4j.data.transform;

import org.grad4j.data.Image;

/**
 * Resizing along one axis: every new pixel is a weighted sum of a run of old ones, the same for all
 * rows (or columns), so the weights are computed once.
 *
 * @param first index of the first old pixel of each new one
 * @param weights of the old pixels from there on
 */
record Resampling(int[] first, float[][] weights) {

    static Resampling of(int from, int to, Interpolation interpolation, boolean antialias) {
        int[] first = new int[to];
        float[][] weights = new float[to][];
        double scale = (double) from / to;
        for (int i = 0; i < to; i++) {
            if (interpolation == Interpolation.NEAREST) {
                // PyTorch's "nearest": the pixel under the new one's upper left corner.
                first[i] = Math.min((int) (i * (float) scale), from - 1);
                weights[i] = new float[] {1};
            } else {
                triangle(first, weights, i, from, scale, antialias ? Math.max(scale, 1) : 1);
            }
        }
        return new Resampling(first, weights);
    }

    /**
     * A triangle over the new pixel's centre, {@code radius} old pixels to each side; where it
     * reaches over the edge the rest is scaled up.
     */
    private static void triangle(
            int[] first, float[][] weights, int i, int from, double scale, double radius) {
        double center = (i + 0.5) * scale;
        int start = Math.max((int) (center - radius + 0.5), 0);
        int end = Math.min((int) (center + radius + 0.5), from);
        double[] raw = new double[end - start];
        double sum = 0;
        for (int j = 0; j < raw.length; j++) {
            raw[j] = Math.max(0, 1 - Math.abs(start + j + 0.5 - center) / radius);
            sum += raw[j];
        }
        first[i] = start;
        weights[i] = new float[raw.length];
        for (int j = 0; j < raw.length; j++) {
            weights[i][j] = (float) (raw[j] / sum);
        }
    }

    /** The image {@code [c, h, w] → [c, h, new]}. */
    Image columns(Image image) {
        Image result = Image.zeros(image.channels(), image.height(), first.length);
        float[] from = image.pixels();
        float[] to = result.pixels();
        int target = 0;
        for (int row = 0; row < image.channels() * image.height(); row++) {
            int start = row * image.width();
            for (int x = 0; x < first.length; x++) {
                float sum = 0;
                float[] w = weights[x];
                for (int j = 0; j < w.length; j++) {
                    sum += w[j] * from[start + first[x] + j];
                }
                to[target++] = sum;
            }
        }
        return result;
    }

    /** The image {@code [c, h, w] → [c, new, w]}. */
    Image rows(Image image) {
        int width = image.width();
        Image result = Image.zeros(image.channels(), first.length, width);
        float[] from = image.pixels();
        float[] to = result.pixels();
        for (int c = 0; c < image.channels(); c++) {
            for (int y = 0; y < first.length; y++) {
                int target = (c * first.length + y) * width;
                float[] w = weights[y];
                for (int j = 0; j < w.length; j++) {
                    int source = (c * image.height() + first[y] + j) * width;
                    for (int x = 0; x < width; x++) {
                        to[target + x] += w[j] * from[source + x];
                    }
                }
            }
        }
        return result;
    }
}
