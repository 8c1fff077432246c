package org.grad4j.benchmarks.micro;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.grad4j.autograd.Autograd;
import org.grad4j.memory.TensorScope;
import org.grad4j.tensor.Tensor;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What all benchmarks share: microseconds, and a scope around each call. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public abstract class Scoped {
    /** Made for the subclasses. */
    protected Scoped() {}

    /** Computes without recording; the result serves only to keep the computation alive. */
    @SuppressWarnings("try") // the scope is there to be closed
    static Object value(Supplier<Tensor> op) {
        try (TensorScope scope = TensorScope.open()) {
            return Autograd.noGrad(op::get);
        }
    }

    /** Computes and records. */
    @SuppressWarnings("try")
    static Object recorded(Supplier<Tensor> op) {
        try (TensorScope scope = TensorScope.open()) {
            return op.get();
        }
    }

    /** Computes and goes back from an upstream gradient to the inputs. */
    @SuppressWarnings("try")
    static Object gradients(Supplier<Tensor> op, Tensor upstream, Tensor... inputs) {
        try (TensorScope scope = TensorScope.open()) {
            return Autograd.grad(
                    List.of(op.get()), List.of(inputs), List.of(upstream), false, false, false);
        }
    }

    /** Random numbers whose gradient is asked for. */
    static Tensor leaf(long... shape) {
        return Tensor.randn(shape).requiresGrad(true);
    }
}
