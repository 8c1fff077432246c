package org.grad4j.benchmarks.micro;

import org.grad4j.tensor.Tensor;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** The mlp's three layers, {@code [n, in] → [n, out]}. */
public class MatMulBenchmark extends Scoped {
    /** Batch, in, out. */
    @Param({
        "8x784x256", "8x256x128", "8x128x10",
        "64x784x256", "64x256x128", "64x128x10",
        "256x784x256", "256x256x128", "256x128x10"
    })
    public String shape;

    private Tensor x;
    private Tensor w;
    private Tensor bias;
    private Tensor upstream;
    private Tensor transposed;

    /** Makes the operands. */
    @Setup
    public void prepare() {
        String[] sizes = shape.split("x");
        long n = Long.parseLong(sizes[0]);
        long in = Long.parseLong(sizes[1]);
        long out = Long.parseLong(sizes[2]);
        x = leaf(n, in);
        w = leaf(out, in);
        bias = leaf(out);
        upstream = Tensor.randn(n, out);
        transposed = Tensor.randn(in, out);
    }

    /** {@code x · m}. */
    @Benchmark
    public Object matmul() {
        return value(() -> x.matmul(transposed));
    }

    /** {@code x · wᵀ + bias}. */
    @Benchmark
    public Object linear() {
        return value(() -> x.linear(w, bias));
    }

    /** That and the gradients of all three. */
    @Benchmark
    public Object linearAndBackward() {
        return gradients(() -> x.linear(w, bias), upstream, x, w, bias);
    }
}
