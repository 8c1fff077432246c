package org.grad4j.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.grad4j.memory.TensorMemory;
import org.grad4j.memory.TensorScope;
import org.grad4j.nn.Sequential;
import org.grad4j.nn.layer.Linear;
import org.grad4j.tensor.DType;
import org.grad4j.tensor.Generator;
import org.grad4j.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsTest {
    private static final List<Consumer<Path>> READINGS =
            List.of(Safetensors::load, Safetensors::metadata);

    @TempDir private Path folder;

    private Path file() {
        return folder.resolve("model.safetensors");
    }

    private Map<String, Tensor> roundTrip(Map<String, Tensor> tensors) {
        Safetensors.save(file(), tensors);
        return Safetensors.load(file());
    }

    /** The vectors of the reference implementation's own tests. */
    @Test
    void the_bytes_are_those_of_the_reference_implementation() throws IOException {
        Safetensors.save(file(), Map.of());
        assertThat(Files.readAllBytes(file()))
                .isEqualTo("\10\0\0\0\0\0\0\0{}      ".getBytes(StandardCharsets.US_ASCII));

        Safetensors.save(
                file(), Map.of("attn.0", Tensor.of(new float[] {0, 1, 2, 3, 4, 5}, 1, 2, 3)));
        String header =
                "{\"attn.0\":{\"dtype\":\"F32\",\"shape\":[1,2,3],\"data_offsets\":[0,24]}}";
        ByteBuffer expected = ByteBuffer.allocate(96).order(ByteOrder.LITTLE_ENDIAN);
        expected.putLong(64).put(header.getBytes(StandardCharsets.US_ASCII));
        for (int i = 0; i < 6; i++) {
            expected.putFloat(i);
        }
        assertThat(Files.readAllBytes(file())).isEqualTo(expected.array());
    }

    @Test
    void no_tensors_are_no_tensors() {
        assertThat(roundTrip(Map.of())).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(DType.class)
    void every_type_comes_back_as_it_was(DType dtype) {
        Tensor values = Tensor.of(-3, 0, 1, 100).to(dtype);

        Tensor back = roundTrip(Map.of("x", values)).get("x");

        assertThat(back.dtype()).isEqualTo(dtype);
        assertThat(back.shape()).containsExactly(4);
        assertThat(back.toDoubleArray()).isEqualTo(values.toDoubleArray());
    }

    @Test
    void special_values_keep_their_bits() {
        float[] floats = {Float.NaN, -0f, Float.NEGATIVE_INFINITY, Float.MIN_VALUE};
        double[] doubles = {Double.NaN, -0d, Double.MAX_VALUE, Math.PI};
        long[] longs = {Long.MIN_VALUE, Long.MAX_VALUE};

        Map<String, Tensor> back =
                roundTrip(
                        Map.of(
                                "f", Tensor.of(floats),
                                "d", Tensor.of(doubles),
                                "l", Tensor.of(longs)));

        assertThat(back.get("f").toFloatArray()).containsExactly(floats);
        assertThat(back.get("d").toDoubleArray()).containsExactly(doubles);
        assertThat(back.get("l").toLongArray()).containsExactly(longs);
    }

    @Test
    void empty_and_dimensionless_tensors_are_kept() {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("none", Tensor.zeros(2, 0, 3));
        tensors.put("scalar", Tensor.scalar(7));

        Map<String, Tensor> back = roundTrip(tensors);

        assertThat(back.get("none").shape()).containsExactly(2, 0, 3);
        assertThat(back.get("scalar").shape()).isEmpty();
        assertThat(back.get("scalar").item()).isEqualTo(7);
    }

    @Test
    void transposed_tensors_are_written_in_row_major_order() {
        Tensor x = Tensor.rand(new Generator(1), 3, 5);

        Tensor back = roundTrip(Map.of("x", x.t())).get("x");

        assertThat(back.shape()).containsExactly(5, 3);
        assertThat(back.toFloatArray()).containsExactly(x.t().toFloatArray());
    }

    @Test
    void tensors_larger_than_one_chunk_are_kept() {
        for (DType dtype : new DType[] {DType.FLOAT32, DType.INT8, DType.FLOAT64}) {
            Tensor x = Tensor.randint(new Generator(2), -100, 100, 301, 503).to(dtype);

            assertThat(roundTrip(Map.of("x", x)).get("x").toDoubleArray())
                    .isEqualTo(x.toDoubleArray());
        }
    }

    @Test
    void larger_elements_come_first_and_the_order_stays_otherwise() {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("byte", Tensor.of(true));
        tensors.put("z", Tensor.of(1f));
        tensors.put("long", Tensor.of(1L));
        tensors.put("a", Tensor.of(2f));

        assertThat(roundTrip(tensors).keySet()).containsExactly("long", "z", "a", "byte");
    }

    @Test
    void names_and_notes_may_hold_any_text() {
        Map<String, String> notes = new LinkedHashMap<>();
        notes.put("format", "pt");
        notes.put("größe \"\\\n", "∑ 😀");

        Safetensors.save(file(), Map.of("gewicht ü\"", Tensor.of(1f)), notes);

        assertThat(Safetensors.metadata(file())).isEqualTo(notes);
        assertThat(Safetensors.load(file())).containsOnlyKeys("gewicht ü\"");
    }

    @Test
    void half_precision_has_the_names_of_pytorch() throws IOException {
        short[] half = {0x3c00, (short) 0xc000, 0x7bff, 0x0001, 0x0400, 0x7c00, (short) 0x8000};
        float[] expected = {1, -2, 65504, 0x1p-24f, 0x1p-14f, Float.POSITIVE_INFINITY, -0f};
        Files.write(
                file(),
                RawFile.of(
                        "{\"h\":{\"dtype\":\"F16\",\"shape\":[7],\"data_offsets\":[0,14]}}",
                        RawFile.shorts(half)));
        Tensor h = Safetensors.load(file()).get("h");
        assertThat(h.dtype()).isEqualTo(DType.FLOAT16);
        assertThat(h.toFloatArray()).containsExactly(expected);

        short[] brain = {0x3f80, (short) 0xc000, 0x4049, (short) 0xff80};
        Files.write(
                file(),
                RawFile.of(
                        "{\"b\":{\"dtype\":\"BF16\",\"shape\":[4],\"data_offsets\":[0,8]}}",
                        RawFile.shorts(brain)));
        Tensor b = Safetensors.load(file()).get("b");
        assertThat(b.dtype()).isEqualTo(DType.BFLOAT16);
        assertThat(b.toFloatArray()).containsExactly(1, -2, 3.140625f, Float.NEGATIVE_INFINITY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"F16", "BF16"})
    void every_pattern_of_16_bits_is_read_and_written_as_it_is(String type) throws IOException {
        short[] all = new short[1 << 16];
        for (int i = 0; i < all.length; i++) {
            all[i] = (short) i;
        }
        Files.write(
                file(),
                RawFile.of(
                        "{\"h\":{\"dtype\":\"%s\",\"shape\":[65536],\"data_offsets\":[0,131072]}}"
                                .formatted(type),
                        RawFile.shorts(all)));

        Safetensors.save(file(), Safetensors.load(file()));

        byte[] bytes = Files.readAllBytes(file());
        assertThat(new String(bytes, StandardCharsets.UTF_8))
                .contains("\"dtype\":\"%s\"".formatted(type));
        assertThat(Arrays.copyOfRange(bytes, bytes.length - 131072, bytes.length))
                .isEqualTo(RawFile.shorts(all));
    }

    @Test
    void what_is_loaded_belongs_to_the_surrounding_scope() {
        Safetensors.save(file(), Map.of("x", Tensor.ones(3)));
        Tensor[] caught = new Tensor[1];
        TensorScope.run(
                () -> {
                    caught[0] = Safetensors.load(file()).get("x");
                });
        Tensor free = Safetensors.load(file()).get("x");

        assertThat(caught[0].isReleased()).isTrue();
        assertThat(free.isReleased()).isFalse();
    }

    @Test
    void saving_leaves_no_arrays_behind() {
        Map<String, Tensor> tensors = Map.of("x", Tensor.rand(40, 30).t());
        long before = TensorMemory.stats().liveArrays();

        Safetensors.save(file(), tensors);

        assertThat(TensorMemory.stats().liveArrays()).isLessThanOrEqualTo(before);
    }

    @Test
    void a_model_comes_back_bit_by_bit() {
        Sequential saved = Sequential.of(new Linear(5, 4), Tensor::relu, new Linear(4, 3));
        Sequential loaded = Sequential.of(new Linear(5, 4), Tensor::relu, new Linear(4, 3));
        Tensor x = Tensor.rand(new Generator(3), 2, 5);

        Safetensors.save(file(), saved.stateDict());
        loaded.loadStateDict(Safetensors.load(file()));

        assertThat(loaded.call(x).toFloatArray()).containsExactly(saved.call(x).toFloatArray());
    }

    @Test
    void the_file_of_another_model_is_refused_and_the_old_state_is_intact() {
        Safetensors.save(file(), Sequential.of(new Linear(5, 4), new Linear(4, 3)).stateDict());
        Sequential other = Sequential.of(new Linear(5, 6), Tensor::relu, new Linear(6, 3));
        float[] before = other.namedParameters().get("0.weight").toFloatArray();

        assertThatThrownBy(() -> other.loadStateDict(Safetensors.load(file())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("missing: 2.weight")
                .hasMessageContaining("unexpected: 1.weight (did you mean 2.weight?)")
                .hasMessageContaining("0.weight: expected shape [6, 5], got [4, 5]");
        assertThat(other.namedParameters().get("0.weight").toFloatArray()).containsExactly(before);
    }

    @Test
    void names_that_no_file_can_hold_are_refused_before_anything_is_written() {
        Tensor x = Tensor.ones(1);
        Map<String, Tensor> withNull = new LinkedHashMap<>();
        withNull.put("x", null);

        assertThatThrownBy(() -> Safetensors.save(file(), Map.of("__metadata__", x)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("__metadata__ is reserved");
        assertThatThrownBy(() -> Safetensors.save(file(), Map.of("x".repeat(513), x)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at most 512");
        assertThatThrownBy(() -> Safetensors.save(file(), withNull))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the tensor \"x\" is null");
        assertThat(file()).doesNotExist();
        assertThat(roundTrip(Map.of("x".repeat(512), x))).hasSize(1);
    }

    @Test
    void notes_that_make_the_header_too_long_are_refused() {
        Map<String, String> notes = Map.of("long", "x".repeat(Header.MAX_BYTES));

        assertThatThrownBy(() -> Safetensors.save(file(), Map.of(), notes))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("too much for one safetensors file");
    }

    @Test
    void an_argument_that_is_null_is_named() {
        Map<String, Tensor> nameless = new HashMap<>();
        nameless.put(null, Tensor.ones(1));

        assertThatThrownBy(() -> Safetensors.load(null)).hasMessage("the file is null");
        assertThatThrownBy(() -> Safetensors.metadata(null)).hasMessage("the file is null");
        assertThatThrownBy(() -> Safetensors.save(null, Map.of())).hasMessage("the file is null");
        assertThatThrownBy(() -> Safetensors.save(file(), null)).hasMessage("the tensors are null");
        assertThatThrownBy(() -> Safetensors.save(file(), Map.of(), null))
                .hasMessage("the metadata is null");
        assertThatThrownBy(() -> Safetensors.save(file(), nameless))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cannot hold a tensor named \"null\"");
    }

    @Test
    void a_missing_file_is_named() {
        for (Consumer<Path> reading : READINGS) {
            assertThatThrownBy(() -> reading.accept(file()))
                    .isInstanceOf(ModelNotFoundException.class)
                    .hasMessage("no such file: " + file());
        }
    }

    @Test
    void a_folder_is_neither_read_nor_replaced() {
        for (Consumer<Path> reading : READINGS) {
            assertThatThrownBy(() -> reading.accept(folder))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessage("cannot read " + folder + ": it is a folder");
        }
        assertThatThrownBy(() -> Safetensors.save(folder, Map.of()))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage("cannot write " + folder + ": it is a folder");
    }

    @Test
    void a_missing_folder_is_named_when_a_file_is_saved() {
        Path lost = folder.resolve("no/such/model.safetensors");
        assertThatThrownBy(() -> Safetensors.save(lost, Map.of()))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage(
                        "cannot write %s: its folder does not exist: %s"
                                .formatted(lost, lost.getParent()));
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void a_pipe_is_neither_read_nor_replaced() throws Exception {
        Path pipe = Pipes.make(folder.resolve("pipe"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), pipe);
        for (Path name : List.of(pipe, link)) {
            assertThatThrownBy(() -> Safetensors.save(name, Map.of()))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessage(
                            "cannot write %s: it is no regular file but a device or a pipe, which is not replaced"
                                    .formatted(name));
            assertThatThrownBy(() -> Safetensors.load(name))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessage(
                            "cannot read %s: it is no regular file but a device or a pipe"
                                    .formatted(name));
        }
        assertThat(Files.readAttributes(pipe, BasicFileAttributes.class).isOther()).isTrue();
        assertThat(folder.toFile().list()).containsExactlyInAnyOrder("pipe", "link");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void a_missing_permission_is_the_reason() throws IOException {
        Safetensors.save(file(), Map.of());
        Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("---------"));
        assumeFalse(Files.isReadable(file()), "this user may read everything");

        assertThatThrownBy(() -> Safetensors.load(file()))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage("cannot read " + file() + ": permission denied");
    }

    @Test
    void a_failed_save_leaves_the_old_file_and_nothing_else() throws IOException {
        Safetensors.save(file(), Map.of("x", Tensor.ones(2)));
        byte[] before = Files.readAllBytes(file());
        Map<String, Tensor> released = new LinkedHashMap<>();
        released.put("good", Tensor.ones(2));
        TensorScope.run(() -> released.put("gone", Tensor.ones(2)));

        assertThatThrownBy(() -> Safetensors.save(file(), released))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("released");

        assertThat(Files.readAllBytes(file())).isEqualTo(before);
        assertThat(folder.toFile().list()).containsExactly("model.safetensors");
    }
}
