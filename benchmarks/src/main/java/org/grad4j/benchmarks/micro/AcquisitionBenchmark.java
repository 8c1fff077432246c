package org.grad4j.benchmarks.micro;

import org.grad4j.memory.Storage;
import org.grad4j.memory.TensorMemory;
import org.grad4j.memory.TensorScope;
import org.grad4j.tensor.DType;
import org.grad4j.tensor.Tensor;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/** What memory for a result costs: the pool's way, and with the zeros that a user asks for. */
public class AcquisitionBenchmark extends Scoped {
    /** How many floats. */
    @Param({"8", "16384", "1048576"})
    public int numel;

    /** Memory with undefined contents, taken and given back. */
    @Benchmark
    @SuppressWarnings("try")
    public Storage acquire() {
        try (TensorScope scope = TensorScope.open()) {
            return TensorMemory.acquire(DType.FLOAT32, numel);
        }
    }

    /** A tensor of zeros. */
    @Benchmark
    public Object zeros() {
        return value(() -> Tensor.zeros(numel));
    }
}
