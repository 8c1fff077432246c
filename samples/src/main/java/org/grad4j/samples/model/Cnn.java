package org.grad4j.samples.model;

import org.grad4j.nn.Module;
import org.grad4j.nn.layer.Conv2d;
import org.grad4j.nn.layer.Linear;
import org.grad4j.tensor.Tensor;

/** Two convolutions of 32 and 64 channels, pooled once: the most accurate here, and the slowest. */
public final class Cnn extends Module {
    private final Conv2d conv1 = register("conv1", new Conv2d(1, 32, 3));
    private final Conv2d conv2 = register("conv2", new Conv2d(32, 64, 3));
    private final Linear fc1 = register("fc1", new Linear(9216, 128));
    private final Linear fc2 = register("fc2", new Linear(128, 10));

    /** With random weights from the global generator. */
    public Cnn() {}

    @Override
    protected Tensor forward(Tensor x) {
        x = conv1.call(x).relu(); // [n, 32, 26, 26]
        x = conv2.call(x).relu().maxPool2d(2); // [n, 64, 12, 12]
        x = x.flatten(1); // [n, 9216]
        x = fc1.call(x).relu();
        return fc2.call(x);
    }
}
