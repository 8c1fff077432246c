package org.grad4j.data.table;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.grad4j.data.Dataset;

/** The different values of a column, in order. */
final class Categories {
    private final String column;
    private final List<String> values;
    private final Map<String, Integer> places = new HashMap<>();

    private Categories(String column, List<String> values) {
        this.column = column;
        this.values = List.copyOf(values);
        values.forEach(value -> places.put(value, places.size()));
    }

    static Categories fit(String column, Dataset<Row> rows) {
        Set<String> found = new HashSet<>();
        boolean numeric = true;
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            if (!row.isMissing(column)) {
                found.add(row.text(column));
                numeric &= row.isNumber(column);
            }
        }
        if (found.isEmpty()) {
            throw new IllegalArgumentException(
                    "column '" + column + "' has no value in the training part");
        }
        List<String> values = new ArrayList<>(found);
        values.sort(
                numeric
                        ? Comparator.comparingDouble(Double::parseDouble)
                        : Comparator.naturalOrder());
        return new Categories(column, values);
    }

    String column() {
        return column;
    }

    List<String> values() {
        return values;
    }

    /** The place of a row's value, −1 if it is missing or none of these. */
    int place(Row row) {
        String value = row.text(column);
        return value == null ? -1 : places.getOrDefault(value, -1);
    }
}
