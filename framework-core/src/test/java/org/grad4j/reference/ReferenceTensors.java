package org.grad4j.reference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.Locale;
import org.grad4j.reference.ReferenceCases.Array;
import org.grad4j.tensor.DType;
import org.grad4j.tensor.Tensor;

/** Turns arrays of the reference files into tensors and compares tensors with them. */
final class ReferenceTensors {
    private ReferenceTensors() {}

    /**
     * Relative to the larger of 1 and the expected value. In float32 libtorch itself is 2.6e-6 off
     * its own float64 result where products cancel (conv2dPadded/reflect, gradient of the weight).
     */
    private static double tolerance(DType type) {
        return switch (type) {
            case FLOAT16 -> 0x1p-10;
            case BFLOAT16 -> 0x1p-7;
            case FLOAT32 -> 5e-6;
            default -> 1e-12;
        };
    }

    static DType dtype(String name) {
        return DType.valueOf(name.toUpperCase(Locale.ROOT));
    }

    /** A leaf of the array's type, shape and layout. */
    static Tensor leaf(Array array) {
        Tensor values = Tensor.of(array.values(), array.shape()).to(dtype(array.dtype()));
        if (array.transposed()) {
            values = values.transpose(-2, -1).contiguous().transpose(-2, -1);
            assertEquals(
                    values.size(-1) == 1 || values.size(-2) == 1,
                    values.isContiguous(),
                    "transposed");
        }
        return values;
    }

    static void assertMatches(String what, Array expected, Tensor actual) {
        assertNotNull(actual, what + " is missing");
        assertEquals(dtype(expected.dtype()), actual.dtype(), what + ": type");
        assertArrayEquals(expected.shape(), actual.shape(), what + ": shape");
        double[] values = actual.toDoubleArray();
        for (int i = 0; i < values.length; i++) {
            double e = expected.values()[i];
            boolean same =
                    Double.isFinite(e)
                            ? Math.abs(values[i] - e)
                                    <= tolerance(actual.dtype()) * Math.max(1, Math.abs(e))
                            : Double.compare(values[i], e) == 0;
            if (!same) {
                fail("%s: element %d is %s, libtorch has %s".formatted(what, i, values[i], e));
            }
        }
    }
}
