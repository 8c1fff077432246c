package org.grad4j.data.transform;

import java.util.Arrays;
import org.grad4j.data.Image;

/** Windows cut out of images, which may reach beyond their edges. */
final class Windows {
    private Windows() {}

    /**
     * The window {@code [c, height, width]} whose upper left corner is at the given place of the
     * image; what lies outside is filled in.
     */
    static Image cut(
            Image image, int top, int left, int height, int width, PaddingMode mode, float fill) {
        if (top == 0 && left == 0 && height == image.height() && width == image.width()) {
            return image;
        }
        Image result = Image.zeros(image.channels(), height, width);
        float[] from = image.pixels();
        float[] to = result.pixels();
        int first = Math.max(0, Math.min(width, -left)); // columns inside: [first, last)
        int last = Math.max(first, Math.min(width, image.width() - left));
        int target = 0;
        for (int c = 0; c < image.channels(); c++) {
            for (int y = 0; y < height; y++, target += width) {
                int row = mode.source(top + y, image.height());
                if (row < 0) {
                    Arrays.fill(to, target, target + width, fill);
                    continue;
                }
                int source = (c * image.height() + row) * image.width();
                for (int x = 0; x < width; x++) {
                    if (x == first && last > first) {
                        System.arraycopy(from, source + left + x, to, target + x, last - first);
                        x = last - 1;
                        continue;
                    }
                    int column = mode.source(left + x, image.width());
                    to[target + x] = column < 0 ? fill : from[source + column];
                }
            }
        }
        return result;
    }

    /** A window that lies inside the image. */
    static Image cut(Image image, int top, int left, int height, int width) {
        return cut(image, top, left, height, width, PaddingMode.CONSTANT, 0);
    }
}
