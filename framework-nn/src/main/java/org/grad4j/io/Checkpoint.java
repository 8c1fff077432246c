package org.grad4j.io;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.grad4j.nn.Module;
import org.grad4j.optim.Optimizer;
import org.grad4j.tensor.Generator;
import org.grad4j.tensor.Tensor;

/**
 * All of a training run in one file, so that another process goes on with the same bits: model,
 * optimizer, schedule, random generators, the loader's position, and the user's notes.
 *
 * <pre>{@code
 * Checkpoint checkpoint = Checkpoint.builder()
 *         .model(model)
 *         .optimizer(optimizer)
 *         .part("schedule", schedule::stateDict, schedule::loadStateDict)
 *         .part("loader", () -> loader.position().toMap(),
 *                 state -> loader.resumeFrom(LoaderPosition.fromMap(state)))
 *         .build();
 * checkpoint.save(file, epoch, step);
 * long step = checkpoint.load(file).step();
 * }</pre>
 *
 * <p>The file is a {@link Safetensors} file: other programs read its tensors, named {@code
 * model.fc.weight} and so on. Numbers come back bit for bit. It is written beside the old one,
 * forced to the disk and moved over it, so that there is always the old or the new one, and it
 * holds its own checksum, so that damage is found. Nothing in it is ever executed.
 *
 * <p>Not safe for use while another thread trains.
 */
public final class Checkpoint {
    private final Map<String, Part> parts;
    private final Map<String, Object> origin;

    /** What is saved under a name, and how it is put back. */
    private record Part(
            Supplier<? extends Map<String, ?>> save, Consumer<Map<String, Object>> load) {}

    private Checkpoint(Builder builder) {
        parts = Collections.unmodifiableMap(new LinkedHashMap<>(builder.parts));
        origin = Collections.unmodifiableMap(new LinkedHashMap<>(builder.origin));
    }

    /**
     * Starts a checkpoint of {@link Generator#global()}, to which parts are added.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder().generator("generator", Generator.global());
    }

    /** The parts of a checkpoint. */
    public static final class Builder {
        private final Map<String, Part> parts = new LinkedHashMap<>();
        private final Map<String, Object> origin = new LinkedHashMap<>();

        private Builder() {}

        /**
         * Adds a model's parameters and buffers as the part {@code model}.
         *
         * @param model the model
         * @return this builder
         * @throws NullPointerException if it is null
         * @throws IllegalArgumentException if there is a model already
         */
        public Builder model(Module model) {
            Objects.requireNonNull(model, "the model is null");
            return part("model", model::stateDict, state -> model.loadStateDict(tensors(state)));
        }

        private static Map<String, Tensor> tensors(Map<String, Object> state) {
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            state.forEach(
                    (name, value) -> {
                        if (!(value instanceof Tensor tensor)) {
                            throw new IllegalArgumentException(name + " is no tensor");
                        }
                        tensors.put(name, tensor);
                    });
            return tensors;
        }

        /**
         * Adds an optimizer as the part {@code optimizer}.
         *
         * @param optimizer the optimizer
         * @return this builder
         * @throws NullPointerException if it is null
         * @throws IllegalArgumentException if there is an optimizer already
         */
        public Builder optimizer(Optimizer optimizer) {
            Objects.requireNonNull(optimizer, "the optimizer is null");
            return part("optimizer", optimizer::stateDict, optimizer::loadStateDict);
        }

        /**
         * Adds a random generator other than the global one.
         *
         * @param name of the part
         * @param generator the generator
         * @return this builder
         * @throws NullPointerException if one of them is null
         * @throws IllegalArgumentException as {@link #part}
         */
        public Builder generator(String name, Generator generator) {
            Objects.requireNonNull(generator, "the generator is null");
            return part(
                    name,
                    () -> {
                        Generator.State state = generator.state();
                        return Map.of("key", state.key(), "position", state.position());
                    },
                    state ->
                            generator.restore(
                                    new Generator.State(
                                            whole(state, "key"), whole(state, "position"))));
        }

        private static long whole(Map<String, Object> state, String name) {
            if (state.get(name) instanceof Long value) {
                return value;
            }
            throw new IllegalArgumentException(
                    "a generator needs a whole number \"" + name + "\", got " + state.get(name));
        }

        /**
         * Adds anything else that has a state.
         *
         * @param name under which it is saved
         * @param save gives a map of text, whole and floating numbers, truth values, null, tensors,
         *     and lists and maps of them
         * @param load takes such a map, in which whole numbers are {@code Long} and others {@code
         *     Double}, or refuses it with an {@link IllegalArgumentException} and changes nothing;
         *     may keep the tensors, which belong to the scope around {@link Checkpoint#load}, if
         *     any
         * @return this builder
         * @throws NullPointerException if one of them is null
         * @throws IllegalArgumentException if the name is empty or taken
         */
        public Builder part(
                String name,
                Supplier<? extends Map<String, ?>> save,
                Consumer<Map<String, Object>> load) {
            Objects.requireNonNull(name, "the name is null");
            Objects.requireNonNull(save, "what saves " + name + " is null");
            Objects.requireNonNull(load, "what loads " + name + " is null");
            if (name.isEmpty() || parts.containsKey(name)) {
                throw new IllegalArgumentException(
                        "a part needs a name of its own, got \"" + name + "\"");
            }
            parts.put(name, new Part(save, load));
            return this;
        }

        /**
         * Notes the seed of the run in the provenance.
         *
         * @param seed the seed
         * @return this builder
         */
        public Builder seed(long seed) {
            origin.put("seed", seed);
            return this;
        }

        /**
         * Notes what the run learns from in the provenance.
         *
         * @param checksum for example from {@link Checkpoint#checksum}
         * @return this builder
         * @throws NullPointerException if it is null
         */
        public Builder dataset(String checksum) {
            origin.put("dataset", Objects.requireNonNull(checksum, "the checksum is null"));
            return this;
        }

        /**
         * Makes the checkpoint.
         *
         * @return a checkpoint of these parts
         */
        public Checkpoint build() {
            return new Checkpoint(this);
        }
    }

    /**
     * Writes the state of all parts, without notes.
     *
     * @param file replaced if it exists, once all is on the disk; its folder must exist
     * @param epoch the epoch that training is in
     * @param step how many steps were made
     * @throws NullPointerException if the file or what a part saves is null
     * @throws IllegalArgumentException if a part's state holds what a checkpoint cannot
     * @throws UncheckedIOException if the file cannot be written; the old one is intact then
     */
    public void save(Path file, long epoch, long step) {
        save(file, epoch, step, Map.of());
    }

    /**
     * Writes the state of all parts.
     *
     * @param file replaced if it exists, once all is on the disk; its folder must exist
     * @param epoch the epoch that training is in
     * @param step how many steps were made
     * @param notes anything of text, numbers, truth values, and lists and maps of them
     * @throws NullPointerException if the file, the notes or what a part saves is null
     * @throws IllegalArgumentException if a part's state or the notes hold what a checkpoint cannot
     * @throws UncheckedIOException if the file cannot be written; the old one is intact then
     */
    public void save(Path file, long epoch, long step, Map<String, ?> notes) {
        Objects.requireNonNull(file, "the file is null");
        Objects.requireNonNull(notes, "the notes are null");
        Map<String, Object> states = new LinkedHashMap<>();
        parts.forEach((name, part) -> states.put(name, state(name, part)));
        Map<String, Object> said = Collections.unmodifiableMap(new LinkedHashMap<>(notes));
        List<String> names = List.copyOf(states.keySet());
        CheckpointInfo info = new CheckpointInfo(epoch, step, said, Provenance.of(origin), names);
        CheckpointFormat.write(file, info, states);
    }

    private static Map<String, ?> state(String name, Part part) {
        return Objects.requireNonNull(
                part.save.get(), () -> "the state of the part \"" + name + "\" is null");
    }

    /**
     * Puts all parts back to what a file says. What else the file holds is left alone, so that a
     * checkpoint of nothing but the model reads that out of any.
     *
     * @param file the file
     * @return what the checkpoint tells of itself
     * @throws NullPointerException if the file is null
     * @throws ModelNotFoundException if there is no such file
     * @throws ModelFormatException if it is no checkpoint, or damaged
     * @throws IllegalArgumentException if the file lacks a part, or one does not fit; no part is
     *     changed then
     * @throws UncheckedIOException if it cannot be read
     */
    public CheckpointInfo load(Path file) {
        CheckpointFormat.Contents contents = CheckpointFormat.read(file);
        Set<String> missing = new TreeSet<>(parts.keySet());
        missing.removeAll(contents.parts().keySet());
        if (!missing.isEmpty()) {
            throw new IllegalArgumentException(
                    "%s has no parts %s, but %s; nothing was changed"
                            .formatted(file, missing, contents.parts().keySet()));
        }
        load(file, contents.parts());
        return contents.info();
    }

    /** If one part refuses its state, those before it get theirs back. */
    private void load(Path file, Map<String, Map<String, Object>> states) {
        List<Runnable> undo = new ArrayList<>();
        for (Map.Entry<String, Part> entry : parts.entrySet()) {
            Part part = entry.getValue();
            Map<String, Object> before = StateTree.copyOf(state(entry.getKey(), part));
            try {
                part.load.accept(states.get(entry.getKey()));
            } catch (RuntimeException e) {
                undo.forEach(Runnable::run);
                if (e.getClass() == IllegalArgumentException.class) {
                    throw new IllegalArgumentException(
                            "%s: the part \"%s\" does not fit, nothing was changed: %s"
                                    .formatted(file, entry.getKey(), e.getMessage()),
                            e);
                }
                throw e;
            }
            undo.add(() -> part.load.accept(before));
        }
    }

    /**
     * Reads what a checkpoint tells of itself, and checks that it is whole.
     *
     * @param file the file
     * @return epoch, step, notes, provenance and the names of its parts
     * @throws NullPointerException if the file is null
     * @throws ModelNotFoundException if there is no such file
     * @throws ModelFormatException if it is no checkpoint, or damaged
     * @throws UncheckedIOException if it cannot be read
     */
    public static CheckpointInfo info(Path file) {
        return CheckpointFormat.readInfo(file);
    }

    /**
     * The SHA-256 of files, one after the other, for {@link Builder#dataset}.
     *
     * @param files the files
     * @return {@code sha256:} and 64 hexadecimal digits
     * @throws UncheckedIOException if one cannot be read
     */
    public static String checksum(Path... files) {
        MessageDigest digest = CheckpointFormat.sha256();
        byte[] chunk = new byte[1 << 16];
        for (Path file : files) {
            try (InputStream in = Files.newInputStream(file)) {
                for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
                    digest.update(chunk, 0, n);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(
                        "cannot read " + file + ": " + ModelFiles.reason(e), e);
            }
        }
        return "sha256:" + CheckpointFormat.hex(digest);
    }
}
