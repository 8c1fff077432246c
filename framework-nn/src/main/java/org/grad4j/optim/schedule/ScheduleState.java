package org.grad4j.optim.schedule;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A schedule's state while it is checked: collects all that is wrong before anything changes. */
final class ScheduleState {
    private final String path;
    private final Map<?, ?> values;
    private final List<String> problems;
    private final Set<Object> read = new HashSet<>();

    ScheduleState(String path, Map<?, ?> values) {
        this(path, values, new ArrayList<>());
    }

    private ScheduleState(String path, Map<?, ?> values, List<String> problems) {
        this.path = path;
        this.values = values;
        this.problems = problems;
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    private Object take(String name) {
        read.add(name);
        Object value = values.get(name);
        if (value == null) {
            problems.add("missing: " + path + name);
        }
        return value;
    }

    private void refuse(String name, String expected, Object value) {
        if (value != null) {
            problems.add(path + name + ": expected " + expected + ", got " + value);
        }
    }

    /** A number, or 0 after noting that it is none. */
    double number(String name, double least) {
        Object value = take(name);
        if (value instanceof Number number && number.doubleValue() >= least) {
            return number.doubleValue();
        }
        String expected =
                least == Double.NEGATIVE_INFINITY
                        ? "a number"
                        : "a number of " + least + " or more";
        refuse(name, expected, value);
        return 0;
    }

    /** As many numbers as there are groups, or none after noting that they are not. */
    List<Double> numbers(String name, int size) {
        Object value = take(name);
        if (value instanceof List<?> list
                && list.size() == size
                && list.stream().allMatch(Number.class::isInstance)) {
            return list.stream().map(each -> ((Number) each).doubleValue()).toList();
        }
        refuse(name, "a list of " + size + " numbers", value);
        return List.of();
    }

    /** The states of other schedules, or none after noting that they are not. */
    List<ScheduleState> states(String name, int size) {
        Object value = take(name);
        if (value instanceof List<?> list
                && list.size() == size
                && list.stream().allMatch(Map.class::isInstance)) {
            List<ScheduleState> states = new ArrayList<>();
            for (Object each : list) {
                String inner = path + name + "[" + states.size() + "].";
                states.add(new ScheduleState(inner, (Map<?, ?>) each, problems));
            }
            return states;
        }
        refuse(name, "a list of " + size + " maps", value);
        return List.of();
    }

    /** Notes the names that nobody asked for. */
    void noteUnexpected() {
        for (Object name : values.keySet()) {
            if (!read.contains(name)) {
                problems.add("unexpected: " + path + name);
            }
        }
    }

    void end(String schedule) {
        noteUnexpected();
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(
                    "the state does not fit "
                            + schedule
                            + ", nothing was changed:\n  "
                            + String.join("\n  ", problems));
        }
    }
}
