package org.grad4j.data.transform;

import java.util.Objects;
import java.util.random.RandomGenerator;
import org.grad4j.data.Image;

/**
 * Tilts an image with probability p, {@code [c, h, w] → [c, h, w]}: its four corners move inwards,
 * each by a random whole number of pixels, and the image follows in perspective.
 *
 * <p>An image with a single row or column has no corners to move and stays as it is.
 *
 * @param distortionScale largest move as a share of half the width or height, in [0, 1], by default
 *     0.5
 * @param p probability, by default 0.5
 * @param interpolation how values between pixels are made, by default bilinear
 * @param fill value of what comes from outside the image
 */
public record RandomPerspective(
        double distortionScale, double p, Interpolation interpolation, float fill)
        implements ImageTransform {

    /**
     * Checks the settings.
     *
     * @param distortionScale largest move as a share of half the width or height
     * @param p probability
     * @param interpolation how values between pixels are made
     * @param fill value of what comes from outside the image
     * @throws IllegalArgumentException if the scale or the probability is not in [0, 1]
     * @throws NullPointerException if the interpolation is null
     */
    public RandomPerspective {
        if (!(distortionScale >= 0 && distortionScale <= 1)) {
            throw new IllegalArgumentException(
                    "distortionScale must be in [0, 1], got " + distortionScale);
        }
        Check.probability(p);
        Objects.requireNonNull(interpolation, "the interpolation is null");
    }

    /** With torchvision's defaults: scale 0.5, probability 0.5, bilinear. */
    public RandomPerspective() {
        this(0.5, 0.5, Interpolation.BILINEAR, 0);
    }

    @Override
    public Image transform(Image image, RandomGenerator random) {
        int w = image.width();
        int h = image.height();
        if (!Draw.chance(random, p) || w < 2 || h < 2) {
            return image;
        }
        int boundX = (int) (distortionScale * (w / 2)) + 1;
        int boundY = (int) (distortionScale * (h / 2)) + 1;
        int[][] start = {{0, 0}, {w - 1, 0}, {w - 1, h - 1}, {0, h - 1}};
        int[][] end = new int[4][];
        for (int i = 0; i < 4; i++) {
            int x = random.nextInt(boundX);
            int y = random.nextInt(boundY);
            end[i] = new int[] {start[i][0] == 0 ? x : w - 1 - x, start[i][1] == 0 ? y : h - 1 - y};
        }
        return move(image, start, end);
    }

    /** The image with four of its pixels moved elsewhere. */
    Image move(Image image, int[][] start, int[][] end) {
        double[] k = coefficients(end, start);
        return k == null
                ? image
                : warp(k).apply(image, image.height(), image.width(), interpolation, fill);
    }

    /** A pixel's centre is half a pixel from its corner. */
    private static Warp warp(double[] k) {
        return (y, xs, ys) -> {
            double cy = y + 0.5;
            for (int x = 0; x < xs.length; x++) {
                double cx = x + 0.5;
                double depth = k[6] * cx + k[7] * cy + 1;
                xs[x] = (float) ((k[0] * cx + k[1] * cy + k[2]) / depth - 0.5);
                ys[x] = (float) ((k[3] * cx + k[4] * cy + k[5]) / depth - 0.5);
            }
        };
    }

    /**
     * The eight numbers of the perspective that takes four points to four others, {@code x' = (k0 x
     * + k1 y + k2) / (k6 x + k7 y + 1)}, {@code y'} likewise with k3 to k5; null if there is none,
     * which happens where corners of a tiny image fall together.
     */
    private static double[] coefficients(int[][] from, int[][] to) {
        double[][] rows = new double[8][]; // of the linear equations, the right side last
        for (int i = 0; i < 4; i++) {
            double x = from[i][0];
            double y = from[i][1];
            double u = to[i][0];
            double v = to[i][1];
            rows[2 * i] = new double[] {x, y, 1, 0, 0, 0, -u * x, -u * y, u};
            rows[2 * i + 1] = new double[] {0, 0, 0, x, y, 1, -v * x, -v * y, v};
        }
        for (int column = 0; column < 8; column++) {
            int pivot = column;
            for (int row = column + 1; row < 8; row++) {
                if (Math.abs(rows[row][column]) > Math.abs(rows[pivot][column])) {
                    pivot = row;
                }
            }
            double[] chosen = rows[pivot];
            if (Math.abs(chosen[column]) < 1e-9) {
                return null;
            }
            rows[pivot] = rows[column];
            rows[column] = chosen;
            for (int row = 0; row < 8; row++) {
                double factor = row == column ? 0 : rows[row][column] / chosen[column];
                for (int i = column; factor != 0 && i < 9; i++) {
                    rows[row][i] -= factor * chosen[i];
                }
            }
        }
        double[] solution = new double[8];
        for (int i = 0; i < 8; i++) {
            solution[i] = rows[i][8] / rows[i][i];
        }
        return solution;
    }
}
