package org.grad4j.autograd;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.grad4j.memory.Storage;
import org.grad4j.tensor.Generator;
import org.grad4j.tensor.Tensor;

/**
 * Trades time for memory: a part of a network keeps nothing for backward but its inputs, and is
 * computed again when its gradient is needed (Chen et al. 2016, arXiv:1604.06174).
 *
 * <pre>{@code
 * Tensor h = Checkpoint.run(in -> block.call(in[0]), x);
 * }</pre>
 *
 * <p>The default random generator is put back for the second run, so dropout draws the same mask.
 * The code must compute the same both times and must not depend on what it changed the first time.
 */
public final class Checkpoint {
    private Checkpoint() {}

    /**
     * Runs a part of a network without recording it.
     *
     * @param segment computes one tensor from the inputs and from parameters it holds
     * @param inputs its inputs
     * @return its result, through which gradients flow to inputs and parameters if it is floating
     * @throws IllegalArgumentException if an input is null
     * @throws IllegalStateException if the part returns null
     */
    public static Tensor run(Function<Tensor[], Tensor> segment, Tensor... inputs) {
        MultiFunction.requireInputs("Checkpoint", inputs);
        if (!GradMode.isEnabled()) {
            return segment.apply(inputs);
        }
        Generator.State random = Generator.global().state();
        Tensor raw = Autograd.noGrad(() -> segment.apply(inputs.clone()));
        if (raw == null) {
            throw new IllegalStateException("Checkpoint: the part returned null, not a tensor");
        }
        if (!raw.dtype().isFloatingPoint()) {
            return raw;
        }
        Storage storage = raw.array().storage();
        if (storage.isShared() || raw.requiresGrad() || Arrays.asList(inputs).contains(raw)) {
            storage.aliasUnseen(); // the segment returned what it was given or holds
        }
        storage.share();
        return Op.made(raw.array(), new SegmentNode(segment, random, inputs), 0);
    }

    private static final class SegmentNode extends Node {
        private final Function<Tensor[], Tensor> segment;
        private final Generator.State random;
        private SavedTensors saved;

        SegmentNode(Function<Tensor[], Tensor> segment, Generator.State random, Tensor[] inputs) {
            super("CheckpointBackward", inputs);
            this.segment = segment;
            this.random = random;
            this.saved = new SavedTensors(inputs.clone());
        }

        @Override
        Tensor[] apply(Tensor[] grads, Pass pass) {
            if (saved == null) {
                throw SavedTensors.released(name());
            }
            saved.check(name());
            if (pass.createGraph() || !pass.fillsLeaves()) {
                throw new IllegalStateException(
                        "Checkpoint: a checkpointed part works with backward() on all leaves only,"
                                + " not with grad(...), chosen inputs or createGraph; call the part"
                                + " without Checkpoint.run for those");
            }
            return pass.outside(() -> again(saved.tensors(), grads[0]), grads);
        }

        private Tensor[] again(Tensor[] inputs, Tensor g) {
            Tensor[] copies = new Tensor[inputs.length];
            for (int i = 0; i < copies.length; i++) {
                copies[i] = inputs[i].detach().requiresGrad(needs(i));
            }
            Generator.State now = Generator.global().state();
            Generator.global().restore(random);
            try {
                Tensor y = Autograd.enableGrad(() -> segment.apply(copies.clone()));
                if (y.requiresGrad()) {
                    Autograd.backward(List.of(y), List.of(g), null, false, false);
                }
            } finally {
                Generator.global().restore(now);
            }
            Tensor[] results = new Tensor[copies.length];
            for (int i = 0; i < results.length; i++) {
                results[i] = copies[i].grad();
            }
            return results;
        }

        @Override
        void release() {
            saved = null;
        }
    }
}
