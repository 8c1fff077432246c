package org.grad4j.nn.layer;

import java.util.function.BinaryOperator;
import org.grad4j.nn.Module;
import org.grad4j.tensor.Tensor;

/**
 * A layer whose weight is computed from other parameters at every call. The names in its state are
 * PyTorch's: {@code bias}, {@code parametrizations.weight.…}.
 */
abstract class Parametrized extends Module {
    private final BinaryOperator<Tensor> layer;
    private final String settings;

    /**
     * A layer with a weight.
     *
     * @param layer computes its output from an input and a weight
     * @param weight what it has been computing with
     * @param bias null without one
     * @param outputs the weight's dimension that counts the outputs
     * @param settings as the layer prints them
     */
    record Target(
            BinaryOperator<Tensor> layer,
            Tensor weight,
            Tensor bias,
            int outputs,
            String settings) {

        static Target of(String name, Module layer) {
            if (layer instanceof Linear linear) {
                return new Target(
                        (x, weight) -> x.linear(weight, linear.bias()),
                        linear.weight(),
                        linear.bias(),
                        0,
                        linear.extraRepr());
            }
            if (layer instanceof Convolution convolution) {
                boolean transposed =
                        layer instanceof ConvTranspose1d || layer instanceof ConvTranspose2d;
                return new Target(
                        convolution::apply,
                        convolution.weight(),
                        convolution.bias(),
                        transposed ? 1 : 0,
                        convolution.extraRepr());
            }
            throw new IllegalArgumentException(
                    name
                            + ": needs a Linear or a convolution, got "
                            + (layer == null ? null : layer.getClass().getSimpleName()));
        }
    }

    Parametrized(Target target, ParametrizationList weight) {
        layer = target.layer;
        settings = target.settings;
        if (target.bias != null) {
            registerParameter("bias", target.bias);
        }
        register("parametrizations", new Parametrizations(weight));
    }

    /** The module that PyTorch puts between. */
    private static final class Parametrizations extends Module {
        Parametrizations(ParametrizationList weight) {
            register("weight", weight);
        }
    }

    /** What a weight is computed from, under PyTorch's names. */
    static final class ParametrizationList extends Module {
        ParametrizationList(Tensor original) {
            registerParameter("original", original);
        }

        ParametrizationList(Tensor original0, Tensor original1) {
            registerParameter("original0", original0);
            registerParameter("original1", original1);
        }

        ParametrizationList with(Module rule) {
            register("0", rule);
            return this;
        }
    }

    /**
     * The weight as the layer uses it now.
     *
     * @return a tensor that carries gradients to the parameters
     */
    public abstract Tensor weight();

    @Override
    protected Tensor forward(Tensor x) {
        return layer.apply(x, weight());
    }

    @Override
    protected String extraRepr() {
        return settings;
    }
}
