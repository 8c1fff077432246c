package org.grad4j.autograd;

import static org.junit.jupiter.api.Assertions.fail;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.grad4j.tensor.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Third derivatives of representative operations: second derivatives that pass their check. */
class ThirdOrderTest {
    private record Spot(String name, GradCheck.Operation operation, Tensor... inputs) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Iterable<Spot> spots() {
        Tensor a = Tensor.of(new double[] {0.7, 1.3, 0.4, 1.9}, 2, 2);
        Tensor b = Tensor.of(new double[] {1.1, 0.6, 1.7, 0.3}, 2, 2);
        Tensor row = Tensor.of(0.8, 1.4);
        Tensor image =
                Tensor.of(new double[] {1, -0.5, 0.3, 2, 0.9, -1.2, 0.4, 1.5, -0.7}, 1, 1, 3, 3);
        Map<String, Spot> all = new TreeMap<>();
        add(all, "mul, broadcast", in -> in[0].mul(in[1]).mul(in[0]), a, row);
        add(all, "div", in -> in[0].div(in[1]), a, b);
        add(all, "pow of a number", in -> in[0].pow(2.5), a);
        add(all, "pow of a tensor", in -> in[0].pow(in[1]), a, b);
        add(all, "exp", in -> in[0].exp(), a);
        add(all, "log", in -> in[0].log(), a);
        add(all, "sqrt", in -> in[0].sqrt(), a);
        add(all, "tanh", in -> in[0].tanh(), a);
        add(all, "sigmoid", in -> in[0].sigmoid(), a);
        add(all, "gelu", in -> in[0].gelu(), a);
        add(all, "silu", in -> in[0].silu(), a);
        add(all, "softplus", in -> in[0].softplus(), a);
        add(all, "atan2", in -> in[0].atan2(in[1]), a, b);
        add(all, "softmax", in -> in[0].softmax(1), a);
        add(all, "logSoftmax", in -> in[0].logSoftmax(0), a);
        add(all, "logsumexp", in -> in[0].logsumexp(1), a);
        add(all, "var", in -> in[0].var(1), a);
        add(all, "norm", in -> in[0].norm(), a);
        add(all, "prod", in -> in[0].prod(1), a);
        add(all, "cumprod", in -> in[0].cumprod(1), a);
        add(all, "matmul", in -> in[0].matmul(in[1]).matmul(in[0]), a, b);
        add(all, "inverse", in -> in[0].inverse(), a);
        add(all, "einsum", in -> Tensor.einsum("ij,jk,ik->k", in[0], in[1], in[0]), a, b);
        add(all, "conv2d", in -> in[0].conv2d(in[1].reshape(1, 1, 2, 2), null).square(), image, a);
        add(all, "index and cat", in -> Tensor.cat(List.of(in[0].t(), in[0].exp())).cumprod(0), a);
        add(
                all,
                "a change in place of a view",
                in -> {
                    Tensor y = in[0].mul(in[0]);
                    y.select(0, 1).mul_(in[1]).tanh_();
                    return y.mul(y);
                },
                a,
                row);
        return all.values();
    }

    private static void add(
            Map<String, Spot> all, String name, GradCheck.Operation operation, Tensor... inputs) {
        all.put(name, new Spot(name, operation, inputs));
    }

    @ParameterizedTest
    @MethodSource("spots")
    void third_derivatives_are_those_of_central_differences(Spot spot) {
        Tensor[] in = new Tensor[spot.inputs.length];
        for (int i = 0; i < in.length; i++) {
            in[i] = spot.inputs[i].clone().requiresGrad(true);
        }
        GradCheck.Operation first = x -> Autograd.enableGrad(() -> slope(spot, x));
        try {
            GradCheck.gradcheck(first, in);
            GradCheck.gradgradcheck(first, in);
        } catch (RuntimeException | AssertionError e) {
            fail(spot + ": " + e.getMessage(), e);
        }
    }

    /** The squared length of the gradient, with a gradient of its own. */
    private static Tensor slope(Spot spot, Tensor[] x) {
        Tensor[] in = new Tensor[x.length];
        for (int i = 0; i < in.length; i++) {
            in[i] = x[i].requiresGrad() ? x[i] : x[i].detach().requiresGrad(true);
        }
        Tensor y = spot.operation.apply(in).mul(0.5).square().sum();
        Tensor total = Tensor.scalar(0, y.dtype());
        for (Tensor g : Autograd.grad(List.of(y), List.of(in), null, true, true, false)) {
            total = total.add(g.mul(g).sum());
        }
        return total;
    }
}
