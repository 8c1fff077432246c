package org.grad4j.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.grad4j.nn.layer.AdaptiveAvgPool1d;
import org.grad4j.nn.layer.AdaptiveAvgPool2d;
import org.grad4j.nn.layer.AdaptiveMaxPool1d;
import org.grad4j.nn.layer.AdaptiveMaxPool2d;
import org.grad4j.nn.layer.AvgPool1d;
import org.grad4j.nn.layer.AvgPool2d;
import org.grad4j.nn.layer.BatchNorm1d;
import org.grad4j.nn.layer.BatchNorm2d;
import org.grad4j.nn.layer.Conv1d;
import org.grad4j.nn.layer.Conv2d;
import org.grad4j.nn.layer.ConvTranspose1d;
import org.grad4j.nn.layer.ConvTranspose2d;
import org.grad4j.nn.layer.CosineSimilarity;
import org.grad4j.nn.layer.Fold;
import org.grad4j.nn.layer.GroupNorm;
import org.grad4j.nn.layer.InstanceNorm1d;
import org.grad4j.nn.layer.InstanceNorm2d;
import org.grad4j.nn.layer.LayerNorm;
import org.grad4j.nn.layer.MaxPool1d;
import org.grad4j.nn.layer.MaxPool2d;
import org.grad4j.nn.layer.PairwiseDistance;
import org.grad4j.nn.layer.PixelShuffle;
import org.grad4j.nn.layer.PixelUnshuffle;
import org.grad4j.nn.layer.RMSNorm;
import org.grad4j.nn.layer.Unfold;
import org.grad4j.nn.layer.Upsample;
import org.grad4j.reference.ReferenceCases;
import org.grad4j.reference.ReferenceCases.Case;
import org.grad4j.tensor.DType;
import org.grad4j.tensor.Interpolation;
import org.grad4j.tensor.PadMode;
import org.grad4j.tensor.Tensor;
import org.grad4j.tensor.ValuesIndices;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Layers over signals and images against the values that libtorch computed for the operations. */
class SpatialReferenceTest {
    /** Operations without a layer. */
    private static final Set<String> FUNCTIONS = Set.of("normalize");

    static List<Case> cases() {
        return ReferenceCases.read("spatial.txt").stream()
                .filter(one -> !FUNCTIONS.contains(one.operation()))
                .toList();
    }

    @Test
    void every_operation_of_the_file_is_tried() {
        Set<String> operations = new TreeSet<>();
        cases().forEach(one -> operations.add(one.operation()));
        assertThat(operations).hasSize(28);
        assertThat(cases()).hasSize(260);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void outputs_and_gradients_are_those_of_libtorch(Case one) {
        Map<String, Tensor> in = new LinkedHashMap<>();
        one.inputs().forEach((name, array) -> in.put(name, tensor(array)));
        one.gradients().keySet().forEach(name -> in.get(name).requiresGrad(true));

        List<Tensor> outputs = apply(one, in);
        outputs.get(0).backward(tensor(one.upstream()));

        int next = 0;
        for (Map.Entry<String, ReferenceCases.Array> output : one.outputs().entrySet()) {
            isClose(outputs.get(next++), output.getValue(), output.getKey());
        }
        one.gradients().forEach((name, expected) -> isClose(in.get(name).grad(), expected, name));
    }

    private static Tensor tensor(ReferenceCases.Array array) {
        DType dtype = DType.valueOf(array.dtype().toUpperCase(Locale.ROOT));
        Tensor plain = Tensor.of(array.values(), array.shape()).to(dtype);
        return array.transposed() ? plain.transpose(-2, -1).contiguous().transpose(-2, -1) : plain;
    }

    /** The parameters of the layers take the place of the inputs they got their values from. */
    private static List<Tensor> apply(Case one, Map<String, Tensor> in) {
        Tensor x = in.get("x");
        if (one.operation().equals("cosineSimilarity")) {
            return List.of(
                    new CosineSimilarity(one.integer("dim"), one.number("eps"))
                            .call(x, in.get("other")));
        }
        if (one.operation().equals("pairwiseDistance")) {
            return List.of(
                    new PairwiseDistance(one.number("p"), one.number("eps"), one.flag("keepDim"))
                            .call(x, in.get("other")));
        }
        Module layer = layer(one, in);
        Map<String, Tensor> state = new LinkedHashMap<>(in);
        state.remove("x");
        if (layer.namedBuffers().containsKey("num_batches_tracked")) {
            state.put("num_batches_tracked", Tensor.zeros(DType.INT64));
        }
        layer.loadStateDict(state);
        layer.namedParameters().forEach(in::replace);
        if (layer instanceof MaxPool1d pool) {
            return both(pool.callWithIndices(x));
        }
        if (layer instanceof MaxPool2d pool) {
            return both(pool.callWithIndices(x));
        }
        if (layer instanceof AdaptiveMaxPool1d pool) {
            return both(pool.callWithIndices(x));
        }
        if (layer instanceof AdaptiveMaxPool2d pool) {
            return both(pool.callWithIndices(x));
        }
        if (layer.namedBuffers().containsKey("running_mean")) {
            String training = one.has("training") ? "training" : "useInput";
            layer.train(one.flag(training));
            return List.of(
                    layer.call(x),
                    layer.namedBuffers().get("running_mean"),
                    layer.namedBuffers().get("running_var"));
        }
        return List.of(layer.call(x));
    }

    private static List<Tensor> both(ValuesIndices pair) {
        return List.of(pair.values(), pair.indices());
    }

    private static Module layer(Case one, Map<String, Tensor> in) {
        DType dtype = in.get("x").dtype();
        boolean affine = in.containsKey("weight");
        return switch (one.operation()) {
            case "conv1d", "conv1dPadded", "conv1dNamed" -> conv1d(one, in, dtype);
            case "conv2d", "conv2dPadded", "conv2dNamed" -> conv2d(one, in, dtype);
            case "convTranspose1d" -> {
                Tensor w = in.get("weight");
                int groups = one.integer("groups");
                yield ConvTranspose1d.builder(size(w, 0), size(w, 1) * groups, size(w, 2))
                        .stride(one.integer("stride"))
                        .padding(one.integer("padding"))
                        .outputPadding(one.integer("outputPadding"))
                        .dilation(one.integer("dilation"))
                        .groups(groups)
                        .bias(in.containsKey("bias"))
                        .dtype(dtype)
                        .build();
            }
            case "convTranspose2d" -> {
                Tensor w = in.get("weight");
                int groups = one.integer("groups");
                yield ConvTranspose2d.builder(
                                size(w, 0), size(w, 1) * groups, size(w, 2), size(w, 3))
                        .stride(ints(one, "stride"))
                        .padding(ints(one, "padding"))
                        .outputPadding(ints(one, "outputPadding"))
                        .dilation(ints(one, "dilation"))
                        .groups(groups)
                        .bias(in.containsKey("bias"))
                        .dtype(dtype)
                        .build();
            }
            case "maxPool1d" ->
                    MaxPool1d.builder(one.integer("kernel"))
                            .stride(one.integer("stride"))
                            .padding(one.integer("padding"))
                            .dilation(one.integer("dilation"))
                            .ceilMode(one.flag("ceil"))
                            .build();
            case "maxPool2dIndices" ->
                    MaxPool2d.builder(ints(one, "kernel"))
                            .stride(ints(one, "stride"))
                            .padding(ints(one, "padding"))
                            .dilation(ints(one, "dilation"))
                            .ceilMode(one.flag("ceil"))
                            .build();
            case "avgPool1d" ->
                    AvgPool1d.builder(one.integer("kernel"))
                            .stride(one.integer("stride"))
                            .padding(one.integer("padding"))
                            .ceilMode(one.flag("ceil"))
                            .countIncludePad(one.flag("countPad"))
                            .build();
            case "avgPool2d" ->
                    AvgPool2d.builder(ints(one, "kernel"))
                            .stride(ints(one, "stride"))
                            .padding(ints(one, "padding"))
                            .ceilMode(one.flag("ceil"))
                            .countIncludePad(one.flag("countPad"))
                            .build();
            case "adaptiveAvgPool1d" -> new AdaptiveAvgPool1d(one.integer("size"));
            case "adaptiveMaxPool1d" -> new AdaptiveMaxPool1d(one.integer("size"));
            case "adaptiveAvgPool2d" ->
                    new AdaptiveAvgPool2d(ints(one, "size")[0], ints(one, "size")[1]);
            case "adaptiveMaxPool2d" ->
                    new AdaptiveMaxPool2d(ints(one, "size")[0], ints(one, "size")[1]);
            case "interpolate" -> upsample(one);
            case "pixelShuffle" -> new PixelShuffle(one.integer("factor"));
            case "pixelUnshuffle" -> new PixelUnshuffle(one.integer("factor"));
            case "unfoldImages" ->
                    new Unfold(
                            ints(one, "kernel"),
                            ints(one, "dilation"),
                            ints(one, "padding"),
                            ints(one, "stride"));
            case "fold" ->
                    new Fold(
                            ints(one, "size"),
                            ints(one, "kernel"),
                            ints(one, "dilation"),
                            ints(one, "padding"),
                            ints(one, "stride"));
            case "batchNorm" -> {
                double momentum = one.number("momentum");
                double eps = one.number("eps");
                Tensor x = in.get("x");
                yield x.dim() == 4
                        ? BatchNorm2d.builder(x.size(1))
                                .momentum(momentum)
                                .eps(eps)
                                .affine(affine)
                                .dtype(dtype)
                                .build()
                        : BatchNorm1d.builder(x.size(1))
                                .momentum(momentum)
                                .eps(eps)
                                .affine(affine)
                                .dtype(dtype)
                                .build();
            }
            case "instanceNorm" -> {
                double momentum = one.number("momentum");
                Tensor x = in.get("x");
                yield x.dim() == 4
                        ? InstanceNorm2d.builder(x.size(1))
                                .momentum(momentum)
                                .affine(affine)
                                .trackRunningStats(true)
                                .dtype(dtype)
                                .build()
                        : InstanceNorm1d.builder(x.size(1))
                                .momentum(momentum)
                                .affine(affine)
                                .trackRunningStats(true)
                                .dtype(dtype)
                                .build();
            }
            case "layerNorm" ->
                    new LayerNorm(one.integers("shape"), one.number("eps"), affine, true, dtype);
            case "groupNorm" ->
                    new GroupNorm(
                            one.integer("groups"),
                            in.get("x").size(1),
                            one.number("eps"),
                            affine,
                            dtype);
            case "rmsNorm" -> new RMSNorm(one.integers("shape"), one.number("eps"), affine, dtype);
            default -> throw new AssertionError("no layer for " + one);
        };
    }

    private static Module conv1d(Case one, Map<String, Tensor> in, DType dtype) {
        Tensor w = in.get("weight");
        int groups = one.has("groups") ? one.integer("groups") : 1;
        Conv1d.Builder builder =
                Conv1d.builder(size(w, 1) * groups, size(w, 0), size(w, 2))
                        .groups(groups)
                        .bias(in.containsKey("bias"))
                        .dtype(dtype);
        if (one.has("stride")) {
            builder.stride(one.integer("stride"));
        }
        if (one.has("dilation")) {
            builder.dilation(one.integer("dilation"));
        }
        if (one.has("mode")) {
            builder.paddingMode(mode(one));
        }
        return isNamed(one)
                ? builder.padding(one.text("padding")).build()
                : builder.padding(one.integer("padding")).build();
    }

    private static Module conv2d(Case one, Map<String, Tensor> in, DType dtype) {
        Tensor w = in.get("weight");
        int groups = one.has("groups") ? one.integer("groups") : 1;
        Conv2d.Builder builder =
                Conv2d.builder(size(w, 1) * groups, size(w, 0), size(w, 2), size(w, 3))
                        .groups(groups)
                        .bias(in.containsKey("bias"))
                        .dtype(dtype);
        if (one.has("stride")) {
            builder.stride(ints(one, "stride"));
        }
        if (one.has("dilation")) {
            builder.dilation(ints(one, "dilation"));
        }
        if (one.has("mode")) {
            builder.paddingMode(mode(one));
        }
        return isNamed(one)
                ? builder.padding(one.text("padding")).build()
                : builder.padding(ints(one, "padding")).build();
    }

    private static boolean isNamed(Case one) {
        return one.operation().endsWith("Named");
    }

    private static PadMode mode(Case one) {
        return PadMode.valueOf(one.text("mode").toUpperCase(Locale.ROOT));
    }

    private static Module upsample(Case one) {
        Interpolation mode = Interpolation.valueOf(one.text("mode"));
        boolean corners = one.flag("corners");
        return one.has("size")
                ? Upsample.toSize(mode, corners, one.integers("size"))
                : Upsample.byFactor(
                        mode,
                        corners,
                        Arrays.stream(one.text("scale").split(","))
                                .mapToDouble(Double::parseDouble)
                                .toArray());
    }

    private static int size(Tensor x, int dim) {
        return (int) x.size(dim);
    }

    private static int[] ints(Case one, String argument) {
        return Arrays.stream(one.integers(argument)).mapToInt(Math::toIntExact).toArray();
    }

    /** Relative to the larger of 1 and the expected value: inputs are of the order of one. */
    private static void isClose(Tensor found, ReferenceCases.Array expected, String name) {
        assertThat(found.shape()).as(name).containsExactly(expected.shape());
        assertThat(found.dtype().torchName()).as(name).isEqualTo("torch." + expected.dtype());
        // libtorch's own float32 is up to 2.6e-6 off its float64 where products cancel.
        double tolerance = found.dtype() == DType.FLOAT64 ? 1e-12 : 5e-6;
        double[] values = found.toDoubleArray();
        for (int i = 0; i < values.length; i++) {
            double e = expected.values()[i];
            if (Double.isFinite(e)) {
                assertThat(values[i])
                        .as("%s[%d]", name, i)
                        .isCloseTo(e, within(tolerance * Math.max(1, Math.abs(e))));
            } else {
                assertThat(values[i]).as("%s[%d]", name, i).isEqualTo(Double.valueOf(e));
            }
        }
    }
}
