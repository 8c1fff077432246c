package org.grad4j.ops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.grad4j.autograd.GradCheck;
import org.grad4j.ops.Row.Sample;
import org.grad4j.tensor.DType;
import org.grad4j.tensor.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/** An in-place form does what its ordinary form does, in the tensor's memory and type. */
class InPlaceFormsTest {
    static final List<Row> ROWS = OpTable.IN_PLACE;

    /** What has no ordinary form of the same arguments. */
    private static final Set<String> ALONE =
            Set.of("copy_", "fill_", "zero_", "uniform_", "normal_", "bernoulli_");

    /** What this test has no arguments for; the reference table compares them. */
    private static final Set<Class<?>> SIMPLE =
            Set.of(Tensor.class, Number.class, double.class, int.class);

    static List<Method> forms() {
        return Arrays.stream(Tensor.class.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()))
                .filter(method -> method.getName().endsWith("_"))
                .filter(method -> !ALONE.contains(method.getName()))
                .filter(method -> SIMPLE.containsAll(List.of(method.getParameterTypes())))
                .filter(method -> !method.getName().matches("(scatter|index|masked).*"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("forms")
    void the_result_is_that_of_the_ordinary_form_in_the_tensors_type(Method form)
            throws ReflectiveOperationException {
        String name = form.getName().substring(0, form.getName().length() - 1);
        Method ordinary = Tensor.class.getMethod(name, form.getParameterTypes());
        int compared = 0;
        for (DType type : DType.values()) {
            for (DType other : List.of(DType.FLOAT64, DType.FLOAT32, DType.INT64, DType.BOOL)) {
                Tensor x = Tensor.of(new double[] {0.3, 2, -1.5, 7}, 2, 2).to(type);
                Object[] arguments = arguments(form, other);
                Object expected = outcome(ordinary, x, arguments);
                Tensor changed = x.clone();
                Object actual = outcome(form, changed, arguments);
                String what = form + " of " + type + " and " + other;
                if (expected instanceof Tensor y && fits(y.dtype(), type)) {
                    assertSame(changed, actual, what);
                    assertEquals(type, changed.dtype(), what);
                    assertArrayEquals(y.to(type).toDoubleArray(), changed.toDoubleArray(), what);
                    assertEquals(1, changed.array().storage().version(), what);
                    compared++;
                } else {
                    assertEquals(IllegalArgumentException.class, actual, what);
                    assertArrayEquals(x.toDoubleArray(), changed.toDoubleArray(), what);
                }
            }
        }
        assertTrue(compared > 0, form + " was never compared");
    }

    private static Object outcome(Method method, Tensor x, Object[] arguments)
            throws IllegalAccessException {
        try {
            return method.invoke(x, arguments);
        } catch (InvocationTargetException e) {
            return e.getCause().getClass();
        }
    }

    private static Object[] arguments(Method method, DType type) {
        Class<?>[] types = method.getParameterTypes();
        Object[] arguments = new Object[types.length];
        for (int i = 0; i < types.length; i++) {
            double value = i == 0 ? 0.75 : 1.25;
            if (types[i] == Tensor.class) {
                double[] values = {value, 2, 1, 0.5};
                arguments[i] = Tensor.of(values, 2, 2).to(type);
            } else if (types[i] == int.class) {
                arguments[i] = 1;
            } else {
                arguments[i] = type.isFloatingPoint() ? (Object) value : (double) (i + 1);
                if (types[i] == Number.class && !type.isFloatingPoint()) {
                    arguments[i] = i + 1;
                }
            }
        }
        return arguments;
    }

    private static boolean fits(DType result, DType type) {
        return type == result
                || type.isFloatingPoint()
                || (!result.isFloatingPoint() && (type != DType.BOOL || result == DType.BOOL));
    }

    @ParameterizedTest
    @FieldSource("ROWS")
    void gradients_flow_through_recorded_changes_to_first_and_second_order(Row row) {
        GradCheck.Operation onCopy =
                in -> {
                    Tensor[] changed = in.clone();
                    changed[0] = in[0].clone();
                    return row.operation().apply(changed);
                };
        for (Sample sample : row.samples()) {
            Tensor[] in = sample.inputs();
            for (Tensor x : in) {
                x.requiresGrad(true);
            }
            try {
                GradCheck.gradcheck(onCopy, in);
                GradCheck.gradgradcheck(onCopy, in);
            } catch (RuntimeException | AssertionError e) {
                fail(sample + ": " + e.getMessage(), e);
            }
        }
    }

    @ParameterizedTest
    @FieldSource("ROWS")
    void a_leaf_that_requires_gradients_is_left_alone(Row row) {
        for (Sample sample : row.samples()) {
            Tensor[] in = sample.inputs();
            in[0].requiresGrad(true);
            double[] before = in[0].toDoubleArray();
            Exception e =
                    assertThrows(
                            IllegalStateException.class,
                            () -> row.operation().apply(in),
                            row::method);
            assertTrue(
                    e.getMessage()
                            .endsWith(
                                    ": a leaf that requires gradients cannot be changed in place"
                                            + " while operations are recorded; wrap it in"
                                            + " Autograd.noGrad(...)"),
                    e.getMessage());
            assertArrayEquals(before, in[0].toDoubleArray());
            assertEquals(0, in[0].array().storage().version());
        }
    }

    @ParameterizedTest
    @FieldSource("ROWS")
    void the_version_counts_the_change(Row row) {
        for (Sample sample : row.samples()) {
            Tensor[] in = sample.inputs();
            Tensor saved = in[0].clone().requiresGrad(true).mul(1);
            in[0] = saved;
            Tensor square = saved.square();
            int before = saved.array().storage().version();
            row.operation().apply(in);
            assertTrue(saved.array().storage().version() > before, sample.toString());
            Exception e =
                    assertThrows(
                            IllegalStateException.class,
                            () -> square.sum().backward(),
                            sample.toString());
            assertTrue(e.getMessage().contains("has been changed in place"), e.getMessage());
        }
    }
}
