package org.grad4j.tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * Writes a tensor as PyTorch prints it with its default options, character for character.
 *
 * <p>Above {@value #SUMMARY_THRESHOLD} elements only {@value #EDGE_ITEMS} items at either end of
 * each dimension are read and shown, with {@code ...} for the rest.
 */
final class TensorFormat {
    private static final String PREFIX = "tensor(";
    private static final int LINE_WIDTH = 80;
    private static final int SUMMARY_THRESHOLD = 1000;
    private static final int EDGE_ITEMS = 3;
    private static final long GAP = -1;

    private final long[] shape;
    private final long[] strides; // elements passed by one step along each dimension
    private final boolean summarised;
    private final LongFunction<? extends Number> elementAt;
    private final Numerals numerals;

    private TensorFormat(DType dtype, long[] shape, LongFunction<? extends Number> elementAt) {
        this.shape = shape;
        this.strides = new long[shape.length];
        this.elementAt = elementAt;
        long count = 1;
        for (int dim = shape.length - 1; dim >= 0; dim--) {
            strides[dim] = count;
            count *= shape[dim];
        }
        this.summarised = count > SUMMARY_THRESHOLD;
        List<Number> shown = new ArrayList<>();
        collect(0, 0, shown);
        this.numerals = Numerals.of(dtype, shown);
    }

    /**
     * Returns the text of a tensor.
     *
     * @param dtype the element type; named in the text unless the elements show it
     * @param shape the size of each dimension; none for a scalar
     * @param elementAt the element at a row-major index, exact in its own type (booleans as 0 and
     *     1, unsigned bytes as 0 to 255); asked only for elements that are shown
     * @param requiresGrad whether the tensor asks for a gradient
     * @param gradFn the name of the function that made the tensor, or null for a leaf
     */
    static String format(
            DType dtype,
            long[] shape,
            LongFunction<? extends Number> elementAt,
            boolean requiresGrad,
            String gradFn) {
        boolean empty = Arrays.stream(shape).anyMatch(size -> size == 0);
        List<String> notes = new ArrayList<>();
        if (empty && shape.length != 1) {
            notes.add(
                    Arrays.stream(shape)
                            .mapToObj(Long::toString)
                            .collect(Collectors.joining(", ", "size=(", ")")));
        }
        if (!isEvident(dtype, empty)) {
            notes.add("dtype=" + dtype.torchName());
        }
        if (gradFn != null) {
            notes.add("grad_fn=<" + gradFn + ">");
        } else if (requiresGrad) {
            notes.add("requires_grad=True");
        }
        String elements =
                empty
                        ? "[]"
                        : new TensorFormat(dtype, shape, elementAt).block(0, 0, PREFIX.length());
        return append(PREFIX + elements, notes);
    }

    /**
     * Whether the elements show their type; without any, it is the default that goes without
     * saying.
     */
    private static boolean isEvident(DType dtype, boolean empty) {
        return dtype == DType.getDefault()
                || (!empty && (dtype == DType.INT64 || dtype == DType.BOOL));
    }

    /** Adds each note to the last line, or to a new one where it would not fit. */
    private static String append(String text, List<String> notes) {
        StringBuilder result = new StringBuilder(text);
        // PyTorch counts two characters too many on the line that ends the elements.
        int used = text.length() - (text.lastIndexOf('\n') + 1) + 2;
        for (String note : notes) {
            if (used + 2 + note.length() > LINE_WIDTH) {
                result.append(",\n").append(" ".repeat(PREFIX.length())).append(note);
                used = PREFIX.length() + note.length();
            } else {
                result.append(", ").append(note);
                used += 2 + note.length();
            }
        }
        return result.append(')').toString();
    }

    private void collect(int dim, long offset, List<Number> shown) {
        if (dim == shape.length) {
            shown.add(elementAt.apply(offset));
            return;
        }
        positions(dim)
                .filter(position -> position != GAP)
                .forEach(position -> collect(dim + 1, offset + position * strides[dim], shown));
    }

    /** The text of the part that begins at an offset and spans the dimensions from {@code dim}. */
    private String block(int dim, long offset, int indent) {
        int dims = shape.length - dim;
        if (dims == 0) {
            return numerals.write(elementAt.apply(offset));
        }
        if (dims == 1) {
            return row(dim, offset, indent);
        }
        // Between rows a line break, between matrices a blank line, between their stacks two, …
        String separator = "," + "\n".repeat(dims - 1) + " ".repeat(indent + 1);
        return positions(dim)
                .mapToObj(
                        position ->
                                position == GAP
                                        ? "..."
                                        : block(
                                                dim + 1,
                                                offset + position * strides[dim],
                                                indent + 1))
                .collect(Collectors.joining(separator, "[", "]"));
    }

    private String row(int dim, long offset, int indent) {
        List<String> items =
                positions(dim)
                        .mapToObj(
                                position ->
                                        position == GAP
                                                ? " ..."
                                                : numerals.write(
                                                        elementAt.apply(offset + position)))
                        .toList();
        int perLine = Math.max(1, (LINE_WIDTH - indent) / (numerals.width() + 2));
        StringBuilder row = new StringBuilder("[");
        for (int i = 0; i < items.size(); i++) {
            if (i > 0) {
                row.append(i % perLine == 0 ? ",\n" + " ".repeat(indent + 1) : ", ");
            }
            row.append(items.get(i));
        }
        return row.append(']').toString();
    }

    /** The positions shown along a dimension, with {@link #GAP} for those left out. */
    private LongStream positions(int dim) {
        long size = shape[dim];
        if (!summarised || size <= 2 * EDGE_ITEMS) {
            return LongStream.range(0, size);
        }
        LongStream end = LongStream.range(size - EDGE_ITEMS, size);
        return LongStream.concat(
                LongStream.range(0, EDGE_ITEMS), LongStream.concat(LongStream.of(GAP), end));
    }
}
