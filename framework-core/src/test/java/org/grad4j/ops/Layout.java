package org.grad4j.ops;

import java.util.Arrays;
import org.grad4j.backend.Array;
import org.grad4j.tensor.Tensor;

/** Ways in which the same numbers can lie in memory. */
enum Layout {
    /** Row-major. */
    CONTIGUOUS {
        @Override
        Tensor of(Tensor x) {
            return x.contiguous();
        }
    },
    /** The dimensions in reverse order: column-major. */
    COLUMN_MAJOR {
        @Override
        Tensor of(Tensor x) {
            int[] order = new int[x.dim()];
            Arrays.setAll(order, d -> order.length - 1 - d);
            return x.permute(order).contiguous().permute(order);
        }
    },
    /** The last dimension lies outermost. */
    ROTATED {
        @Override
        Tensor of(Tensor x) {
            int rank = x.dim();
            int[] there = new int[rank];
            int[] back = new int[rank];
            for (int d = 0; d < rank; d++) {
                there[d] = (d + rank - 1) % rank;
                back[there[d]] = d;
            }
            return x.permute(there).contiguous().permute(back);
        }
    },
    /** Inside a larger tensor, with an offset and gaps. */
    WITH_GAPS {
        @Override
        Tensor of(Tensor x) {
            long[] strides = new long[x.dim()];
            long step = 2;
            for (int d = strides.length - 1; d >= 0; d--) {
                strides[d] = step;
                step *= x.size(d) + 1;
            }
            return placed(x, strides, 3, step + 4);
        }
    },
    /** Every dimension runs backwards. */
    BACKWARDS {
        @Override
        Tensor of(Tensor x) {
            long[] strides = new long[x.dim()];
            long step = 1;
            long offset = 0;
            for (int d = strides.length - 1; d >= 0; d--) {
                strides[d] = -step;
                offset += step * Math.max(0, x.size(d) - 1);
                step *= Math.max(1, x.size(d));
            }
            return placed(x, strides, offset, step);
        }
    },
    /** The first dimension repeats its first element: stride 0. These are other numbers. */
    REPEATED_FIRST {
        @Override
        Tensor of(Tensor x) {
            return repeated(x, 0);
        }
    },
    /** The last dimension repeats its first element: stride 0. These are other numbers. */
    REPEATED_LAST {
        @Override
        Tensor of(Tensor x) {
            return repeated(x, x.dim() - 1);
        }
    };

    /** The layouts of the very same numbers. */
    static final Layout[] SAME_NUMBERS = {CONTIGUOUS, COLUMN_MAJOR, ROTATED, WITH_GAPS, BACKWARDS};

    /** A leaf in this layout. */
    abstract Tensor of(Tensor x);

    boolean repeats() {
        return this == REPEATED_FIRST || this == REPEATED_LAST;
    }

    private static Tensor placed(Tensor x, long[] strides, long offset, long size) {
        Array room = Array.full(-77, x.dtype(), size);
        Tensor view = Tensor.wrap(room.view(x.shape(), strides, offset));
        return view.copy_(x);
    }

    private static Tensor repeated(Tensor x, int dim) {
        if (x.numel() == 0 || x.dim() == 0) {
            return x.contiguous();
        }
        Array all = x.contiguous().array();
        long[] strides = all.strides().clone();
        strides[dim] = 0;
        return Tensor.wrap(all.view(x.shape(), strides, all.offset()));
    }
}
