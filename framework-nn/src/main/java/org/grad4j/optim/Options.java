package org.grad4j.optim;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.grad4j.tensor.Tensor;

/**
 * What an optimizer can be told for each group of parameters, with defaults, and what it remembers
 * of each parameter: the table that its builder, its groups and its state dict are checked against.
 *
 * <pre>{@code
 * private static final Options OPTIONS =
 *         Options.lr(1e-3).notNegative("momentum", 0).flag("nesterov", false)
 *                 .mayRemember("momentum_buffer");
 * }</pre>
 *
 * <p>Names are PyTorch's, as they stand in a state dict; messages about a setting say {@code
 * weightDecay} for {@code weight_decay}. Every optimizer also has {@code lr} and {@code maximize}.
 * Immutable: each method returns another table.
 */
public final class Options {
    private static final Kind NUMBER =
            new Kind("a finite number", value -> number(value, Double.NEGATIVE_INFINITY));
    private static final Kind NOT_NEGATIVE =
            new Kind("a number of 0 or more", value -> number(value, 0));
    private static final Kind FLAG =
            new Kind("true or false", value -> value instanceof Boolean ? value : null);
    static final Kind COUNT = new Kind("a whole number of 0 or more", value -> whole(value, 0));
    private static final Kind TENSOR = new Kind("a tensor", Options::tensor);

    /**
     * A kind of values.
     *
     * @param expected in words
     * @param form brings a value into the form it is kept in, null if it is of another kind
     */
    record Kind(String expected, UnaryOperator<Object> form) {
        /** The value in its form; whoever asks says its name. */
        Object accept(String name, Object value) {
            Object accepted = value == null ? null : form.apply(value);
            if (accepted == null) {
                throw new IllegalArgumentException(
                        name + " must be " + expected + ", got " + value);
            }
            return accepted;
        }
    }

    private record Option(Object value, Kind kind) {}

    /**
     * Something remembered of a parameter.
     *
     * @param kind of its value
     * @param always whether it is there from the first step on
     * @param like whether it is a tensor of the parameter's shape and type
     */
    record Memory(Kind kind, boolean always, boolean like) {}

    private final Map<String, Option> options;
    private final Map<String, Memory> memories;

    private Options(Map<String, Option> options, Map<String, Memory> memories) {
        this.options = options;
        this.memories = memories;
    }

    /**
     * The options that every optimizer has: the learning rate, and {@code maximize}, which is off.
     *
     * @param value the learning rate by default
     * @return a table of these two, with nothing to remember
     * @throws IllegalArgumentException if the rate is negative or not finite
     */
    public static Options lr(double value) {
        return new Options(Map.of(), Map.of())
                .option("lr", value, NOT_NEGATIVE)
                .flag("maximize", false);
    }

    /**
     * A finite number.
     *
     * @param name the option
     * @param value its default
     * @return a longer table
     * @throws IllegalArgumentException if the default is not finite
     */
    public Options number(String name, double value) {
        return option(name, value, NUMBER);
    }

    /**
     * A number of 0 or more.
     *
     * @param name the option
     * @param value its default
     * @return a longer table
     * @throws IllegalArgumentException if the default is negative or not finite
     */
    public Options notNegative(String name, double value) {
        return option(name, value, NOT_NEGATIVE);
    }

    /**
     * Numbers from 0 up to but without 1, as many as there are defaults.
     *
     * @param name the option
     * @param values its defaults
     * @return a longer table
     * @throws IllegalArgumentException if a default is out of range
     */
    public Options fractions(String name, Double... values) {
        String expected = values.length + " numbers of at least 0 and below 1";
        return numbers(
                name, expected, list -> list.stream().allMatch(x -> x >= 0 && x < 1), values);
    }

    /**
     * Yes or no.
     *
     * @param name the option
     * @param value its default
     * @return a longer table
     */
    public Options flag(String name, boolean value) {
        return option(name, value, FLAG);
    }

    /** Finite numbers that satisfy a condition together, as many as there are defaults. */
    Options numbers(
            String name, String expected, Predicate<List<Double>> condition, Double... values) {
        return option(name, List.of(values), numbers(expected, values.length, condition));
    }

    /** A number from {@code least} to {@code most}. */
    Options range(String name, double value, double least, double most) {
        return option(
                name,
                value,
                new Kind(
                        "a number from " + least + " to " + most,
                        v -> number(v, least) instanceof Double x && x <= most ? x : null));
    }

    /** A whole number of {@code least} or more. */
    Options count(String name, long value, long least) {
        return option(
                name,
                value,
                new Kind("a whole number of " + least + " or more", v -> whole(v, least)));
    }

    /** One of several words. */
    Options choice(String name, String value, String... choices) {
        return option(
                name,
                value,
                new Kind(
                        "one of " + String.join(", ", choices),
                        v -> v instanceof String && List.of(choices).contains(v) ? v : null));
    }

    private Options option(String name, Object value, Kind kind) {
        Map<String, Option> more = new LinkedHashMap<>(options);
        more.put(name, new Option(kind.accept(spoken(name), value), kind));
        return new Options(more, memories);
    }

    /**
     * Tensors of the parameter's shape and type that are remembered from the first step on.
     *
     * @param names their names
     * @return a longer table
     */
    public Options remembers(String... names) {
        return remember(TENSOR, true, true, names);
    }

    /**
     * Tensors of the parameter's shape and type that are remembered under some settings only.
     *
     * @param names their names
     * @return a longer table
     */
    public Options mayRemember(String... names) {
        return remember(TENSOR, false, true, names);
    }

    /**
     * The count of the parameter's steps, {@code step}.
     *
     * @return a longer table
     */
    public Options countsSteps() {
        return remember(COUNT, true, false, "step");
    }

    /** Finite numbers that are remembered from the first step on. */
    Options remembersNumbers(String... names) {
        return remember(NUMBER, true, false, names);
    }

    /** Anything else that is remembered under some conditions. */
    Options mayRemember(Kind kind, String... names) {
        return remember(kind, false, false, names);
    }

    private Options remember(Kind kind, boolean always, boolean like, String... names) {
        Map<String, Memory> more = new LinkedHashMap<>(memories);
        for (String name : names) {
            more.put(name, new Memory(kind, always, like));
        }
        return new Options(options, more);
    }

    /**
     * The same options with another default.
     *
     * @param name the option
     * @param value its new default
     * @return another table
     * @throws IllegalArgumentException if there is no such option or the value does not suit it
     */
    public Options with(String name, Object value) {
        return option(name, value, kind(name));
    }

    private Kind kind(String name) {
        Option option = options.get(name);
        if (option == null) {
            throw new IllegalArgumentException(
                    "there is no option " + name + "; there are " + names());
        }
        return option.kind;
    }

    Set<String> names() {
        return Collections.unmodifiableSet(options.keySet());
    }

    boolean has(String name) {
        return options.containsKey(name);
    }

    Map<String, Memory> memories() {
        return memories;
    }

    Memory memory(String name) {
        Memory memory = memories.get(name);
        if (memory == null) {
            throw new IllegalArgumentException(
                    "the optimizer does not say that it remembers "
                            + name
                            + "; it remembers "
                            + new TreeSet<>(memories.keySet()));
        }
        return memory;
    }

    Map<String, Object> defaults() {
        Map<String, Object> defaults = new LinkedHashMap<>();
        options.forEach((name, option) -> defaults.put(name, option.value));
        return defaults;
    }

    Object accept(String name, Object value) {
        return kind(name).accept(spoken(name), value);
    }

    /** What is wrong with a value from a state dict, or null. */
    String problem(String name, Object value) {
        Kind kind = kind(name);
        return value != null && kind.form.apply(value) != null
                ? null
                : "must be " + kind.expected + ", got " + value;
    }

    private static Object number(Object value, double least) {
        if (!(value instanceof Number number)) {
            return null;
        }
        double x = number.doubleValue();
        return x >= least && Double.isFinite(x) ? (Object) x : null;
    }

    private static Object whole(Object value, long least) {
        if (!(value instanceof Number number) || number.doubleValue() != number.longValue()) {
            return null;
        }
        return number.longValue() >= least ? (Object) number.longValue() : null;
    }

    private static Object tensor(Object value) {
        return value instanceof Tensor tensor && !tensor.isReleased() ? tensor : null;
    }

    private static Kind numbers(String expected, int count, Predicate<List<Double>> condition) {
        return new Kind(
                expected,
                value -> {
                    if (!(value instanceof List<?> list) || list.size() != count) {
                        return null;
                    }
                    List<Double> accepted = new ArrayList<>();
                    for (Object each : list) {
                        if (!(number(each, Double.NEGATIVE_INFINITY) instanceof Double x)) {
                            return null;
                        }
                        accepted.add(x);
                    }
                    return condition.test(accepted) ? List.copyOf(accepted) : null;
                });
    }

    /** {@code weightDecay} for {@code weight_decay}. */
    private static String spoken(String name) {
        StringBuilder spoken = new StringBuilder();
        for (String part : name.split("_")) {
            spoken.append(
                    spoken.isEmpty()
                            ? part
                            : Character.toUpperCase(part.charAt(0)) + part.substring(1));
        }
        return spoken.toString();
    }
}
