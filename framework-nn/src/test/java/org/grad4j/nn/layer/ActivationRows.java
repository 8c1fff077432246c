package org.grad4j.nn.layer;

import java.util.List;
import java.util.function.Supplier;
import org.grad4j.nn.Module;
import org.grad4j.tensor.DType;
import org.grad4j.tensor.Generator;

/** The rows of the activations. */
final class ActivationRows {
    static final List<LayerRow> ROWS =
            List.of(
                    row(ReLU6::new, "ReLU6()"),
                    row(LeakyReLU::new, "LeakyReLU(negative_slope=0.01)"),
                    row(() -> new LeakyReLU(0.2), "LeakyReLU(negative_slope=0.2)"),
                    row(ELU::new, "ELU(alpha=1.0)"),
                    row(CELU::new, "CELU(alpha=1.0)"),
                    row(() -> new CELU(0.5), "CELU(alpha=0.5)"),
                    row(SELU::new, "SELU()"),
                    row(GELU::new, "GELU(approximate='none')"),
                    row(() -> new GELU("tanh"), "GELU(approximate='tanh')"),
                    row(SiLU::new, "SiLU()"),
                    row(Mish::new, "Mish()"),
                    row(Sigmoid::new, "Sigmoid()"),
                    row(Tanh::new, "Tanh()"),
                    row(Softplus::new, "Softplus(beta=1.0, threshold=20.0)"),
                    row(() -> new Softplus(2, 1), "Softplus(beta=2.0, threshold=1.0)"),
                    row(Softsign::new, "Softsign()"),
                    row(Hardtanh::new, "Hardtanh(min_val=-1.0, max_val=1.0)"),
                    row(Hardsigmoid::new, "Hardsigmoid()"),
                    row(Hardswish::new, "Hardswish()"),
                    row(() -> new Softmax(1), "Softmax(dim=1)"),
                    row(() -> new LogSoftmax(-1), "LogSoftmax(dim=-1)"),
                    row(() -> new Softmin(1), "Softmin(dim=1)"),
                    row(LogSigmoid::new, "LogSigmoid()"),
                    row(() -> new Threshold(0.1, -3), "Threshold(threshold=0.1, value=-3.0)"),
                    row(Softshrink::new, "Softshrink(0.5)"),
                    row(Hardshrink::new, "Hardshrink(0.5)"),
                    row(Tanhshrink::new, "Tanhshrink()"),
                    row(GLU::new, "GLU(dim=-1)"),
                    row(() -> new RReLU(0.1, 0.3, new Generator(3)), "RReLU(lower=0.1, upper=0.3)"),
                    LayerRow.of(Softmax2d::new, new long[] {2, 3, 2, 2}, List.of(), "Softmax2d()"),
                    LayerRow.of(
                            () -> new PReLU(1, 0.25, DType.FLOAT64),
                            new long[] {3, 4},
                            List.of("weight"),
                            "PReLU(num_parameters=1)"),
                    LayerRow.of(
                            () -> new PReLU(3, 0.25, DType.FLOAT64),
                            new long[] {2, 3, 2},
                            List.of("weight"),
                            "PReLU(num_parameters=3)"));

    private ActivationRows() {}

    private static LayerRow row(Supplier<Module> maker, String text) {
        return LayerRow.of(maker, new long[] {3, 4}, List.of(), text);
    }
}
