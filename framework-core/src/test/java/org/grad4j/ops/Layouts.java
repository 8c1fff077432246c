package org.grad4j.ops;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.grad4j.ops.Row.Sample;
import org.grad4j.ops.Row.Trait;
import org.grad4j.tensor.DType;
import org.grad4j.tensor.Tensor;

/**
 * A layout for each input of a sample.
 *
 * @param sample the row and its shapes
 * @param layouts one per input
 */
record Layouts(Sample sample, Layout... layouts) {

    /** The same layout for all inputs, for each layout in which the row is smooth. */
    static List<Layouts> alike(Sample sample) {
        return same(sample).stream().filter(Layouts::isSmooth).toList();
    }

    /** These, and each layout for one input alone beside row-major others. */
    static List<Layouts> of(Sample sample) {
        return any(sample).stream().filter(Layouts::isSmooth).toList();
    }

    private boolean isSmooth() {
        return !(sample.row().is(Trait.TIES) && Arrays.stream(layouts).anyMatch(Layout::repeats));
    }

    private static List<Layouts> same(Sample sample) {
        List<Layouts> all = new ArrayList<>();
        for (Layout layout : Layout.values()) {
            Layout[] layouts = new Layout[sample.shapes().length];
            Arrays.fill(layouts, layout);
            all.add(new Layouts(sample, layouts));
        }
        all.removeIf(one -> !one.suits());
        return all;
    }

    /** As {@link #of}, with those in which elements tie. */
    static List<Layouts> any(Sample sample) {
        List<Layouts> all = same(sample);
        int n = sample.shapes().length;
        for (int i = 0; n > 1 && i < n; i++) {
            for (Layout layout : Layout.values()) {
                Layout[] layouts = new Layout[n];
                Arrays.fill(layouts, Layout.CONTIGUOUS);
                layouts[i] = layout;
                all.add(new Layouts(sample, layouts));
            }
        }
        all.removeIf(one -> !one.suits());
        return all;
    }

    private boolean suits() {
        if (!sample.row().is(Trait.MAY_REFUSE_LAYOUT)) {
            return true;
        }
        try {
            sample.row().operation().apply(inputs());
            return true;
        } catch (IllegalArgumentException refused) {
            return false;
        }
    }

    /** Fresh inputs in these layouts. */
    Tensor[] inputs() {
        return inputs(DType.FLOAT64);
    }

    Tensor[] inputs(DType type) {
        Tensor[] in = sample.inputs();
        for (int i = 0; i < in.length; i++) {
            in[i] = layouts[i].of(in[i].to(type));
        }
        return in;
    }

    @Override
    public String toString() {
        return Arrays.toString(layouts);
    }
}
