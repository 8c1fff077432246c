package org.grad4j.memory;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/**
 * What Java Flight Recorder shows of native memory, in the category Grad4J: {@code
 * org.grad4j.TensorAllocation}, {@code org.grad4j.TensorPressure} and {@code
 * org.grad4j.TensorScope}. They cost nothing while no recording runs.
 *
 * <p>The first event of a class takes some 50 ms, which Flight Recorder needs to get ready. So
 * until somebody has asked for it there are no events: the methods return null.
 */
final class MemoryEvents {
    private MemoryEvents() {}

    static Allocation allocation() {
        return FlightRecorder.isInitialized() ? new Allocation() : null;
    }

    static Pressure pressure() {
        return FlightRecorder.isInitialized() ? new Pressure() : null;
    }

    static Scope scope() {
        return FlightRecorder.isInitialized() ? new Scope() : null;
    }

    @Name("org.grad4j.TensorAllocation")
    @Label("Tensor Allocation")
    @Category("Grad4J")
    @Description("Fresh native memory was taken, because no idle array of that size was there")
    static final class Allocation extends Event {
        @Label("Element Type")
        String dtype;

        @Label("Bytes")
        @DataAmount
        long bytes;

        @Label("Live Bytes")
        @DataAmount
        long liveBytes;
    }

    @Name("org.grad4j.TensorPressure")
    @Label("Tensor Memory Pressure")
    @Category("Grad4J")
    @Description("The garbage collector was asked to find dropped tensors")
    static final class Pressure extends Event {
        @Label("Requested Bytes")
        @DataAmount
        long requested;

        @Label("Live Bytes Before")
        @DataAmount
        long liveBefore;

        @Label("Live Bytes After")
        @DataAmount
        long liveAfter;

        @Label("Limit")
        @DataAmount
        long limit;
    }

    @Name("org.grad4j.TensorScope")
    @Label("Tensor Scope")
    @Category("Grad4J")
    @Description("A TensorScope was open; what it released at its end")
    @StackTrace(false)
    static final class Scope extends Event {
        @Label("Released Arrays")
        int arrays;

        @Label("Released Bytes")
        @DataAmount
        long bytes;
    }
}
