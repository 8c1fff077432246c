package org.grad4j.ops;

import java.util.Arrays;
import org.grad4j.tensor.Tensor;

/**
 * Takes what PyTorch takes for an operation on signals (one dimension) or images (two), with or
 * without a batch, as images {@code [n, c, h, w]}: a signal is an image of height 1.
 *
 * @param op the operation, for messages
 * @param dims 1 for signals, 2 for images
 */
record Images(String op, int dims) {

    /** The input as a batch of images. */
    Tensor of(Tensor x) {
        long[] shape = x.array().shape();
        if (shape.length != dims + 1 && shape.length != dims + 2) {
            throw new IllegalArgumentException(
                    op
                            + ": the input must be "
                            + (dims == 1 ? "[n, c, l] or [c, l]" : "[n, c, h, w] or [c, h, w]")
                            + ", got "
                            + Arrays.toString(shape));
        }
        Tensor batch = shape.length == dims + 1 ? x.unsqueeze(0) : x;
        return dims == 1 ? batch.unsqueeze(2) : batch;
    }

    /** A result in the form of the input. */
    Tensor back(Tensor y, Tensor x) {
        Tensor batch = dims == 1 ? y.squeeze(2) : y;
        return x.dim() == dims + 1 ? batch.squeeze(0) : batch;
    }

    /** A setting for height and width; the height of a signal gets the least one. */
    int[] numbers(String what, int least, int... values) {
        boolean fits = values != null && values.length == dims;
        for (int i = 0; fits && i < dims; i++) {
            fits = values[i] >= least;
        }
        if (!fits) {
            throw new IllegalArgumentException(
                    op
                            + ": the "
                            + what
                            + " must be "
                            + (dims == 1 ? "" : "two numbers of ")
                            + least
                            + " or more, got "
                            + (dims == 1 ? values[0] : Arrays.toString(values)));
        }
        return dims == 1 ? new int[] {least, values[0]} : values;
    }

    /** The elements of a window must not reach beyond the padded input. */
    void requireFit(Tensor x, long[] kernel, int[] padding, int[] dilation) {
        long[] in = x.array().shape();
        long h = in[2] + 2L * padding[0];
        long w = in[3] + 2L * padding[1];
        long high = dilation[0] * (kernel[0] - 1) + 1;
        long wide = dilation[1] * (kernel[1] - 1) + 1;
        if (kernel[0] < 1 || kernel[1] < 1 || high > h || wide > w) {
            boolean dilated = dilation[0] > 1 || dilation[1] > 1;
            throw new IllegalArgumentException(
                    op
                            + ": the kernel "
                            + text(kernel[0], kernel[1])
                            + (dilated ? " with dilation " + text(dilation[0], dilation[1]) : "")
                            + " does not fit into the padded input "
                            + text(h, w)
                            + " of shape "
                            + Arrays.toString(dims == 1 ? new long[] {in[0], in[1], in[3]} : in));
        }
    }

    private String text(long down, long across) {
        return dims == 1 ? String.valueOf(across) : "[" + down + ", " + across + "]";
    }
}
