package org.grad4j.data.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.grad4j.data.Dataset;
import org.grad4j.data.Example;
import org.grad4j.data.Transform;

/**
 * Rows to examples, with what must be known about the columns learnt from the training part alone,
 * so that nothing of the test part leaks into it.
 *
 * <pre>{@code
 * List<Dataset<Row>> parts = table.randomSplit(0, 0.8, 0.2);
 * RowEncoder encoder =
 *         RowEncoder.builder()
 *                 .standardize("age", "fare")
 *                 .oneHot("sex", "class")
 *                 .label("survived")
 *                 .fit(parts.get(0));
 * Dataset<Example> train = parts.get(0).map(encoder);
 * Dataset<Example> test = parts.get(1).map(encoder);
 * }</pre>
 *
 * <p>The features stand in the order in which the builder was told of them. Immutable and safe for
 * concurrent use.
 */
public final class RowEncoder implements Transform<Row, Example> {
    private final List<Encoding> encodings;
    private final List<String> names;
    private final String labelColumn; // null without labels
    private final Categories classes; // null without labels

    private RowEncoder(List<Encoding> encodings, String labelColumn, Categories classes) {
        this.encodings = encodings;
        this.names = encodings.stream().flatMap(encoding -> encoding.names().stream()).toList();
        this.labelColumn = labelColumn;
        this.classes = classes;
    }

    /**
     * Starts with no columns.
     *
     * @return a new builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * The row as an example: features {@code [names().size()]}, the label its place in {@link
     * #classes()}, or 0 without a label column.
     *
     * @throws IllegalArgumentException if a plain number is missing, a cell is no number where one
     *     is needed, the label is missing, or it is none of the classes
     */
    @Override
    public Example apply(Row row, RandomGenerator random) {
        float[] features = new float[names.size()];
        int at = 0;
        for (Encoding encoding : encodings) {
            at = encoding.write(row, features, at);
        }
        return new Example(features, new long[] {features.length}, label(row));
    }

    private long label(Row row) {
        if (labelColumn == null) {
            return 0;
        }
        int place = classes.place(row);
        if (place < 0) {
            throw new IllegalArgumentException(
                    row.place()
                            + ": label '"
                            + labelColumn
                            + "' is "
                            + row.text(labelColumn)
                            + ", expected one of "
                            + classes.values());
        }
        return place;
    }

    /**
     * Names of the features: the column, and for a one-hot feature {@code column=value}.
     *
     * @return one name for each feature
     */
    public List<String> names() {
        return names;
    }

    /**
     * The classes that labels stand for; numbers ascending, else texts in the order of their
     * characters.
     *
     * @return the values of the label column, none without one
     */
    public List<String> classes() {
        return classes == null ? List.of() : classes.values();
    }

    /** Which columns become features, and how. */
    public static final class Builder {
        private final List<Plan> plans = new ArrayList<>();
        private String label;

        private Builder() {}

        /** Learns an encoding from rows. */
        private interface Plan {
            Encoding fit(Dataset<Row> rows);
        }

        /**
         * Numbers as they are.
         *
         * @param columns their names; a missing value or NaN is an error
         * @return this builder
         */
        public Builder numbers(String... columns) {
            for (String column : columns) {
                plans.add(rows -> new Encoding.Plain(column));
            }
            return this;
        }

        /**
         * Numbers as {@code (x − mean) / std} of the training part (std over n, as in scikit-learn;
         * 1 where all are equal). A missing value or NaN becomes 0, the mean; an infinite one in
         * the training part is an error.
         *
         * @param columns their names
         * @return this builder
         */
        public Builder standardize(String... columns) {
            for (String column : columns) {
                plans.add(rows -> Encoding.Standardized.fit(column, rows));
            }
            return this;
        }

        /**
         * One feature for each value of the training part, 1 for the row's own and 0 for the
         * others. A missing value, or one that the training part has not, is all zeros.
         *
         * @param columns their names
         * @return this builder
         */
        public Builder oneHot(String... columns) {
            for (String column : columns) {
                plans.add(rows -> new Encoding.OneHot(Categories.fit(column, rows)));
            }
            return this;
        }

        /**
         * The column whose values are the classes; none by default.
         *
         * @param column its name
         * @return this builder
         */
        public Builder label(String column) {
            label = Objects.requireNonNull(column, "the label column is null");
            return this;
        }

        /**
         * Learns means, deviations, values and classes.
         *
         * @param rows the training part
         * @return the encoder
         * @throws NullPointerException if the dataset is null
         * @throws IllegalArgumentException if it is empty, a column does not exist or is not of
         *     numbers where that is needed, or has no value at all
         */
        public RowEncoder fit(Dataset<Row> rows) {
            Objects.requireNonNull(rows, "the training part is null");
            if (rows.size() == 0) {
                throw new IllegalArgumentException("an encoder cannot be fitted on no rows");
            }
            return new RowEncoder(
                    plans.stream().map(plan -> plan.fit(rows)).toList(),
                    label,
                    label == null ? null : Categories.fit(label, rows));
        }
    }
}
