package org.grad4j.samples.programs;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.grad4j.autograd.Autograd;
import org.grad4j.memory.TensorScope;
import org.grad4j.nn.Module;
import org.grad4j.nn.layer.Embedding;
import org.grad4j.nn.layer.Linear;
import org.grad4j.nn.layer.Transformer;
import org.grad4j.nn.layer.TransformerMasks;
import org.grad4j.nn.loss.CrossEntropyLoss;
import org.grad4j.optim.Adam;
import org.grad4j.optim.schedule.OneCycleLR;
import org.grad4j.tensor.DType;
import org.grad4j.tensor.Generator;
import org.grad4j.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** A transformer (Vaswani et al., arXiv:1706.03762) that says a sequence of symbols backwards. */
class ReverseTest {
    private static final int LENGTH = 6;
    private static final int SYMBOLS = 8; // 0 begins what is said, and is never said
    private static final int SIZE = 32;
    private static final int TRAINING = 250;
    private static final long BATCH = 32;

    /** Source and what was said so far to logits of what comes next. */
    private static final class Reverser extends Module {
        private final Embedding symbols = register("symbols", new Embedding(SYMBOLS, SIZE));
        private final Embedding places = register("places", new Embedding(LENGTH, SIZE));
        private final Transformer transformer =
                register(
                        "transformer",
                        Transformer.builder(SIZE, 4)
                                .encoderLayers(1)
                                .decoderLayers(1)
                                .feedForward(64)
                                .dropout(0)
                                .batchFirst(true)
                                .build());
        private final Linear head = register("head", new Linear(SIZE, SYMBOLS));

        /** {@code [n, LENGTH], [n, t] → [n, t, SYMBOLS]}. */
        Tensor call(Tensor source, Tensor said) {
            return enter(
                    () -> {
                        Tensor causal = Transformer.generateSquareSubsequentMask(said.size(1));
                        TransformerMasks masks = TransformerMasks.NONE.tgt(causal);
                        return head.call(transformer.call(embed(source), embed(said), masks));
                    });
        }

        private Tensor embed(Tensor x) {
            return symbols.call(x).add(places.call(Tensor.arange(x.size(1))));
        }
    }

    @Test
    void new_sequences_are_said_backwards_symbol_by_symbol() {
        Generator.manualSeed(1);
        Reverser model = new Reverser();
        train(model);

        Tensor source = sequences(200);
        Tensor said = Autograd.noGrad(() -> say(model, source));
        double right = said.eq(source.flip(1)).all(1).sum().item() / 200;
        assertTrue(right >= 0.95, () -> "said without a mistake: " + right);
    }

    private static void train(Reverser model) {
        CrossEntropyLoss criterion = new CrossEntropyLoss();
        Adam optimizer = new Adam(model.parameters());
        OneCycleLR schedule = OneCycleLR.builder(optimizer, TRAINING, 0.01).build();
        for (int step = 0; step < TRAINING; step++) {
            TensorScope.run(
                    () -> {
                        Tensor source = sequences(BATCH);
                        Tensor target = source.flip(1);
                        Tensor said =
                                Tensor.cat(
                                        List.of(begin(BATCH), target.narrow(1, 0, LENGTH - 1)), 1);
                        optimizer.zeroGrad();
                        Tensor logits = model.call(source, said);
                        criterion.call(logits.flatten(0, 1), target.flatten()).backward();
                        optimizer.step();
                    });
            schedule.step();
        }
    }

    /** Each symbol the likeliest one after those before it. */
    private static Tensor say(Reverser model, Tensor source) {
        model.eval();
        Tensor said = begin(source.size(0));
        for (int i = 0; i < LENGTH; i++) {
            Tensor next = model.call(source, said).select(1, -1).argmax(-1, true);
            said = Tensor.cat(List.of(said, next), 1);
        }
        return said.narrow(1, 1, LENGTH);
    }

    private static Tensor begin(long n) {
        return Tensor.zeros(DType.INT64, n, 1);
    }

    private static Tensor sequences(long n) {
        return Tensor.randint(1, SYMBOLS, n, LENGTH);
    }
}
