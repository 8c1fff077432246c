package org.grad4j.samples.programs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.grad4j.autograd.Autograd;
import org.grad4j.data.Collate;
import org.grad4j.data.DataLoader;
import org.grad4j.data.Dataset;
import org.grad4j.data.StackedBatch;
import org.grad4j.data.text.Tokenizer;
import org.grad4j.data.text.Vocabulary;
import org.grad4j.memory.TensorScope;
import org.grad4j.nn.Module;
import org.grad4j.nn.layer.Embedding;
import org.grad4j.nn.layer.GRU;
import org.grad4j.nn.layer.Linear;
import org.grad4j.nn.layer.RecurrentOutput;
import org.grad4j.nn.loss.CrossEntropyLoss;
import org.grad4j.optim.Adam;
import org.grad4j.optim.Gradients;
import org.grad4j.tensor.Generator;
import org.grad4j.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** A GRU that reads a short text letter by letter until it knows what comes next. */
class CharacterModelTest {
    private static final int WINDOW = 32;

    private final String text = read("lighthouse.txt");
    private final Vocabulary letters =
            Vocabulary.builder(Tokenizer.characters()).build(List.of(text));
    private final CrossEntropyLoss criterion = new CrossEntropyLoss();

    /** Numbers of letters to logits of the next, {@code [n, t] → [n, t, letters]}. */
    private static final class Reader extends Module {
        private final Embedding embedding;
        private final GRU gru;
        private final Linear head;

        Reader(int letters) {
            embedding = register("embedding", new Embedding(letters, 16));
            gru = register("gru", GRU.builder(16, 96).batchFirst(true).build());
            head = register("head", new Linear(96, letters));
        }

        RecurrentOutput<Tensor, Tensor> call(Tensor x, Tensor state) {
            return enter(
                    () -> {
                        var hidden = gru.call(embedding.call(x), state);
                        return new RecurrentOutput<>(head.call(hidden.output()), hidden.state());
                    });
        }
    }

    @Test
    void the_text_surprises_it_little_and_a_phrase_is_continued() {
        Generator.manualSeed(1);
        Reader model = new Reader(letters.size());
        double before = perplexity(model);
        assertTrue(before > 15, () -> "perplexity of a model that has not read: " + before);

        train(model);
        double perplexity = perplexity(model);
        assertTrue(perplexity < 1.5, () -> "perplexity " + perplexity);
        assertEquals(" asks what the sea has said.", continued(model, "the boy in the boat", 28));
    }

    private void train(Reader model) {
        long[] ids = letters.encode(text);
        List<long[]> windows =
                IntStream.range(0, ids.length / 8 - WINDOW / 8)
                        .mapToObj(i -> Arrays.copyOfRange(ids, 8 * i, 8 * i + WINDOW + 1))
                        .toList();
        DataLoader<StackedBatch> loader =
                DataLoader.builder(Dataset.of(windows), Collate.stack())
                        .batchSize(16)
                        .shuffle(true)
                        .build();
        Adam optimizer = new Adam(model.parameters(), 0.01);
        for (int epoch = 0; epoch < 20; epoch++) {
            for (StackedBatch batch : loader) {
                TensorScope.run(
                        () -> {
                            optimizer.zeroGrad();
                            loss(model, batch.tensor()).backward();
                            Gradients.clipNorm_(model.parameters(), 1.0);
                            optimizer.step();
                        });
            }
        }
    }

    /** Of each letter but the first, given those before it; {@code [n, t]}. */
    private Tensor loss(Reader model, Tensor ids) {
        long steps = ids.size(1) - 1;
        Tensor logits = model.call(ids.narrow(1, 0, steps), null).output();
        Tensor next = ids.narrow(1, 1, steps);
        return criterion.call(logits.flatten(0, 1), next.flatten());
    }

    /** Among how many equally likely letters the model chooses, on average, in the text. */
    private double perplexity(Reader model) {
        Tensor ids = Tensor.of(letters.encode(text)).unsqueeze(0);
        return Autograd.noGrad(() -> loss(model, ids).exp().item());
    }

    /** The likeliest letters, one after another. */
    private String continued(Reader model, String beginning, int count) {
        return Autograd.noGrad(
                () -> {
                    StringBuilder made = new StringBuilder();
                    Tensor x = Tensor.of(letters.encode(beginning)).unsqueeze(0);
                    Tensor state = null;
                    while (made.length() < count) {
                        var out = model.call(x, state);
                        x = out.output().select(1, -1).argmax(-1, true); // [1, 1]
                        state = out.state();
                        made.append(letters.token(x.itemLong()));
                    }
                    return made.toString();
                });
    }

    private static String read(String name) {
        try (InputStream in = CharacterModelTest.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
