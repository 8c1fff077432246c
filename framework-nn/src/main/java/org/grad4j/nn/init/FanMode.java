package org.grad4j.nn.init;

/** Whose variance an initialisation preserves. */
public enum FanMode {
    /** That of the values on their way forward: PyTorch's default. */
    FAN_IN,
    /** That of the gradients on their way back. */
    FAN_OUT
}
