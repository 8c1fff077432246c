package org.grad4j.benchmarks.micro;

import org.grad4j.nn.Module;
import org.grad4j.nn.layer.BatchNorm2d;
import org.grad4j.nn.layer.LayerNorm;
import org.grad4j.tensor.Tensor;
import org.openjdk.jmh.annotations.Benchmark;

/** Layer and batch normalisation in training. */
public class NormalizationBenchmark extends Scoped {
    private final Module layerNorm = new LayerNorm(512);
    private final Tensor rows = leaf(64, 512);
    private final Tensor rowsUpstream = Tensor.randn(64, 512);

    private final Module batchNorm = new BatchNorm2d(32);
    private final Tensor images = leaf(64, 32, 26, 26);
    private final Tensor imagesUpstream = Tensor.randn(64, 32, 26, 26);

    /** Over the rows of {@code [64, 512]}. */
    @Benchmark
    public Object layerNorm() {
        return value(() -> layerNorm.call(rows));
    }

    /** That and the gradient. */
    @Benchmark
    public Object layerNormAndBackward() {
        return gradients(() -> layerNorm.call(rows), rowsUpstream, rows);
    }

    /** Over the channels of {@code [64, 32, 26, 26]}. */
    @Benchmark
    public Object batchNorm() {
        return value(() -> batchNorm.call(images));
    }

    /** That and the gradient. */
    @Benchmark
    public Object batchNormAndBackward() {
        return gradients(() -> batchNorm.call(images), imagesUpstream, images);
    }
}
