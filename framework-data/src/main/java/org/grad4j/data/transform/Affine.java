package org.grad4j.data.transform;

/**
 * An affine map of the plane, {@code (x, y) → (xx·x + xy·y + x0, yx·x + yy·y + y0)}, that takes a
 * new pixel's place, seen from the new image's middle, to the old one's, seen from the old middle.
 */
record Affine(double xx, double xy, double x0, double yx, double yy, double y0) {

    /**
     * The inverse of: shear, rotate by an angle (clockwise, in degrees) and scale about a centre,
     * then shift. {@code R·S = rotation(angle)·[[1, −tan(shearX)], [−tan(shearY), 1 + tan·tan]]},
     * the convention of torchvision.
     */
    static Affine inverse(
            double centerX,
            double centerY,
            double angle,
            double shiftX,
            double shiftY,
            double scale,
            double shearX,
            double shearY) {
        double rotation = StrictMath.toRadians(angle);
        double sx = StrictMath.toRadians(shearX);
        double sy = StrictMath.toRadians(shearY);
        double cosine = StrictMath.cos(rotation - sy) / StrictMath.cos(sy);
        double sine = StrictMath.sin(rotation - sy) / StrictMath.cos(sy);
        double a = cosine;
        double b = -cosine * StrictMath.tan(sx) - StrictMath.sin(rotation);
        double c = sine;
        double d = -sine * StrictMath.tan(sx) + StrictMath.cos(rotation);
        // a·d − b·c is 1, so the inverse needs no division but the one by the scale.
        double xx = d / scale;
        double xy = -b / scale;
        double yx = -c / scale;
        double yy = a / scale;
        double dx = -centerX - shiftX;
        double dy = -centerY - shiftY;
        return new Affine(xx, xy, xx * dx + xy * dy + centerX, yx, yy, yx * dx + yy * dy + centerY);
    }

    /** The map between pixels' indices, from a new image of one size to the old one of another. */
    Warp warp(int newHeight, int newWidth, int height, int width) {
        double right = (newWidth - 1) / 2.0;
        double down = (newHeight - 1) / 2.0;
        float startX = (float) (x0 - xx * right - xy * down + (width - 1) / 2.0);
        float startY = (float) (y0 - yx * right - yy * down + (height - 1) / 2.0);
        float stepX = (float) xx;
        float stepY = (float) yx;
        float downX = (float) xy;
        float downY = (float) yy;
        return (y, xs, ys) -> {
            float rowX = startX + y * downX;
            float rowY = startY + y * downY;
            for (int x = 0; x < xs.length; x++) {
                xs[x] = rowX + x * stepX;
                ys[x] = rowY + x * stepY;
            }
        };
    }
}
