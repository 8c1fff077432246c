package org.grad4j.ops;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.grad4j.autograd.GradCheck;
import org.grad4j.tensor.Tensor;

/**
 * One operation of the table with the shapes that it is tried on.
 *
 * @param method the method of {@link Tensor}, as in {@code "sum(int[], boolean)"}
 * @param operation the call, from its tensors to its result
 * @param values what numbers its inputs hold
 * @param shapes combinations of input shapes, as in {@code "[2,3] [3]"}
 * @param traits what the machinery must know
 */
record Row(
        String method,
        GradCheck.Operation operation,
        Values values,
        List<String> shapes,
        Set<Trait> traits) {

    /** What a row may not be put through, and why. */
    enum Trait {
        /** Repeated elements tie, and there the operation is not smooth. */
        TIES,
        /** Saves nothing for backward, so that backward may run again, as in PyTorch. */
        SAVES_NOTHING,
        /** Saves nothing here though PyTorch saves something: backward may run again. */
        SAVES_LESS_THAN_PYTORCH,
        /** A native kernel adds the same products in an order that depends on the layout. */
        ADDS_IN_ANY_ORDER,
        /** Returns its input with dimensions repeated, which cannot change in place. */
        REPEATS,
        /** Refuses layouts that it cannot see in another shape. */
        MAY_REFUSE_LAYOUT
    }

    /** Shapes for operations on one tensor of any shape. */
    static final String[] UNARY = {"[2,3]", "[]", "[1]", "[1,1]", "[0]", "[0,3]", "[2,1,3]"};

    /** Shapes for operations on two tensors that broadcast. */
    static final String[] BINARY = {
        "[2,3] [2,3]",
        "[2,3] [3]",
        "[3] [2,3]",
        "[2,1] [3]",
        "[2,3] []",
        "[] [2,3]",
        "[] []",
        "[1] []",
        "[1,1] [2,2]",
        "[0,3] [3]",
        "[0,3] [1]",
        "[2,1,3] [4,1]"
    };

    Row(String method, Values values, GradCheck.Operation operation, String... shapes) {
        this(method, operation, values, List.of(shapes), Set.of());
    }

    static Row unary(String method, Values values, GradCheck.Operation operation) {
        return new Row(method, values, operation, UNARY);
    }

    static Row binary(String method, Values values, GradCheck.Operation operation) {
        return new Row(method, values, operation, BINARY);
    }

    static Row row(String method, Values values, GradCheck.Operation operation, String... shapes) {
        return new Row(method, values, operation, shapes);
    }

    Row with(Trait... added) {
        List<Trait> all = new ArrayList<>(traits);
        all.addAll(List.of(added));
        return new Row(method, operation, values, shapes, Set.copyOf(all));
    }

    boolean is(Trait trait) {
        return traits.contains(trait);
    }

    /** One of the row's shape combinations. */
    Sample sample(String combination) {
        List<long[]> all = new ArrayList<>();
        Matcher shape = Pattern.compile("\\[([0-9,]*)]").matcher(combination);
        while (shape.find()) {
            String sizes = shape.group(1);
            all.add(
                    sizes.isEmpty()
                            ? new long[0]
                            : Arrays.stream(sizes.split(",")).mapToLong(Long::parseLong).toArray());
        }
        return new Sample(this, combination, all.toArray(long[][]::new));
    }

    /** All of the row's shape combinations. */
    List<Sample> samples() {
        return shapes.stream().map(this::sample).toList();
    }

    /** The method, so that parameterised tests show it. */
    @Override
    public String toString() {
        return method;
    }

    /** A row on inputs of certain shapes. */
    record Sample(Row row, String name, long[][] shapes) {

        /** The inputs as row-major float64 tensors. */
        Tensor[] inputs() {
            Tensor[] in = new Tensor[shapes.length];
            Arrays.setAll(in, i -> row.values.tensor(i, shapes[i]));
            return in;
        }

        /** Whether one tensor can be all of the inputs. */
        boolean sameShapes() {
            return shapes.length > 1
                    && Arrays.stream(shapes).allMatch(shape -> Arrays.equals(shape, shapes[0]));
        }

        @Override
        public String toString() {
            return row.method + " on " + name;
        }
    }
}
