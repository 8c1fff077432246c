package org.grad4j.nn.layer;

import java.util.List;
import org.grad4j.nn.layer.LayerContractTest.Row;
import org.grad4j.tensor.DType;
import org.grad4j.tensor.Generator;
import org.grad4j.tensor.Interpolation;
import org.grad4j.tensor.PadMode;

/** Layers of convolution, pooling, padding, normalising and resizing for the contract. */
final class SpatialRows {
    private static final Generator RANDOM = new Generator(3);

    private static final String NESTED =
            "%s(\n  %s\n  (parametrizations): Parametrizations(\n    (weight): %s\n  )\n)";

    private SpatialRows() {}

    static final List<Row> LAYERS =
            List.of(
                    new Row(
                            () ->
                                    Conv1d.builder(2, 3, 3)
                                            .dtype(DType.FLOAT64)
                                            .generator(RANDOM)
                                            .build(),
                            new long[] {2, 2, 6},
                            List.of("weight", "bias"),
                            "Conv1d(2, 3, kernel_size=(3,), stride=(1,))"),
                    new Row(
                            () ->
                                    Conv1d.builder(2, 4, 2)
                                            .padding("same")
                                            .dilation(3)
                                            .groups(2)
                                            .bias(false)
                                            .dtype(DType.FLOAT64)
                                            .generator(RANDOM)
                                            .build(),
                            new long[] {2, 2, 6},
                            List.of("weight"),
                            "Conv1d(2, 4, kernel_size=(2,), stride=(1,), padding=same, dilation=(3,), groups=2, bias=False)"),
                    new Row(
                            () ->
                                    Conv1d.builder(2, 3, 3)
                                            .stride(2)
                                            .padding(2)
                                            .paddingMode(PadMode.CIRCULAR)
                                            .dtype(DType.FLOAT64)
                                            .generator(RANDOM)
                                            .build(),
                            new long[] {2, 2, 5},
                            List.of("weight", "bias"),
                            "Conv1d(2, 3, kernel_size=(3,), stride=(2,), padding=(2,), padding_mode=circular)"),
                    new Row(
                            () ->
                                    Conv2d.builder(2, 2, 3)
                                            .padding(1, 2)
                                            .paddingMode(PadMode.REFLECT)
                                            .dtype(DType.FLOAT64)
                                            .generator(RANDOM)
                                            .build(),
                            new long[] {1, 2, 4, 4},
                            List.of("weight", "bias"),
                            "Conv2d(2, 2, kernel_size=(3, 3), stride=(1, 1), padding=(1, 2), padding_mode=reflect)"),
                    new Row(
                            () ->
                                    Conv2d.builder(2, 4, 2)
                                            .padding("same")
                                            .paddingMode(PadMode.REPLICATE)
                                            .groups(2)
                                            .dtype(DType.FLOAT64)
                                            .generator(RANDOM)
                                            .build(),
                            new long[] {1, 2, 3, 4},
                            List.of("weight", "bias"),
                            "Conv2d(2, 4, kernel_size=(2, 2), stride=(1, 1), padding=same, groups=2, padding_mode=replicate)"),
                    new Row(
                            () ->
                                    Conv2d.builder(2, 2, 3, 2)
                                            .padding("valid")
                                            .dilation(1, 2)
                                            .dtype(DType.FLOAT64)
                                            .generator(RANDOM)
                                            .build(),
                            new long[] {1, 2, 4, 4},
                            List.of("weight", "bias"),
                            "Conv2d(2, 2, kernel_size=(3, 2), stride=(1, 1), padding=valid, dilation=(1, 2))"),
                    new Row(
                            () ->
                                    ConvTranspose1d.builder(2, 3, 3)
                                            .stride(2)
                                            .padding(1)
                                            .outputPadding(1)
                                            .dtype(DType.FLOAT64)
                                            .generator(RANDOM)
                                            .build(),
                            new long[] {2, 2, 3},
                            List.of("weight", "bias"),
                            "ConvTranspose1d(2, 3, kernel_size=(3,), stride=(2,), padding=(1,), output_padding=(1,))"),
                    new Row(
                            () ->
                                    ConvTranspose2d.builder(2, 4, 2)
                                            .groups(2)
                                            .bias(false)
                                            .dtype(DType.FLOAT64)
                                            .generator(RANDOM)
                                            .build(),
                            new long[] {2, 2, 2, 3},
                            List.of("weight"),
                            "ConvTranspose2d(2, 4, kernel_size=(2, 2), stride=(1, 1), groups=2, bias=False)"),
                    new Row(
                            () ->
                                    ConvTranspose2d.builder(2, 1, 3, 2)
                                            .stride(2, 1)
                                            .dilation(1, 2)
                                            .outputPadding(1)
                                            .dtype(DType.FLOAT64)
                                            .generator(RANDOM)
                                            .build(),
                            new long[] {1, 2, 2, 2},
                            List.of("weight", "bias"),
                            "ConvTranspose2d(2, 1, kernel_size=(3, 2), stride=(2, 1), dilation=(1, 2), output_padding=(1, 1))"),
                    new Row(
                            () -> new MaxPool1d(2),
                            new long[] {2, 2, 5},
                            List.of(),
                            "MaxPool1d(kernel_size=2, stride=2, padding=0, dilation=1, ceil_mode=False)"),
                    new Row(
                            () ->
                                    MaxPool1d.builder(3)
                                            .stride(1)
                                            .padding(1)
                                            .dilation(2)
                                            .ceilMode(true)
                                            .build(),
                            new long[] {2, 2, 5},
                            List.of(),
                            "MaxPool1d(kernel_size=3, stride=1, padding=1, dilation=2, ceil_mode=True)"),
                    new Row(
                            () ->
                                    MaxPool2d.builder(2, 3)
                                            .stride(2)
                                            .dilation(1, 2)
                                            .ceilMode(true)
                                            .build(),
                            new long[] {1, 2, 5, 6},
                            List.of(),
                            "MaxPool2d(kernel_size=(2, 3), stride=2, padding=0, dilation=(1, 2), ceil_mode=True)"),
                    new Row(
                            () -> new AvgPool1d(2),
                            new long[] {2, 2, 5},
                            List.of(),
                            "AvgPool1d(kernel_size=(2,), stride=(2,), padding=(0,))"),
                    new Row(
                            () ->
                                    AvgPool2d.builder(3, 2)
                                            .stride(2)
                                            .padding(1)
                                            .ceilMode(true)
                                            .countIncludePad(false)
                                            .build(),
                            new long[] {1, 2, 5, 4},
                            List.of(),
                            "AvgPool2d(kernel_size=(3, 2), stride=2, padding=1)"),
                    new Row(
                            () -> new AdaptiveAvgPool1d(3),
                            new long[] {2, 2, 5},
                            List.of(),
                            "AdaptiveAvgPool1d(output_size=3)"),
                    new Row(
                            () -> new AdaptiveAvgPool2d(2, 3),
                            new long[] {1, 2, 5, 4},
                            List.of(),
                            "AdaptiveAvgPool2d(output_size=(2, 3))"),
                    new Row(
                            () -> new AdaptiveMaxPool1d(3),
                            new long[] {2, 2, 5},
                            List.of(),
                            "AdaptiveMaxPool1d(output_size=3)"),
                    new Row(
                            () -> new AdaptiveMaxPool2d(2),
                            new long[] {1, 2, 5, 4},
                            List.of(),
                            "AdaptiveMaxPool2d(output_size=2)"),
                    new Row(
                            () -> new ConstantPad1d(new int[] {1, 2}, 3.5),
                            new long[] {2, 2, 4},
                            List.of(),
                            "ConstantPad1d(padding=(1, 2), value=3.5)"),
                    new Row(
                            () -> new ConstantPad2d(1, 2.0),
                            new long[] {1, 2, 3, 3},
                            List.of(),
                            "ConstantPad2d(padding=(1, 1, 1, 1), value=2.0)"),
                    new Row(
                            () -> new ZeroPad1d(1, 2),
                            new long[] {2, 2, 4},
                            List.of(),
                            "ZeroPad1d((1, 2))"),
                    new Row(
                            () -> new ZeroPad2d(1),
                            new long[] {1, 2, 3, 3},
                            List.of(),
                            "ZeroPad2d((1, 1, 1, 1))"),
                    new Row(
                            () -> new ReflectionPad1d(1, 2),
                            new long[] {2, 2, 4},
                            List.of(),
                            "ReflectionPad1d((1, 2))"),
                    new Row(
                            () -> new ReflectionPad2d(1),
                            new long[] {1, 2, 3, 3},
                            List.of(),
                            "ReflectionPad2d((1, 1, 1, 1))"),
                    new Row(
                            () -> new ReplicationPad1d(1, 2),
                            new long[] {2, 2, 4},
                            List.of(),
                            "ReplicationPad1d((1, 2))"),
                    new Row(
                            () -> new ReplicationPad2d(1),
                            new long[] {1, 2, 3, 3},
                            List.of(),
                            "ReplicationPad2d((1, 1, 1, 1))"),
                    new Row(
                            () -> new CircularPad1d(1, 2),
                            new long[] {2, 2, 4},
                            List.of(),
                            "CircularPad1d((1, 2))"),
                    new Row(
                            () -> new CircularPad2d(1),
                            new long[] {1, 2, 3, 3},
                            List.of(),
                            "CircularPad2d((1, 1, 1, 1))"),
                    new Row(
                            () -> BatchNorm1d.builder(3).dtype(DType.FLOAT64).build(),
                            new long[] {4, 3},
                            List.of(
                                    "weight",
                                    "bias",
                                    "running_mean",
                                    "running_var",
                                    "num_batches_tracked"),
                            "BatchNorm1d(3, eps=1e-05, momentum=0.1, affine=True, track_running_stats=True)"),
                    new Row(
                            () ->
                                    BatchNorm1d.builder(3)
                                            .affine(false)
                                            .momentum(null)
                                            .eps(0.001)
                                            .dtype(DType.FLOAT64)
                                            .build(),
                            new long[] {2, 3, 4},
                            List.of("running_mean", "running_var", "num_batches_tracked"),
                            "BatchNorm1d(3, eps=0.001, momentum=None, affine=False, track_running_stats=True)"),
                    new Row(
                            () ->
                                    BatchNorm2d.builder(2)
                                            .trackRunningStats(false)
                                            .dtype(DType.FLOAT64)
                                            .build(),
                            new long[] {2, 2, 3, 2},
                            List.of("weight", "bias"),
                            "BatchNorm2d(2, eps=1e-05, momentum=0.1, affine=True, track_running_stats=False)"),
                    new Row(
                            () -> InstanceNorm1d.builder(2).dtype(DType.FLOAT64).build(),
                            new long[] {2, 2, 4},
                            List.of(),
                            "InstanceNorm1d(2, eps=1e-05, momentum=0.1, affine=False, track_running_stats=False)"),
                    new Row(
                            () ->
                                    InstanceNorm2d.builder(2)
                                            .affine(true)
                                            .trackRunningStats(true)
                                            .dtype(DType.FLOAT64)
                                            .build(),
                            new long[] {2, 2, 2, 3},
                            List.of(
                                    "weight",
                                    "bias",
                                    "running_mean",
                                    "running_var",
                                    "num_batches_tracked"),
                            "InstanceNorm2d(2, eps=1e-05, momentum=0.1, affine=True, track_running_stats=True)"),
                    new Row(
                            () -> new LayerNorm(new long[] {2, 3}, 1e-5, true, true, DType.FLOAT64),
                            new long[] {2, 2, 3},
                            List.of("weight", "bias"),
                            "LayerNorm((2, 3), eps=1e-05, elementwise_affine=True)"),
                    new Row(
                            () -> new LayerNorm(new long[] {3}, 1e-6, false, false, DType.FLOAT64),
                            new long[] {2, 2, 3},
                            List.of(),
                            "LayerNorm((3,), eps=1e-06, elementwise_affine=False)"),
                    new Row(
                            () -> new RMSNorm(new long[] {3}, null, true, DType.FLOAT64),
                            new long[] {2, 2, 3},
                            List.of("weight"),
                            "RMSNorm((3,), eps=None, elementwise_affine=True)"),
                    new Row(
                            () -> new GroupNorm(2, 4, 1e-5, true, DType.FLOAT64),
                            new long[] {2, 4, 3},
                            List.of("weight", "bias"),
                            "GroupNorm(2, 4, eps=1e-05, affine=True)"),
                    new Row(
                            () -> new PixelShuffle(2),
                            new long[] {2, 4, 2, 3},
                            List.of(),
                            "PixelShuffle(upscale_factor=2)"),
                    new Row(
                            () -> new PixelUnshuffle(2),
                            new long[] {2, 1, 4, 2},
                            List.of(),
                            "PixelUnshuffle(downscale_factor=2)"),
                    new Row(
                            () -> Upsample.byFactor(2),
                            new long[] {2, 1, 2, 3},
                            List.of(),
                            "Upsample(scale_factor=2.0, mode='nearest')"),
                    new Row(
                            () -> Upsample.toSize(Interpolation.BILINEAR, true, 4, 5),
                            new long[] {2, 1, 2, 3},
                            List.of(),
                            "Upsample(size=(4, 5), mode='bilinear')"),
                    new Row(
                            () -> Upsample.byFactor(Interpolation.LINEAR, false, 1.5),
                            new long[] {2, 1, 4},
                            List.of(),
                            "Upsample(scale_factor=1.5, mode='linear')"),
                    new Row(
                            () -> new Unfold(2),
                            new long[] {2, 1, 3, 3},
                            List.of(),
                            "Unfold(kernel_size=2, dilation=1, padding=0, stride=1)"),
                    new Row(
                            () -> new Fold(3, 2),
                            new long[] {2, 4, 4},
                            List.of(),
                            "Fold(output_size=3, kernel_size=2, dilation=1, padding=0, stride=1)"),
                    new Row(
                            () -> new Dropout1d(0.5, RANDOM),
                            new long[] {2, 3, 4},
                            List.of(),
                            "Dropout1d(p=0.5, inplace=False)"),
                    new Row(
                            () -> new Dropout2d(0.25, RANDOM),
                            new long[] {2, 3, 2, 2},
                            List.of(),
                            "Dropout2d(p=0.25, inplace=False)"),
                    new Row(
                            () -> new AlphaDropout(0.1, RANDOM),
                            new long[] {3, 4},
                            List.of(),
                            "AlphaDropout(p=0.1, inplace=False)"),
                    new Row(() -> new Identity(), new long[] {3, 4}, List.of(), "Identity()"),
                    new Row(
                            () -> new Unflatten(1, 2, -1),
                            new long[] {2, 6},
                            List.of(),
                            "Unflatten(dim=1, unflattened_size=(2, -1))"),
                    new Row(
                            () -> WeightNorm.of(new Linear(3, 2, true, DType.FLOAT64, RANDOM)),
                            new long[] {4, 3},
                            List.of(
                                    "bias",
                                    "parametrizations.weight.original0",
                                    "parametrizations.weight.original1"),
                            NESTED.formatted(
                                    "WeightNorm",
                                    "in_features=3, out_features=2, bias=True",
                                    "ParametrizationList()")),
                    new Row(
                            () ->
                                    SpectralNorm.of(
                                            Conv2d.builder(2, 3, 2)
                                                    .dtype(DType.FLOAT64)
                                                    .generator(RANDOM)
                                                    .build(),
                                            1,
                                            1e-12,
                                            RANDOM),
                            new long[] {2, 2, 3, 3},
                            List.of(
                                    "bias",
                                    "parametrizations.weight.original",
                                    "parametrizations.weight.0._u",
                                    "parametrizations.weight.0._v"),
                            NESTED.formatted(
                                    "SpectralNorm",
                                    "2, 3, kernel_size=(2, 2), stride=(1, 1)",
                                    "ParametrizationList(\n      (0): Vectors()\n    )")),
                    new Row(
                            () ->
                                    SpectralNorm.of(
                                            ConvTranspose1d.builder(2, 4, 2)
                                                    .groups(2)
                                                    .bias(false)
                                                    .dtype(DType.FLOAT64)
                                                    .generator(RANDOM)
                                                    .build(),
                                            2,
                                            1e-12,
                                            RANDOM),
                            new long[] {2, 2, 3},
                            List.of(
                                    "parametrizations.weight.original",
                                    "parametrizations.weight.0._u",
                                    "parametrizations.weight.0._v"),
                            NESTED.formatted(
                                    "SpectralNorm",
                                    "2, 4, kernel_size=(2,), stride=(1,), groups=2, bias=False",
                                    "ParametrizationList(\n      (0): Vectors()\n    )")));
}
