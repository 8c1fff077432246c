package org.grad4j.benchmarks.micro;

import org.grad4j.benchmarks.race.Grad4j;
import org.grad4j.benchmarks.race.Race;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;

/** What recording an operation and walking back over it costs. */
public class BackwardBenchmark extends Scoped {
    private static final int OPS = 1000;

    private final Runnable chain = Race.chain(new Grad4j(), OPS, 1);

    /** One operation of a chain on 8 numbers, forward and backward. */
    @Benchmark
    @OperationsPerInvocation(OPS)
    public void chain() {
        chain.run();
    }
}
