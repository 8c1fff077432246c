package org.grad4j.backend;

import org.grad4j.tensor.DType;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.Op;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.factory.Nd4j;

/**
 * One of ND4J's native kernels, with an op context per thread that is filled anew for each call:
 * 2.7 µs a call where the usual way costs 9 to 18.
 *
 * <p>A context must never be shared between threads (a double free). Outputs are always given,
 * since arrays that ND4J makes itself would bypass the pool.
 */
final class Kernel {
    private final String name;
    private final ThreadLocal<Call> calls = ThreadLocal.withInitial(Call::new);

    Kernel(String name) {
        this.name = name;
    }

    /** This thread's call, empty. */
    Call call() {
        Call call = calls.get();
        call.inputs = 0;
        call.outputs = 0;
        return call;
    }

    /** Runs one of ND4J's older ops, which have no context. */
    static void runLegacy(Op op) {
        NativeCounters.kernelRun();
        Nd4j.getExecutioner().exec(op);
    }

    /** The arguments of one call. */
    final class Call {
        private final DynamicCustomOp op;
        private final OpContext context;
        private int inputs;
        private int outputs;

        private Call() {
            Backend.start();
            op = DynamicCustomOp.builder(name).build();
            context = Nd4j.getExecutioner().buildContext();
        }

        Call in(INDArray array) {
            requireWide(array.dataType());
            context.setInputArray(inputs++, array);
            return this;
        }

        /** No kernel is called with 16-bit floats, whose values differ by build and helper. */
        private void requireWide(DataType type) {
            if (type == DataType.FLOAT16 || type == DataType.BFLOAT16) {
                throw new IllegalArgumentException(
                        name
                                + ": not available for "
                                + DType.of(type).torchName()
                                + "; convert with to(DType.FLOAT32), and the result back");
            }
        }

        Call out(INDArray array) {
            context.setOutputArray(outputs++, array);
            return this;
        }

        Call ints(long... values) {
            context.setIArguments(values);
            return this;
        }

        Call reals(double... values) {
            context.setTArguments(values);
            return this;
        }

        Call flags(boolean... values) {
            context.setBArguments(values);
            return this;
        }

        void run() {
            NativeCounters.kernelRun();
            try {
                Nd4j.getExecutioner().exec(op, context);
            } catch (RuntimeException e) {
                throw new IllegalStateException(
                        "the native kernel "
                                + name
                                + " failed: "
                                + (e.getCause() != null ? e.getCause() : e).getMessage(),
                        e);
            }
        }
    }
}
