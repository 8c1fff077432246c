package org.grad4j.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.grad4j.memory.TensorMemory;
import org.grad4j.tensor.Generator;
import org.grad4j.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Files that break the format's rules: each ends in a typed error that says which. */
class HostileFileTest {
    private static final byte[] NOTHING = {};

    /**
     * A file and the reason for which it is refused.
     *
     * @param rule what it breaks
     * @param bytes its contents
     * @param reason part of the message
     */
    private record Broken(String rule, byte[] bytes, String reason) {
        @Override
        public String toString() {
            return rule;
        }
    }

    private static Broken header(String rule, String header, int data, String reason) {
        return new Broken(rule, RawFile.of(header, new byte[data]), reason);
    }

    private static String tensor(String name, String shape, String offsets) {
        return "\"%s\":{\"dtype\":\"F32\",\"shape\":%s,\"data_offsets\":%s}"
                .formatted(name, shape, offsets);
    }

    private static String one(String shape, String offsets) {
        return "{" + tensor("x", shape, offsets) + "}";
    }

    static final List<Broken> FILES =
            List.of(
                    new Broken("empty file", NOTHING, "at least 8 bytes, this one 0"),
                    new Broken("header too small", new byte[7], "at least 8 bytes, this one 7"),
                    new Broken(
                            "header too large",
                            RawFile.claiming(Header.MAX_BYTES + 1L, new byte[100]),
                            "a header of 16777217 bytes is claimed, at most 16777216 are allowed"),
                    new Broken(
                            "length that is negative as a signed number",
                            RawFile.claiming(-1, "{}".getBytes(StandardCharsets.UTF_8)),
                            "a header of 18446744073709551615 bytes is claimed"),
                    new Broken(
                            "length of 2 GiB in a file of 9 bytes",
                            RawFile.claiming(Integer.MAX_VALUE, new byte[1]),
                            "a header of 2147483647 bytes is claimed"),
                    new Broken(
                            "length beyond the end of the file",
                            RawFile.claiming(1000, "{}".getBytes(StandardCharsets.UTF_8)),
                            "a header of 1000 bytes is claimed, the file has 10"),
                    new Broken("no header", RawFile.of(NOTHING), "does not begin with {"),
                    new Broken(
                            "not UTF-8",
                            RawFile.of(new byte[] {'{', '"', (byte) 0xff, '"', '}'}),
                            "the header is not UTF-8"),
                    header("leading whitespace", " {}", 0, "does not begin with {"),
                    header("not an object", "[]", 0, "does not begin with {"),
                    header("not JSON", "{x}", 0, "not valid JSON"),
                    header("object without end", "{", 0, "not valid JSON"),
                    header("text behind the object", "{}{}", 0, "text behind the header"),
                    header("number behind the object", "{} 7", 0, "text behind the header"),
                    header(
                            "the same tensor twice",
                            "{"
                                    + tensor("x", "[0]", "[0,0]")
                                    + ","
                                    + tensor("x", "[0]", "[0,0]")
                                    + "}",
                            0,
                            "Duplicate field 'x'"),
                    header(
                            "the same field twice",
                            "{\"x\":{\"dtype\":\"F32\",\"dtype\":\"F32\"}}",
                            0,
                            "Duplicate field 'dtype'"),
                    header(
                            "the same note twice",
                            "{\"__metadata__\":{\"a\":\"1\",\"a\":\"2\"}}",
                            0,
                            "Duplicate field 'a'"),
                    header(
                            "a note that is no text",
                            "{\"__metadata__\":{\"a\":1}}",
                            0,
                            "__metadata__\": holds more than text"),
                    header(
                            "notes that are no object",
                            "{\"__metadata__\":[]}",
                            0,
                            "is not described by {...}"),
                    header("a tensor that is no object", "{\"x\":1}", 0, "is not described by"),
                    header(
                            "missing type",
                            "{\"x\":{\"shape\":[],\"data_offsets\":[0,4]}}",
                            4,
                            "dtype is missing"),
                    header(
                            "missing shape",
                            "{\"x\":{\"dtype\":\"F32\",\"data_offsets\":[0,4]}}",
                            4,
                            "shape is missing"),
                    header(
                            "missing offsets",
                            "{\"x\":{\"dtype\":\"F32\",\"shape\":[]}}",
                            4,
                            "data_offsets are not two numbers"),
                    header("type that is no text", "{\"x\":{\"dtype\":1}}", 0, "dtype is no text"),
                    header("shape that is no list", one("4", "[0,16]"), 16, "shape is no list"),
                    header(
                            "unknown type",
                            "{\"x\":{\"dtype\":\"F8_E4M3\",\"shape\":[1],\"data_offsets\":[0,1]}}",
                            1,
                            "unknown type \"F8_E4M3\""),
                    header("unknown field", "{\"x\":{\"code\":\"rm\"}}", 0, "unknown field"),
                    header("one offset", one("[1]", "[4]"), 4, "not two numbers"),
                    header("three offsets", one("[1]", "[0,4,8]"), 4, "more than 2 numbers"),
                    header("negative size", one("[-1]", "[0,4]"), 4, "whole numbers of 0 or more"),
                    header("fractional size", one("[1.0]", "[0,4]"), 4, "whole numbers"),
                    header("size in quotes", one("[\"1\"]", "[0,4]"), 4, "whole numbers"),
                    header("nested shape", one("[[1]]", "[0,4]"), 4, "whole numbers"),
                    header(
                            "size beyond 64 bits",
                            one("[18446744073709551616]", "[0,4]"),
                            4,
                            "whole numbers"),
                    header(
                            "endless number",
                            one("[" + "9".repeat(1000) + "]", "[0,4]"),
                            4,
                            "not valid JSON"),
                    header(
                            "overflow of the number of elements",
                            one("[4294967296,4294967296]", "[0,0]"),
                            0,
                            "is too large"),
                    header(
                            "overflow of the number of bytes",
                            one("[4611686018427387904]", "[0,0]"),
                            0,
                            "is too large"),
                    header(
                            "overflow hidden by a zero",
                            one("[0,4294967296,4294967296]", "[0,0]"),
                            0,
                            "is too large"),
                    header(
                            "too many dimensions",
                            one("[" + "1,".repeat(32) + "1]", "[0,4]"),
                            4,
                            "shape has more than 32 numbers"),
                    header(
                            "shape and offsets disagree",
                            one("[2]", "[0,4]"),
                            4,
                            "F32 of shape [2] takes 8 bytes, data_offsets are [0, 4]"),
                    header("end before begin", one("[1]", "[4,0]"), 4, "takes 4 bytes"),
                    header(
                            "hole at the start",
                            one("[1]", "[4,8]"),
                            8,
                            "its bytes begin at 4, expected 0"),
                    header(
                            "hole between tensors",
                            "{"
                                    + tensor("a", "[1]", "[0,4]")
                                    + ","
                                    + tensor("b", "[1]", "[8,12]")
                                    + "}",
                            12,
                            "tensor \"b\": its bytes begin at 8, expected 4"),
                    header(
                            "overlap",
                            "{"
                                    + tensor("a", "[2]", "[0,8]")
                                    + ","
                                    + tensor("b", "[1]", "[4,8]")
                                    + "}",
                            8,
                            "tensor \"b\": its bytes begin at 4, expected 8"),
                    header(
                            "data missing",
                            one("[2]", "[0,8]"),
                            7,
                            "the tensors take 8 bytes, the file has 7"),
                    header(
                            "data behind the last tensor",
                            one("[2]", "[0,8]"),
                            9,
                            "the tensors take 8 bytes, the file has 9"),
                    header("data without tensors", "{}", 1, "take 0 bytes, the file has 1"),
                    header("endless name", "{\"" + "x".repeat(600) + "\":{}}", 0, "not valid JSON"),
                    header("deep nesting", "{\"a\":".repeat(5000), 0, "unknown field \"a\""),
                    header(
                            "deep lists",
                            "{\"a\":{\"shape\":[" + "[".repeat(5000),
                            0,
                            "whole numbers"));

    @TempDir private Path folder;

    private Path file(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("hostile.safetensors"), bytes);
    }

    @ParameterizedTest
    @FieldSource("FILES")
    void a_broken_rule_is_named_with_the_file(Broken broken) throws IOException {
        Path file = file(broken.bytes);
        long live = TensorMemory.stats().liveArrays();

        assertThatThrownBy(() -> Safetensors.load(file))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageStartingWith(file + ": ")
                .hasMessageContaining(broken.reason);
        assertThatThrownBy(() -> Safetensors.metadata(file))
                .isInstanceOf(ModelFormatException.class);
        assertThat(TensorMemory.stats().liveArrays()).isLessThanOrEqualTo(live);
    }

    @Test
    void a_lie_about_the_length_costs_no_memory() throws IOException {
        Path file = file(RawFile.claiming(Integer.MAX_VALUE, new byte[1]));
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        refused(file);
        long before = threads.getCurrentThreadAllocatedBytes();

        refused(file);

        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(1 << 20);
    }

    private static void refused(Path file) {
        assertThatThrownBy(() -> Safetensors.load(file)).isInstanceOf(ModelFormatException.class);
    }

    @Test
    void many_tensors_over_the_same_bytes_are_refused() throws IOException {
        String header =
                IntStream.range(0, 100_000)
                        .mapToObj(i -> tensor("t" + i, "[200,200]", "[0,160000]"))
                        .collect(Collectors.joining(",", "{", "}"));

        assertThatThrownBy(() -> Safetensors.load(file(RawFile.of(header, new byte[160_000]))))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("its bytes begin at 0, expected 160000");
    }

    @Test
    void more_tensors_than_the_limit_are_refused() throws IOException {
        String header =
                IntStream.rangeClosed(0, Header.MAX_TENSORS)
                        .mapToObj(i -> tensor("t" + i, "[0]", "[0,0]"))
                        .collect(Collectors.joining(",", "{", "}"));

        assertThatThrownBy(() -> Safetensors.load(file(RawFile.of(header))))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("more than 100000 tensors");
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "files there are not sparse by themselves")
    void a_tensor_that_memory_cannot_hold_is_refused_before_it_is_read() throws IOException {
        Path file = folder.resolve("sparse.safetensors");
        String header =
                "{\"x\":{\"dtype\":\"F32\",\"shape\":[600000000],\"data_offsets\":[0,2400000000]}}";
        Files.write(file, RawFile.of(header));
        try (var channel = Files.newByteChannel(file, StandardOpenOption.WRITE)) {
            channel.position(Files.size(file) + 2_400_000_000L - 1);
            channel.write(ByteBuffer.allocate(1));
        }

        assertThatThrownBy(() -> Safetensors.load(file))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("\"x\" has 600000000 elements; a tensor holds at most 2 GiB");
    }

    @Test
    void trailing_spaces_and_any_order_of_fields_are_allowed() throws IOException {
        String header =
                "{\"b\" : {\"data_offsets\":[4,8],\"shape\":[1],\"dtype\":\"F32\"} ,\n"
                        + tensor("a", "[1]", "[0,4]")
                        + ",\"__metadata__\":{}}    ";

        assertThat(Safetensors.load(file(RawFile.of(header, new byte[8]))).keySet())
                .containsExactly("a", "b");
    }

    /** A valid file of several types to break. */
    private byte[] valid() throws IOException {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("fc.weight", Tensor.rand(new Generator(1), 5, 3));
        tensors.put("fc.bias", Tensor.rand(new Generator(2), 5));
        tensors.put("steps", Tensor.of(3L));
        tensors.put("mask", Tensor.of(true, false, true));
        Path file = folder.resolve("valid.safetensors");
        Safetensors.save(file, tensors, Map.of("format", "pt"));
        return Files.readAllBytes(file);
    }

    @Test
    void a_file_cut_at_any_byte_is_refused() throws IOException {
        byte[] valid = valid();

        for (int length = 0; length < valid.length; length++) {
            Path file = file(Arrays.copyOf(valid, length));
            assertThatThrownBy(() -> Safetensors.load(file))
                    .as("cut at %d", length)
                    .isInstanceOf(ModelFormatException.class);
        }
    }

    @Test
    void flipped_bits_give_tensors_or_the_typed_error_and_nothing_else() throws IOException {
        byte[] valid = valid();
        int refused = 0;

        for (int bit = 0; bit < 8 * valid.length; bit++) {
            byte[] flipped = valid.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            refused += isRefused(flipped) ? 1 : 0;
        }

        assertThat(refused).isPositive();
    }

    @Test
    void random_damage_gives_tensors_or_the_typed_error_and_nothing_else() throws IOException {
        byte[] valid = valid();
        long seed = 20_000;
        SplittableRandom random = new SplittableRandom(seed);
        String pieces = "{}[]\",:0123456789-.eE \\u\n\0";
        for (int round = 0; round < 3000; round++) {
            byte[] damaged = valid.clone();
            for (int change = random.nextInt(1, 6); change > 0; change--) {
                int at = 8 + random.nextInt(damaged.length - 8);
                damaged[at] = (byte) pieces.charAt(random.nextInt(pieces.length()));
            }
            isRefused(damaged);
        }
    }

    private boolean isRefused(byte... bytes) throws IOException {
        try {
            Safetensors.load(file(bytes));
            return false;
        } catch (ModelFormatException e) {
            return true;
        }
    }
}
