package org.grad4j.nn.layer;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.grad4j.autograd.Autograd;
import org.grad4j.io.Safetensors;
import org.grad4j.memory.TensorMemory;
import org.grad4j.memory.TensorScope;
import org.grad4j.nn.Gradients;
import org.grad4j.nn.Module;
import org.grad4j.tensor.DType;
import org.grad4j.tensor.Generator;
import org.grad4j.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What every layer promises; a new layer adds a row. */
class LayerContractTest {
    /**
     * A layer to try.
     *
     * @param maker makes one with float64 parameters; two made one after another differ
     * @param shape of an input
     * @param keys of its state
     * @param text as PyTorch prints it
     */
    record Row(Supplier<Module> maker, long[] shape, List<String> keys, String text) {
        @Override
        public String toString() {
            return text;
        }
    }

    private static final Generator RANDOM = new Generator(3);

    private static final List<Row> CORE =
            List.of(
                    new Row(
                            () -> new Linear(3, 2, true, DType.FLOAT64, RANDOM),
                            new long[] {4, 3},
                            List.of("weight", "bias"),
                            "Linear(in_features=3, out_features=2, bias=True)"),
                    new Row(
                            () -> new Linear(3, 2, false, DType.FLOAT64, RANDOM),
                            new long[] {2, 4, 3},
                            List.of("weight"),
                            "Linear(in_features=3, out_features=2, bias=False)"),
                    new Row(
                            () ->
                                    Conv2d.builder(2, 3, 3)
                                            .dtype(DType.FLOAT64)
                                            .generator(RANDOM)
                                            .build(),
                            new long[] {2, 2, 5, 4},
                            List.of("weight", "bias"),
                            "Conv2d(2, 3, kernel_size=(3, 3), stride=(1, 1))"),
                    new Row(
                            () ->
                                    Conv2d.builder(1, 2, 3, 2)
                                            .stride(2)
                                            .padding(1, 0)
                                            .bias(false)
                                            .dtype(DType.FLOAT64)
                                            .generator(RANDOM)
                                            .build(),
                            new long[] {2, 1, 5, 4},
                            List.of("weight"),
                            "Conv2d(1, 2, kernel_size=(3, 2), stride=(2, 2), padding=(1, 0),"
                                    + " bias=False)"),
                    new Row(
                            () -> new MaxPool2d(2),
                            new long[] {2, 2, 4, 5},
                            List.of(),
                            "MaxPool2d(kernel_size=2, stride=2, padding=0, dilation=1,"
                                    + " ceil_mode=False)"),
                    new Row(
                            () ->
                                    new MaxPool2d(
                                            new int[] {3, 2}, new int[] {1, 2}, new int[] {1, 0}),
                            new long[] {1, 2, 4, 5},
                            List.of(),
                            "MaxPool2d(kernel_size=(3, 2), stride=(1, 2), padding=(1, 0),"
                                    + " dilation=1, ceil_mode=False)"),
                    new Row(ReLU::new, new long[] {3, 4}, List.of(), "ReLU()"),
                    new Row(
                            Flatten::new,
                            new long[] {2, 3, 2, 2},
                            List.of(),
                            "Flatten(start_dim=1, end_dim=-1)"),
                    new Row(
                            () -> new Dropout(0.5, RANDOM),
                            new long[] {3, 4},
                            List.of(),
                            "Dropout(p=0.5, inplace=False)"));

    static final List<Row> LAYERS =
            Stream.of(CORE, SpatialRows.LAYERS).flatMap(List::stream).toList();

    private static Tensor input(Row row) {
        return Tensor.randn(new Generator(11), row.shape).to(DType.FLOAT64);
    }

    @Test
    void every_layer_has_a_row() throws Exception {
        Path folder =
                Path.of(Linear.class.getProtectionDomain().getCodeSource().getLocation().toURI())
                        .resolve(Linear.class.getPackageName().replace('.', '/'));
        Set<String> tried =
                LAYERS.stream()
                        .map(row -> row.maker.get().getClass().getSimpleName())
                        .collect(Collectors.toSet());
        List<String> layers = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString().replace(".class", "");
                if (!name.contains("-")) {
                    Class<?> type = Class.forName(Linear.class.getPackageName() + "." + name);
                    if (Module.class.isAssignableFrom(type)
                            && !Modifier.isAbstract(type.getModifiers())
                            && takesOneTensor(type)) {
                        layers.add(name);
                    }
                }
            }
        }
        assertThat(layers).isNotEmpty().allMatch(tried::contains);
    }

    /** Others have tests of their own. */
    private static boolean takesOneTensor(Class<?> type) {
        Class<?> declaring = type;
        while (declaring != Module.class) {
            if (Stream.of(declaring.getDeclaredMethods())
                    .anyMatch(method -> method.getName().equals("forward"))) {
                return true;
            }
            declaring = declaring.getSuperclass();
        }
        return false;
    }

    @ParameterizedTest
    @FieldSource("LAYERS")
    void gradients_agree_with_central_differences(Row row) {
        Module layer = row.maker.get();
        layer.eval();
        Tensor x = input(row).requiresGrad(true);
        Tensor weights = Tensor.randn(new Generator(5), layer.call(x).shape()).to(DType.FLOAT64);
        List<Tensor> leaves = new ArrayList<>(layer.parameters());
        leaves.add(x);

        Gradients.check(() -> layer.call(x).mul(weights).sum(), leaves.toArray(Tensor[]::new));
    }

    @ParameterizedTest
    @FieldSource("LAYERS")
    void names_are_stable(Row row) {
        assertThat(row.maker.get().stateDict().keySet()).containsExactlyElementsOf(row.keys);
    }

    @ParameterizedTest
    @FieldSource("LAYERS")
    void it_prints_as_in_PyTorch(Row row) {
        assertThat(row.maker.get()).hasToString(row.text);
    }

    @ParameterizedTest
    @FieldSource("LAYERS")
    void evaluation_is_deterministic(Row row) {
        Module layer = row.maker.get();
        layer.eval();
        Tensor x = input(row);

        double[] once = layer.call(x).toDoubleArray();
        double[] again = layer.call(x).toDoubleArray();

        assertThat(again).isEqualTo(once);
    }

    @ParameterizedTest
    @FieldSource("LAYERS")
    void the_input_stays_as_it_is(Row row) {
        Tensor x = input(row);

        row.maker.get().call(x);

        assertThat(x.toDoubleArray()).isEqualTo(input(row).toDoubleArray());
    }

    @ParameterizedTest
    @FieldSource("LAYERS")
    void an_empty_batch_gives_an_empty_batch(Row row) {
        long[] shape = row.shape.clone();
        shape[0] = 0;
        Module layer = row.maker.get();
        long[] full = layer.call(input(row)).shape();

        long[] empty = layer.call(Tensor.zeros(DType.FLOAT64, shape)).shape();

        full[0] = 0;
        assertThat(empty).containsExactly(full);
    }

    @ParameterizedTest
    @FieldSource("LAYERS")
    void a_saved_and_loaded_layer_computes_the_same(Row row, @TempDir Path folder) {
        Module saved = row.maker.get();
        Module loaded = row.maker.get();
        saved.eval();
        loaded.eval();
        Path file = folder.resolve("layer.safetensors");

        Safetensors.save(file, saved.stateDict());
        loaded.loadStateDict(Safetensors.load(file));

        assertThat(loaded.call(input(row)).toDoubleArray())
                .isEqualTo(saved.call(input(row)).toDoubleArray());
    }

    @ParameterizedTest
    @FieldSource("LAYERS")
    void a_step_in_a_scope_leaves_only_gradients_behind(Row row) {
        Module layer = row.maker.get();
        long before = TensorMemory.stats().liveArrays();

        TensorScope.run(
                () -> {
                    Tensor x = input(row).requiresGrad(true);
                    layer.call(x).sum().backward();
                    x.zeroGrad();
                });
        layer.zeroGrad();

        assertThat(TensorMemory.stats().liveArrays()).isLessThanOrEqualTo(before);
    }

    @ParameterizedTest
    @FieldSource("LAYERS")
    void nothing_is_recorded_without_gradients(Row row) {
        Tensor y = Autograd.noGrad(() -> row.maker.get().call(input(row)));

        assertThat(y.gradFn()).isNull();
        assertThat(y.dtype()).isEqualTo(DType.FLOAT64);
    }
}
