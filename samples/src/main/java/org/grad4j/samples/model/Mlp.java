package org.grad4j.samples.model;

import org.grad4j.nn.Module;
import org.grad4j.nn.layer.Linear;
import org.grad4j.tensor.Tensor;

/** Three linear layers, 784 → 256 → 128 → 10: what a picture is made of, not where. */
public final class Mlp extends Module {
    private final Linear fc1 = register("fc1", new Linear(784, 256));
    private final Linear fc2 = register("fc2", new Linear(256, 128));
    private final Linear fc3 = register("fc3", new Linear(128, 10));

    /** With random weights from the global generator. */
    public Mlp() {}

    @Override
    protected Tensor forward(Tensor x) {
        x = x.flatten(1); // [n, 784]
        x = fc1.call(x).relu();
        x = fc2.call(x).relu();
        return fc3.call(x);
    }
}
