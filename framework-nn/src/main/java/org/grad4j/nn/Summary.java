package org.grad4j.nn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What the parts of a module computed for one input, and what they cost; {@link #toString()} is a
 * table. A shared parameter or a module called twice is counted as often in the work, once in the
 * parameters.
 *
 * @param lines the module and its parts, each before its own parts
 * @param parameters all numbers that training adjusts, frozen ones included
 * @param trainable those that are not frozen
 * @param multiplyAdds multiplications followed by an addition of the matrix products and
 *     convolutions in one forward call
 * @param inputBytes memory of the input
 * @param outputBytes memory of the results of the parts without parts of their own
 * @param parameterBytes memory of parameters and buffers
 */
public record Summary(
        List<Line> lines,
        long parameters,
        long trainable,
        long multiplyAdds,
        long inputBytes,
        long outputBytes,
        long parameterBytes) {
    private static final String FORM = "%-40s %-24s %15s %15s";

    /**
     * One module.
     *
     * @param path where it is; empty for the outermost
     * @param type the name of its class
     * @param outputShape of its last result; empty brackets for a scalar, "-" if it was not called
     *     or has several results
     * @param parameters its own, without those of its parts
     * @param multiplyAdds its own, without those of its parts
     */
    public record Line(
            String path, String type, String outputShape, long parameters, long multiplyAdds) {
        private String indented() {
            int depth = path.isEmpty() ? 0 : path.split("\\.").length;
            String name = path.substring(path.lastIndexOf('.') + 1);
            return "  ".repeat(depth) + type + (name.isEmpty() ? "" : " (" + name + ")");
        }
    }

    /**
     * Copies the lines.
     *
     * @param lines the module and its parts
     * @param parameters all numbers that training adjusts
     * @param trainable those that are not frozen
     * @param multiplyAdds in one forward call
     * @param inputBytes memory of the input
     * @param outputBytes memory of the results of the parts without parts of their own
     * @param parameterBytes memory of parameters and buffers
     */
    public Summary {
        lines = List.copyOf(lines);
    }

    /** The table, then the sums; a megabyte is a million bytes. */
    @Override
    public String toString() {
        List<String> text = new ArrayList<>();
        String rule = "=".repeat(97);
        text.add(rule);
        text.add(row("Layer", "Output shape", "Parameters", "Multiply-adds"));
        text.add(rule);
        for (Line line : lines) {
            text.add(
                    row(
                            line.indented(),
                            line.outputShape,
                            count(line.parameters),
                            count(line.multiplyAdds)));
        }
        text.add(rule);
        text.add("Parameters: %s (trainable: %s)".formatted(number(parameters), number(trainable)));
        text.add("Multiply-adds: " + number(multiplyAdds));
        text.add(
                "Memory: input %s MB, outputs %s MB, parameters %s MB"
                        .formatted(mega(inputBytes), mega(outputBytes), mega(parameterBytes)));
        text.add(rule);
        return text.stream().map(String::stripTrailing).collect(Collectors.joining("\n"));
    }

    private static String row(Object... cells) {
        return FORM.formatted(cells);
    }

    private static String count(long number) {
        return number == 0 ? "-" : number(number);
    }

    private static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private static String mega(long bytes) {
        return String.format(Locale.ROOT, "%.2f", bytes / 1e6);
    }

    static String shape(long... shape) {
        return Arrays.toString(shape);
    }
}
