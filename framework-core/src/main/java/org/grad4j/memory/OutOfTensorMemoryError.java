package org.grad4j.memory;

/**
 * The limit on native tensor memory is reached and the garbage collector found nothing to reclaim.
 * The message names what was asked for, what is alive, and how to raise the limit; the process can
 * go on after dropping tensors.
 */
public final class OutOfTensorMemoryError extends OutOfMemoryError {
    private static final long serialVersionUID = 1L;

    OutOfTensorMemoryError(String message) {
        super(message);
    }
}
