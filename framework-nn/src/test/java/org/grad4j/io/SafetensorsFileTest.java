package org.grad4j.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.grad4j.memory.TensorMemory;
import org.grad4j.memory.TensorScope;
import org.grad4j.tensor.DType;
import org.grad4j.tensor.Generator;
import org.grad4j.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Reading single tensors of an open file. */
class SafetensorsFileTest {
    @TempDir private Path folder;

    private Path saved(Map<String, Tensor> tensors) {
        Path file = folder.resolve("model.safetensors");
        Safetensors.save(file, tensors, Map.of("format", "pt"));
        return file;
    }

    private Path three() {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("large", Tensor.rand(new Generator(1), 301, 503));
        tensors.put("none", Tensor.zeros(2, 0));
        tensors.put("scalar", Tensor.scalar(7, DType.INT8));
        return saved(tensors);
    }

    @Test
    void each_tensor_is_the_one_that_reading_all_gives() {
        Path file = three();
        Map<String, Tensor> all = Safetensors.load(file);

        try (SafetensorsFile open = Safetensors.open(file)) {
            assertThat(open.names()).isEqualTo(all.keySet());
            assertThat(open.metadata()).containsExactly(Map.entry("format", "pt"));
            all.forEach(
                    (name, tensor) -> {
                        assertThat(open.shape(name)).isEqualTo(tensor.shape());
                        assertThat(open.dtype(name)).isEqualTo(tensor.dtype());
                        assertThat(open.tensor(name).equal(tensor)).isTrue();
                    });
        }
    }

    @Test
    void opening_reads_no_tensor_and_reading_one_makes_one() {
        Path file = three();
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        Safetensors.open(file).close();
        long bytes = threads.getCurrentThreadAllocatedBytes();
        long made = TensorMemory.stats().created();

        try (SafetensorsFile open = Safetensors.open(file)) {
            assertThat(TensorMemory.stats().created()).isEqualTo(made);
            assertThat(threads.getCurrentThreadAllocatedBytes() - bytes).isLessThan(1 << 18);
            TensorScope scope = TensorScope.open();
            Tensor scalar = open.tensor("scalar");
            assertThat(TensorMemory.stats().created()).isEqualTo(made + 1);
            scope.close();
            assertThat(scalar.isReleased()).isTrue();
        }
    }

    @Test
    void tensors_outlive_the_file_and_a_closed_file_gives_none() throws IOException {
        Path path = three();
        SafetensorsFile file = Safetensors.open(path);
        Tensor scalar = file.tensor("scalar");

        file.close();
        file.close();
        Files.delete(path);

        assertThat(scalar.itemLong()).isEqualTo(7);
        assertThat(file.names()).hasSize(3);
        assertThatThrownBy(() -> file.tensor("scalar"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(path + " was closed; open it again");
    }

    @Test
    void an_unknown_name_is_answered_with_those_there_are() {
        Path path = three();
        try (SafetensorsFile file = Safetensors.open(path)) {
            assertThatThrownBy(() -> file.tensor("fc.weight"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(
                            path
                                    + " has no tensor \"fc.weight\", but 3 others: [large, none, scalar]");
            assertThatThrownBy(() -> file.shape(null)).hasMessageContaining("no tensor \"null\"");
        }
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "open files cannot be cut there")
    void a_file_that_is_cut_while_it_is_open_is_refused() throws IOException {
        Path path = three();
        long size = Files.size(path);
        try (SafetensorsFile file = Safetensors.open(path);
                FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
            channel.truncate(200);

            assertThatThrownBy(() -> file.tensor("large"))
                    .isInstanceOf(ModelFormatException.class)
                    .hasMessage(
                            "%s: the file had %d bytes when it was opened, it has 200 now"
                                    .formatted(path, size));
        }
    }

    @Test
    void a_broken_file_does_not_open_and_is_not_kept_open() throws IOException {
        Path file = folder.resolve("broken");
        Files.write(file, RawFile.of("{x}"));

        assertThatThrownBy(() -> Safetensors.open(file)).isInstanceOf(ModelFormatException.class);
        assertThatThrownBy(() -> Safetensors.open(folder.resolve("lost")))
                .isInstanceOf(ModelNotFoundException.class);
        Files.delete(file);
    }

    @Test
    void the_limit_of_the_header_can_be_raised() throws IOException {
        String note = "\":\"" + "x".repeat(1 << 20) + "\"";
        String header =
                IntStream.range(0, 17)
                        .mapToObj(i -> "\"n" + i + note)
                        .collect(Collectors.joining(",", "{\"__metadata__\":{", "}}"));
        Path file = folder.resolve("long");
        Files.write(file, RawFile.of(header));

        assertThatThrownBy(() -> Safetensors.open(file))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("at most 16777216 are allowed");
        try (SafetensorsFile open = Safetensors.open(file, 100_000_000)) {
            assertThat(open.metadata()).hasSize(17);
        }
        assertThatThrownBy(() -> Safetensors.open(file, 100_000_001))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("got a limit of 100000001");
    }
}
