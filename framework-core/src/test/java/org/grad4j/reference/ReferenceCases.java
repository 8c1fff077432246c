package org.grad4j.reference;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the cases of a reference file: inputs and arguments of an operation together with the
 * outputs and gradients that libtorch computed. The head of each file describes its lines.
 */
public final class ReferenceCases {

    /**
     * A tensor of a case.
     *
     * @param dtype its type as in {@code "float64"}
     * @param shape its sizes; none for a scalar
     * @param values its elements in row-major order, booleans as 0 and 1
     * @param transposed whether the operation must see it through a transposed view (of the last
     *     two dimensions of a contiguous tensor) instead of contiguous
     */
    public record Array(String dtype, long[] shape, double[] values, boolean transposed) {

        /** Whether the elements are floating and can have gradients. */
        public boolean isFloating() {
            return dtype.contains("float");
        }
    }

    /**
     * One application of an operation.
     *
     * @param name operation and variant, as in {@code "add/broadcast_row"}
     * @param arguments what the operation takes besides tensors
     * @param inputs the tensors it takes, in order
     * @param outputs what it returns, in order
     * @param upstream the gradient into the first output, or null if there is none
     * @param gradients the gradients of the differentiable inputs, by name
     */
    public record Case(
            String name,
            Map<String, String> arguments,
            Map<String, Array> inputs,
            Map<String, Array> outputs,
            Array upstream,
            Map<String, Array> gradients) {

        /** The name before the slash. */
        public String operation() {
            return name.substring(0, name.indexOf('/'));
        }

        /** Whether the argument is given. */
        public boolean has(String argument) {
            return arguments.containsKey(argument);
        }

        /** An argument as it is written. */
        public String text(String argument) {
            String value = arguments.get(argument);
            if (value == null) {
                throw new IllegalArgumentException(
                        name + ": no argument " + argument + " in " + arguments);
            }
            return value;
        }

        /** A floating argument. */
        public double number(String argument) {
            return Double.parseDouble(text(argument));
        }

        /** An integer argument. */
        public int integer(String argument) {
            return Integer.parseInt(text(argument));
        }

        /** An argument that is {@code true} or {@code false}. */
        public boolean flag(String argument) {
            return Boolean.parseBoolean(text(argument));
        }

        /** An argument that lists integers, as in {@code 0,-1}; it may be empty. */
        public long[] integers(String argument) {
            return list(text(argument));
        }

        /** The name, so that parameterised tests show it. */
        @Override
        public String toString() {
            return name;
        }
    }

    private final String file;
    private final List<Case> cases = new ArrayList<>();
    private int line;

    private ReferenceCases(String file) {
        this.file = file;
    }

    /**
     * Reads a file of this package from the class path.
     *
     * @param file its name, as in {@code "elementwise.txt"}
     * @return its cases in order
     */
    public static List<Case> read(String file) {
        try (InputStream stream = ReferenceCases.class.getResourceAsStream(file)) {
            if (stream == null) {
                throw new IllegalArgumentException("no reference file " + file);
            }
            return read(file, new InputStreamReader(stream, StandardCharsets.UTF_8));
        } catch (IOException failure) {
            throw new UncheckedIOException(file, failure);
        }
    }

    static List<Case> read(String file, Reader source) throws IOException {
        ReferenceCases reader = new ReferenceCases(file);
        BufferedReader lines = new BufferedReader(source);
        for (String text = lines.readLine(); text != null; text = lines.readLine()) {
            reader.line++;
            if (!text.isEmpty() && !text.startsWith("#")) {
                reader.accept(text);
            }
        }
        return Collections.unmodifiableList(reader.cases);
    }

    private void accept(String text) {
        int end = text.indexOf(" =");
        List<String> words = List.of((end < 0 ? text : text.substring(0, end)).split(" "));
        if (words.get(0).equals("case")) {
            cases.add(begin(List.of(text.split(" "))));
            return;
        }
        check(!cases.isEmpty(), "a line before the first case");
        check(end >= 0, "no values");
        Case current = cases.get(cases.size() - 1);
        String values = text.substring(end + 2).strip();
        switch (words.get(0)) {
            case "input" -> put(current.inputs, words, values);
            case "output" -> put(current.outputs, words, values);
            case "gradient" -> put(current.gradients, words, values);
            case "upstream" -> {
                Array upstream = array(words.subList(1, words.size()), values);
                cases.set(cases.size() - 1, withUpstream(current, upstream));
            }
            default -> throw error("unknown line " + words.get(0));
        }
    }

    private Case begin(List<String> words) {
        check(words.size() > 1 && words.get(1).contains("/"), "case needs OPERATION/VARIANT");
        Map<String, String> arguments = new LinkedHashMap<>();
        for (String field : words.subList(2, words.size())) {
            int equals = field.indexOf('=');
            check(equals > 0, "argument without a value: " + field);
            arguments.put(field.substring(0, equals), field.substring(equals + 1));
        }
        return new Case(
                words.get(1),
                arguments,
                new LinkedHashMap<>(),
                new LinkedHashMap<>(),
                null,
                new LinkedHashMap<>());
    }

    private static Case withUpstream(Case one, Array upstream) {
        return new Case(one.name, one.arguments, one.inputs, one.outputs, upstream, one.gradients);
    }

    private void put(Map<String, Array> arrays, List<String> words, String values) {
        check(words.size() > 3, "expected NAME DTYPE [SHAPE]");
        Array before = arrays.put(words.get(1), array(words.subList(2, words.size()), values));
        check(before == null, "a second " + words.get(0) + " " + words.get(1));
    }

    private Array array(List<String> words, String values) {
        check(words.size() > 1 && words.get(1).matches("\\[.*]"), "expected DTYPE [SHAPE]");
        long[] shape = list(words.get(1).substring(1, words.get(1).length() - 1));
        double[] numbers =
                values.isEmpty()
                        ? new double[0]
                        : Arrays.stream(values.split(" "))
                                .mapToDouble(Double::parseDouble)
                                .toArray();
        long count = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
        check(count == numbers.length, count + " values expected, " + numbers.length + " found");
        return new Array(words.get(0), shape, numbers, words.contains("transposed"));
    }

    private static long[] list(String text) {
        return text.isEmpty()
                ? new long[0]
                : Arrays.stream(text.split(",")).mapToLong(Long::parseLong).toArray();
    }

    private void check(boolean condition, String problem) {
        if (!condition) {
            throw error(problem);
        }
    }

    private IllegalArgumentException error(String problem) {
        return new IllegalArgumentException(file + ":" + line + ": " + problem);
    }
}
