package org.grad4j.nn.layer;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.grad4j.nn.Module;
import org.grad4j.tensor.Interpolation;
import org.grad4j.tensor.Tensor;

/**
 * Signals and images in another size.
 *
 * <p>Shapes: {@code [n, c, l] → [n, c, l']} and {@code [n, c, h, w] → [n, c, h', w']}, where the
 * new sizes are given or the old ones times a factor, rounded down.
 *
 * <pre>{@code
 * Upsample.byFactor(2)
 * Upsample.toSize(Interpolation.BILINEAR, true, 32, 32)
 * }</pre>
 */
public final class Upsample extends Module {
    private final long[] size;
    private final double[] factors;
    private final Interpolation mode;
    private final boolean alignCorners;

    private Upsample(long[] size, double[] factors, Interpolation mode, boolean alignCorners) {
        if (mode == null) {
            throw new IllegalArgumentException("Upsample: the mode is null");
        }
        if (alignCorners && mode == Interpolation.NEAREST) {
            throw new IllegalArgumentException(
                    "Upsample: corners can only be aligned where values are mixed, not with"
                            + " NEAREST");
        }
        this.size = size;
        this.factors = factors;
        this.mode = mode;
        this.alignCorners = alignCorners;
    }

    /**
     * A factor for all directions, taking the nearest elements.
     *
     * @param factor positive
     * @return a module ready for use
     * @throws IllegalArgumentException if it is not positive
     */
    public static Upsample byFactor(double factor) {
        return byFactor(Interpolation.NEAREST, false, factor);
    }

    /**
     * Factors.
     *
     * @param mode how values between the elements are found
     * @param alignCorners whether the first and last elements keep their places
     * @param factors one for all directions, or one for each
     * @return a module ready for use
     * @throws IllegalArgumentException if one is not positive, or corners are to be aligned with
     *     {@link Interpolation#NEAREST}
     */
    public static Upsample byFactor(Interpolation mode, boolean alignCorners, double... factors) {
        if (factors == null
                || factors.length == 0
                || Arrays.stream(factors).anyMatch(f -> !(f > 0) || Double.isInfinite(f))) {
            throw new IllegalArgumentException(
                    "Upsample: factors must be positive, got " + Arrays.toString(factors));
        }
        return new Upsample(null, factors.clone(), mode, alignCorners);
    }

    /**
     * Sizes.
     *
     * @param mode how values between the elements are found
     * @param alignCorners whether the first and last elements keep their places
     * @param size one for all directions, or one for each
     * @return a module ready for use
     * @throws IllegalArgumentException if one is less than 1, or corners are to be aligned with
     *     {@link Interpolation#NEAREST}
     */
    public static Upsample toSize(Interpolation mode, boolean alignCorners, long... size) {
        return new Upsample(Window.sizes("Upsample", size), null, mode, alignCorners);
    }

    @Override
    protected Tensor forward(Tensor x) {
        int dims = Math.max(1, x.dim() - 2);
        if (size != null) {
            long[] each = new long[size.length == 1 ? dims : size.length];
            Arrays.setAll(each, d -> size[size.length == 1 ? 0 : d]);
            return x.interpolate(each, mode, alignCorners);
        }
        double[] each = new double[factors.length == 1 ? dims : factors.length];
        Arrays.setAll(each, d -> factors[factors.length == 1 ? 0 : d]);
        return x.interpolate(each, mode, alignCorners);
    }

    @Override
    protected String extraRepr() {
        String text = mode.name().toLowerCase(Locale.ROOT);
        return (size != null ? "size=" + sizes() : "scale_factor=" + scales())
                + ", mode='"
                + text
                + "'";
    }

    private String sizes() {
        return size.length == 1 ? String.valueOf(size[0]) : PythonText.tuple(size);
    }

    private String scales() {
        String all =
                Arrays.stream(factors).mapToObj(PythonText::of).collect(Collectors.joining(", "));
        return factors.length == 1 ? all : "(" + all + ")";
    }
}
