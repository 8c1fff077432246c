package org.grad4j.ops;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.grad4j.tensor.Tensor;

/**
 * The subscripts of an einsum. Labels are numbers: letters their code points, the dimensions behind
 * an ellipsis negative ones, -1 for the last.
 *
 * @param text as it was written
 * @param inputs the labels of each operand's dimensions
 * @param output the labels of the result
 * @param sizes the size that each label stands for
 */
record EinsumEquation(
        String text, List<List<Integer>> inputs, List<Integer> output, Map<Integer, Long> sizes) {

    static EinsumEquation of(String text, Tensor... operands) {
        if (text == null || operands == null) {
            throw new IllegalArgumentException(
                    "einsum: the " + (text == null ? "equation is" : "operands are") + " null");
        }
        String equation = text.replace(" ", "");
        int arrow = equation.indexOf("->");
        String left = arrow < 0 ? equation : equation.substring(0, arrow);
        String[] terms = left.split(",", -1);
        if (terms.length != operands.length || operands.length == 0) {
            throw error(
                    text,
                    "has subscripts for "
                            + terms.length
                            + " operands, got "
                            + operands.length
                            + " tensors");
        }
        List<List<Integer>> inputs = new ArrayList<>();
        Map<Integer, Long> sizes = new HashMap<>();
        for (int i = 0; i < terms.length; i++) {
            Types.requireTensor("einsum: operand " + i, operands[i]);
            List<Integer> labels = labels(text, terms[i], operands[i].dim(), "operand " + i);
            long[] shape = operands[i].array().shape();
            if (labels.size() != shape.length) {
                throw error(
                        text,
                        "names "
                                + labels.size()
                                + " dimensions of operand "
                                + i
                                + ", whose shape is "
                                + Arrays.toString(shape));
            }
            measure(text, i, labels, shape, sizes);
            inputs.add(labels);
        }
        List<Integer> output =
                arrow < 0
                        ? implicit(inputs)
                        : explicit(text, equation.substring(arrow + 2), inputs);
        return new EinsumEquation(text, inputs, output, sizes);
    }

    long size(int label) {
        return sizes.get(label);
    }

    /** The labels of one term, with the dimensions behind an ellipsis counted from its end. */
    private static List<Integer> labels(String text, String term, int rank, String where) {
        List<Integer> labels = new ArrayList<>();
        int letters = term.replace("...", "").length();
        boolean ellipsis = false;
        for (int i = 0; i < term.length(); i++) {
            char c = term.charAt(i);
            if (term.startsWith("...", i) && !ellipsis) {
                ellipsis = true;
                for (int d = rank - letters; d > 0; d--) {
                    labels.add(-d);
                }
                i += 2;
            } else if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) {
                labels.add((int) c);
            } else {
                throw error(
                        text,
                        "has '"
                                + c
                                + "' in "
                                + where
                                + " where a letter or at most one ellipsis '...' may stand");
            }
        }
        return labels;
    }

    /** Equal labels need equal sizes, or 1. */
    private static void measure(
            String text,
            int operand,
            List<Integer> labels,
            long[] shape,
            Map<Integer, Long> sizes) {
        Map<Integer, Long> own = new HashMap<>();
        for (int d = 0; d < shape.length; d++) {
            int label = labels.get(d);
            Long repeated = own.put(label, shape[d]);
            if (repeated != null && repeated != shape[d]) {
                throw error(
                        text,
                        "repeats "
                                + name(label)
                                + " in operand "
                                + operand
                                + " for sizes "
                                + repeated
                                + " and "
                                + shape[d]);
            }
            long before = sizes.getOrDefault(label, 1L);
            if (before != 1 && shape[d] != 1 && before != shape[d]) {
                throw error(
                        text,
                        "gives "
                                + name(label)
                                + " size "
                                + before
                                + ", but it is "
                                + shape[d]
                                + " in operand "
                                + operand);
            }
            sizes.put(label, before == 1 ? shape[d] : before);
        }
    }

    /** Without an arrow: what an ellipsis stands for, then the letters that occur once. */
    private static List<Integer> implicit(List<List<Integer>> inputs) {
        Map<Integer, Integer> counts = new TreeMap<>();
        inputs.forEach(labels -> labels.forEach(label -> counts.merge(label, 1, Integer::sum)));
        return counts.entrySet().stream()
                .filter(entry -> entry.getKey() < 0 || entry.getValue() == 1)
                .map(Map.Entry::getKey)
                .toList();
    }

    private static List<Integer> explicit(String text, String term, List<List<Integer>> inputs) {
        int hidden = 0;
        for (List<Integer> labels : inputs) {
            hidden = Math.max(hidden, (int) labels.stream().filter(label -> label < 0).count());
        }
        int rank = term.replace("...", "").length() + hidden;
        List<Integer> labels = labels(text, term, rank, "the result");
        for (int d = 0; d < labels.size(); d++) {
            int label = labels.get(d);
            if (labels.indexOf(label) != d) {
                throw error(text, "has " + name(label) + " twice in the result");
            }
            if (label >= 0 && inputs.stream().noneMatch(input -> input.contains(label))) {
                throw error(text, "has " + name(label) + " in the result but in no operand");
            }
        }
        return labels;
    }

    private static String name(int label) {
        return label < 0
                ? "dimension " + label + " of the ellipsis"
                : "subscript '" + (char) label + "'";
    }

    private static IllegalArgumentException error(String text, String problem) {
        return new IllegalArgumentException("einsum: \"" + text + "\" " + problem);
    }
}
