package org.grad4j.nn.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.grad4j.nn.Module;
import org.grad4j.nn.loss.Losses;
import org.grad4j.tensor.Generator;
import org.grad4j.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** Every layer and loss has a function, except where PyTorch has none either. */
class FunctionalTest {
    private static final Set<String> MODULES_ONLY =
            Set.of(
                    "RNN LSTM GRU RNNCell LSTMCell GRUCell MultiheadAttention Transformer"
                            .split(" "));

    /** Where the function does not have the layer's name. */
    private static final Map<String, String> OTHER_NAMES =
            Map.ofEntries(
                    Map.entry("Identity", "to"),
                    Map.entry("Softmax2d", "softmax"),
                    Map.entry("Upsample", "interpolate"),
                    Map.entry("KLDivLoss", "klDiv"),
                    Map.entry("CrossEntropyLoss", "crossEntropy"),
                    Map.entry("BCELoss", "binaryCrossEntropy"),
                    Map.entry("BCEWithLogitsLoss", "binaryCrossEntropyWithLogits"));

    private static Set<String> functions(Class<?> owner) {
        return Arrays.stream(owner.getMethods())
                .map(method -> method.getName().toLowerCase(Locale.ROOT))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> modules(String folder) throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/main/java/org/grad4j/nn", folder))) {
            return files.map(file -> file.getFileName().toString().replace(".java", ""))
                    .filter(name -> !name.equals("package-info"))
                    .filter(name -> isModule("org.grad4j.nn." + folder + "." + name))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static boolean isModule(String name) {
        try {
            Class<?> type = Class.forName(name);
            int modifiers = type.getModifiers();
            return Module.class.isAssignableFrom(type)
                    && Modifier.isPublic(modifiers)
                    && !Modifier.isAbstract(modifiers);
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    private static String function(String module) {
        String name =
                module.replaceAll("^(Constant|Zero|Reflection|Replication|Circular)Pad", "pad");
        name = name.replaceAll("^(pad|BatchNorm|InstanceNorm)[12]d$", "$1");
        return OTHER_NAMES.getOrDefault(module, name).toLowerCase(Locale.ROOT);
    }

    @Test
    void every_layer_has_a_function() throws IOException {
        Set<String> functions = functions(Tensor.class);
        functions.addAll(functions(Functional.class));
        Set<String> without = modules("layer");
        without.removeIf(name -> functions.contains(function(name)));

        Set<String> known = new TreeSet<>(MODULES_ONLY);
        known.addAll(Set.of("TransformerEncoder", "TransformerEncoderLayer"));
        known.addAll(Set.of("TransformerDecoder", "TransformerDecoderLayer"));
        known.addAll(Set.of("WeightNorm", "SpectralNorm"));
        assertThat(without).isEqualTo(known);
    }

    @Test
    void every_loss_has_a_function() throws IOException {
        Set<String> functions = functions(Losses.class);
        Set<String> without = modules("loss");
        without.removeIf(name -> functions.contains(function(name)));
        assertThat(without).isEmpty();
    }

    @Test
    void functions_that_draw_do_what_their_layers_do() {
        Map<Module, Function<Tensor, Tensor>> rows = new LinkedHashMap<>();
        rows.put(new Dropout(0.4, random()), x -> Functional.dropout(x, 0.4, true, random()));
        rows.put(new Dropout1d(0.4, random()), x -> Functional.dropout1d(x, 0.4, true, random()));
        rows.put(
                new AlphaDropout(0.4, random()),
                x -> Functional.alphaDropout(x, 0.4, true, random()));
        rows.put(new RReLU(0.1, 0.4, random()), x -> Functional.rrelu(x, 0.1, 0.4, true, random()));
        Tensor x = Tensor.randn(new Generator(2), 3, 4, 5);

        rows.forEach(
                (layer, function) ->
                        assertThat(function.apply(x).toFloatArray())
                                .as(layer.toString())
                                .isEqualTo(layer.call(x).toFloatArray())
                                .isNotEqualTo(x.toFloatArray()));
        Tensor image = x.unsqueeze(0);
        assertThat(Functional.dropout2d(image, 0.4, true, random()).toFloatArray())
                .isEqualTo(new Dropout2d(0.4, random()).call(image).toFloatArray());
    }

    private static Generator random() {
        return new Generator(1);
    }

    @Test
    void without_training_nothing_is_drawn() {
        Tensor x = Tensor.of(-1f, 2f);
        assertThat(Functional.dropout(x, 0.9, false, random())).isSameAs(x);
        assertThat(Functional.alphaDropout(x, 0.9, false, random())).isSameAs(x);
        assertThat(Functional.rrelu(x, 0.1, 0.3, false, random()).toFloatArray())
                .containsExactly(-0.2f, 2);
        assertThatThrownBy(() -> Functional.dropout1d(x, 2, false, random()))
                .hasMessage("Dropout1d: p must be from 0 to 1, got 2.0");
    }

    @Test
    void softmin_is_the_softmax_of_the_negatives() {
        Tensor x = Tensor.of(1f, 2f, 4f);
        assertThat(Functional.softmin(x, 0).toFloatArray())
                .isEqualTo(x.neg().softmax(0).toFloatArray());
    }
}
