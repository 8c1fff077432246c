package org.grad4j.data.table;

import java.util.List;
import org.grad4j.data.Dataset;

/**
 * Rows held in memory. Its views, such as those of a random split, are datasets of rows, and {@code
 * map(encoder)} with a {@link RowEncoder} makes them examples. Immutable and safe for concurrent
 * use.
 */
public final class Table implements Dataset<Row> {
    private final Columns columns;
    private final List<Row> rows;

    Table(Columns columns, List<Row> rows) {
        this.columns = columns;
        this.rows = List.copyOf(rows);
    }

    /**
     * Names of the columns.
     *
     * @return the names in order
     */
    public List<String> columns() {
        return columns.names();
    }

    /**
     * One column as numbers.
     *
     * @param column its name
     * @return a number for each row, NaN where it is missing
     * @throws IllegalArgumentException if there is no such column, or a cell is no number
     */
    public double[] numbers(String column) {
        columns.place(column);
        return rows.stream().mapToDouble(row -> row.number(column)).toArray();
    }

    /**
     * One column as texts.
     *
     * @param column its name
     * @return a text for each row, null where it is missing
     * @throws IllegalArgumentException if there is no such column
     */
    public String[] texts(String column) {
        columns.place(column);
        return rows.stream().map(row -> row.text(column)).toArray(String[]::new);
    }

    @Override
    public int size() {
        return rows.size();
    }

    @Override
    public Row get(int index) {
        return rows.get(index);
    }
}
