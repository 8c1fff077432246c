package org.grad4j.benchmarks.micro;

import org.grad4j.tensor.Tensor;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** Rectifier, sums over either dimension, and a broadcast sum, on {@code [64, columns]}. */
public class ElementwiseBenchmark extends Scoped {
    /** From the mlp's hidden layer to the cnn's activations. */
    @Param({"128", "9216", "43264"})
    public int columns;

    private Tensor x;
    private Tensor upstream;
    private Tensor row;

    /** Makes the operands. */
    @Setup
    public void prepare() {
        x = leaf(64, columns);
        upstream = Tensor.randn(64, columns);
        row = Tensor.randn(columns);
    }

    /** {@code max(x, 0)}. */
    @Benchmark
    public Object relu() {
        return value(() -> x.relu());
    }

    /** That and its gradient. */
    @Benchmark
    public Object reluAndBackward() {
        return gradients(() -> x.relu(), upstream, x);
    }

    /** {@code x + row}. */
    @Benchmark
    public Object addRow() {
        return value(() -> x.add(row));
    }

    /** The sums of the columns. */
    @Benchmark
    public Object sumOverRows() {
        return value(() -> x.sum(0));
    }

    /** The sums of the rows. */
    @Benchmark
    public Object sumOverColumns() {
        return value(() -> x.sum(1));
    }
}
