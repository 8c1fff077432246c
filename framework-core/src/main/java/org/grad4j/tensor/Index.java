package org.grad4j.tensor;

/**
 * One entry between the brackets of {@code x[…]}, for {@link Tensor#index(Index...)}.
 *
 * <pre>{@code
 * x.index(Index.at(0))                                  // x[0]
 * x.index(Index.ellipsis(), Index.range(1, 5, 2))       // x[..., 1:5:2]
 * x.index(Index.all(), Index.newAxis(), Index.to(-1))   // x[:, None, :-1]
 * x.index(Index.of(rows), Index.of(columns))            // x[rows, columns]
 * x.index(Index.mask(x.gt(0)))                          // x[x > 0]
 * }</pre>
 */
public sealed interface Index {

    /**
     * One place; the dimension goes.
     *
     * @param place the place, negative from the end
     */
    record At(long place) implements Index {}

    /**
     * Evenly spaced places, cut off at the ends as in Python.
     *
     * @param start the first, negative from the end; null for the beginning
     * @param end where to stop, exclusive, negative from the end; null for the end
     * @param step from one place to the next, at least 1
     */
    record Range(Long start, Long end, long step) implements Index {}

    /** As many whole dimensions as the other entries leave. */
    record Ellipsis() implements Index {}

    /** A new dimension of size 1. */
    record NewAxis() implements Index {}

    /**
     * The places that whole numbers name, or where a mask is true.
     *
     * @param tensor an integer tensor, or a bool one for as many dimensions as it has
     */
    record Chosen(Tensor tensor) implements Index {
        /**
         * Needs a tensor.
         *
         * @param tensor an integer tensor, or a bool one
         * @throws IllegalArgumentException if it is null
         */
        public Chosen {
            if (tensor == null) {
                throw new IllegalArgumentException("Index.of: the tensor is null");
            }
        }
    }

    /**
     * {@code x[place]}: one place; the dimension goes.
     *
     * @param place the place, negative from the end
     * @return the entry
     */
    static Index at(long place) {
        return new At(place);
    }

    /**
     * {@code x[:]}: a whole dimension.
     *
     * @return the entry
     */
    static Index all() {
        return new Range(null, null, 1);
    }

    /**
     * {@code x[start:]}.
     *
     * @param start the first place, negative from the end
     * @return the entry
     */
    static Index from(long start) {
        return new Range(start, null, 1);
    }

    /**
     * {@code x[:end]}.
     *
     * @param end where to stop, exclusive, negative from the end
     * @return the entry
     */
    static Index to(long end) {
        return new Range(null, end, 1);
    }

    /**
     * {@code x[::step]}.
     *
     * @param step from one place to the next, at least 1
     * @return the entry
     */
    static Index every(long step) {
        return new Range(null, null, step);
    }

    /**
     * {@code x[start:end]}.
     *
     * @param start the first place, negative from the end
     * @param end where to stop, exclusive, negative from the end
     * @return the entry
     */
    static Index range(long start, long end) {
        return new Range(start, end, 1);
    }

    /**
     * {@code x[start:end:step]}.
     *
     * @param start the first place, negative from the end
     * @param end where to stop, exclusive, negative from the end
     * @param step from one place to the next, at least 1
     * @return the entry
     */
    static Index range(long start, long end, long step) {
        return new Range(start, end, step);
    }

    /**
     * {@code x[...]}: as many whole dimensions as the other entries leave.
     *
     * @return the entry
     */
    static Index ellipsis() {
        return new Ellipsis();
    }

    /**
     * {@code x[None]}: a new dimension of size 1.
     *
     * @return the entry
     */
    static Index newAxis() {
        return new NewAxis();
    }

    /**
     * {@code x[places]}: the places named, in that order, negative ones from the end.
     *
     * @param places an integer tensor, or a bool one as for {@link #mask}
     * @return the entry
     */
    static Index of(Tensor places) {
        return new Chosen(places);
    }

    /**
     * {@code x[[places]]}: the places named, in that order.
     *
     * @param places the places, negative ones from the end
     * @return the entry
     */
    static Index of(long... places) {
        return new Chosen(Tensor.of(places));
    }

    /**
     * {@code x[mask]}: the elements where a mask is true, in one dimension.
     *
     * @param mask a bool tensor of the sizes of the dimensions that it stands for
     * @return the entry
     * @throws IllegalArgumentException if it is not bool
     */
    static Index mask(Tensor mask) {
        if (mask == null || mask.dtype() != DType.BOOL) {
            throw new IllegalArgumentException(
                    "Index.mask: needs a bool tensor, got "
                            + (mask == null ? "null" : mask.dtype().torchName())
                            + "; make one by comparing, or use Index.of for places");
        }
        return new Chosen(mask);
    }
}
