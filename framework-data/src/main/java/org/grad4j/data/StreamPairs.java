package org.grad4j.data;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.grad4j.data.IterableDataset.Pass;

/** Two streams made into one; each closes both. */
final class StreamPairs {
    private StreamPairs() {}

    static <S> IterableDataset<S> concat(
            IterableDataset<? extends S> first, IterableDataset<? extends S> second) {
        return of(
                "concat",
                first,
                second,
                pass -> new Chain<S>(first.iterator(pass), () -> second.iterator(pass)));
    }

    static <S, T, U> IterableDataset<U> zip(
            IterableDataset<S> first,
            IterableDataset<T> second,
            BiFunction<? super S, ? super T, ? extends U> combine) {
        Objects.requireNonNull(combine, "the function is null");
        return of("zip", first, second, pass -> Zipped.open(first, second, combine, pass));
    }

    private static <U> IterableDataset<U> of(
            String view,
            IterableDataset<?> first,
            IterableDataset<?> second,
            Function<Pass, Iterator<U>> iterators) {
        Objects.requireNonNull(second, "the dataset to " + view + " is null");
        int parts = first.shards();
        if (second.shards() != parts) {
            throw new IllegalArgumentException(
                    view
                            + ": the datasets must have as many parts, got "
                            + parts
                            + " and "
                            + second.shards());
        }
        return new IterableDataset<>() {
            @Override
            public Iterator<U> iterator(Pass pass) {
                return iterators.apply(pass);
            }

            @Override
            public int shards() {
                return parts;
            }
        };
    }

    /** One iterator, and then the other. */
    private static final class Chain<S> implements Iterator<S>, AutoCloseable {
        private Iterator<? extends S> current;
        private Supplier<? extends Iterator<? extends S>> following; // null when it has begun

        Chain(Iterator<? extends S> current, Supplier<? extends Iterator<? extends S>> following) {
            this.current = current;
            this.following = following;
        }

        @Override
        public boolean hasNext() {
            if (!current.hasNext() && following != null) {
                Supplier<? extends Iterator<? extends S>> opening = following;
                close();
                current = opening.get();
            }
            return current.hasNext();
        }

        @Override
        public S next() {
            if (!hasNext()) {
                throw new NoSuchElementException("the stream is at its end");
            }
            return current.next();
        }

        @Override
        public void close() {
            following = null;
            StreamViews.close(current);
        }
    }

    /** A sample of each. */
    private static final class Zipped<S, T, U> implements Iterator<U>, AutoCloseable {
        private final Iterator<S> first;
        private final Iterator<T> second;
        private final BiFunction<? super S, ? super T, ? extends U> combine;

        private Zipped(
                Iterator<S> first,
                Iterator<T> second,
                BiFunction<? super S, ? super T, ? extends U> combine) {
            this.first = first;
            this.second = second;
            this.combine = combine;
        }

        static <S, T, U> Zipped<S, T, U> open(
                IterableDataset<S> first,
                IterableDataset<T> second,
                BiFunction<? super S, ? super T, ? extends U> combine,
                Pass pass) {
            Iterator<S> opened = first.iterator(pass);
            try {
                return new Zipped<>(opened, second.iterator(pass), combine);
            } catch (RuntimeException | Error error) {
                StreamViews.close(opened);
                throw error;
            }
        }

        @Override
        public boolean hasNext() {
            return first.hasNext() && second.hasNext();
        }

        @Override
        public U next() {
            return combine.apply(first.next(), second.next());
        }

        @Override
        public void close() {
            StreamViews.close(first);
            StreamViews.close(second);
        }
    }
}
