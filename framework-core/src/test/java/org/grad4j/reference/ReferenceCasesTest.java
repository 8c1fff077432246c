package org.grad4j.reference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringReader;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.grad4j.reference.ReferenceCases.Array;
import org.grad4j.reference.ReferenceCases.Case;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReferenceCasesTest {

    @Test
    void a_case_without_values_has_only_arguments() throws IOException {
        Case one = read("# a remark", "", "case permute/zero_dim dims= keepDim=true dim=-1").get(0);
        assertEquals("permute", one.operation());
        assertArrayEquals(new long[0], one.integers("dims"));
        assertTrue(one.flag("keepDim"));
        assertEquals(-1, one.integer("dim"));
        assertTrue(one.inputs().isEmpty());
        assertNull(one.upstream());
    }

    @Test
    void a_case_has_its_tensors_in_order() throws IOException {
        Case one =
                read(
                                "case op/variant exponent=0.5 dims=0,-1",
                                "input b float64 [2,1] transposed = NaN -Infinity",
                                "input a int64 [] = 3",
                                "output y bool [0,3] =",
                                "upstream float64 [0,3] =",
                                "gradient b float64 [2,1] = 1.5 -0.0")
                        .get(0);
        assertEquals(List.of("b", "a"), List.copyOf(one.inputs().keySet()));
        Array b = one.inputs().get("b");
        assertTrue(b.transposed() && b.isFloating());
        assertArrayEquals(new long[] {2, 1}, b.shape());
        assertArrayEquals(new double[] {Double.NaN, Double.NEGATIVE_INFINITY}, b.values());
        Array a = one.inputs().get("a");
        assertFalse(a.transposed() || a.isFloating());
        assertArrayEquals(new double[] {3}, a.values());
        assertEquals("bool", one.outputs().get("y").dtype());
        assertEquals(0, one.upstream().values().length);
        assertArrayEquals(new double[] {1.5, -0.0}, one.gradients().get("b").values());
        assertEquals(0.5, one.number("exponent"));
        assertArrayEquals(new long[] {0, -1}, one.integers("dims"));
        assertFalse(one.has("scalar"));
    }

    @Test
    void a_bad_line_is_named() {
        assertEquals("test:1: a line before the first case", error("input a float64 [] = 1"));
        assertEquals("test:1: case needs OPERATION/VARIANT", error("case add"));
        assertEquals("test:1: argument without a value: dim", error("case add/a dim"));
        assertEquals("test:2: unknown line inputs", error("case a/b", "inputs a float64 [] = 1"));
        assertEquals("test:2: no values", error("case a/b", "input a float64 []"));
        assertEquals("test:2: expected NAME DTYPE [SHAPE]", error("case a/b", "input a [] = 1"));
        assertEquals("test:2: expected DTYPE [SHAPE]", error("case a/b", "upstream [] = 1"));
        assertEquals(
                "test:2: 6 values expected, 1 found", error("case a/b", "input a int8 [2,3] = 1"));
        assertEquals(
                "test:3: a second output y",
                error("case a/b", "output y int8 [] = 1", "output y int8 [] = 1"));
    }

    @Test
    void a_missing_argument_or_file_is_named() throws IOException {
        Case one = read("case sum/dim dims=1").get(0);
        assertEquals(
                "sum/dim: no argument keepDim in {dims=1}",
                assertThrows(IllegalArgumentException.class, () -> one.flag("keepDim"))
                        .getMessage());
        assertEquals(
                "no reference file nothing.txt",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> ReferenceCases.read("nothing.txt"))
                        .getMessage());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "choices.txt",
                "comparisons.txt",
                "convolutions.txt",
                "elementwise.txt",
                "functions.txt",
                "losses.txt",
                "matrices.txt",
                "movements.txt",
                "orderings.txt",
                "products.txt",
                "promotions.txt",
                "reductions.txt",
                "softmaxes.txt",
                "statistics.txt"
            })
    void every_file_is_complete(String file) {
        Set<String> names = new HashSet<>();
        for (Case one : ReferenceCases.read(file)) {
            assertTrue(names.add(one.name()), "twice: " + one);
            if (file.equals("promotions.txt")) {
                assertFalse(one.text("left").isEmpty() || one.text("result").isEmpty());
                continue;
            }
            assertFalse(one.inputs().isEmpty() || one.outputs().isEmpty(), one.name());
            boolean differentiated = one.upstream() != null;
            assertEquals(differentiated, !one.gradients().isEmpty(), one.name());
            if (differentiated) {
                Array output = one.outputs().values().iterator().next();
                assertArrayEquals(output.shape(), one.upstream().shape(), one.name());
            }
            one.inputs()
                    .forEach(
                            (name, input) -> {
                                Array gradient = one.gradients().get(name);
                                if (differentiated && input.isFloating()) {
                                    assertNotNull(gradient, one + " of " + name);
                                    assertEquals(input.dtype(), gradient.dtype(), one.name());
                                    assertArrayEquals(input.shape(), gradient.shape(), one.name());
                                } else {
                                    assertNull(gradient, one + " of " + name);
                                }
                            });
        }
        assertFalse(names.isEmpty());
    }

    private static List<Case> read(String... lines) throws IOException {
        return ReferenceCases.read("test", new StringReader(String.join("\n", lines)));
    }

    private static String error(String... lines) {
        return assertThrows(IllegalArgumentException.class, () -> read(lines)).getMessage();
    }
}
