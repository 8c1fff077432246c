package org.grad4j.benchmarks.micro;

import org.grad4j.benchmarks.race.Grad4j;
import org.grad4j.benchmarks.race.Model;
import org.grad4j.nn.Module;
import org.grad4j.optim.Adam;
import org.grad4j.optim.Optimizer;
import org.grad4j.optim.SGD;
import org.grad4j.tensor.Tensor;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;

/** A step over the mlp's 235,146 parameters. */
public class OptimizerBenchmark extends Scoped {
    private Optimizer adam;
    private Optimizer sgd;

    /** Gives every parameter a gradient. */
    @Setup
    public void prepare() {
        Module mlp = Grad4j.network(Model.MLP);
        for (Tensor parameter : mlp.parameters()) {
            parameter.grad(Tensor.randn(parameter.shape()));
        }
        adam = new Adam(mlp.parameters(), 1e-6);
        sgd = new SGD(mlp.parameters(), 1e-6);
    }

    /** Adam. */
    @Benchmark
    public void adam() {
        adam.step();
    }

    /** Plain gradient descent. */
    @Benchmark
    public void sgd() {
        sgd.step();
    }
}
