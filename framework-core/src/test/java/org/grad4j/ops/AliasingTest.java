package org.grad4j.ops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.grad4j.autograd.Autograd;
import org.grad4j.autograd.GradCheck;
import org.grad4j.ops.Row.Sample;
import org.grad4j.tensor.DType;
import org.grad4j.tensor.Index;
import org.grad4j.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Views share memory and version with their source, and everything else is a copy. */
class AliasingTest {
    private final Tensor x = Values.ANY.tensor(0, 2, 3, 4);

    /** A view and where its source must have changed when every element of the view did. */
    private record View(String method, Op op, boolean whole) {
        @Override
        public String toString() {
            return method;
        }
    }

    @FunctionalInterface
    private interface Op {
        Object apply(Tensor x);
    }

    private static View whole(String method, Op op) {
        return new View(method, op, true);
    }

    private static View part(String method, Op op) {
        return new View(method, op, false);
    }

    static List<View> views() {
        return List.of(
                whole("view(long[])", x -> x.view(6, 4)),
                whole("reshape(long[])", x -> x.reshape(4, 6)),
                whole("flatten()", Tensor::flatten),
                whole("flatten(int)", x -> x.flatten(1)),
                whole("flatten(int, int)", x -> x.flatten(0, 1)),
                whole("unflatten(int, long[])", x -> x.unflatten(2, 2, -1)),
                whole("t()", x -> x.flatten(1).t()),
                whole("transpose(int, int)", x -> x.transpose(0, 2)),
                whole("permute(int[])", x -> x.permute(2, 0, 1)),
                whole("movedim(int, int)", x -> x.movedim(0, -1)),
                whole("movedim(int[], int[])", x -> x.movedim(new int[] {0}, new int[] {1})),
                whole("squeeze()", Tensor::squeeze),
                whole("squeeze(int)", x -> x.squeeze(1)),
                whole("unsqueeze(int)", x -> x.unsqueeze(1)),
                whole("expand(long[])", x -> x.expand(2, 3, 4)),
                part("select(int, long)", x -> x.select(1, -1)),
                part("narrow(int, long, long)", x -> x.narrow(2, 1, 2)),
                part("slice(int, long, long)", x -> x.slice(1, 1, 3)),
                part("slice(int, long, long, long)", x -> x.slice(2, 0, 4, 2)),
                part("diagonal()", Tensor::diagonal),
                part("diagonal(int, int, int)", x -> x.diagonal(1, 1, 2)),
                whole("unfold(int, int, int)", x -> x.unfold(2, 2, 2)),
                part("index(Index[])", x -> x.index(Index.at(0), Index.every(2))),
                whole("index(Index[])", x -> x.index(Index.ellipsis(), Index.newAxis())),
                whole("split(long)", x -> x.split(1)),
                whole("split(long, int)", x -> x.split(3, 2)),
                whole("split(long[], int)", x -> x.split(new long[] {1, 2}, 1)),
                whole("chunk(int)", x -> x.chunk(2)),
                whole("chunk(int, int)", x -> x.chunk(2, 1)),
                whole("unbind()", Tensor::unbind),
                whole("unbind(int)", x -> x.unbind(1)),
                whole("meshgrid(List)", x -> Tensor.meshgrid(List.of(x.flatten())).get(0)),
                whole("meshgridXy(List)", x -> Tensor.meshgridXy(List.of(x.flatten())).get(0)));
    }

    @ParameterizedTest
    @MethodSource("views")
    void a_view_shares_memory_and_version_with_its_source(View view) {
        double[] before = x.toDoubleArray();
        List<Tensor> results = results(view.op().apply(x));
        int version = x.array().storage().version();
        for (Tensor y : results) {
            assertSame(x.array().storage(), y.array().storage());
            y.fill_(77);
            assertEquals(++version, x.array().storage().version());
        }
        double[] after = x.toDoubleArray();
        int changed = 0;
        for (int i = 0; i < after.length; i++) {
            assertTrue(after[i] == 77 || after[i] == before[i]);
            changed += after[i] == 77 ? 1 : 0;
        }
        long seen = results.stream().mapToLong(Tensor::numel).sum();
        assertEquals(view.whole() ? x.numel() : seen, changed);
        assertTrue(view.whole() || changed < x.numel());
        x.fill_(-5);
        for (Tensor y : results) {
            assertTrue(Arrays.stream(y.toDoubleArray()).allMatch(value -> value == -5));
        }
    }

    @ParameterizedTest
    @MethodSource("views")
    void a_changed_view_of_a_saved_tensor_is_noticed(View view) {
        x.requiresGrad(true);
        Tensor y = x.mul(x).sum();
        Tensor seen = results(view.op().apply(x)).get(0);
        Autograd.noGrad(() -> seen.detach().fill_(0));
        assertTrue(
                assertThrows(IllegalStateException.class, y::backward)
                        .getMessage()
                        .contains("changed in place"));
    }

    private static List<Tensor> results(Object result) {
        return result instanceof List<?> all
                ? all.stream().map(Tensor.class::cast).toList()
                : List.of((Tensor) result);
    }

    /**
     * Rows may make views, and those named here return their input, or as PyTorch's einsum a view
     * of it, where nothing is to be computed.
     */
    private static final Set<String> MAY_RETURN_ITS_INPUT =
            Set.of("contiguous()", "to(DType)", "sumTo(long[])", "einsum(String, Tensor[])");

    static List<Row> copying() {
        Set<String> views = views().stream().map(View::method).collect(Collectors.toSet());
        return OpTable.pure()
                .filter(row -> !views.contains(row.method()))
                .filter(row -> !MAY_RETURN_ITS_INPUT.contains(row.method()))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("copying")
    void every_other_operation_returns_memory_of_its_own(Row row) {
        for (Sample sample : row.samples()) {
            Tensor[] in = sample.inputs();
            double[][] before = values(in);
            Tensor y = row.operation().apply(in);
            for (Tensor input : in) {
                assertNotSame(input.array().storage(), y.array().storage(), sample.toString());
            }
            y.fill_(77);
            double[][] after = values(in);
            assertArrayEquals(before, after, sample.toString());
        }
    }

    @ParameterizedTest
    @MethodSource("copying")
    void inputs_and_result_may_change_afterwards_where_that_is_recorded(Row row) {
        for (Sample sample : row.samples()) {
            Tensor[] in = sample.inputs();
            for (int i = 0; i < in.length; i++) {
                in[i] = in[i].requiresGrad(true).mul(1);
            }
            Tensor y = row.operation().apply(in);
            if (y.requiresGrad()) {
                y.mul_(2);
            }
            for (Tensor x : in) {
                x.mul_(2);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("views")
    void a_recorded_change_of_a_view_reaches_its_base(View view) {
        GradCheck.Operation change =
                in -> {
                    Tensor base = in[0].mul(2);
                    Tensor untouched = base.mul(1);
                    Tensor seen = results(view.op().apply(base)).get(0);
                    seen.mul_(in[1]).add_(in[0].mean());
                    return base.mul(base).add(untouched).add(seen.sum());
                };
        gradients(change);
    }

    @ParameterizedTest
    @MethodSource("views")
    void a_recorded_change_of_a_base_reaches_its_views(View view) {
        gradients(
                in -> {
                    Tensor base = in[0].mul(2);
                    Tensor seen = results(view.op().apply(base)).get(0);
                    base.mul_(in[0]).add_(in[1]);
                    return seen.mul(seen);
                });
    }

    @Test
    void a_recorded_change_reaches_views_whose_places_overlap() {
        gradients(
                in -> {
                    Tensor base = in[0].mul(2);
                    Tensor windows = base.unfold(2, 3, 1);
                    Tensor repeated = base.unsqueeze(0).expand(3, 2, 3, 4);
                    base.mul_(in[0]).add_(in[1]);
                    return windows.mul(windows).sum().add(repeated.mul(repeated).mean());
                });
    }

    @Test
    void changes_through_views_of_views_alternate_with_changes_of_the_base() {
        gradients(
                in -> {
                    Tensor base = Tensor.zeros(DType.FLOAT64, 2, 3, 4);
                    Tensor rows = base.permute(2, 0, 1);
                    Tensor row = rows.select(0, 1);
                    row.copy_(in[0].select(2, 0));
                    base.add_(in[1]);
                    rows.narrow(0, 1, 2).mul_(in[0].narrow(2, 1, 2).permute(2, 0, 1));
                    row.exp_();
                    return base.mul(base).add(row.sum()).add(rows.mean());
                });
    }

    private void gradients(GradCheck.Operation operation) {
        Tensor a = x.clone().requiresGrad(true);
        Tensor b = Tensor.of(0.7).sum().requiresGrad(true);
        GradCheck.gradcheck(operation, a, b);
        GradCheck.gradgradcheck(operation, a, b);
    }

    @Test
    void a_source_of_copies_may_still_change_where_that_is_recorded() {
        Tensor leaf = Tensor.ones(2, 3).requiresGrad(true);
        Tensor y = leaf.add(0);
        y.flip(0);
        y.tril();
        y.repeat(2, 2);
        y.roll(1, 0);
        y.pad(1, 1);
        y.indexSelect(0, Tensor.of(0L));
        Tensor.cat(List.of(y, y));
        Tensor.ones(4, 2, 3).add(y);
        y.mul_(3);
        y.sum().backward();
        assertArrayEquals(new float[] {3, 3, 3, 3, 3, 3}, leaf.grad().toFloatArray());
    }

    private static double[][] values(Tensor[] in) {
        return Arrays.stream(in).map(Tensor::toDoubleArray).toArray(double[][]::new);
    }

    @Test
    void a_reshape_that_cannot_be_a_view_is_a_copy() {
        Tensor y = x.transpose(0, 2).reshape(24);
        assertNotSame(x.array().storage(), y.array().storage());
    }

    @Test
    void an_index_with_a_tensor_is_a_copy_and_one_of_a_number_a_view() {
        assertNotSame(x.array().storage(), x.index(Index.at(0), Index.of(0, 1)).array().storage());
        assertNotSame(
                x.array().storage(), x.index(Index.mask(Tensor.of(true, true))).array().storage());
        Tensor number = Tensor.of(1L).squeeze();
        assertSame(x.array().storage(), x.index(Index.of(number)).array().storage());
    }

    @Test
    void the_diagonal_of_a_matrix_is_seen_and_diag_copied() {
        Tensor matrix = Tensor.ones(2, 2);
        matrix.diagonal().fill_(5);
        assertArrayEquals(new float[] {5, 1, 1, 5}, matrix.toFloatArray());
        matrix.diag().fill_(9);
        assertArrayEquals(new float[] {5, 1, 1, 5}, matrix.toFloatArray());
    }

    @Test
    void overlapping_windows_see_the_same_elements() {
        Tensor line = Tensor.of(1f, 2f, 3f);
        Tensor windows = line.unfold(0, 2, 1);
        line.select(0, 1).fill_(9);
        assertArrayEquals(new float[] {1, 9, 9, 3}, windows.toFloatArray());
    }
}
