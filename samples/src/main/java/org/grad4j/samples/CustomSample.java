package org.grad4j.samples;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.grad4j.autograd.Autograd;
import org.grad4j.autograd.Function;
import org.grad4j.autograd.FunctionContext;
import org.grad4j.memory.TensorScope;
import org.grad4j.nn.Module;
import org.grad4j.nn.Sequential;
import org.grad4j.nn.layer.Linear;
import org.grad4j.optim.Adam;
import org.grad4j.tensor.Generator;
import org.grad4j.tensor.Reduction;
import org.grad4j.tensor.Tensor;
import picocli.CommandLine.Command;

/**
 * A function with a gradient of its own and a layer with weights of its own, trained together until
 * they draw a curve.
 */
@Command(
        name = "custom",
        description = "Trains a layer and a function of one's own until they draw a curve.")
public final class CustomSample implements Runnable {
    /** {@code y = sin(x)}: both the value and the derivative are computed in plain Java. */
    static final class Sine extends Function {
        @Override
        protected Tensor forward(FunctionContext ctx, Tensor... inputs) {
            ctx.saveForBackward(inputs[0]);
            return map(inputs[0], Math::sin);
        }

        @Override
        protected Tensor[] backward(FunctionContext ctx, Tensor g) {
            return new Tensor[] {g.mul(map(ctx.saved(0), Math::cos))};
        }

        private static Tensor map(Tensor x, DoubleUnaryOperator f) {
            double[] values = Arrays.stream(x.toDoubleArray()).map(f).toArray();
            return Tensor.of(values, x.shape()).to(x.dtype());
        }
    }

    /**
     * {@code y = sin(x·w + b)}, {@code [n, 1] → [n, out]}: waves whose pace and start are learned.
     */
    static final class Waves extends Module {
        private final Tensor weight; // [1, out]
        private final Tensor bias; // [out]

        Waves(long out) {
            weight = registerParameter("weight", Tensor.randn(1, out).mul(4));
            bias = registerParameter("bias", Tensor.randn(out));
        }

        @Override
        protected Tensor forward(Tensor x) {
            return new Sine().apply(x.matmul(weight).add(bias));
        }
    }

    /**
     * Runs the command.
     *
     * @param args none but {@code --help}
     */
    public static void main(String[] args) {
        System.exit(CommandLines.run(new CustomSample(), args));
    }

    /** Trains and draws. */
    @Override
    public void run() {
        Generator.manualSeed(1);
        Tensor x = Tensor.arange(-1, 1, 0.01).unsqueeze(1); // [200, 1]
        Tensor target = x.abs().mul(3).sub(1).tanh(); // a valley
        Module model = Sequential.of(new Waves(16), new Linear(16, 1));
        Adam optimizer = new Adam(model.parameters(), 0.02);
        System.out.println(model);

        for (int step = 0; step <= 300; step++) {
            int number = step;
            TensorScope.run(
                    () -> {
                        Tensor loss = model.call(x).mseLoss(target, Reduction.MEAN);
                        optimizer.zeroGrad();
                        loss.backward();
                        optimizer.step();
                        if (number % 100 == 0) {
                            System.out.printf("step %3d   loss %.5f%n", number, loss.item());
                        }
                    });
        }

        Tensor learned = Autograd.noGrad(() -> model.call(x));
        System.out.println("\n. is the curve, o what was learned, @ both in one place");
        plot(target.toFloatArray(), learned.toFloatArray());
    }

    /** One line for every tenth point, its value from -1 at the left to 1 at the right. */
    private static void plot(float[] target, float[] learned) {
        for (int i = 0; i < target.length; i += 10) {
            StringBuilder line = new StringBuilder(" ".repeat(62));
            int expected = Math.round(30 * (1 + target[i]));
            int got = Math.max(0, Math.min(61, Math.round(30 * (1 + learned[i]))));
            line.setCharAt(expected, '.');
            line.setCharAt(got, got == expected ? '@' : 'o');
            System.out.println(line.toString().stripTrailing());
        }
    }
}
