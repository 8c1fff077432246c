package org.grad4j.nn.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.grad4j.nn.Sequential;
import org.grad4j.tensor.DType;
import org.grad4j.tensor.Generator;
import org.grad4j.tensor.Interpolation;
import org.grad4j.tensor.PadMode;
import org.grad4j.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** Layers over signals and images: what they refuse, samples without a batch, dropped channels. */
class SpatialSettingsTest {
    @Test
    void settings_of_convolutions_are_checked_when_they_are_built() {
        assertThatThrownBy(() -> Conv2d.builder(4, 6, 3).groups(4))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Conv2d: groups must divide the channels 4 and 6, got 4");
        assertThatThrownBy(() -> Conv2d.builder(4, 6, 3).padding("full"))
                .hasMessage("Conv2d: padding must be \"same\", \"valid\" or numbers, got full");
        assertThatThrownBy(() -> Conv1d.builder(4, 6, 3).stride(2).padding("same").build())
                .hasMessage(
                        "Conv1d: padding \"same\" keeps the size, which needs stride 1, got [2]");
        assertThatThrownBy(() -> Conv1d.builder(4, 6, 3).stride(1, 2))
                .hasMessage("Conv1d: stride must be one number of 1 or more, got [1, 2]");
        assertThatThrownBy(() -> Conv1d.builder(4, 6, 3).paddingMode(null))
                .hasMessage("Conv1d: the padding mode is null");
        assertThatThrownBy(() -> ConvTranspose2d.builder(4, 6, 3).outputPadding(1).build())
                .hasMessage(
                        "ConvTranspose2d: output padding must be smaller than stride or dilation,"
                                + " got [1, 1] with stride [1, 1] and dilation [1, 1]");
        assertThatThrownBy(() -> Conv2d.builder(4, 6, 3).padding((int[]) null))
                .hasMessage("Conv2d: padding must be one or two numbers of 0 or more, got null");
    }

    @Test
    void settings_of_other_layers_are_checked_when_they_are_built() {
        assertThatThrownBy(() -> AvgPool1d.builder(2).padding(2).build())
                .hasMessage(
                        "AvgPool1d: padding must be at most half the kernel, got padding 2 for"
                                + " kernel 2");
        assertThatThrownBy(() -> MaxPool2d.builder(2).dilation(0))
                .hasMessage("MaxPool2d: dilation must be one or two numbers of 1 or more, got [0]");
        assertThatThrownBy(() -> new AdaptiveAvgPool2d(0))
                .hasMessage(
                        "AdaptiveAvgPool2d: size must be one or two numbers of 1 or more, got [0,"
                                + " 0]");
        assertThatThrownBy(() -> new ZeroPad2d(1, 2))
                .hasMessage("ZeroPad2d: padding must be one number or 4, got [1, 2]");
        assertThatThrownBy(() -> Upsample.byFactor(-1))
                .hasMessage("Upsample: factors must be positive, got [-1.0]");
        assertThatThrownBy(() -> Upsample.toSize(Interpolation.NEAREST, true, 4))
                .hasMessage(
                        "Upsample: corners can only be aligned where values are mixed, not with"
                                + " NEAREST");
        assertThatThrownBy(() -> Upsample.toSize(null, false, 4))
                .hasMessage("Upsample: the mode is null");
        assertThatThrownBy(() -> new PixelShuffle(0))
                .hasMessage("PixelShuffle: factor must be one number of 1 or more, got [0]");
        assertThatThrownBy(() -> new Dropout2d(1.5))
                .hasMessage("Dropout2d: p must be from 0 to 1, got 1.5");
    }

    @Test
    void inputs_that_do_not_fit_are_named_with_the_path() {
        Sequential net = Sequential.of(new Conv1d(2, 4, 3), new MaxPool1d(9));

        assertThatThrownBy(() -> net.call(Tensor.zeros(1, 2, 6)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "sequential.1 (MaxPool1d): maxPool1d: the kernel 9 does not fit into the"
                                + " padded input 4 of shape [1, 4, 4]");
        assertThatThrownBy(() -> net.call(Tensor.zeros(1, 3, 6)))
                .hasMessageStartingWith("sequential.0 (Conv1d 2→4): conv1d: the input has 3");
        assertThatThrownBy(() -> new ReflectionPad1d(4).call(Tensor.zeros(1, 1, 3)))
                .hasMessageStartingWith("ReflectionPad1d: pad: REFLECT reaches at most 2");
        assertThatThrownBy(() -> new Dropout1d().call(Tensor.zeros(4)))
                .hasMessage("Dropout1d: the input must be [n, c, l] or [c, l], got [4]");
        assertThatThrownBy(() -> new MaxPool2d(2).callWithIndices(null))
                .hasMessage("MaxPool2d: the input is null");
        assertThatThrownBy(() -> new CosineSimilarity().call(Tensor.ones(2, 2), null))
                .hasMessage("CosineSimilarity: the other input is null");
    }

    @Test
    void pads_hold_what_their_names_say() {
        Tensor x = Tensor.of(1f, 2f, 3f).reshape(1, 1, 3);

        assertThat(new ConstantPad1d(new int[] {2, -1}, 7).call(x).toFloatArray())
                .containsExactly(7, 7, 1, 2);
        assertThat(new ZeroPad1d(1, 2).call(x).toFloatArray()).containsExactly(0, 1, 2, 3, 0, 0);
        assertThat(new ReflectionPad1d(2, 1).call(x).toFloatArray())
                .containsExactly(3, 2, 1, 2, 3, 2);
        assertThat(new ReplicationPad1d(2, 1).call(x).toFloatArray())
                .containsExactly(1, 1, 1, 2, 3, 3);
        assertThat(new CircularPad1d(2, 1).call(x).toFloatArray())
                .containsExactly(2, 3, 1, 2, 3, 1);
        assertThat(new ZeroPad2d(1, 0, 0, 2).call(x).shape()).containsExactly(1, 3, 4);
    }

    @Test
    void samples_without_a_batch_are_taken_too() {
        Tensor signal = Tensor.randn(new Generator(1), 2, 8);
        Tensor image = Tensor.randn(new Generator(1), 2, 8, 8);

        assertThat(Conv1d.builder(2, 3, 3).padding("same").build().call(signal).shape())
                .containsExactly(3, 8);
        assertThat(
                        Conv2d.builder(2, 3, 3)
                                .padding(1)
                                .paddingMode(PadMode.REFLECT)
                                .build()
                                .call(image)
                                .shape())
                .containsExactly(3, 8, 8);
        assertThat(new ConvTranspose2d(2, 3, 3).call(image).shape()).containsExactly(3, 10, 10);
        assertThat(new InstanceNorm1d(2).call(signal).shape()).containsExactly(2, 8);
        assertThat(new CircularPad2d(1).call(image).shape()).containsExactly(2, 10, 10);
        assertThat(new Dropout2d().call(image).shape()).containsExactly(2, 8, 8);
    }

    @Test
    void convolutions_start_within_one_over_the_root_of_their_fan() {
        Conv2d conv = Conv2d.builder(8, 16, 3).groups(4).generator(new Generator(3)).build();

        // Two channels of nine elements come into each output.
        double bound = 1 / Math.sqrt(2 * 9);
        assertThat(conv.weight().shape()).containsExactly(16, 2, 3, 3);
        assertThat(conv.weight().detach().abs().max().item()).isBetween(0.95 * bound, bound);
        assertThat(conv.bias().detach().abs().max().item()).isLessThan(bound);
    }

    @Test
    void whole_channels_are_dropped() {
        Tensor y = new Dropout2d(0.5, new Generator(5)).call(Tensor.ones(40, 25, 3, 2));

        float[] values = y.toFloatArray();
        int kept = 0;
        for (int channel = 0; channel < 1000; channel++) {
            float first = values[channel * 6];
            for (int i = 0; i < 6; i++) {
                assertThat(values[channel * 6 + i]).isEqualTo(first);
            }
            assertThat(first == 0 || first == 2).isTrue();
            kept += first == 2 ? 1 : 0;
        }
        // Five standard deviations of 1000 fair coins.
        assertThat((double) kept).isCloseTo(500, within(5 * Math.sqrt(250)));
    }

    @Test
    void alpha_dropout_keeps_mean_and_variance() {
        Tensor x = Tensor.randn(new Generator(6), 200_000).to(DType.FLOAT64);

        Tensor y = new AlphaDropout(0.3, new Generator(7)).call(x);

        assertThat(y.mean().item()).isCloseTo(0, within(0.02));
        assertThat(y.var().item()).isCloseTo(1, within(0.03));
    }

    @Test
    void alpha_dropout_of_everything_is_0_as_in_PyTorch() {
        assertThat(new AlphaDropout(1).call(Tensor.ones(5)).toFloatArray()).containsOnly(0);
    }

    @Test
    void one_number_or_two_give_the_same_size() {
        Tensor x = Tensor.ones(1, 1, 2, 3);

        assertThat(Upsample.toSize(Interpolation.NEAREST, false, 5).call(x).shape())
                .containsExactly(1, 1, 5, 5);
        assertThat(Upsample.byFactor(Interpolation.BILINEAR, true, 2, 3).call(x).shape())
                .containsExactly(1, 1, 4, 9);
    }
}
