package org.grad4j.nn;

import java.util.Map;

/** Finds elements of containers, or says which there are. */
final class Places {
    private Places() {}

    /** The place that an index names, which may count from the end. */
    static int at(String container, int index, int size) {
        if (index < -size || index >= size) {
            throw new IndexOutOfBoundsException(
                    container + ": no element " + index + ", it has " + size);
        }
        return index < 0 ? index + size : index;
    }

    static <T> T named(String container, String name, Map<String, T> elements) {
        T found = elements.get(name);
        if (found == null) {
            throw new IllegalArgumentException(
                    container + ": no element \"" + name + "\", it has " + elements.keySet());
        }
        return found;
    }
}
