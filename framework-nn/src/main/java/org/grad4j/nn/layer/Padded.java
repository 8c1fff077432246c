package org.grad4j.nn.layer;

import java.util.Arrays;
import org.grad4j.nn.Module;

/** What layers that put something around their input have in common. */
abstract class Padded extends Module {
    final int[] padding;

    /** One number for all sides, or two for each dimension. */
    Padded(int dims, int... padding) {
        String layer = getClass().getSimpleName();
        if (padding == null || (padding.length != 1 && padding.length != 2 * dims)) {
            throw new IllegalArgumentException(
                    layer
                            + ": padding must be one number or "
                            + 2 * dims
                            + ", got "
                            + Arrays.toString(padding));
        }
        this.padding = new int[2 * dims];
        Arrays.setAll(this.padding, i -> padding[padding.length == 1 ? 0 : i]);
    }

    @Override
    protected String extraRepr() {
        return PythonText.tuple(padding);
    }
}
