package org.grad4j.ops;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.grad4j.backend.Shapes;
import org.grad4j.tensor.Tensor;

/**
 * Einstein's summation: operands are contracted two at a time from the left, each step one batched
 * matrix product. Gradients follow from those of the steps.
 */
public final class Einsum {
    private final EinsumEquation equation;

    /** The labels that the result keeps. */
    private final Set<Integer> kept;

    private Einsum(EinsumEquation equation) {
        this.equation = equation;
        this.kept = new LinkedHashSet<>(equation.output());
    }

    /** A tensor each of whose dimensions has a label of its own. */
    private record Term(Tensor tensor, List<Integer> labels) {
        int dim(int label) {
            return labels.indexOf(label);
        }

        boolean has(int label) {
            return labels.contains(label);
        }

        long size(int label) {
            return tensor.size(dim(label));
        }

        /** Without one dimension, which is summed. */
        Term summed(int label) {
            List<Integer> rest = new ArrayList<>(labels);
            rest.remove((Integer) label);
            return new Term(tensor.sum(dim(label)), rest);
        }

        /** With its dimensions in this order. */
        Tensor ordered(List<Integer> order) {
            return tensor.permute(order.stream().mapToInt(this::dim).toArray());
        }
    }

    /**
     * Evaluates an equation.
     *
     * @param text the equation, as in {@code "bij,bjk->bik"}
     * @param operands one tensor per term
     * @return the result
     */
    public static Tensor einsum(String text, Tensor... operands) {
        return new Einsum(EinsumEquation.of(text, operands)).evaluate(operands);
    }

    private Tensor evaluate(Tensor[] operands) {
        for (Tensor operand : operands) {
            Types.requireSame("einsum", operands[0], operand);
            Types.refuseBool("einsum", operand);
        }
        Term all = term(operands[0], equation.inputs().get(0));
        for (int i = 1; i < operands.length; i++) {
            Term next = term(operands[i], equation.inputs().get(i));
            all = contracted(all, next, neededAfter(i));
        }
        for (int label : List.copyOf(all.labels)) {
            if (!kept.contains(label)) {
                all = all.summed(label);
            }
        }
        return all.ordered(equation.output());
    }

    /** The labels of the result and of the operands from the next one on. */
    private Set<Integer> neededAfter(int operand) {
        Set<Integer> needed = new LinkedHashSet<>(kept);
        for (int i = operand + 1; i < equation.inputs().size(); i++) {
            needed.addAll(equation.inputs().get(i));
        }
        return needed;
    }

    /** A label that an operand repeats names its diagonal. */
    private Term term(Tensor operand, List<Integer> labels) {
        Tensor x = operand;
        List<Integer> unique = new ArrayList<>();
        for (int label : labels) {
            int first = unique.indexOf(label);
            if (first < 0) {
                unique.add(label);
            } else {
                x = x.diagonal(0, first, unique.size()).movedim(-1, first);
            }
        }
        // A dimension of size 1 broadcasts: without it, the other operands decide.
        for (int d = unique.size() - 1; d >= 0; d--) {
            if (x.size(d) == 1 && equation.size(unique.get(d)) != 1) {
                x = x.squeeze(d);
                unique.remove(d);
            }
        }
        return new Term(x, unique);
    }

    /** Sums over the labels that are not needed any more, by a product of matrices. */
    private Term contracted(Term a, Term b, Set<Integer> needed) {
        List<Integer> batch = new ArrayList<>();
        List<Integer> inner = new ArrayList<>();
        List<Integer> left = new ArrayList<>();
        List<Integer> right = new ArrayList<>();
        for (int label : List.copyOf(a.labels)) {
            if (b.has(label)) {
                (needed.contains(label) ? batch : inner).add(label);
            } else if (needed.contains(label)) {
                left.add(label);
            } else {
                a = a.summed(label);
            }
        }
        for (int label : List.copyOf(b.labels)) {
            if (needed.contains(label) && !a.has(label)) {
                right.add(label);
            } else if (!a.has(label)) {
                b = b.summed(label);
            }
        }
        long[] sizes = new long[batch.size() + left.size() + right.size()];
        List<Integer> labels = joined(batch, left, right);
        Arrays.setAll(sizes, d -> equation.size(labels.get(d)));
        Tensor x =
                a.ordered(joined(batch, left, inner))
                        .reshape(numel(batch), numel(left), numel(inner));
        Tensor y =
                b.ordered(joined(batch, inner, right))
                        .reshape(numel(batch), numel(inner), numel(right));
        return new Term(x.bmm(y).reshape(sizes), labels);
    }

    private long numel(List<Integer> labels) {
        return Shapes.numel(labels.stream().mapToLong(equation::size).toArray());
    }

    private static List<Integer> joined(List<Integer> a, List<Integer> b, List<Integer> c) {
        return Stream.of(a, b, c).flatMap(List::stream).toList();
    }
}
