package org.grad4j.ops;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.grad4j.autograd.Autograd;
import org.grad4j.autograd.Node;
import org.grad4j.backend.Array;
import org.grad4j.memory.Storage;
import org.grad4j.ops.Row.Sample;
import org.grad4j.tensor.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What an operation's rules hold on to is what they say they save, and so is released with it. */
class HeldValuesTest {
    static final List<Row> ROWS =
            Stream.of(OpTable.DIFFERENTIABLE, OpTable.IN_PLACE).flatMap(List::stream).toList();

    @ParameterizedTest
    @FieldSource("ROWS")
    void rules_hold_no_memory_that_they_do_not_save(Row row) throws ReflectiveOperationException {
        for (Sample sample : row.samples()) {
            int n = sample.shapes().length;
            for (int needing = 0; needing < n; needing++) {
                Tensor[] in = sample.inputs();
                in[needing].requiresGrad(true);
                in[0] = OpTable.IN_PLACE.contains(row) ? in[0].clone() : in[0];
                Tensor x = in[needing];
                Tensor y = row.operation().apply(in);
                Set<Node> nodes = identities();
                if (y.gradFn() != null) {
                    collect(y.gradFn(), nodes);
                    collect(gradient(y, x).gradFn(), nodes);
                }
                int i = needing;
                for (Node node : nodes) {
                    Set<Storage> held = held(node);
                    assertTrue(
                            held.isEmpty(),
                            () ->
                                    "%s with gradients of input %d: %s holds %d tensors unsaved"
                                            .formatted(sample, i, node.name(), held.size()));
                }
            }
        }
    }

    /** The memory that a node's rules can reach and that is not among what it saved. */
    private static Set<Storage> held(Node node) throws ReflectiveOperationException {
        Set<Storage> saved = identities();
        Set<Storage> held = identities();
        for (Field field : fields(node.getClass())) {
            if (node.name().endsWith("AccumulateGrad") || field.getDeclaringClass() == Node.class) {
                continue;
            }
            walk(field.get(node), field.getName().equals("saved") ? saved : held, identities());
        }
        held.removeAll(saved);
        return held;
    }

    /** The gradient of one input with a history of its own. */
    private static Tensor gradient(Tensor y, Tensor x) {
        Tensor g = Values.upstream(y).requiresGrad(true);
        return Autograd.grad(List.of(y), List.of(x), List.of(g), true, true, false).get(0);
    }

    private static <T> Set<T> identities() {
        return Collections.newSetFromMap(new IdentityHashMap<>());
    }

    private static void collect(Node node, Set<Node> nodes) {
        if (node != null && nodes.add(node)) {
            node.nextFunctions().forEach(next -> collect(next, nodes));
        }
    }

    private static void walk(Object held, Set<Storage> storages, Set<Object> seen)
            throws ReflectiveOperationException {
        if (held == null || !seen.add(held)) {
            return;
        }
        if (held instanceof Tensor tensor) {
            walk(tensor.array(), storages, seen);
        } else if (held instanceof Array array) {
            if (array.numel() > 0) {
                storages.add(array.storage());
            }
        } else if (held instanceof List<?> list) {
            for (Object each : list) {
                walk(each, storages, seen);
            }
        } else if (held instanceof Object[] array) {
            for (Object each : array) {
                walk(each, storages, seen);
            }
        } else if (held.getClass().getName().startsWith("org.grad4j.")
                && !held.getClass().isEnum()
                && !(held instanceof Node)) {
            for (Field field : fields(held.getClass())) {
                walk(field.get(held), storages, seen);
            }
        }
    }

    private static List<Field> fields(Class<?> type) {
        return Stream.<Class<?>>iterate(
                        type, c -> c != null && c != Object.class, Class::getSuperclass)
                .flatMap(c -> Stream.of(c.getDeclaredFields()))
                .filter(field -> !Modifier.isStatic(field.getModifiers()))
                .filter(field -> !field.getType().isPrimitive())
                .peek(field -> field.setAccessible(true))
                .toList();
    }
}
