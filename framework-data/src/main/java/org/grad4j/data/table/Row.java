package org.grad4j.data.table;

import java.util.List;

/** One row of a table: cells by the names of their columns, each a number, a text or missing. */
public final class Row {
    private final Columns columns;
    private final Object[] cells; // Double, String, or null where missing
    private final String place;

    Row(Columns columns, Object[] cells, String place) {
        this.columns = columns;
        this.cells = cells;
        this.place = place;
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
     * Whether a cell has no value.
     *
     * @param column name of the column
     * @return true where the value is missing
     * @throws IllegalArgumentException if there is no such column
     */
    public boolean isMissing(String column) {
        return cells[columns.place(column)] == null;
    }

    /**
     * A cell as a number.
     *
     * @param column name of the column
     * @return the number, NaN where it is missing
     * @throws IllegalArgumentException if there is no such column, or the cell is no number
     */
    public double number(String column) {
        Object cell = cells[columns.place(column)];
        if (cell instanceof Double number) {
            return number;
        }
        if (cell == null) {
            return Double.NaN;
        }
        Double number = Numbers.parse((String) cell);
        if (number == null) {
            throw new IllegalArgumentException(
                    place + ": column '" + column + "' is no number: '" + cell + "'");
        }
        return number;
    }

    /**
     * A cell as a text; a whole number is written without a fraction.
     *
     * @param column name of the column
     * @return the text, null where it is missing
     * @throws IllegalArgumentException if there is no such column
     */
    public String text(String column) {
        Object cell = cells[columns.place(column)];
        return cell instanceof Double number ? Numbers.text(number) : (String) cell;
    }

    /** Where the row comes from, for messages. */
    String place() {
        return place;
    }

    /** Whether a cell is held as a number. */
    boolean isNumber(String column) {
        return cells[columns.place(column)] instanceof Double;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("{");
        for (String column : columns.names()) {
            text.append(text.length() == 1 ? "" : ", ").append(column).append('=');
            text.append(text(column));
        }
        return text.append('}').toString();
    }
}
