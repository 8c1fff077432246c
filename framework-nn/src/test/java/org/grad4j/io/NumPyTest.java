package org.grad4j.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.grad4j.memory.TensorMemory;
import org.grad4j.memory.TensorScope;
import org.grad4j.tensor.DType;
import org.grad4j.tensor.Generator;
import org.grad4j.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Arrays from and for NumPy; src/test/reference/arrays.py wrote the resources. */
class NumPyTest {
    @TempDir private Path folder;

    private static Path resource(String name) {
        try {
            return Path.of(NumPyTest.class.getResource(name).toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    private static void isCounting(Tensor x, DType dtype) {
        double[] counting =
                dtype == DType.BOOL
                        ? new double[] {0, 1, 0, 1, 0, 1}
                        : new double[] {0, 1, 2, 3, 4, 5};
        assertThat(x.dtype()).isEqualTo(dtype);
        assertThat(x.shape()).containsExactly(2, 3);
        assertThat(x.isContiguous()).isTrue();
        assertThat(x.toDoubleArray()).isEqualTo(counting);
    }

    @ParameterizedTest
    @CsvSource({
        "f8,FLOAT64",
        "f4,FLOAT32",
        "i8,INT64",
        "i4,INT32",
        "i2,INT16",
        "i1,INT8",
        "u1,UINT8",
        "b1,BOOL"
    })
    void every_type_is_read_in_both_orders_of_bytes_and_of_indices(String kind, DType dtype) {
        for (String order : List.of("little", "big", "fortran")) {
            isCounting(Npy.load(resource(kind + "-" + order + ".npy")), dtype);
        }
        isCounting(Safetensors.load(resource("types.safetensors")).get(kind), dtype);
    }

    @ParameterizedTest
    @CsvSource({"f8", "f4", "i8", "i4", "i2", "i1", "u1", "b1"})
    void what_is_written_is_what_numpy_writes(String kind) throws IOException {
        Path original = resource(kind + "-little.npy");
        Path copy = folder.resolve("copy.npy");

        Npy.save(copy, Npy.load(original));

        assertThat(copy).hasSameBinaryContentAs(original);
    }

    @Test
    void all_versions_are_read() {
        for (int version = 1; version <= 3; version++) {
            isCounting(Npy.load(resource("version-" + version + ".npy")), DType.FLOAT32);
        }
    }

    @Test
    void archives_of_numpy_are_read() {
        for (String name : List.of("plain.npz", "packed.npz")) {
            Map<String, Tensor> arrays = Npz.load(resource(name));

            assertThat(arrays.keySet()).containsExactly("x", "y");
            isCounting(arrays.get("x"), DType.FLOAT32);
            isCounting(arrays.get("y"), DType.INT64);
        }
    }

    @Test
    void numbers_without_dimensions_and_empty_arrays_are_read() {
        Tensor scalar = Npy.load(resource("scalar.npy"));
        assertThat(scalar.shape()).isEmpty();
        assertThat(scalar.item()).isEqualTo(2.5);
        assertThat(Npy.load(resource("empty.npy")).shape()).containsExactly(0, 3);
    }

    @ParameterizedTest
    @CsvSource({
        "object.npy,an array of objects is a Python program which is never read",
        "structured.npy,structured arrays are not read",
        "complex.npy,the type \"<c16\" is not read",
        "text.npy,the type \"<U2\" is not read"
    })
    void what_tensors_cannot_hold_is_refused(String name, String reason) {
        assertThatThrownBy(() -> Npy.load(resource(name)))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageStartingWith(resource(name) + ": the header is broken: ")
                .satisfies(e -> assertThat(e.getMessage().replace(",", "")).endsWith(reason));
    }

    @ParameterizedTest
    @EnumSource(value = DType.class, mode = EnumSource.Mode.EXCLUDE, names = "BFLOAT16")
    void every_type_and_shape_comes_back(DType dtype) {
        assumeTrue(NpyHeader.typeName(Encoding.of(dtype)) != null, "a type that NumPy lacks");
        Path npy = folder.resolve("x.npy");
        Path npz = folder.resolve("x.npz");
        for (long[] shape : new long[][] {{}, {0}, {5}, {2, 0, 3}, {301, 503}, {2, 3, 4}}) {
            Tensor x = Tensor.randint(new Generator(3), 0, 100, shape).to(dtype);
            Npy.save(npy, x);
            assertThat(Npy.load(npy).equal(x)).isTrue();
            Npz.save(npz, Map.of("x", x));
            assertThat(Npz.load(npz).get("x").equal(x)).isTrue();
            Npz.saveCompressed(npz, Map.of("x", x));
            Tensor back = Npz.load(npz).get("x");
            assertThat(back.equal(x)).isTrue();
            assertThat(back.dtype()).isEqualTo(dtype);
            assertThat(back.shape()).isEqualTo(x.shape());
        }
    }

    @Test
    void a_transposed_tensor_is_written_as_it_is_seen() {
        Path file = folder.resolve("x.npy");
        Tensor x = Tensor.rand(new Generator(1), 3, 5);

        Npy.save(file, x.t());

        assertThat(Npy.load(file).equal(x.t())).isTrue();
    }

    @Test
    void an_archive_keeps_names_and_order_and_is_the_same_each_time() throws IOException {
        Path file = folder.resolve("x.npz");
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("z/weight", Tensor.ones(2));
        tensors.put("../höher", Tensor.zeros(3));
        tensors.put("a", Tensor.ones(2, 2));

        Npz.save(file, tensors);
        byte[] first = Files.readAllBytes(file);
        Npz.save(file, tensors);

        assertThat(Files.readAllBytes(file)).isEqualTo(first);
        assertThat(Npz.load(file).keySet()).containsExactlyElementsOf(tensors.keySet());
        assertThat(folder.toFile().list()).containsExactly("x.npz");
        Npz.save(file, Map.of());
        assertThat(Npz.load(file)).isEmpty();
    }

    @Test
    void compression_makes_zeros_small() throws IOException {
        Path file = folder.resolve("x.npz");
        Map<String, Tensor> zeros = Map.of("x", Tensor.zeros(1000, 100));
        Npz.saveCompressed(file, zeros);
        assertThat(Files.size(file)).isLessThan(2000);
        Npz.save(file, zeros);
        assertThat(Files.size(file)).isGreaterThan(400_000);
    }

    @Test
    void what_is_read_belongs_to_the_scope_and_nothing_else_stays() {
        Path file = resource("f4-fortran.npy");
        Path archive = resource("packed.npz");
        TensorMemory.settle();
        long live = TensorMemory.stats().liveArrays();
        TensorScope scope = TensorScope.open();
        Tensor x = Npy.load(file);
        Tensor y = Npz.load(archive).get("y");
        assertThat(TensorMemory.stats().liveArrays()).isEqualTo(live + 3);
        scope.close();
        assertThat(x.isReleased() && y.isReleased()).isTrue();
        assertThat(TensorMemory.stats().liveArrays()).isEqualTo(live);
    }

    @Test
    void bad_arguments_are_named() {
        Path file = folder.resolve("x.npz");
        Tensor x = Tensor.ones(1);
        Map<String, Tensor> none = new LinkedHashMap<>();
        none.put("x", null);

        assertThatThrownBy(() -> Npy.save(null, x)).hasMessage("the file is null");
        assertThatThrownBy(() -> Npy.save(file, null)).hasMessage("the tensor is null");
        assertThatThrownBy(() -> Npz.save(file, null)).hasMessage("the tensors are null");
        assertThatThrownBy(() -> Npz.save(file, none)).hasMessage("the tensor \"x\" is null");
        assertThatThrownBy(() -> Npz.save(file, Map.of("", x)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cannot hold a tensor named \"\"; names have 1 to 512");
        assertThatThrownBy(() -> Npz.load(file, -1))
                .hasMessage("the limit must be 0 or more, got -1");
        assertThatThrownBy(() -> Npy.load(file))
                .isInstanceOf(ModelNotFoundException.class)
                .hasMessage("no such file: " + file);
        assertThatThrownBy(() -> Npz.load(folder)).hasMessageContaining("it is a folder");
    }
}
