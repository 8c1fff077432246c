package org.grad4j.reference;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

import java.util.function.IntConsumer;

/** Ten steps on three parameters with given gradients, recorded in a case. */
final class Trajectory {
    static final String NOTE =
            """
            Inputs p0, p1, p2 are the parameters before the first of ten steps, inputs g0,
            g1, g2 their gradients and outputs p0, p1, p2 their values after each step, the
            latter two stacked over the steps along a leading dimension.
            """;
    static final long[][] ANY = {{2, 3}, {3}, {}};
    static final long[][] MATRICES = {{2, 3}, {4, 2}, {3, 3}};
    private static final int STEPS = 10;

    private final Cases.Case one;
    private final ScalarType type;
    private final long[][] shapes;
    private final Values[] gradients;
    private final Tensor[] parameters;

    Trajectory(Cases.Case one, ScalarType type, long[][] shapes) {
        this(one, type, shapes, 1000);
    }

    /** With gradients that are multiples of a fraction, so that some are 0. */
    Trajectory(Cases.Case one, ScalarType type, long[][] shapes, double parts) {
        this.one = one;
        this.type = type;
        this.shapes = shapes;
        int count = shapes.length;
        gradients = new Values[count];
        parameters = new Tensor[count];
        for (int k = 0; k < count; k++) {
            Values before = Values.wave(k, shapes[k]).as(type);
            one.input("p" + k, before);
            parameters[k] = before.tensor().set_requires_grad(true);
        }
        for (int k = 0; k < count; k++) {
            double[] wave = Values.wave(count + k, stacked(shapes[k])).numbers();
            gradients[k] =
                    Values.fill(i -> Math.rint(wave[i] * parts) / parts, stacked(shapes[k]))
                            .as(type);
            one.input("g" + k, gradients[k]);
        }
    }

    Tensor[] parameters() {
        return parameters;
    }

    /** Takes the steps, counted from 1. */
    void run(IntConsumer optimizer) {
        int count = shapes.length;
        double[][] after = new double[count][];
        for (int k = 0; k < count; k++) {
            after[k] = new double[gradients[k].numbers().length];
        }
        for (int step = 0; step < STEPS; step++) {
            for (int k = 0; k < count; k++) {
                Tensor gradient = gradients[k].tensor().select(0, step).contiguous();
                parameters[k].mutable_grad().put(gradient);
            }
            optimizer.accept(step + 1);
            for (int k = 0; k < count; k++) {
                double[] now = Values.of(parameters[k]).numbers();
                System.arraycopy(now, 0, after[k], step * now.length, now.length);
            }
        }
        for (int k = 0; k < count; k++) {
            one.line("output p" + k, new Values(type, stacked(shapes[k]), after[k], false));
        }
    }

    private static long[] stacked(long[] shape) {
        long[] result = new long[shape.length + 1];
        result[0] = STEPS;
        System.arraycopy(shape, 0, result, 1, shape.length);
        return result;
    }
}
