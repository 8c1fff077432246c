package org.grad4j.data;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.grad4j.data.IterableDataset.Pass;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The iterators behind the views of {@link IterableDataset}; each closes its source. */
final class StreamViews {
    private static final Logger LOG = LoggerFactory.getLogger(StreamViews.class);

    private StreamViews() {}

    /** An iterator over another one, closed with it. */
    abstract static class View<R, S> implements Iterator<S>, AutoCloseable {
        private final Iterator<R> source;

        View(Iterator<R> source) {
            this.source = Objects.requireNonNull(source, "the dataset's iterator is null");
        }

        Iterator<R> source() {
            return source;
        }

        @Override
        public void close() {
            StreamViews.close(source);
        }
    }

    /** A view that looks one sample ahead. */
    private abstract static class Ahead<S> extends View<S, S> {
        private S ahead;

        Ahead(Iterator<S> source) {
            super(source);
        }

        /** The next sample, null at the end. */
        abstract S fetch();

        @Override
        public boolean hasNext() {
            if (ahead == null) {
                ahead = fetch();
            }
            return ahead != null;
        }

        @Override
        public S next() {
            if (!hasNext()) {
                throw new NoSuchElementException("the stream is at its end");
            }
            S next = ahead;
            ahead = null;
            return next;
        }
    }

    /** Closes what can be closed; what goes wrong then is for the log, the samples are there. */
    static void close(Iterator<?> iterator) {
        if (iterator instanceof AutoCloseable resource) {
            try {
                resource.close();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            } catch (Exception error) {
                LOG.warn("the iterator of a dataset could not be closed", error);
            }
        }
    }

    static <S> IterableDataset<S> of(
            IterableDataset<S> source, BiFunction<Iterator<S>, Pass, Iterator<S>> view) {
        return new IterableDataset<>() {
            @Override
            public Iterator<S> iterator(Pass pass) {
                return view.apply(source.iterator(pass), pass);
            }

            @Override
            public int shards() {
                return source.shards();
            }
        };
    }

    static void requireCount(String view, long count) {
        if (count < 0) {
            throw new IllegalArgumentException(view + " must not be negative, got " + count);
        }
    }

    static <S> Iterator<S> filter(Iterator<S> source, Predicate<? super S> test) {
        return new Ahead<>(source) {
            @Override
            S fetch() {
                while (source.hasNext()) {
                    S sample = source.next();
                    if (test.test(sample)) {
                        return sample;
                    }
                }
                return null;
            }
        };
    }

    static <S> Iterator<S> take(Iterator<S> source, long count) {
        return new Ahead<>(source) {
            private long left = count;

            @Override
            S fetch() {
                return left-- > 0 && source.hasNext() ? source.next() : null;
            }
        };
    }

    static <S> Iterator<S> skip(Iterator<S> source, long count) {
        return new Ahead<>(source) {
            private long left = count;

            @Override
            S fetch() {
                for (; left > 0 && source.hasNext(); left--) {
                    source.next();
                }
                return source.hasNext() ? source.next() : null;
            }
        };
    }

    static <S> Iterator<S> each(Iterator<S> source, int rank, int world) {
        return new Ahead<>(source) {
            private long position;

            @Override
            S fetch() {
                while (source.hasNext()) {
                    S sample = source.next();
                    if (position++ % world == rank) {
                        return sample;
                    }
                }
                return null;
            }
        };
    }

    static <S> Iterator<S> shuffle(Iterator<S> source, int size, RandomGenerator random) {
        return new Ahead<>(source) {
            private final List<S> buffer = new ArrayList<>();

            @Override
            S fetch() {
                while (buffer.size() < size && source.hasNext()) {
                    buffer.add(source.next());
                }
                if (buffer.isEmpty()) {
                    return null;
                }
                int drawn = random.nextInt(buffer.size());
                S last = buffer.remove(buffer.size() - 1);
                return drawn == buffer.size() ? last : buffer.set(drawn, last);
            }
        };
    }

    static <S> Iterator<S> iterator(Stream<S> stream) {
        Iterator<S> source = stream.iterator();
        return new View<S, S>(source) {
            @Override
            public boolean hasNext() {
                return source.hasNext();
            }

            @Override
            public S next() {
                return source.next();
            }

            @Override
            public void close() {
                stream.close();
            }
        };
    }

    static <S> IterableDataset<S> sharded(List<? extends IterableDataset<S>> parts) {
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("sharded: needs at least one part");
        }
        for (IterableDataset<S> part : parts) {
            if (part.shards() != 1) {
                throw new IllegalArgumentException(
                        "sharded: a part must not have parts itself, got one with "
                                + part.shards());
            }
        }
        List<IterableDataset<S>> all = List.copyOf(parts);
        return new IterableDataset<>() {
            @Override
            public Iterator<S> iterator(Pass pass) {
                return all.get(pass.shard()).iterator(pass);
            }

            @Override
            public int shards() {
                return all.size();
            }
        };
    }
}
