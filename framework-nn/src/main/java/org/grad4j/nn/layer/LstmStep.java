package org.grad4j.nn.layer;

import java.util.List;
import org.grad4j.autograd.Autograd;
import org.grad4j.autograd.FunctionContext;
import org.grad4j.autograd.MultiFunction;
import org.grad4j.backend.Array;
import org.grad4j.backend.Elementwise;
import org.grad4j.tensor.Tensor;

/**
 * One step of an LSTM as one operation: {@code c' = f · c + i · g}, {@code h' = o · tanh(c')} from
 * the gates {@code [n, 4h]} and c {@code [n, h]}. A step in single operations spends more time on
 * recording them than on numbers.
 */
final class LstmStep extends MultiFunction {
    @Override
    protected Tensor[] forward(FunctionContext ctx, Tensor... in) {
        Tensor gates = in[0];
        Tensor c = in[1];
        Tensor active = gates.sigmoid();
        part(active, 2).copy_(part(gates, 2).tanh());
        Tensor next = Tensor.wrap(Array.empty(c.dtype(), c.shape()));
        Elementwise.fused(
                1,
                (x, n) -> {
                    for (int k = 0; k < n; k++) {
                        x[0][k] = x[2][k] * x[4][k] + x[1][k] * x[3][k];
                    }
                },
                (x, n) -> {
                    for (int k = 0; k < n; k++) {
                        x[0][k] = x[2][k] * x[4][k] + x[1][k] * x[3][k];
                    }
                },
                next.array(),
                part(active, 0).array(),
                part(active, 1).array(),
                part(active, 2).array(),
                c.array());
        Tensor bent = next.tanh();
        if (ctx.needsInputGrad(0) || ctx.needsInputGrad(1)) {
            ctx.saveForBackward(gates, c, active, bent);
        }
        return new Tensor[] {part(active, 3).mul(bent), next};
    }

    /** The columns of i, f, g or o. */
    private static Tensor part(Tensor gates, int number) {
        long size = gates.size(1) / 4;
        return gates.narrow(1, number * size, size);
    }

    @Override
    protected Tensor[] backward(FunctionContext ctx, Tensor... g) {
        Tensor c = ctx.saved(1);
        if (Autograd.isGradEnabled()) {
            return recorded(ctx.saved(0), c, g[0], g[1]);
        }
        Tensor active = ctx.saved(2);
        Array bent = ctx.saved(3).array();
        Array[] gate = new Array[4];
        Array[] slope = new Array[4];
        Tensor slopes = Tensor.wrap(Array.empty(c.dtype(), active.shape()));
        for (int k = 0; k < 4; k++) {
            gate[k] = part(active, k).array();
            slope[k] = part(slopes, k).array();
        }
        Array ofNext = Array.empty(c.dtype(), c.shape());
        Array before = Array.empty(c.dtype(), c.shape());
        throughOutput(ofNext, g[0].array(), g[1].array(), gate[3], bent);
        throughProduct(slope[0], slope[2], ofNext, gate[0], gate[2]);
        throughMemory(slope[1], before, ofNext, gate[1], c.array());
        throughGate(slope[3], g[0].array(), gate[3], bent);
        return new Tensor[] {slopes, Tensor.wrap(before)};
    }

    /** {@code dc' = gc + gh · o · (1 - tanh²)}. */
    private static void throughOutput(Array dc, Array gh, Array gc, Array o, Array bent) {
        Elementwise.fused(
                1,
                (x, n) -> {
                    for (int k = 0; k < n; k++) {
                        x[0][k] = x[2][k] + x[1][k] * x[3][k] * (1 - x[4][k] * x[4][k]);
                    }
                },
                (x, n) -> {
                    for (int k = 0; k < n; k++) {
                        x[0][k] = x[2][k] + x[1][k] * x[3][k] * (1 - x[4][k] * x[4][k]);
                    }
                },
                dc,
                gh,
                gc,
                o,
                bent);
    }

    /** {@code di = dc' · g · i · (1 - i)} and {@code dg = dc' · i · (1 - g²)}. */
    private static void throughProduct(Array di, Array dg, Array dc, Array i, Array g) {
        Elementwise.fused(
                2,
                (x, n) -> {
                    for (int k = 0; k < n; k++) {
                        float d = x[2][k] * x[3][k];
                        x[0][k] = d * x[4][k] * (1 - x[3][k]);
                        x[1][k] = d * (1 - x[4][k] * x[4][k]);
                    }
                },
                (x, n) -> {
                    for (int k = 0; k < n; k++) {
                        double d = x[2][k] * x[3][k];
                        x[0][k] = d * x[4][k] * (1 - x[3][k]);
                        x[1][k] = d * (1 - x[4][k] * x[4][k]);
                    }
                },
                di,
                dg,
                dc,
                i,
                g);
    }

    /** {@code df = dc' · c · f · (1 - f)} and {@code dc = dc' · f}. */
    private static void throughMemory(Array df, Array before, Array dc, Array f, Array c) {
        Elementwise.fused(
                2,
                (x, n) -> {
                    for (int k = 0; k < n; k++) {
                        float d = x[2][k] * x[3][k];
                        x[0][k] = d * x[4][k] * (1 - x[3][k]);
                        x[1][k] = d;
                    }
                },
                (x, n) -> {
                    for (int k = 0; k < n; k++) {
                        double d = x[2][k] * x[3][k];
                        x[0][k] = d * x[4][k] * (1 - x[3][k]);
                        x[1][k] = d;
                    }
                },
                df,
                before,
                dc,
                f,
                c);
    }

    /** {@code do = gh · tanh · o · (1 - o)}. */
    private static void throughGate(Array slope, Array gh, Array o, Array bent) {
        Elementwise.fused(
                1,
                (x, n) -> {
                    for (int k = 0; k < n; k++) {
                        x[0][k] = x[1][k] * x[3][k] * x[2][k] * (1 - x[2][k]);
                    }
                },
                (x, n) -> {
                    for (int k = 0; k < n; k++) {
                        x[0][k] = x[1][k] * x[3][k] * x[2][k] * (1 - x[2][k]);
                    }
                },
                slope,
                gh,
                o,
                bent);
    }

    /** The same in tensor operations, from the inputs, so that it can be differentiated again. */
    private static Tensor[] recorded(Tensor gates, Tensor c, Tensor gh, Tensor gc) {
        List<Tensor> parts = gates.chunk(4, 1);
        Tensor i = parts.get(0).sigmoid();
        Tensor f = parts.get(1).sigmoid();
        Tensor g = parts.get(2).tanh();
        Tensor o = parts.get(3).sigmoid();
        Tensor bent = f.mul(c).add(i.mul(g)).tanh();
        Tensor dc = gc.add(gh.mul(o).mul(bent.square().rsub(1)));
        Tensor slopes =
                Tensor.cat(
                        List.of(
                                dc.mul(g).mul(i).mul(i.rsub(1)),
                                dc.mul(c).mul(f).mul(f.rsub(1)),
                                dc.mul(i).mul(g.square().rsub(1)),
                                gh.mul(bent).mul(o).mul(o.rsub(1))),
                        1);
        return new Tensor[] {slopes, dc.mul(f)};
    }

    @Override
    protected boolean isTwiceDifferentiable() {
        return true;
    }
}
