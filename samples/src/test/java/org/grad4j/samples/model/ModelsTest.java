package org.grad4j.samples.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.grad4j.nn.Module;
import org.grad4j.tensor.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ModelsTest {
    static List<Arguments> models() {
        return List.of(
                Arguments.of(new Mlp(), 784 * 256 + 256 + 256 * 128 + 128 + 128 * 10 + 10),
                Arguments.of(
                        new LeNet(),
                        (25 * 6 + 6)
                                + (150 * 16 + 16)
                                + (256 * 120 + 120)
                                + (120 * 84 + 84)
                                + (84 * 10 + 10)),
                Arguments.of(
                        new Cnn(),
                        (9 * 32 + 32) + (9 * 32 * 64 + 64) + (9216 * 128 + 128) + (128 * 10 + 10)));
    }

    @ParameterizedTest
    @MethodSource("models")
    void a_model_gives_ten_logits_for_any_number_of_pictures(Module model, int parameters) {
        for (int n : new int[] {1, 3}) {
            assertArrayEquals(new long[] {n, 10}, model.call(Tensor.rand(n, 1, 28, 28)).shape());
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void a_model_has_the_parameters_of_its_architecture(Module model, int parameters) {
        assertEquals(parameters, model.numParameters());
    }

    @ParameterizedTest
    @MethodSource("models")
    void a_picture_of_another_size_is_refused_with_the_layer_s_name(Module model, int parameters) {
        var error =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> model.call(Tensor.rand(1, 1, 32, 32)));
        assertTrue(error.getMessage().contains("fc1"), error::getMessage);
    }
}
