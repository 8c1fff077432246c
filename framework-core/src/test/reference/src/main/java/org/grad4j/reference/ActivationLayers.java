package org.grad4j.reference;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

import java.util.function.UnaryOperator;

/** The activations as layers, each named after its class, the settings being the arguments. */
final class ActivationLayers {
    private final Cases cases = new Cases("activations as layers");
    private final Values x = Values.wave(0, 2, 4, 3);

    static Cases cases() {
        ActivationLayers self = new ActivationLayers();
        self.functions();
        self.settings();
        return self.cases;
    }

    private void functions() {
        add("ReLU", torch::relu);
        add("ReLU6", torch::relu6);
        add("SELU", torch::selu);
        add("SiLU", torch::silu);
        add("Mish", torch::mish);
        add("Sigmoid", torch::sigmoid);
        add("Tanh", torch::tanh);
        add("Softsign", y -> y.div(y.abs().add(new Scalar(1))));
        add("Hardsigmoid", torch::hardsigmoid);
        add("Hardswish", torch::hardswish);
        add("LogSigmoid", torch::log_sigmoid);
        add("Tanhshrink", y -> y.sub(y.tanh()));
    }


    private void settings() {
        add("LeakyReLU", y -> torch.leaky_relu(y, new Scalar(0.2)), "a", 0.2);
        add("ELU", y -> torch.elu(y, new Scalar(0.7), new Scalar(1), new Scalar(1)), "a", 0.7);
        add("CELU", y -> torch.celu(y, new Scalar(0.7)), "a", 0.7);
        add("GELU", y -> torch.gelu(y, "none"), "approximate", "none");
        add("GELU", y -> torch.gelu(y, "tanh"), "approximate", "tanh");
        add(
                "Softplus",
                y -> torch.softplus(y, new Scalar(2), new Scalar(1)),
                "beta",
                2,
                "threshold",
                1);
        add(
                "Hardtanh",
                y -> torch.hardtanh(y, new Scalar(-0.5), new Scalar(1.5)),
                "min",
                -0.5,
                "max",
                1.5);
        add("Softmax", y -> y.softmax(1), "dim", 1);
        add("LogSoftmax", y -> y.log_softmax(1), "dim", 1);
        add("Softmin", y -> y.neg().softmax(1), "dim", 1);
        add("Softmax2d", y -> y.softmax(-3));
        add("Threshold", y -> torch.threshold(y, new Scalar(0.1), new Scalar(-3)), "a", 0.1, "b", -3);
        add("Softshrink", y -> torch.softshrink(y, new Scalar(0.5)), "a", 0.5);
        add("Hardshrink", y -> torch.hardshrink(y, new Scalar(0.5)), "a", 0.5);
        add("GLU", y -> torch.glu(y, 1), "dim", 1);
        for (ScalarType type : new ScalarType[] {ScalarType.Double, ScalarType.Float}) {
            for (long slopes : new long[] {1, 4}) {
                cases.add("PReLU/" + slopes + "_slopes_" + Values.name(type))
                        .input("x", x.as(type))
                        .input("weight", Values.wave(1, slopes).as(type))
                        .output(in -> torch.prelu(in[0], in[1]));
            }
        }
    }

    private void add(String name, UnaryOperator<Tensor> function, Object... arguments) {
        for (ScalarType type : new ScalarType[] {ScalarType.Double, ScalarType.Float}) {
            String variant = arguments.length == 0 ? "plain" : "with_" + arguments[1];
            cases.add(name + "/" + variant + "_" + Values.name(type), arguments)
                    .input("x", x.as(type))
                    .output(in -> function.apply(in[0]));
        }
    }
}
