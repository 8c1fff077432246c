package org.grad4j.data;

import java.util.Iterator;

/**
 * {@link IterableDataset#map}: apart from other views, since a loader reads the source in one
 * thread and applies the transform in many.
 */
record MappedStream<R, S>(IterableDataset<R> source, Transform<? super R, ? extends S> transform)
        implements IterableDataset<S> {

    @Override
    public Iterator<S> iterator(Pass pass) {
        return new StreamViews.View<>(source.iterator(pass)) {
            private long position;

            @Override
            public boolean hasNext() {
                return source().hasNext();
            }

            @Override
            public S next() {
                return transform.apply(source().next(), pass.random(position++));
            }
        };
    }

    @Override
    public int shards() {
        return source.shards();
    }
}
