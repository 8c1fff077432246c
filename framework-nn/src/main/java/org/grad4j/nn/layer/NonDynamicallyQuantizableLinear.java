package org.grad4j.nn.layer;

import org.grad4j.nn.Module;
import org.grad4j.nn.init.Init;
import org.grad4j.tensor.DType;
import org.grad4j.tensor.Generator;
import org.grad4j.tensor.Tensor;

/** The linear map behind attention, under the name that PyTorch prints; its bias starts from 0. */
final class NonDynamicallyQuantizableLinear extends Module {
    private final long size;
    private final Tensor weight;
    private final Tensor bias;

    NonDynamicallyQuantizableLinear(long size, boolean bias, DType dtype, Generator generator) {
        this.size = size;
        weight = registerParameter("weight", Tensor.zeros(dtype, size, size));
        Init.kaimingUniform_(weight, Math.sqrt(5), generator);
        this.bias = bias ? registerParameter("bias", Tensor.zeros(dtype, size)) : null;
    }

    @Override
    protected Tensor forward(Tensor x) {
        return x.linear(weight, bias);
    }

    @Override
    protected String extraRepr() {
        return "in_features=%d, out_features=%d, bias=%s"
                .formatted(size, size, bias == null ? "False" : "True");
    }
}
