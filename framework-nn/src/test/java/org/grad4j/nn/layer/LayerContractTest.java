package org.grad4j.nn.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
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

/** What every layer promises; a new layer adds a row to the list of its family. */
class LayerContractTest {
    static final List<LayerRow> LAYERS =
            Stream.of(
                            LayerRows.ROWS,
                            ActivationRows.ROWS,
                            SequenceRows.ROWS,
                            AttentionRows.ROWS,
                            TransformerRows.ROWS,
                            SpatialRows.ROWS)
                    .flatMap(List::stream)
                    .toList();

    @Test
    void every_layer_has_a_row() throws Exception {
        Path folder =
                Path.of(Linear.class.getProtectionDomain().getCodeSource().getLocation().toURI())
                        .resolve(Linear.class.getPackageName().replace('.', '/'));
        Set<String> tried =
                LAYERS.stream()
                        .map(row -> row.make().getClass().getSimpleName())
                        .collect(Collectors.toSet());
        List<String> layers = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString().replace(".class", "");
                if (!name.contains("-")) {
                    Class<?> type = Class.forName(Linear.class.getPackageName() + "." + name);
                    if (Module.class.isAssignableFrom(type)
                            && Modifier.isPublic(type.getModifiers())
                            && !Modifier.isAbstract(type.getModifiers())) {
                        layers.add(name);
                    }
                }
            }
        }
        assertThat(layers).isNotEmpty().allMatch(tried::contains);
    }

    @ParameterizedTest
    @FieldSource("LAYERS")
    void gradients_agree_with_central_differences(LayerRow row) {
        Module layer = row.make();
        layer.eval();
        Tensor x = row.input();
        Tensor weights =
                Tensor.randn(new Generator(5), row.call(layer, x).shape()).to(DType.FLOAT64);
        List<Tensor> leaves = new ArrayList<>(layer.parameters());
        if (x.dtype().isFloatingPoint()) {
            leaves.add(x.requiresGrad(true));
        }

        Gradients.check(() -> row.call(layer, x).mul(weights).sum(), leaves.toArray(Tensor[]::new));
    }

    @ParameterizedTest
    @FieldSource("LAYERS")
    void names_are_stable(LayerRow row) {
        assertThat(row.make().stateDict().keySet()).containsExactlyElementsOf(row.keys());
    }

    @ParameterizedTest
    @FieldSource("LAYERS")
    void it_prints_as_in_PyTorch(LayerRow row) {
        assertThat(row.make()).hasToString(row.text());
    }

    @ParameterizedTest
    @FieldSource("LAYERS")
    void evaluation_is_deterministic(LayerRow row) {
        Module layer = row.make();
        layer.eval();
        Tensor x = row.input();

        double[] once = row.call(layer, x).toDoubleArray();
        double[] again = row.call(layer, x).toDoubleArray();

        assertThat(again).isEqualTo(once);
    }

    @ParameterizedTest
    @FieldSource("LAYERS")
    void the_input_stays_as_it_is(LayerRow row) {
        Tensor x = row.input();

        row.call(row.make(), x);

        assertThat(x.toDoubleArray()).isEqualTo(row.input().toDoubleArray());
    }

    @ParameterizedTest
    @FieldSource("LAYERS")
    void an_empty_batch_gives_an_empty_batch(LayerRow row) {
        assumeThat(row.batch()).isNotNegative();
        Module layer = row.make();
        long[] full = row.call(layer, row.input()).shape();

        long[] empty = row.call(layer, row.input().narrow(row.batch(), 0, 0).clone()).shape();

        full[row.batch()] = 0;
        assertThat(empty).containsExactly(full);
    }

    @ParameterizedTest
    @FieldSource("LAYERS")
    void a_saved_and_loaded_layer_computes_the_same(LayerRow row, @TempDir Path folder) {
        Module saved = row.make();
        Module loaded = row.make();
        saved.eval();
        loaded.eval();
        Path file = folder.resolve("layer.safetensors");

        Safetensors.save(file, saved.stateDict());
        loaded.loadStateDict(Safetensors.load(file));

        assertThat(row.call(loaded, row.input()).toDoubleArray())
                .isEqualTo(row.call(saved, row.input()).toDoubleArray());
    }

    @ParameterizedTest
    @FieldSource("LAYERS")
    void a_step_in_a_scope_leaves_only_gradients_behind(LayerRow row) {
        Module layer = row.make();
        long before = TensorMemory.stats().liveArrays();

        TensorScope.run(
                () -> {
                    Tensor x = row.input();
                    x.requiresGrad(x.dtype().isFloatingPoint());
                    row.call(layer, x).sum().backward();
                    x.zeroGrad();
                });
        layer.zeroGrad();

        assertThat(TensorMemory.stats().liveArrays()).isLessThanOrEqualTo(before);
    }

    @ParameterizedTest
    @FieldSource("LAYERS")
    void nothing_is_recorded_without_gradients(LayerRow row) {
        Tensor y = Autograd.noGrad(() -> row.call(row.make(), row.input()));

        assertThat(y.gradFn()).isNull();
        assertThat(y.dtype()).isEqualTo(DType.FLOAT64);
    }
}
