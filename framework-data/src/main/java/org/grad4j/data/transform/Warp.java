package org.grad4j.data.transform;

import org.grad4j.data.Image;

/**
 * An image seen through a map of places: every new pixel is looked up where the map says it comes
 * from. Places count in pixels, the first one's centre at (0, 0).
 */
@FunctionalInterface
interface Warp {

    /**
     * Where the new pixels of row y come from; a row at a time, so that the loop is a simple one.
     */
    void row(int y, float[] xs, float[] ys);

    /** The image {@code [c, h, w] → [c, height, width]}; what lies outside has the value fill. */
    default Image apply(
            Image image, int height, int width, Interpolation interpolation, float fill) {
        Image result = Image.zeros(image.channels(), height, width);
        float[] xs = new float[width];
        float[] ys = new float[width];
        for (int y = 0; y < height; y++) {
            row(y, xs, ys);
            for (int c = 0; c < image.channels(); c++) {
                int target = (c * height + y) * width;
                int source = c * image.height() * image.width();
                if (interpolation == Interpolation.NEAREST) {
                    nearest(image, source, xs, ys, result.pixels(), target, fill);
                } else {
                    bilinear(image, source, xs, ys, result.pixels(), target, fill);
                }
            }
        }
        return result;
    }

    private static void nearest(
            Image image, int source, float[] xs, float[] ys, float[] to, int target, float fill) {
        float[] from = image.pixels();
        int width = image.width();
        int height = image.height();
        for (int i = 0; i < xs.length; i++) {
            // rint, as PyTorch rounds: halves go to the even neighbour.
            int x = (int) Math.rint(xs[i]);
            int y = (int) Math.rint(ys[i]);
            boolean inside = x >= 0 && x < width && y >= 0 && y < height;
            to[target + i] = inside ? from[source + y * width + x] : fill;
        }
    }

    private static void bilinear(
            Image image, int source, float[] xs, float[] ys, float[] to, int target, float fill) {
        float[] from = image.pixels();
        int width = image.width();
        int height = image.height();
        for (int i = 0; i < xs.length; i++) {
            float px = xs[i];
            float py = ys[i];
            // Also refuses NaN, which a map may give at infinity.
            if (!(px > -1 && py > -1 && px < width && py < height)) {
                to[target + i] = fill;
                continue;
            }
            int x = (int) (px + 1) - 1; // floor, since px + 1 is positive
            int y = (int) (py + 1) - 1;
            float u = px - x;
            float v = py - y;
            int at = source + y * width + x;
            if (x >= 0 && y >= 0 && x + 1 < width && y + 1 < height) {
                float upper = from[at] + u * (from[at + 1] - from[at]);
                float lower = from[at + width] + u * (from[at + width + 1] - from[at + width]);
                to[target + i] = upper + v * (lower - upper);
                continue;
            }
            boolean left = x >= 0;
            boolean right = x + 1 < width;
            boolean above = y >= 0;
            boolean below = y + 1 < height;
            float a = left && above ? from[at] : fill;
            float b = right && above ? from[at + 1] : fill;
            float c = left && below ? from[at + width] : fill;
            float d = right && below ? from[at + width + 1] : fill;
            float upper = a + u * (b - a);
            float lower = c + u * (d - c);
            to[target + i] = upper + v * (lower - upper);
        }
    }
}
