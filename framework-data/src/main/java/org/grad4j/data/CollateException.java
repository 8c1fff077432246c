package org.grad4j.data;

/** Thrown when a sample does not fit the first one of its batch, for example in shape. */
public final class CollateException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /** The sample's place in its batch. */
    private final int position;

    /**
     * Says which sample does not fit, and why.
     *
     * @param position the sample's place in its batch, from 0
     * @param message what was expected and what came
     */
    public CollateException(int position, String message) {
        super(message);
        this.position = position;
    }

    /**
     * Place of the offending sample in its batch.
     *
     * @return the place, from 0
     */
    public int position() {
        return position;
    }
}
