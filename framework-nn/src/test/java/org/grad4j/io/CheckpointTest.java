package org.grad4j.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.grad4j.memory.TensorMemory;
import org.grad4j.memory.TensorScope;
import org.grad4j.nn.Module;
import org.grad4j.nn.Sequential;
import org.grad4j.nn.layer.Linear;
import org.grad4j.optim.Adam;
import org.grad4j.optim.Optimizer;
import org.grad4j.tensor.DType;
import org.grad4j.tensor.Generator;
import org.grad4j.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointTest {
    @TempDir private Path folder;

    private Path file() {
        return folder.resolve("run.safetensors");
    }

    /** Something with a state, kept as it was loaded. */
    private static final class Memory {
        private Map<String, Object> state = new LinkedHashMap<>();

        private Checkpoint.Builder in(Checkpoint.Builder builder) {
            return builder.part("memory", () -> state, loaded -> state = loaded);
        }
    }

    private Map<String, Object> roundTrip(Map<String, Object> state) {
        Memory memory = new Memory();
        memory.state = state;
        Checkpoint checkpoint = memory.in(Checkpoint.builder()).build();
        checkpoint.save(file(), 0, 0);
        memory.state = Map.of();
        checkpoint.load(file());
        return memory.state;
    }

    @Test
    void numbers_come_back_bit_for_bit() {
        long seed = 11;
        SplittableRandom random = new SplittableRandom(seed);
        List<Object> numbers =
                new ArrayList<>(
                        List.of(
                                0L,
                                -1L,
                                Long.MIN_VALUE,
                                Long.MAX_VALUE,
                                (1L << 53) + 1,
                                0d,
                                -0d,
                                0.1,
                                1d,
                                1e300,
                                Double.MIN_VALUE,
                                Double.MAX_VALUE,
                                Double.NaN,
                                Double.POSITIVE_INFINITY,
                                Double.NEGATIVE_INFINITY));
        for (int i = 0; i < 1000; i++) {
            numbers.add(random.nextLong());
            numbers.add(Double.longBitsToDouble(random.nextLong()));
        }

        assertThat(roundTrip(Map.of("numbers", numbers)).get("numbers"))
                .as("seed %d", seed)
                .isEqualTo(
                        numbers.stream().map(n -> n.equals(Double.NaN) ? Double.NaN : n).toList());
    }

    @Test
    void whatever_a_state_may_hold_comes_back() {
        Map<String, Object> inner = new LinkedHashMap<>();
        inner.put("$tensor", "no tensor");
        inner.put("$$", List.of());
        inner.put("", null);
        inner.put("a.b", true);
        inner.put("text", "quote \" and \\ and \u00fc and \ud83d\ude00 and lone \ud800 and \0");
        Map<String, Object> state = new LinkedHashMap<>();
        state.put("inner", inner);
        state.put("short", (short) 3);
        state.put("float", 0.5f);
        state.put("list", Arrays.asList(1L, List.of(false), null, Map.of("x", 2.5)));

        Map<String, Object> back = roundTrip(state);

        assertThat(back.get("inner")).isEqualTo(inner);
        assertThat(back.get("short")).isEqualTo(3L);
        assertThat(back.get("float")).isEqualTo(0.5);
        assertThat(back.get("list")).isEqualTo(state.get("list"));
        assertThat(back.keySet()).containsExactly("float", "inner", "list", "short");
    }

    @Test
    void tensors_come_back_wherever_they_stand() {
        Map<String, Object> state = new LinkedHashMap<>();
        state.put("a", Map.of("b", Tensor.of(1f)));
        state.put("a.b", Tensor.of(2L));
        state.put("list", List.of(Tensor.scalar(3, DType.FLOAT64), Tensor.of(true, false)));

        Map<String, Object> back = roundTrip(state);

        assertThat(((Tensor) ((Map<?, ?>) back.get("a")).get("b")).item()).isEqualTo(1);
        assertThat(((Tensor) back.get("a.b")).itemLong()).isEqualTo(2);
        Tensor third = (Tensor) ((List<?>) back.get("list")).get(0);
        assertThat(third.dtype()).isEqualTo(DType.FLOAT64);
        assertThat(third.shape()).isEmpty();
        assertThat(Safetensors.load(file()).keySet())
                .containsExactlyInAnyOrder(
                        "memory.a.b", "memory.a.b#2", "memory.list.0", "memory.list.1");
    }

    @Test
    void the_same_state_gives_the_same_text_whatever_the_order_of_its_maps() {
        Map<String, Object> one = new LinkedHashMap<>();
        Map<String, Object> other = new LinkedHashMap<>();
        for (int i = 0; i < 20; i++) {
            one.put("k" + i, (long) i);
            other.put("k" + (19 - i), 19L - i);
        }

        assertThat(StateTree.encode(one, new LinkedHashMap<>()))
                .isEqualTo(StateTree.encode(other, new LinkedHashMap<>()));
    }

    private static Module model(long seed) {
        Generator generator = new Generator(seed);
        return Sequential.of(
                new Linear(3, 4, true, DType.FLOAT32, generator),
                Tensor::relu,
                new Linear(4, 2, true, DType.FLOAT32, generator));
    }

    private static void step(Module model, Optimizer optimizer) {
        optimizer.zeroGrad();
        model.call(Tensor.ones(5, 3)).pow(2).mean().backward();
        optimizer.step();
    }

    @Test
    void model_optimizer_and_generators_go_on_as_they_would_have() {
        Module model = model(1);
        Adam optimizer = new Adam(model.parameters(), 0.1);
        Generator own = new Generator(5);
        Checkpoint checkpoint =
                Checkpoint.builder()
                        .model(model)
                        .optimizer(optimizer)
                        .generator("own", own)
                        .build();
        step(model, optimizer);
        own.nextLong();
        checkpoint.save(file(), 1, 1);
        step(model, optimizer);
        long next = own.nextLong();
        long global = Generator.global().nextLong();

        Module other = model(2);
        Adam otherOptimizer = new Adam(other.parameters(), 0.5);
        Generator otherOwn = new Generator(6);
        Checkpoint.builder()
                .model(other)
                .optimizer(otherOptimizer)
                .generator("own", otherOwn)
                .build()
                .load(file());
        step(other, otherOptimizer);

        assertThat(otherOwn.nextLong()).isEqualTo(next);
        assertThat(Generator.global().nextLong()).isEqualTo(global);
        other.stateDict()
                .forEach(
                        (name, tensor) ->
                                assertThat(tensor.toFloatArray())
                                        .containsExactly(
                                                model.stateDict().get(name).toFloatArray()));
    }

    @Test
    void a_checkpoint_tells_of_itself() throws IOException {
        Path data = Files.writeString(folder.resolve("data"), "abc");
        Checkpoint checkpoint =
                Checkpoint.builder()
                        .model(model(1))
                        .seed(7)
                        .dataset(Checkpoint.checksum(data))
                        .build();
        Map<String, Object> notes = Map.of("loss", 0.25, "tags", List.of("a", "b"));

        checkpoint.save(file(), 3, 1200, notes);
        CheckpointInfo info = Checkpoint.info(file());

        assertThat(info.epoch()).isEqualTo(3);
        assertThat(info.step()).isEqualTo(1200);
        assertThat(info.notes()).isEqualTo(notes);
        assertThat(info.parts()).containsExactly("generator", "model");
        assertThat(info.provenance())
                .containsEntry("seed", 7L)
                .containsEntry("nd4j", "1.0.0-M2.1")
                .containsEntry(
                        "dataset",
                        "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
                .containsKeys("grad4j", "java", "os", "arch", "threads", "time");
        assertThat(checkpoint.load(file())).isEqualTo(info);
    }

    @Test
    void a_model_alone_is_read_out_of_any_checkpoint_and_by_others_as_safetensors() {
        Module model = model(1);
        Adam optimizer = new Adam(model.parameters(), 0.1);
        step(model, optimizer);
        Checkpoint.builder().model(model).optimizer(optimizer).build().save(file(), 0, 1);

        Module other = model(2);
        Checkpoint.builder().model(other).build().load(file());

        Map<String, Tensor> all = Safetensors.load(file());
        model.stateDict()
                .forEach(
                        (name, tensor) -> {
                            assertThat(other.stateDict().get(name).equal(tensor)).isTrue();
                            assertThat(all.get("model." + name).equal(tensor)).isTrue();
                        });
    }

    @Test
    void a_part_that_does_not_fit_leaves_all_as_it_was() {
        Module model = model(1);
        Checkpoint.builder()
                .model(model)
                .part("z", () -> Map.of("n", 1L), s -> {})
                .build()
                .save(file(), 0, 0);
        Module other = model(2);
        Map<String, float[]> before = new LinkedHashMap<>();
        other.stateDict().forEach((name, tensor) -> before.put(name, tensor.toFloatArray()));
        Generator.manualSeed(3);
        Generator.State random = Generator.global().state();
        Checkpoint strict =
                Checkpoint.builder()
                        .model(other)
                        .part(
                                "z",
                                Map::of,
                                state -> {
                                    throw new IllegalArgumentException("n must be 2");
                                })
                        .build();

        assertThatThrownBy(() -> strict.load(file()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        file() + ": the part \"z\" does not fit, nothing was changed: n must be 2");
        assertThatThrownBy(
                        () -> Checkpoint.builder().part("w", Map::of, s -> {}).build().load(file()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        file()
                                + " has no parts [w], but [generator, model, z]; nothing was changed");

        assertThat(Generator.global().state()).isEqualTo(random);
        other.stateDict()
                .forEach(
                        (name, tensor) ->
                                assertThat(tensor.toFloatArray())
                                        .containsExactly(before.get(name)));
    }

    @Test
    void what_a_checkpoint_cannot_hold_is_named_with_its_path() {
        refused(
                Map.of("a", List.of(new Object())),
                "memory.a.0 is a java.lang.Object; a checkpoint");
        Map<Object, Object> numbered = Map.of(1, 2);
        refused(Map.of("a", numbered), "memory.a has the key 1; keys are text");
        List<Object> deep = new ArrayList<>();
        deep.add(deep);
        refused(Map.of("a", deep), "is nested more than 32 levels deep");
        refused(Map.of("x".repeat(513), 1L), "keys are text of at most 512 characters");
        Checkpoint checkpoint = Checkpoint.builder().build();
        assertThatThrownBy(() -> checkpoint.save(file(), 0, 0, Map.of("x", Tensor.ones(1))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("notes hold no tensors, got [notes.x]");
        assertThatThrownBy(() -> Checkpoint.builder().generator("generator", new Generator(1)))
                .hasMessage("a part needs a name of its own, got \"generator\"");
        assertThatThrownBy(() -> Checkpoint.builder().model(null)).hasMessage("the model is null");
        assertThat(file()).doesNotExist();
    }

    private void refused(Map<String, Object> state, String message) {
        assertThatThrownBy(() -> roundTrip(state))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    private byte[] valid() throws IOException {
        Memory memory = new Memory();
        memory.state = Map.of("x", Tensor.rand(new Generator(1), 7), "n", 12L, "d", 0.5);
        memory.in(Checkpoint.builder()).build().save(file(), 1, 2, Map.of("note", "text"));
        return Files.readAllBytes(file());
    }

    private boolean isRefused(byte... bytes) throws IOException {
        Path damaged = Files.write(folder.resolve("damaged"), bytes);
        Memory memory = new Memory();
        try {
            memory.in(Checkpoint.builder()).build().load(damaged);
            return false;
        } catch (ModelFormatException e) {
            assertThat(e).hasMessageStartingWith(damaged + ": ");
            assertThat(memory.state).isEmpty();
            return true;
        }
    }

    @Test
    void every_flipped_bit_and_every_cut_is_found() throws IOException {
        byte[] valid = valid();
        for (int bit = 0; bit < 8 * valid.length; bit++) {
            byte[] flipped = valid.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(isRefused(flipped)).as("bit %d", bit).isTrue();
        }
        for (int length = 0; length < valid.length; length++) {
            assertThat(isRefused(Arrays.copyOf(valid, length))).as("cut at %d", length).isTrue();
        }
        assertThat(isRefused(Arrays.copyOf(valid, valid.length + 1))).isTrue();
        assertThat(isRefused(valid)).isFalse();
    }

    @Test
    void damage_and_foreign_files_are_told_apart() throws IOException {
        byte[] valid = valid();
        valid[valid.length - 1]++;
        Path damaged = Files.write(folder.resolve("damaged"), valid);
        assertThatThrownBy(() -> Checkpoint.info(damaged))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("it is damaged: its checksum is ");
        Safetensors.save(damaged, Map.of("x", Tensor.ones(1)));
        assertThatThrownBy(() -> Checkpoint.info(damaged))
                .isInstanceOf(ModelFormatException.class)
                .hasMessage(damaged + ": it is no checkpoint of Grad4J");
        assertThatThrownBy(() -> Checkpoint.info(folder.resolve("lost")))
                .isInstanceOf(ModelNotFoundException.class);
    }

    /** States that a program could write by itself, with the right checksum. */
    @Test
    void forged_states_are_refused_with_their_reason() {
        forged("[]", "its state is no JSON object");
        forged("{}{}", "its state is not just one JSON object");
        forged("{\"a\":", "its state is not valid JSON");
        forged("{\"a\":1,\"a\":2}", "Duplicate field 'a'");
        forged("{\"a\":99999999999999999999}", "beyond 64 bits: 99999999999999999999");
        forged("{\"a\":1e999}", "a number out of range: 1e999");
        forged("{\"a\":{\"$tensor\":\"lost\"}}", "names a tensor it lacks: \"lost\"");
        forged("{\"a\":{\"$tensor\":1}}", "uses $tensor in a wrong way");
        forged("{\"a\":{\"$double\":\"NaN\",\"b\":1}}", "uses $double in a wrong way");
        forged("{\"a\":{\"$double\":\"two\"}}", "has no such number: two");
        forged("{\"a\":" + "[".repeat(1000), "its state is not valid JSON");
        forged("{\"a\":" + "9".repeat(1000) + "}", "its state is not valid JSON");
        forged("{\"$tensor\":\"x\"}", "names a tensor it lacks");
    }

    private static void forged(String json, String reason) {
        assertThatThrownBy(() -> StateTree.decode(json, Map.of()))
                .isInstanceOf(BrokenRule.class)
                .hasMessageContaining(reason);
    }

    @Test
    void a_failed_save_leaves_the_old_checkpoint_and_nothing_else() throws IOException {
        byte[] before = valid();
        Map<String, Object> state = new LinkedHashMap<>();
        TensorScope.run(() -> state.put("gone", Tensor.ones(3)));

        assertThatThrownBy(() -> roundTrip(state)).isInstanceOf(IllegalStateException.class);

        assertThat(Files.readAllBytes(file())).isEqualTo(before);
        assertThat(folder.toFile().list()).containsExactly("run.safetensors");
    }

    @Test
    void saving_and_loading_keep_no_memory() {
        Module model = model(1);
        Adam optimizer = new Adam(model.parameters(), 0.1);
        step(model, optimizer);
        Checkpoint checkpoint = Checkpoint.builder().model(model).optimizer(optimizer).build();
        checkpoint.save(file(), 0, 0);
        checkpoint.load(file());
        TensorMemory.settle();
        long live = TensorMemory.stats().liveArrays();

        for (int i = 0; i < 5; i++) {
            checkpoint.save(file(), 0, 0);
            checkpoint.load(file());
        }

        TensorMemory.settle();
        assertThat(TensorMemory.stats().liveArrays()).isEqualTo(live);
    }

    @Test
    void a_folder_keeps_the_latest_and_never_removes_the_only_good_one() throws IOException {
        Path runs = folder.resolve("runs/one");
        CheckpointFolder latest = new CheckpointFolder(runs, 2);
        Checkpoint checkpoint = Checkpoint.builder().build();
        assertThat(latest.latest()).isEmpty();
        for (long step : new long[] {1, 2, 10}) {
            latest.save(checkpoint, 0, step, Map.of());
        }
        Path scratch =
                runs.resolve(
                        ".checkpoint-000000000010.safetensors.00000000-0000-0000-0000-000000000000.tmp");
        Files.writeString(scratch, "left behind");
        Path foreign = Files.writeString(runs.resolve("notes.txt"), "mine");

        assertThat(names(latest))
                .containsExactly(
                        "checkpoint-000000000010.safetensors",
                        "checkpoint-000000000002.safetensors");
        Files.write(latest.files().get(0), "damage".getBytes(StandardCharsets.UTF_8));
        assertThat(latest.latest()).contains(latest.files().get(1));

        // A step back: the new one stays although others have higher steps, and it is the good one.
        new CheckpointFolder(runs, 1).save(checkpoint, 0, 5, Map.of());

        assertThat(names(latest)).containsExactly("checkpoint-000000000005.safetensors");
        assertThat(latest.latest()).contains(latest.files().get(0));
        assertThat(scratch).doesNotExist();
        assertThat(foreign).exists();
        assertThatThrownBy(() -> new CheckpointFolder(runs, 0))
                .hasMessage("at least 1 checkpoint must be kept, got 0");
        assertThatThrownBy(() -> latest.save(checkpoint, 0, -1, Map.of()))
                .hasMessage("the step must be 0 or more, got -1");
    }

    private static List<String> names(CheckpointFolder folder) {
        return folder.files().stream().map(file -> file.getFileName().toString()).toList();
    }
}
