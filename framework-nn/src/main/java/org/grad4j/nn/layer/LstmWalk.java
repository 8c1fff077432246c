package org.grad4j.nn.layer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.grad4j.autograd.Autograd;
import org.grad4j.autograd.FunctionContext;
import org.grad4j.autograd.MultiFunction;
import org.grad4j.backend.Lstm;
import org.grad4j.tensor.Tensor;

/**
 * An LSTM over sequences of one length as one operation: from the projected inputs {@code [t · n,
 * 4h]}, the first states and the weight {@code [4h, h]} to all hidden states {@code [t · n, h]} and
 * the last cell states. A step at a time, recording takes longer than the numbers.
 */
final class LstmWalk extends MultiFunction {
    private final int steps;
    private final boolean reversed;

    LstmWalk(int steps, boolean reversed) {
        this.steps = steps;
        this.reversed = reversed;
    }

    private Lstm kernel(Tensor h) {
        return new Lstm(steps, h.size(0), h.size(1), reversed);
    }

    /** The step that is walked as the k-th. */
    private int step(int k) {
        return reversed ? steps - 1 - k : k;
    }

    @Override
    protected Tensor[] forward(FunctionContext ctx, Tensor... in) {
        Tensor h = in[1];
        Lstm.Walked walked =
                kernel(h).forward(in[0].array(), in[3].array(), h.array(), in[2].array());
        boolean needed = false;
        for (int i = 0; i < in.length; i++) {
            needed |= ctx.needsInputGrad(i);
        }
        if (needed && !Autograd.isInferenceMode()) {
            List<Tensor> saved = new ArrayList<>(Arrays.asList(in));
            saved.add(Tensor.wrap(walked.y()));
            saved.add(Tensor.wrap(walked.c()));
            saved.add(Tensor.wrap(walked.gates()));
            ctx.saveForBackward(saved.toArray(Tensor[]::new));
        }
        Tensor last = rows(Tensor.wrap(walked.c()), step(steps - 1), h.size(0)).clone();
        return new Tensor[] {Tensor.wrap(walked.y()), last};
    }

    private static Tensor rows(Tensor x, int step, long n) {
        return x.narrow(0, step * n, n);
    }

    @Override
    protected Tensor[] backward(FunctionContext ctx, Tensor... g) {
        if (Autograd.isGradEnabled()) {
            return recorded(ctx, g);
        }
        Lstm.Walked walked =
                new Lstm.Walked(ctx.saved(4).array(), ctx.saved(5).array(), ctx.saved(6).array());
        Lstm.Gradients gradients =
                kernel(ctx.saved(1))
                        .backward(
                                walked,
                                ctx.saved(3).array(),
                                ctx.saved(1).array(),
                                ctx.saved(2).array(),
                                g[0].array(),
                                g[1].array());
        return new Tensor[] {
            Tensor.wrap(gradients.gates()),
            Tensor.wrap(gradients.h()),
            Tensor.wrap(gradients.c()),
            Tensor.wrap(gradients.w())
        };
    }

    /** Walks again a step at a time, so that the gradients can be differentiated. */
    private Tensor[] recorded(FunctionContext ctx, Tensor[] g) {
        Tensor h = ctx.saved(1);
        Tensor c = ctx.saved(2);
        long n = h.size(0);
        Tensor[] outputs = new Tensor[steps];
        for (int k = 0; k < steps; k++) {
            Tensor gates = rows(ctx.saved(0), step(k), n).add(h.linear(ctx.saved(3), null));
            LSTMState next = Steps.lstm(gates, c);
            h = next.h();
            c = next.c();
            outputs[step(k)] = h;
        }
        List<Integer> needed = new ArrayList<>();
        List<Tensor> inputs = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            if (ctx.needsInputGrad(i)) {
                needed.add(i);
                inputs.add(ctx.saved(i));
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
        Tensor[] gradients = new Tensor[4];
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
