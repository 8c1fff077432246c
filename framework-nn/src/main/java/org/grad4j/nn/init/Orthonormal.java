package org.grad4j.nn.init;

/** The Gram-Schmidt process. */
final class Orthonormal {
    private Orthonormal() {}

    /**
     * Makes vectors orthonormal in place. Each is projected twice, after which rounding leaves
     * nothing (Giraud et al. 2005). The triangular factor's diagonal is positive, so that normal
     * vectors become uniformly distributed rotations, as with PyTorch's signs of a QR
     * factorisation.
     *
     * @param vectors linearly independent, at most as many as they are long
     */
    static void make(double[]... vectors) {
        for (int i = 0; i < vectors.length; i++) {
            for (int pass = 0; pass < 2; pass++) {
                for (int j = 0; j < i; j++) {
                    add(vectors[i], -dot(vectors[i], vectors[j]), vectors[j]);
                }
            }
            double length = Math.sqrt(dot(vectors[i], vectors[i]));
            for (int k = 0; k < vectors[i].length; k++) {
                vectors[i][k] /= length;
            }
        }
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int k = 0; k < a.length; k++) {
            sum += a[k] * b[k];
        }
        return sum;
    }

    private static void add(double[] to, double factor, double[] vector) {
        for (int k = 0; k < to.length; k++) {
            to[k] += factor * vector[k];
        }
    }
}
