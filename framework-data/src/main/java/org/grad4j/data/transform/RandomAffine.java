package org.grad4j.data.transform;

import java.util.Objects;
import java.util.random.RandomGenerator;
import org.grad4j.data.Image;

/**
 * A random affine map of an image, {@code [c, h, w] → [c, h, w]}: shear, rotation and scaling about
 * the middle, then a shift by whole pixels.
 *
 * <pre>{@code
 * RandomAffine.builder(15).translate(0.1, 0.1).scale(0.9, 1.1).shear(5).build()
 * }</pre>
 *
 * <p>Angles are in degrees, clockwise. Every new pixel is looked up in the old image.
 */
public final class RandomAffine implements ImageTransform {
    private final Range degrees;
    private final double translateX;
    private final double translateY;
    private final Range scale;
    private final Range shearX;
    private final Range shearY;
    private final double[] center; // x and y, null for the middle
    private final Interpolation interpolation;
    private final float fill;

    private RandomAffine(Builder builder) {
        this.degrees = builder.degrees;
        this.translateX = builder.translateX;
        this.translateY = builder.translateY;
        this.scale = builder.scale;
        this.shearX = builder.shearX;
        this.shearY = builder.shearY;
        this.center = builder.center;
        this.interpolation = builder.interpolation;
        this.fill = builder.fill;
    }

    /**
     * Starts a map that rotates by an angle in {@code [−degrees, degrees]}.
     *
     * @param degrees largest angle, at least 0
     * @return a builder with the defaults
     * @throws IllegalArgumentException if it is negative
     */
    public static Builder builder(double degrees) {
        return new Builder(Range.around0("degrees", degrees));
    }

    /**
     * Starts a map that rotates by an angle in a range.
     *
     * @param degrees the angles
     * @return a builder with the defaults
     * @throws NullPointerException if the range is null
     */
    public static Builder builder(Range degrees) {
        return new Builder(Objects.requireNonNull(degrees, "the range of degrees is null"));
    }

    @Override
    public Image transform(Image image, RandomGenerator random) {
        double angle = Draw.uniform(random, degrees);
        double right = translateX * image.width();
        double down = translateY * image.height();
        double shiftX = Math.rint(Draw.uniform(random, -right, right));
        double shiftY = Math.rint(Draw.uniform(random, -down, down));
        double factor = Draw.uniform(random, scale);
        double shearedX = Draw.uniform(random, shearX);
        double shearedY = Draw.uniform(random, shearY);
        int height = image.height();
        int width = image.width();
        double centerX = center == null ? 0 : center[0] - width / 2.0;
        double centerY = center == null ? 0 : center[1] - height / 2.0;
        return Affine.inverse(centerX, centerY, angle, shiftX, shiftY, factor, shearedX, shearedY)
                .warp(height, width, height, width)
                .apply(image, height, width, interpolation, fill);
    }

    @Override
    public String toString() {
        return "RandomAffine(degrees="
                + degrees
                + ", translate=("
                + translateX
                + ", "
                + translateY
                + "), scale="
                + scale
                + ", shear=("
                + shearX
                + ", "
                + shearY
                + "), interpolation="
                + interpolation
                + ", fill="
                + fill
                + ")";
    }

    /** Settings of a random affine map. */
    public static final class Builder {
        private final Range degrees;
        private double translateX;
        private double translateY;
        private Range scale = new Range(1, 1);
        private Range shearX = new Range(0, 0);
        private Range shearY = new Range(0, 0);
        private double[] center;
        private Interpolation interpolation = Interpolation.NEAREST;
        private float fill;

        private Builder(Range degrees) {
            this.degrees = degrees;
        }

        /**
         * Largest shifts to either side; by default none.
         *
         * @param x share of the width, in [0, 1]
         * @param y share of the height, in [0, 1]
         * @return this builder
         * @throws IllegalArgumentException if a share is not in [0, 1]
         */
        public Builder translate(double x, double y) {
            if (!(x >= 0 && x <= 1 && y >= 0 && y <= 1)) {
                throw new IllegalArgumentException(
                        "translate takes shares of width and height in [0, 1], got "
                                + x
                                + " and "
                                + y);
            }
            this.translateX = x;
            this.translateY = y;
            return this;
        }

        /**
         * Range of the factor; by default 1.
         *
         * @param from smallest factor, positive
         * @param to largest factor
         * @return this builder
         * @throws IllegalArgumentException if a factor is not positive or they are in the wrong
         *     order
         */
        public Builder scale(double from, double to) {
            this.scale = new Range(from, to).positive("scale");
            return this;
        }

        /**
         * Shears rows by an angle in {@code [−degrees, degrees]}; by default not at all.
         *
         * @param degrees largest angle, below 90
         * @return this builder
         * @throws IllegalArgumentException if it is negative or 90 and more
         */
        public Builder shear(double degrees) {
            return shear(Range.around0("shear", degrees), new Range(0, 0));
        }

        /**
         * Shears rows and columns.
         *
         * @param x angles along the rows, within (−90, 90)
         * @param y angles along the columns, within (−90, 90)
         * @return this builder
         * @throws IllegalArgumentException if an angle is 90 degrees or more
         * @throws NullPointerException if a range is null
         */
        public Builder shear(Range x, Range y) {
            Objects.requireNonNull(x, "the range of x is null");
            Objects.requireNonNull(y, "the range of y is null");
            this.shearX = x.within("shear", -89.9, 89.9);
            this.shearY = y.within("shear", -89.9, 89.9);
            return this;
        }

        /**
         * What is rotated, scaled and sheared about; by default the middle.
         *
         * @param x in pixels from the left edge
         * @param y in pixels from the upper edge
         * @return this builder
         */
        public Builder center(double x, double y) {
            this.center = new double[] {x, y};
            return this;
        }

        /**
         * How values between pixels are made; by default {@link Interpolation#NEAREST}, as in
         * torchvision.
         *
         * @param interpolation the way
         * @return this builder
         * @throws NullPointerException if it is null
         */
        public Builder interpolation(Interpolation interpolation) {
            this.interpolation = Objects.requireNonNull(interpolation, "the interpolation is null");
            return this;
        }

        /**
         * Value of what comes from outside the image; by default 0.
         *
         * @param fill the value, in all channels
         * @return this builder
         */
        public Builder fill(float fill) {
            this.fill = fill;
            return this;
        }

        /**
         * The transform.
         *
         * @return a transform with these settings
         */
        public RandomAffine build() {
            return new RandomAffine(this);
        }
    }
}
