package org.grad4j.nn.layer;

import org.grad4j.autograd.Autograd;
import org.grad4j.nn.Module;
import org.grad4j.tensor.Generator;
import org.grad4j.tensor.Tensor;

/**
 * A layer whose weight is divided by its largest singular value, {@code weight / σ} with {@code σ =
 * uᵀ · W · v} (Miyato et al., arXiv:1802.05957). {@code W} is the weight as a matrix with a row for
 * each output; {@code u} and {@code v} approach its singular vectors by one power iteration at
 * every call in training.
 *
 * <pre>{@code
 * SpectralNorm.of(new Conv2d(3, 16, 3))
 * }</pre>
 *
 * <p>Shapes: as the layer's. Parameters: the layer's {@code bias}, and its weight as {@code
 * parametrizations.weight.original}. Buffers: {@code parametrizations.weight.0._u} and {@code _v}.
 */
public final class SpectralNorm extends Parametrized {
    private static final int FIRST_ITERATIONS = 15;

    private final Tensor original;
    private final Vectors vectors;

    private SpectralNorm(Target target, Vectors vectors) {
        super(target, new ParametrizationList(target.weight()).with(vectors));
        original = target.weight();
        this.vectors = vectors;
    }

    /**
     * Takes the place of a layer, which should not be used or registered any more, with one
     * iteration a call and {@code eps} 1e-12, from the default generator.
     *
     * @param layer a {@link Linear} or a convolution
     * @return a module with the layer's bias and weight
     * @throws IllegalArgumentException if the layer is another one or null
     */
    public static SpectralNorm of(Module layer) {
        return of(layer, 1, 1e-12, Generator.global());
    }

    /**
     * As {@link #of(Module)}, with everything chosen.
     *
     * @param layer a {@link Linear} or a convolution
     * @param iterations power iterations at every call in training
     * @param eps the least length that a vector is divided by
     * @param generator where the first vectors come from
     * @return a module with the layer's bias and weight
     * @throws IllegalArgumentException if the layer is another one or null, the iterations are
     *     fewer than 1, or eps is negative
     */
    public static SpectralNorm of(Module layer, int iterations, double eps, Generator generator) {
        Target target = Target.of("SpectralNorm", layer);
        if (iterations < 1) {
            throw new IllegalArgumentException(
                    "SpectralNorm: iterations must be 1 or more, got " + iterations);
        }
        NormSettings.requireEps("SpectralNorm", eps);
        return new SpectralNorm(
                target, new Vectors(target.weight(), target.outputs(), iterations, eps, generator));
    }

    @Override
    public Tensor weight() {
        return vectors.normalized(original, isTraining());
    }

    /** Both vectors and what is done with them. */
    private static final class Vectors extends Module {
        private final int outputs;
        private final int iterations;
        private final double eps;
        private final Tensor left;
        private final Tensor right;

        Vectors(Tensor weight, int outputs, int iterations, double eps, Generator generator) {
            this.outputs = outputs;
            this.iterations = iterations;
            this.eps = eps;
            Tensor matrix = matrix(weight.detach());
            left = registerBuffer("_u", random(matrix, 0, generator));
            right = registerBuffer("_v", random(matrix, 1, generator));
            iterate(matrix, FIRST_ITERATIONS);
        }

        private Tensor random(Tensor matrix, int dim, Generator generator) {
            Tensor normal = Tensor.randn(generator, matrix.size(dim)).to(matrix.dtype());
            return normal.normalize(2, 0, eps);
        }

        private Tensor matrix(Tensor weight) {
            return weight.transpose(0, outputs).flatten(1);
        }

        private void iterate(Tensor matrix, int times) {
            Autograd.noGrad(
                    () -> {
                        for (int i = 0; i < times; i++) {
                            left.copy_(matrix.mv(right).normalize(2, 0, eps));
                            right.copy_(matrix.t().mv(left).normalize(2, 0, eps));
                        }
                    });
        }

        Tensor normalized(Tensor weight, boolean training) {
            Tensor matrix = matrix(weight);
            if (training) {
                iterate(matrix.detach(), iterations);
            }
            // Copies, so that a further call before backward() does not change what was saved.
            return weight.div(left.clone().dot(matrix.mv(right.clone())));
        }
    }
}
