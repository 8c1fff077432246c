package org.grad4j.samples.model;

import org.grad4j.nn.Module;
import org.grad4j.nn.layer.Conv2d;
import org.grad4j.nn.layer.Linear;
import org.grad4j.tensor.Tensor;

/**
 * LeNet-5 as it is built today, with rectifiers and max pooling. LeCun, Bottou, Bengio, Haffner:
 * Gradient-based learning applied to document recognition, Proceedings of the IEEE 86(11), 1998.
 */
public final class LeNet extends Module {
    private final Conv2d conv1 = register("conv1", new Conv2d(1, 6, 5));
    private final Conv2d conv2 = register("conv2", new Conv2d(6, 16, 5));
    private final Linear fc1 = register("fc1", new Linear(256, 120));
    private final Linear fc2 = register("fc2", new Linear(120, 84));
    private final Linear fc3 = register("fc3", new Linear(84, 10));

    /** With random weights from the global generator. */
    public LeNet() {}

    @Override
    protected Tensor forward(Tensor x) {
        x = conv1.call(x).relu().maxPool2d(2); // [n, 6, 12, 12]
        x = conv2.call(x).relu().maxPool2d(2); // [n, 16, 4, 4]
        x = x.flatten(1); // [n, 256]
        x = fc1.call(x).relu();
        x = fc2.call(x).relu();
        return fc3.call(x);
    }
}
