package org.grad4j.data.table;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Names of columns and their places, shared by all rows of a table. */
final class Columns {
    private final Map<String, Integer> places = new LinkedHashMap<>();

    /** The name that comes twice, if one does, is the error. */
    Columns(List<String> names) {
        for (String name : names) {
            if (places.put(name, places.size()) != null) {
                throw new IllegalArgumentException("two columns are named '" + name + "'");
            }
        }
    }

    List<String> names() {
        return List.copyOf(places.keySet());
    }

    int size() {
        return places.size();
    }

    int place(String name) {
        Integer place = places.get(name);
        if (place == null) {
            throw new IllegalArgumentException(
                    "no column '" + name + "'; there are " + places.keySet());
        }
        return place;
    }
}
