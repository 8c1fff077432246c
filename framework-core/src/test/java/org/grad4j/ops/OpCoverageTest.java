package org.grad4j.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.grad4j.reference.ReferenceOps;
import org.grad4j.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** No operation of {@link Tensor} is without its row and its reference case. */
class OpCoverageTest {

    /** What returns a tensor without being an operation. */
    private static final Set<String> PLUMBING =
            Set.of("grad()", "detach()", "requiresGrad(boolean)", "retainGrad()");

    /** Static methods that create a tensor from what another one is like. */
    private static final Set<String> CREATION =
            Set.of(
                    "zerosLike",
                    "onesLike",
                    "fullLike",
                    "randLike",
                    "randnLike",
                    "bernoulli",
                    "multinomial");

    /** No libtorch value to compare with; {@code RandomFillsTest} holds them to their spread. */
    private static final Set<String> RANDOM = Set.of("uniform_", "normal_", "bernoulli_");

    @Test
    void every_operation_has_a_row_in_the_table() {
        Set<String> rows = new TreeSet<>();
        Stream.of(OpTable.DIFFERENTIABLE, OpTable.NOT_DIFFERENTIABLE, OpTable.IN_PLACE)
                .flatMap(List::stream)
                .forEach(row -> rows.add(row.method()));
        assertEquals(
                operations().map(OpCoverageTest::signature).collect(sorted()),
                rows,
                "add a row to OpTable");
    }

    @Test
    void every_operation_has_a_case_in_the_reference_table() {
        assertEquals(
                operations()
                        .map(Method::getName)
                        .filter(name -> !isCheckedElsewhere(name))
                        .collect(sorted()),
                ReferenceOps.methods(),
                "add cases to the reference generator and a line to ReferenceOps");
    }

    /** {@link InPlaceFormsTest} holds an in-place form against the form that libtorch verified. */
    private static boolean isCheckedElsewhere(String name) {
        if (RANDOM.contains(name)) {
            return true;
        }
        return name.endsWith("_")
                && !ReferenceOps.methods().contains(name)
                && ReferenceOps.methods().contains(name.substring(0, name.length() - 1));
    }

    @Test
    void in_place_operations_are_those_with_an_underscore() {
        assertEquals(
                operations()
                        .map(OpCoverageTest::signature)
                        .filter(method -> method.contains("_("))
                        .collect(sorted()),
                OpTable.IN_PLACE.stream().map(Row::method).collect(sorted()));
    }

    private static Stream<Method> operations() {
        return Arrays.stream(Tensor.class.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()))
                .filter(OpCoverageTest::takesTensors)
                .filter(method -> !method.isBridge())
                .filter(
                        method ->
                                method.getReturnType() == Tensor.class
                                        || method.getReturnType() == List.class
                                        || method.getReturnType().isRecord())
                .filter(method -> !PLUMBING.contains(signature(method)))
                .filter(method -> !CREATION.contains(method.getName()));
    }

    /** Operations are called on a tensor or, if static, given tensors. */
    private static boolean takesTensors(Method method) {
        return !Modifier.isStatic(method.getModifiers())
                || Arrays.stream(method.getParameterTypes())
                        .anyMatch(
                                type ->
                                        type == Tensor.class
                                                || type == Tensor[].class
                                                || type == List.class);
    }

    private static String signature(Method method) {
        return Arrays.stream(method.getParameterTypes())
                .map(Class::getSimpleName)
                .collect(Collectors.joining(", ", method.getName() + "(", ")"));
    }

    private static Collector<String, ?, Set<String>> sorted() {
        return Collectors.toCollection(TreeSet::new);
    }
}
