package org.grad4j.reference;

import org.bytedeco.pytorch.global.torch;

import java.io.IOException;
import java.nio.file.Path;

/** Writes every reference file. */
public final class Generate {
    private Generate() {}

    /** Takes the root of the repository. */
    public static void main(String[] arguments) throws IOException {
        torch.set_num_threads(1); // the same sums in the same order on every machine
        Path root = Path.of(arguments[0]);
        Path core = root.resolve("framework-core/src/test/resources/org/grad4j/reference");
        Path nn = root.resolve("framework-nn/src/test/resources/org/grad4j/reference");
        Elementwise.cases().write(core.resolve("elementwise.txt"));
        Functions.cases().write(core.resolve("functions.txt"));
        Choices.cases().write(core.resolve("choices.txt"));
        Comparisons.cases().write(core.resolve("comparisons.txt"));
        Products.cases().write(core.resolve("products.txt"));
        Reductions.cases().write(core.resolve("reductions.txt"));
        Statistics.cases().write(core.resolve("statistics.txt"));
        Orderings.cases().write(core.resolve("orderings.txt"));
        Matrices.cases().write(core.resolve("matrices.txt"));
        Movements.cases().write(core.resolve("movements.txt"));
        Softmaxes.cases().write(core.resolve("softmaxes.txt"));
        Convolutions.cases().write(core.resolve("convolutions.txt"));
        Losses.cases().write(core.resolve("losses.txt"));
        Spatial.cases().write(core.resolve("spatial.txt"));
        Rearrangements.cases().write(core.resolve("rearrangements.txt"));
        Indexings.cases().write(core.resolve("indexings.txt"));
        Changes.cases().write(core.resolve("changes.txt"));
        Halves.cases().write(core.resolve("halves.txt"));
        Promotions.cases().write(core.resolve("promotions.txt"));
        Optimizers.cases().write(nn.resolve("optimizers.txt"));
        PublishedOptimizers.cases().write(nn.resolve("published-optimizers.txt"));
        QuasiNewton.cases().write(nn.resolve("quasi-newton.txt"));
        Layers.cases().write(nn.resolve("layers.txt"));
        ActivationLayers.cases().write(nn.resolve("activations.txt"));
        SequenceLayers.cases().write(nn.resolve("sequences.txt"));
        AttentionLayers.cases().write(nn.resolve("attention.txt"));
        TransformerLayers.cases().write(nn.resolve("transformers.txt"));
        NormedWeights.cases().write(nn.resolve("normed-weights.txt"));
        LossFunctions.cases().write(nn.resolve("lossfunctions.txt"));
    }
}
