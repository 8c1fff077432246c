package org.grad4j.data.source;

import java.util.Arrays;

/**
 * Square grey image on which strokes are drawn with a round pen: the ink of a pixel falls off
 * linearly over one pixel at the pen's edge.
 */
final class StrokeCanvas {
    private final int side;
    private final float radius;
    private final float[] distances; // squared, from each pixel's centre to the nearest stroke

    StrokeCanvas(int side, float radius) {
        this.side = side;
        this.radius = radius;
        this.distances = new float[side * side];
        Arrays.fill(distances, Float.MAX_VALUE);
    }

    /** Draws from one point to another; the pixel at column x, row y has its centre at (x, y). */
    void segment(float x0, float y0, float x1, float y1) {
        float dx = x1 - x0;
        float dy = y1 - y0;
        float lengthSquared = Math.max(dx * dx + dy * dy, 1e-6f);
        float reach = radius + 0.5f;
        int left = Math.max(0, (int) Math.ceil(Math.min(x0, x1) - reach));
        int right = Math.min(side - 1, (int) Math.floor(Math.max(x0, x1) + reach));
        int top = Math.max(0, (int) Math.ceil(Math.min(y0, y1) - reach));
        int bottom = Math.min(side - 1, (int) Math.floor(Math.max(y0, y1) + reach));
        for (int y = top; y <= bottom; y++) {
            for (int x = left; x <= right; x++) {
                float px = x - x0;
                float py = y - y0;
                float along = (px * dx + py * dy) / lengthSquared;
                float t = Math.max(0, Math.min(1, along));
                float ex = px - t * dx;
                float ey = py - t * dy;
                int i = y * side + x;
                distances[i] = Math.min(distances[i], ex * ex + ey * ey);
            }
        }
    }

    /** Ink in [0, 1] of a pixel, by its row-major index. */
    float ink(int pixel) {
        float reach = radius + 0.5f;
        float squared = distances[pixel];
        return squared >= reach * reach ? 0 : Math.min(1, reach - (float) Math.sqrt(squared));
    }
}
