package org.grad4j.nn.layer;

import org.grad4j.nn.Layer;
import org.grad4j.tensor.DType;
import org.grad4j.tensor.Generator;
import org.grad4j.tensor.Tensor;

/**
 * The settings that all parts of a transformer share.
 *
 * @param <B> the builder of the part
 */
public abstract class TransformerBuilder<B extends TransformerBuilder<B>> {
    final String name;
    final long size;
    final int heads;
    long feedForward = 2048;
    double dropout = 0.1;
    Layer activation = Tensor::relu;
    double eps = 1e-5;
    boolean batchFirst;
    boolean normFirst;
    boolean bias = true;
    DType dtype = DType.FLOAT32;
    Generator generator = Generator.global();

    TransformerBuilder(String name, long size, int heads) {
        if (size < 1 || heads < 1 || size % heads != 0) {
            throw new IllegalArgumentException(
                    name
                            + ": the size must be a multiple of the heads, got "
                            + size
                            + " and "
                            + heads);
        }
        this.name = name;
        this.size = size;
        this.heads = heads;
    }

    abstract B self();

    final MultiheadAttention attention() {
        return MultiheadAttention.builder(size, heads)
                .dropout(dropout)
                .bias(bias)
                .batchFirst(batchFirst)
                .dtype(dtype)
                .generator(generator)
                .build();
    }

    final Linear linear(long in, long out) {
        return new Linear(in, out, bias, dtype, generator);
    }

    final Dropout dropping() {
        return new Dropout(dropout, generator);
    }

    final LayerNorm norm() {
        return new LayerNorm(new long[] {size}, eps, true, bias, dtype);
    }

    /**
     * Features between the two linear maps.
     *
     * @param features 2048 by default
     * @return this builder
     * @throws IllegalArgumentException if it is less than 1
     */
    public final B feedForward(long features) {
        if (features < 1) {
            throw new IllegalArgumentException(
                    name + ": feedForward must be 1 or more, got " + features);
        }
        feedForward = features;
        return self();
    }

    /**
     * Dropout of attention weights and of what each block adds.
     *
     * @param p the probability of 0, 0.1 by default
     * @return this builder
     * @throws IllegalArgumentException if it is not from 0 to 1
     */
    public final B dropout(double p) {
        if (!(p >= 0 && p <= 1)) {
            throw new IllegalArgumentException(name + ": dropout must be from 0 to 1, got " + p);
        }
        dropout = p;
        return self();
    }

    /**
     * What is applied between the two linear maps.
     *
     * @param function {@code Tensor::relu} by default, {@code Tensor::gelu} for example
     * @return this builder
     * @throws IllegalArgumentException if it is null
     */
    public final B activation(Layer function) {
        if (function == null) {
            throw new IllegalArgumentException(name + ": the activation is null");
        }
        activation = function;
        return self();
    }

    /**
     * What layer normalisation adds to the variance.
     *
     * @param number 1e-5 by default
     * @return this builder
     */
    public final B layerNormEps(double number) {
        eps = number;
        return self();
    }

    /**
     * Whether the first dimension counts sequences and the second their steps.
     *
     * @param first false by default
     * @return this builder
     */
    public final B batchFirst(boolean first) {
        batchFirst = first;
        return self();
    }

    /**
     * Whether each block normalises its input instead of its sum (Xiong et al., arXiv:2002.04745).
     *
     * @param first false by default
     * @return this builder
     */
    public final B normFirst(boolean first) {
        normFirst = first;
        return self();
    }

    /**
     * Whether linear maps, attention and normalisation have biases.
     *
     * @param added true by default
     * @return this builder
     */
    public final B bias(boolean added) {
        bias = added;
        return self();
    }

    /**
     * The parameters' type.
     *
     * @param type a floating type, float32 by default
     * @return this builder
     */
    public final B dtype(DType type) {
        dtype = type;
        return self();
    }

    /**
     * Where parameters and dropout come from.
     *
     * @param source the default generator by default
     * @return this builder
     */
    public final B generator(Generator source) {
        generator = source;
        return self();
    }
}
