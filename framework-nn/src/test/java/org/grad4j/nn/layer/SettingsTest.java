package org.grad4j.nn.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.grad4j.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** Settings that layers refuse when they are built, not when they are called. */
class SettingsTest {
    @Test
    void sizes_of_a_linear_layer_are_not_negative() {
        assertThatThrownBy(() -> new Linear(-1, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Linear: sizes must be 0 or more, got -1 and 2");
    }

    @Test
    void numbers_of_a_convolution_are_in_range() {
        assertThatThrownBy(() -> new Conv2d(0, 6, 5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Conv2d: channels must be 1 or more, got 0 and 6");
        assertThatThrownBy(() -> new Conv2d(1, 6, 0))
                .hasMessage("Conv2d: kernel must be one or two numbers of 1 or more, got [0]");
        assertThatThrownBy(() -> Conv2d.builder(1, 6, 1, 2, 3))
                .hasMessageContaining("got [1, 2, 3]");
        assertThatThrownBy(() -> Conv2d.builder(1, 6, 5).stride(0))
                .hasMessage("Conv2d: stride must be one or two numbers of 1 or more, got [0]");
        assertThatThrownBy(() -> Conv2d.builder(1, 6, 5).padding(0, -1))
                .hasMessage("Conv2d: padding must be one or two numbers of 0 or more, got [0, -1]");
        assertThatThrownBy(() -> Conv2d.builder(1, 6, 5).stride()).hasMessageContaining("got []");
    }

    @Test
    void numbers_of_a_pool_are_in_range() {
        assertThatThrownBy(() -> new MaxPool2d(0))
                .hasMessage("MaxPool2d: kernel must be one or two numbers of 1 or more, got [0]");
        assertThatThrownBy(() -> new MaxPool2d(2, 2, 2))
                .hasMessage(
                        "MaxPool2d: padding must be at most half the kernel, got padding 2 for kernel 2");
    }

    @Test
    void one_image_without_a_batch_is_taken_too() {
        assertThat(new Conv2d(1, 2, 3).call(Tensor.zeros(1, 5, 5)).shape())
                .containsExactly(2, 3, 3);
        assertThat(new MaxPool2d(2).call(Tensor.zeros(1, 4, 4)).shape()).containsExactly(1, 2, 2);
    }

    @Test
    void layers_without_a_bias_have_none() {
        assertThat(new Linear(2, 2, false).bias()).isNull();
        assertThat(Conv2d.builder(1, 1, 1).bias(false).build().bias()).isNull();
    }
}
