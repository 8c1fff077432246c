package org.grad4j.benchmarks.micro;

import org.grad4j.nn.Module;
import org.grad4j.nn.layer.LSTM;
import org.grad4j.tensor.Tensor;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** The race's LSTM, 28 → 64, on 64 sequences of one step and of 28. */
public class LstmBenchmark extends Scoped {
    private final Module lstm = LSTM.builder(28, 64).batchFirst(true).build();

    /** Steps in a sequence. */
    @Param({"1", "28"})
    public int steps;

    private Tensor x;
    private Tensor upstream;
    private Tensor[] weights;

    /** Makes the operands. */
    @Setup
    public void prepare() {
        x = Tensor.randn(64, steps, 28);
        upstream = Tensor.randn(64, steps, 64);
        weights = lstm.parameters().toArray(Tensor[]::new);
    }

    /** The outputs. */
    @Benchmark
    public Object forward() {
        return value(() -> lstm.call(x));
    }

    /** The outputs and the gradients of the weights. */
    @Benchmark
    public Object forwardAndBackward() {
        return gradients(() -> lstm.call(x), upstream, weights);
    }
}
