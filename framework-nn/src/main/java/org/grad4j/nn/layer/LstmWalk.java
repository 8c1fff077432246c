package org.grad4j.nn.layer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.grad4j.autograd.Autograd;
import org.grad4j.autograd.FunctionContext;
import org.grad4j.autograd.MultiFunction;
import org.grad4j.backend.Array;
import org.grad4j.backend.Lstm;
import org.grad4j.tensor.Tensor;

/**
 * An LSTM over sequences of one length as one operation: from the inputs {@code [t · n, in]}, the
 * first states, the weights {@code [4h, in]} and {@code [4h, h]} and, unless there is none, the
 * bias {@code [4h]} to all hidden states {@code [t · n, h]} and the last cell states. A step at a
 * time, recording takes longer than the numbers.
 */
final class LstmWalk extends MultiFunction {
    /** How many tensors are saved before what went in: weights, cell states, gates, rows. */
    private static final int SAVED = 4;

    private final int steps;
    private final boolean reversed;
    private final boolean recording;

    LstmWalk(int steps, boolean reversed) {
        this.steps = steps;
        this.reversed = reversed;
        recording = Autograd.isGradEnabled() && !Autograd.isInferenceMode();
    }

    private Lstm kernel(Tensor x, Tensor h) {
        return new Lstm(steps, h.size(0), x.size(1), h.size(1), reversed);
    }

    /** The step that is walked as the k-th. */
    private int step(int k) {
        return reversed ? steps - 1 - k : k;
    }

    @Override
    protected Tensor[] forward(FunctionContext ctx, Tensor... in) {
        Lstm kernel = kernel(in[0], in[1]);
        Array w = kernel.joined(in[3].array(), in[4].array(), in.length > 5 ? in[5].array() : null);
        boolean needed = false;
        for (int i = 0; i < in.length && recording; i++) {
            needed |= ctx.needsInputGrad(i);
        }
        Lstm.Walked walked = kernel.forward(in[0].array(), w, in[1].array(), in[2].array(), needed);
        Tensor c = Tensor.wrap(walked.c());
        if (needed) {
            Tensor gates = Tensor.wrap(walked.gates());
            Tensor rows = Tensor.wrap(walked.rows());
            List<Tensor> saved = new ArrayList<>(List.of(Tensor.wrap(w), c, gates, rows));
            saved.addAll(Arrays.asList(in));
            ctx.saveForBackward(saved.toArray(Tensor[]::new));
        }
        Tensor last = rows(c, step(steps - 1), in[1].size(0)).clone();
        return new Tensor[] {Tensor.wrap(walked.y()), last};
    }

    private static Tensor rows(Tensor x, int step, long n) {
        return x.narrow(0, step * n, n);
    }

    private static Tensor input(FunctionContext ctx, int i) {
        return ctx.saved(SAVED + i);
    }

    private static int inputs(FunctionContext ctx) {
        return ctx.savedTensors().size() - SAVED;
    }

    @Override
    protected Tensor[] backward(FunctionContext ctx, Tensor... g) {
        if (Autograd.isGradEnabled()) {
            return recorded(ctx, g);
        }
        Array[] saved = new Array[SAVED];
        Arrays.setAll(saved, i -> ctx.saved(i).array());
        Lstm.Gradients gradients =
                kernel(input(ctx, 0), input(ctx, 1))
                        .backward(
                                new Lstm.Walked(null, saved[1], saved[2], saved[3]),
                                saved[0],
                                input(ctx, 2).array(),
                                g[0].array(),
                                g[1].array(),
                                ctx.needsInputGrad(0));
        Array[] found = {
            gradients.x(),
            gradients.h(),
            gradients.c(),
            gradients.ofX(),
            gradients.ofH(),
            gradients.bias()
        };
        Tensor[] wrapped = new Tensor[inputs(ctx)];
        Arrays.setAll(wrapped, i -> found[i] == null ? null : Tensor.wrap(found[i]));
        return wrapped;
    }

    /** Walks again a step at a time, so that the gradients can be differentiated. */
    private Tensor[] recorded(FunctionContext ctx, Tensor[] g) {
        // One input may depend on another: gradients must stop at what came in here.
        Tensor[] in = new Tensor[inputs(ctx)];
        Arrays.setAll(in, i -> input(ctx, i).mul(1));
        Tensor h = in[1];
        Tensor c = in[2];
        Tensor projected = in[0].linear(in[3], in.length > 5 ? in[5] : null);
        long n = h.size(0);
        Tensor[] outputs = new Tensor[steps];
        for (int k = 0; k < steps; k++) {
            Tensor gates = rows(projected, step(k), n).add(h.linear(in[4], null));
            LSTMState next = Steps.lstm(gates, c);
            h = next.h();
            c = next.c();
            outputs[step(k)] = h;
        }
        List<Integer> needed = new ArrayList<>();
        List<Tensor> inputs = new ArrayList<>();
        for (int i = 0; i < in.length; i++) {
            if (ctx.needsInputGrad(i)) {
                needed.add(i);
                inputs.add(in[i]);
            }
        }
        List<Tensor> found =
                Autograd.grad(
                        List.of(Tensor.cat(Arrays.asList(outputs), 0), c),
                        inputs,
                        List.of(g),
                        true,
                        true,
                        false);
        Tensor[] gradients = new Tensor[in.length];
        for (int i = 0; i < needed.size(); i++) {
            gradients[needed.get(i)] = found.get(i);
        }
        return gradients;
    }

    @Override
    protected boolean isTwiceDifferentiable() {
        return true;
    }
}
