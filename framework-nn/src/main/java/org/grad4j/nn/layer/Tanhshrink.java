package org.grad4j.nn.layer;

/** {@code x - tanh(x)} of every element. Shapes: any to the same. */
public final class Tanhshrink extends Activation {
    /** The only form there is. */
    public Tanhshrink() {
        super(Functional::tanhshrink);
    }
}
