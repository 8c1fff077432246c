package org.grad4j.data.table;

import java.util.List;
import org.grad4j.data.Dataset;

/** How one column becomes features. */
sealed interface Encoding {

    List<String> names();

    /** Writes the features of a row from a place on; returns the place behind them. */
    int write(Row row, float[] features, int at);

    /** The number itself. */
    record Plain(String column) implements Encoding {

        @Override
        public List<String> names() {
            return List.of(column);
        }

        @Override
        public int write(Row row, float[] features, int at) {
            double x = row.number(column);
            if (Double.isNaN(x)) {
                throw new IllegalArgumentException(
                        row.place()
                                + ": column '"
                                + column
                                + "' is missing; standardize it, or filter such rows out");
            }
            features[at] = (float) x;
            return at + 1;
        }
    }

    /** {@code (x − mean) / std}. */
    record Standardized(String column, double mean, double std) implements Encoding {

        static Standardized fit(String column, Dataset<Row> rows) {
            // Welford: Note on a method for calculating corrected sums of squares, 1962
            long n = 0;
            double mean = 0;
            double squares = 0;
            for (int i = 0; i < rows.size(); i++) {
                Row row = rows.get(i);
                double x = row.number(column);
                if (Double.isInfinite(x)) {
                    throw new IllegalArgumentException(
                            row.place()
                                    + ": column '"
                                    + column
                                    + "' is infinite, so it has no mean; filter such rows out");
                }
                if (!Double.isNaN(x)) {
                    double delta = x - mean;
                    mean += delta / ++n;
                    squares += delta * (x - mean);
                }
            }
            if (n == 0) {
                throw new IllegalArgumentException(
                        "column '" + column + "' has no value in the training part");
            }
            double std = Math.sqrt(squares / n);
            return new Standardized(column, mean, std == 0 ? 1 : std);
        }

        @Override
        public List<String> names() {
            return List.of(column);
        }

        @Override
        public int write(Row row, float[] features, int at) {
            double x = row.number(column);
            features[at] = Double.isNaN(x) ? 0 : (float) ((x - mean) / std);
            return at + 1;
        }
    }

    /** 1 at the place of the value. */
    record OneHot(Categories categories) implements Encoding {

        @Override
        public List<String> names() {
            return categories.values().stream()
                    .map(value -> categories.column() + "=" + value)
                    .toList();
        }

        @Override
        public int write(Row row, float[] features, int at) {
            int place = categories.place(row);
            if (place >= 0) {
                features[at + place] = 1;
            }
            return at + categories.values().size();
        }
    }
}
