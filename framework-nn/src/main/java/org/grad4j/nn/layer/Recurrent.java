package org.grad4j.nn.layer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.grad4j.nn.Module;
import org.grad4j.nn.init.Init;
import org.grad4j.tensor.DType;
import org.grad4j.tensor.Generator;
import org.grad4j.tensor.Tensor;

/**
 * What RNN, LSTM and GRU share: layers, directions, and how sequences are walked. Every input is
 * brought into the form of packed rows, first the rows of step 0, then those of step 1, …, so that
 * padded and packed sequences take one way. The inputs of all steps are projected by one product,
 * unless a kind walks sequences of one length {@linkplain #atOnce at once}.
 */
abstract class Recurrent extends Module {
    private final long in;
    private final long hidden;
    private final long proj;
    private final int layers;
    private final boolean bias;
    private final boolean batchFirst;
    private final double dropout;
    private final boolean bidirectional;
    private final Generator generator;

    /** For each layer and direction the weights ih and hh, the biases, and the projection. */
    private final Tensor[][] weights;

    Recurrent(Builder<?> settings, int gates) {
        in = settings.in;
        hidden = settings.hidden;
        proj = settings.proj;
        layers = settings.layers;
        bias = settings.bias;
        batchFirst = settings.batchFirst;
        dropout = settings.dropout;
        bidirectional = settings.bidirectional;
        generator = settings.generator;
        weights = new Tensor[layers * directions()][];
        double bound = 1 / Math.sqrt(hidden);
        for (int k = 0; k < weights.length; k++) {
            int layer = k / directions();
            String suffix = "_l" + layer + (k % directions() == 1 ? "_reverse" : "");
            long width = layer == 0 ? in : directions() * out();
            weights[k] =
                    new Tensor[] {
                        zeros(settings, "weight_ih" + suffix, gates * hidden, width),
                        zeros(settings, "weight_hh" + suffix, gates * hidden, out()),
                        bias ? zeros(settings, "bias_ih" + suffix, gates * hidden) : null,
                        bias ? zeros(settings, "bias_hh" + suffix, gates * hidden) : null,
                        proj > 0 ? zeros(settings, "weight_hr" + suffix, proj, hidden) : null
                    };
            for (Tensor weight : weights[k]) {
                if (weight != null) {
                    Init.uniform_(weight, -bound, bound, generator);
                }
            }
        }
    }

    private Tensor zeros(Builder<?> settings, String name, long... shape) {
        return registerParameter(name, Tensor.zeros(settings.dtype, shape));
    }

    /**
     * The settings of a recurrent layer.
     *
     * @param <B> the builder of the layer
     */
    public abstract static class Builder<B extends Builder<B>> {
        private final String name;
        private final long in;
        private final long hidden;
        long proj;
        private int layers = 1;
        private boolean bias = true;
        private boolean batchFirst;
        private double dropout;
        private boolean bidirectional;
        private DType dtype = DType.FLOAT32;
        private Generator generator = Generator.global();

        Builder(String name, long in, long hidden) {
            if (in < 1 || hidden < 1) {
                throw new IllegalArgumentException(
                        name + ": sizes must be 1 or more, got " + in + " and " + hidden);
            }
            this.name = name;
            this.in = in;
            this.hidden = hidden;
        }

        abstract B self();

        final long hidden() {
            return hidden;
        }

        /**
         * How many layers are stacked, each fed with the hidden states of the one below.
         *
         * @param count 1 by default
         * @return this builder
         * @throws IllegalArgumentException if it is less than 1
         */
        public final B numLayers(int count) {
            if (count < 1) {
                throw new IllegalArgumentException(
                        name + ": numLayers must be 1 or more, got " + count);
            }
            layers = count;
            return self();
        }

        /**
         * Whether the two biases are added.
         *
         * @param added true by default
         * @return this builder
         */
        public final B bias(boolean added) {
            bias = added;
            return self();
        }

        /**
         * Whether input and output are {@code [n, t, ...]} instead of {@code [t, n, ...]}. States
         * are not affected.
         *
         * @param first false by default
         * @return this builder
         */
        public final B batchFirst(boolean first) {
            batchFirst = first;
            return self();
        }

        /**
         * Dropout between the layers, in training; with one layer it does nothing.
         *
         * @param p the probability of 0, 0 by default
         * @return this builder
         * @throws IllegalArgumentException if it is not from 0 to 1
         */
        public final B dropout(double p) {
            if (!(p >= 0 && p <= 1)) {
                throw new IllegalArgumentException(
                        name + ": dropout must be from 0 to 1, got " + p);
            }
            dropout = p;
            return self();
        }

        /**
         * Whether each layer walks the sequence backwards too and the outputs of both directions
         * are put side by side.
         *
         * @param both false by default
         * @return this builder
         */
        public final B bidirectional(boolean both) {
            bidirectional = both;
            return self();
        }

        /**
         * The parameters' type.
         *
         * @param type a floating type, float32 by default
         * @return this builder
         */
        public final B dtype(DType type) {
            dtype = type;
            return self();
        }

        /**
         * Where parameters and dropout come from.
         *
         * @param source the default generator by default
         * @return this builder
         */
        public final B generator(Generator source) {
            generator = source;
            return self();
        }
    }

    // ---- what the kinds differ in ----

    /** The sizes of the states of one layer: that of h, which is also the output, then others. */
    abstract long[] stateSizes();

    /** Projects the inputs of all steps, adding what the steps need not see apart. */
    abstract Tensor project(Tensor rows, Tensor[] weights);

    /** One step from the projected input and the states. */
    abstract Tensor[] step(Tensor projected, Tensor[] states, Tensor[] weights);

    /**
     * Walks sequences of one length at once, where a kind can.
     *
     * @param rows the inputs of all steps, {@code [t · n, in]}
     * @param states the first ones
     * @param own the weights
     * @param steps how many
     * @param reversed whether the last step comes first
     * @return the outputs of all steps and then the last states, or null
     */
    Tensor[] atOnce(Tensor rows, Tensor[] states, Tensor[] own, int steps, boolean reversed) {
        return null;
    }

    // ---- walking ----

    final long hidden() {
        return hidden;
    }

    final long out() {
        return proj > 0 ? proj : hidden;
    }

    private int directions() {
        return bidirectional ? 2 : 1;
    }

    /** The output and the last states of padded sequences, or of one without a batch. */
    final RecurrentOutput<Tensor, Tensor[]> padded(Tensor x, Tensor[] initial) {
        if ((x.dim() != 2 && x.dim() != 3) || x.size(-1) != in) {
            throw new IllegalArgumentException(
                    "the input must be [%s, %d] or [t, %d], got %s"
                            .formatted(
                                    batchFirst ? "n, t" : "t, n",
                                    in,
                                    in,
                                    Arrays.toString(x.shape())));
        }
        boolean single = x.dim() == 2;
        boolean swapped = batchFirst && !single;
        Tensor steps = single ? x.unsqueeze(1) : swapped ? x.transpose(0, 1) : x;
        long t = steps.size(0);
        long n = steps.size(1);
        if (t == 0) {
            throw new IllegalArgumentException("a sequence needs one step or more, got 0");
        }
        long[] sizes = new long[(int) t];
        Arrays.fill(sizes, n);
        Tensor[] states = states(initial, n, single, x.dtype());
        RecurrentOutput<Tensor, Tensor[]> result = walk(steps.reshape(t * n, in), sizes, states);
        Tensor y = result.output().reshape(t, n, directions() * out());
        if (single) {
            Tensor[] last = result.state().clone();
            Arrays.setAll(last, i -> last[i].squeeze(1));
            return new RecurrentOutput<>(y.squeeze(1), last);
        }
        return new RecurrentOutput<>(swapped ? y.transpose(0, 1) : y, result.state());
    }

    /** The same for packed sequences; states are in the order of the sequences. */
    final RecurrentOutput<PackedSequence, Tensor[]> packed(
            PackedSequence x, Tensor data, Tensor[] initial) {
        if (data.dim() != 2 || data.size(1) != in) {
            throw new IllegalArgumentException(
                    "the packed data must be [sum of lengths, %d], got %s"
                            .formatted(in, Arrays.toString(data.shape())));
        }
        long[] order = x.order();
        Tensor[] states = states(initial, order.length, false, data.dtype());
        Tensor longestFirst = Tensor.of(order);
        Arrays.setAll(states, i -> states[i].indexSelect(1, longestFirst));
        RecurrentOutput<Tensor, Tensor[]> result = walk(data, x.batchSizes(), states);
        Tensor own = Tensor.of(x.places());
        Tensor[] last = result.state().clone();
        Arrays.setAll(last, i -> last[i].indexSelect(1, own));
        return new RecurrentOutput<>(x.with(result.output()), last);
    }

    private Tensor[] states(Tensor[] initial, long n, boolean single, DType type) {
        long[] sizes = stateSizes();
        Tensor[] states = new Tensor[sizes.length];
        for (int i = 0; i < sizes.length; i++) {
            long[] shape = {weights.length, n, sizes[i]};
            if (initial == null || initial[i] == null) {
                states[i] = Tensor.zeros(type, shape);
                continue;
            }
            long[] expected = single ? new long[] {shape[0], shape[2]} : shape;
            if (!Arrays.equals(initial[i].shape(), expected)) {
                throw new IllegalArgumentException(
                        "the initial %s must be %s, got %s"
                                .formatted(
                                        i == 0 ? "hidden state" : "cell state",
                                        Arrays.toString(expected),
                                        Arrays.toString(initial[i].shape())));
            }
            states[i] = single ? initial[i].unsqueeze(1) : initial[i];
        }
        return states;
    }

    private RecurrentOutput<Tensor, Tensor[]> walk(Tensor rows, long[] sizes, Tensor[] initial) {
        List<List<Tensor>> last = new ArrayList<>();
        for (int i = 0; i < initial.length; i++) {
            last.add(new ArrayList<>());
        }
        Tensor y = rows;
        for (int layer = 0; layer < layers; layer++) {
            if (layer > 0 && dropout > 0) {
                y = Functional.dropout(y, dropout, isTraining(), generator);
            }
            List<Tensor> sides = new ArrayList<>();
            for (int side = 0; side < directions(); side++) {
                int k = layer * directions() + side;
                Tensor[] states = new Tensor[initial.length];
                Arrays.setAll(states, i -> initial[i].select(0, k));
                Walk walk = new Walk(y, sizes, states, weights[k]);
                sides.add(walk.run(side == 1));
                for (int i = 0; i < states.length; i++) {
                    last.get(i).add(walk.states[i]);
                }
            }
            y = sides.size() == 1 ? sides.get(0) : Tensor.cat(sides, 1);
        }
        Tensor[] states = last.stream().map(one -> Tensor.stack(one, 0)).toArray(Tensor[]::new);
        return new RecurrentOutput<>(y, states);
    }

    /** One layer in one direction; afterwards {@code states} are those after the last steps. */
    private final class Walk {
        private final Tensor rows;
        private final long[] sizes;
        private final Tensor[] own;
        private final Tensor[] outputs;
        private final Tensor[] first;
        private List<Tensor> steps;
        private Tensor[] states;

        Walk(Tensor rows, long[] sizes, Tensor[] first, Tensor[] own) {
            this.rows = rows;
            this.sizes = sizes;
            this.first = first;
            this.own = own;
            outputs = new Tensor[sizes.length];
        }

        /** The outputs of all steps. */
        Tensor run(boolean reversed) {
            if (sizes[0] == sizes[sizes.length - 1]) {
                Tensor[] all = atOnce(rows, first, own, sizes.length, reversed);
                if (all != null) {
                    states = Arrays.copyOfRange(all, 1, all.length);
                    return all[0];
                }
            }
            steps = project(rows, own).split(sizes, 0);
            return reversed ? backwards() : forwards();
        }

        /** Sequences that end drop out at the lower end; their states are put back at last. */
        private Tensor forwards() {
            List<Tensor[]> ended = new ArrayList<>();
            states = first;
            for (int t = 0; t < sizes.length; t++) {
                if (t > 0 && sizes[t] < sizes[t - 1]) {
                    ended.add(rows(states, sizes[t], sizes[t - 1]));
                    states = rows(states, 0, sizes[t]);
                }
                take(t);
            }
            Collections.reverse(ended);
            for (Tensor[] part : ended) {
                states = joined(states, part);
            }
            return Tensor.cat(Arrays.asList(outputs), 0);
        }

        /** Sequences begin with their own last step: the longest first, shorter ones join. */
        private Tensor backwards() {
            int end = sizes.length - 1;
            states = rows(first, 0, sizes[end]);
            for (int t = end; t >= 0; t--) {
                if (t < end && sizes[t] > sizes[t + 1]) {
                    states = joined(states, rows(first, sizes[t + 1], sizes[t]));
                }
                take(t);
            }
            return Tensor.cat(Arrays.asList(outputs), 0);
        }

        private void take(int t) {
            states = step(steps.get(t), states, own);
            outputs[t] = states[0];
        }
    }

    private static Tensor[] rows(Tensor[] states, long from, long to) {
        if (from == 0 && to == states[0].size(0)) {
            return states;
        }
        return Arrays.stream(states).map(x -> x.narrow(0, from, to - from)).toArray(Tensor[]::new);
    }

    private static Tensor[] joined(Tensor[] above, Tensor[] below) {
        Tensor[] all = new Tensor[above.length];
        Arrays.setAll(all, i -> Tensor.cat(List.of(above[i], below[i]), 0));
        return all;
    }

    // ---- text ----

    @Override
    protected long multiplyAdds(List<Tensor> inputs, Object output) {
        long steps = inputs.get(0).numel() / in;
        return Arrays.stream(weights)
                .flatMap(Arrays::stream)
                .filter(weight -> weight != null && weight.dim() == 2)
                .mapToLong(weight -> steps * weight.numel())
                .sum();
    }

    @Override
    protected String extraRepr() {
        return in
                + ", "
                + hidden
                + (proj > 0 ? ", proj_size=" + proj : "")
                + (layers > 1 ? ", num_layers=" + layers : "")
                + (bias ? "" : ", bias=False")
                + (batchFirst ? ", batch_first=True" : "")
                + (dropout > 0 ? ", dropout=" + PythonText.of(dropout) : "")
                + (bidirectional ? ", bidirectional=True" : "");
    }

    @Override
    protected String label() {
        return getClass().getSimpleName() + " " + in + "→" + hidden;
    }
}
