package org.grad4j.backend;

/** The folds of floating rows: products, extremes, norms, variances, log Σ eˣ. */
public final class Folds {
    private Folds() {}

    /** The product; 1 for an empty row. */
    public static final class Product implements Fold.State {
        private double product;

        /** For one row after another. */
        public Product() {}

        @Override
        public void start() {
            product = 1;
        }

        @Override
        public void take(double[] x, int n) {
            for (int i = 0; i < n; i++) {
                product *= x[i];
            }
        }

        @Override
        public double result() {
            return product;
        }
    }

    /** The largest or the smallest element; NaN if there is one. */
    public static final class Extreme implements Fold.State {
        private final double sign;
        private double best;
        private boolean nan;

        /**
         * The largest or the smallest.
         *
         * @param largest which of the two
         */
        public Extreme(boolean largest) {
            sign = largest ? 1 : -1;
        }

        @Override
        public void start() {
            best = Double.NEGATIVE_INFINITY;
            nan = false;
        }

        /** Four times as fast as Math.max, which looks at the signs of zeros too. */
        @Override
        public void take(double[] x, int n) {
            double largest = best;
            int nans = 0;
            for (int i = 0; i < n; i++) {
                double value = sign * x[i];
                if (value > largest) {
                    largest = value;
                }
                nans += value != value ? 1 : 0;
            }
            best = largest;
            nan |= nans > 0;
        }

        @Override
        public double result() {
            return nan ? Double.NaN : sign * best;
        }
    }

    /** {@code (Σ |x|ᵖ)^(1/p)}; for p = 0 the number of elements that are not 0. */
    public static final class Norm implements Fold.State {
        private final double p;
        private double sum;

        /**
         * A norm; those of p = ±∞ are extremes.
         *
         * @param p the exponent, finite
         */
        public Norm(double p) {
            this.p = p;
        }

        @Override
        public void start() {
            sum = 0;
        }

        @Override
        public void take(double[] x, int n) {
            double part = 0;
            if (p == 2) {
                for (int i = 0; i < n; i++) {
                    part += x[i] * x[i];
                }
            } else if (p == 1) {
                for (int i = 0; i < n; i++) {
                    part += Math.abs(x[i]);
                }
            } else if (p == 0) {
                for (int i = 0; i < n; i++) {
                    part += x[i] == 0 ? 0 : 1;
                }
            } else {
                for (int i = 0; i < n; i++) {
                    part += Math.pow(Math.abs(x[i]), p);
                }
            }
            sum += part;
        }

        @Override
        public double result() {
            return p == 0 || p == 1 ? sum : p == 2 ? Math.sqrt(sum) : Math.pow(sum, 1 / p);
        }
    }

    /**
     * {@code Σ (x - mean)² / (n - correction)} or its root. The moments of the chunks are joined by
     * the update of Chan, Golub and LeVeque (1979), which does not cancel.
     */
    public static final class Variance implements Fold.State {
        private final double correction;
        private final boolean root;
        private double count;
        private double mean;
        private double squares;

        /**
         * A variance or a standard deviation.
         *
         * @param correction what is taken from the number of elements
         * @param root whether to take the root
         */
        public Variance(double correction, boolean root) {
            this.correction = correction;
            this.root = root;
        }

        @Override
        public void start() {
            count = 0;
            mean = 0;
            squares = 0;
        }

        @Override
        public void take(double[] x, int n) {
            double sum = 0;
            for (int i = 0; i < n; i++) {
                sum += x[i];
            }
            double center = sum / n;
            double part = 0;
            for (int i = 0; i < n; i++) {
                double off = x[i] - center;
                part += off * off;
            }
            double gap = center - mean;
            double total = count + n;
            squares += part + gap * gap * count * n / total;
            mean += gap * n / total;
            count = total;
        }

        @Override
        public double result() {
            double variance = squares / Math.max(0, count - correction);
            return root ? Math.sqrt(variance) : variance;
        }
    }

    /** {@code log Σ eˣ}, shifted by the largest element seen so far. */
    public static final class LogSumExp implements Fold.State {
        private double largest;
        private double sum;

        /** For one row after another. */
        public LogSumExp() {}

        @Override
        public void start() {
            largest = Double.NEGATIVE_INFINITY;
            sum = 0;
        }

        @Override
        public void take(double[] x, int n) {
            double before = largest;
            for (int i = 0; i < n; i++) {
                largest = Math.max(largest, x[i]);
            }
            if (Double.isInfinite(largest) || Double.isNaN(largest)) {
                return;
            }
            sum *= Math.exp(before - largest);
            for (int i = 0; i < n; i++) {
                sum += Math.exp(x[i] - largest);
            }
        }

        @Override
        public double result() {
            return largest + (Double.isInfinite(largest) ? 0 : Math.log(sum));
        }
    }
}
