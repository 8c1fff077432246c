package org.grad4j.data.transform;

import java.util.Objects;
import java.util.random.RandomGenerator;
import org.grad4j.data.Image;

/**
 * Adds a border, {@code [c, h, w] → [c, top + h + bottom, left + w + right]}.
 *
 * <p>Mirroring modes take any width of border; torchvision refuses one wider than the image.
 *
 * @param left columns added at the left
 * @param top rows added above
 * @param right columns added at the right
 * @param bottom rows added below
 * @param mode what the border shows
 * @param fill its value under {@link PaddingMode#CONSTANT}
 */
public record Pad(int left, int top, int right, int bottom, PaddingMode mode, float fill)
        implements ImageTransform {

    /**
     * Checks the widths.
     *
     * @param left columns added at the left
     * @param top rows added above
     * @param right columns added at the right
     * @param bottom rows added below
     * @param mode what the border shows
     * @param fill its value under {@link PaddingMode#CONSTANT}
     * @throws IllegalArgumentException if a width is negative
     * @throws NullPointerException if the mode is null
     */
    public Pad {
        Check.notNegative("left", left);
        Check.notNegative("top", top);
        Check.notNegative("right", right);
        Check.notNegative("bottom", bottom);
        Objects.requireNonNull(mode, "the padding mode is null");
    }

    /**
     * A border of zeros.
     *
     * @param padding its width on all four sides
     * @throws IllegalArgumentException if it is negative
     */
    public Pad(int padding) {
        this(padding, PaddingMode.CONSTANT);
    }

    /**
     * A border of one width.
     *
     * @param padding its width on all four sides
     * @param mode what the border shows, for the constant 0
     * @throws IllegalArgumentException if the width is negative
     * @throws NullPointerException if the mode is null
     */
    public Pad(int padding, PaddingMode mode) {
        this(padding, padding, padding, padding, mode, 0);
    }

    @Override
    public Image transform(Image image, RandomGenerator random) {
        int height = Math.addExact(image.height(), Math.addExact(top, bottom));
        int width = Math.addExact(image.width(), Math.addExact(left, right));
        return Windows.cut(image, -top, -left, height, width, mode, fill);
    }
}
