package org.grad4j.nn.layer;

import org.grad4j.nn.init.Init;
import org.grad4j.tensor.Generator;
import org.grad4j.tensor.Tensor;

/** The values that the parameters of layers with a weight start from, as in PyTorch. */
final class Start {
    private Start() {}

    /**
     * Fills both from {@code U(-1/√fanIn, 1/√fanIn)}, the weight first.
     *
     * @param weight {@code [out, in, …]}
     * @param bias {@code [out]}, or null without one
     * @param generator where the numbers come from
     */
    static void uniform_(Tensor weight, Tensor bias, Generator generator) {
        Init.kaimingUniform_(weight, Math.sqrt(5), generator);
        if (bias != null) {
            long fan = Init.fanIn(weight);
            double bound = fan == 0 ? 0 : 1 / Math.sqrt(fan);
            Init.uniform_(bias, -bound, bound, generator);
        }
    }
}
