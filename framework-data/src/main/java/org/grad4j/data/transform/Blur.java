package org.grad4j.data.transform;

import org.grad4j.data.Image;

/** Gaussian blur with mirrored edges, one direction after the other. */
final class Blur {
    private Blur() {}

    /** Weights of an odd number of pixels, {@code exp(−x² / 2σ²)}, scaled to the sum 1. */
    static float[] kernel(int size, double sigma) {
        double[] raw = new double[size];
        double sum = 0;
        for (int i = 0; i < size; i++) {
            double x = i - (size - 1) / 2.0;
            raw[i] = StrictMath.exp(-x * x / (2 * sigma * sigma));
            sum += raw[i];
        }
        float[] kernel = new float[size];
        for (int i = 0; i < size; i++) {
            kernel[i] = (float) (raw[i] / sum);
        }
        return kernel;
    }

    static Image apply(Image image, float[] rowKernel, float[] columnKernel) {
        return columns(rows(image, rowKernel), columnKernel);
    }

    /** Along each row. */
    private static Image rows(Image image, float[] kernel) {
        int width = image.width();
        int radius = kernel.length / 2;
        float[] padded = new float[width + 2 * radius];
        int[] source = sources(width, radius);
        Image result = Image.zeros(image.channels(), image.height(), width);
        for (int start = 0; start < image.pixels().length; start += width) {
            for (int i = 0; i < padded.length; i++) {
                padded[i] = image.pixels()[start + source[i]];
            }
            for (int k = 0; k < kernel.length; k++) {
                for (int x = 0; x < width; x++) {
                    result.pixels()[start + x] += kernel[k] * padded[x + k];
                }
            }
        }
        return result;
    }

    /** Along each column, a row at a time, which memory likes better. */
    private static Image columns(Image image, float[] kernel) {
        int width = image.width();
        int height = image.height();
        int[] source = sources(height, kernel.length / 2);
        Image result = Image.zeros(image.channels(), height, width);
        for (int c = 0; c < image.channels(); c++) {
            int plane = c * height * width;
            for (int y = 0; y < height; y++) {
                int to = plane + y * width;
                for (int k = 0; k < kernel.length; k++) {
                    int from = plane + source[y + k] * width;
                    for (int x = 0; x < width; x++) {
                        result.pixels()[to + x] += kernel[k] * image.pixels()[from + x];
                    }
                }
            }
        }
        return result;
    }

    private static int[] sources(int size, int radius) {
        int[] source = new int[size + 2 * radius];
        for (int i = 0; i < source.length; i++) {
            source[i] = PaddingMode.REFLECT.source(i - radius, size);
        }
        return source;
    }
}
