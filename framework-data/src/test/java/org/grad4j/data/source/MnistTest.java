package org.grad4j.data.source;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.grad4j.data.Batch;
import org.grad4j.data.DataLoader;
import org.grad4j.data.Example;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MnistTest {
    private static final String LAYOUT =
            ": train-images-idx3-ubyte.gz, train-labels-idx1-ubyte.gz, t10k-images-idx3-ubyte.gz"
                    + " and t10k-labels-idx1-ubyte.gz (or the same names without .gz);"
                    + " MnistVariant.MNIST.download(folder) fetches them";

    @TempDir Path folder;

    private void write(String images, String labels, int n) {
        byte[] pixels = IdxFiles.idx(n * 784, n, 28, 28);
        byte[] classes = IdxFiles.idx(n, n);
        IdxFiles.write(folder, images, images.endsWith(".gz") ? IdxFiles.gzip(pixels) : pixels);
        IdxFiles.write(folder, labels, labels.endsWith(".gz") ? IdxFiles.gzip(classes) : classes);
    }

    @Test
    void a_set_without_images_is_an_empty_dataset() {
        write("train-images-idx3-ubyte", "train-labels-idx1-ubyte", 0);
        Mnist empty = Mnist.load(folder, Mnist.Split.TRAIN);
        assertEquals(0, empty.size());
        assertThrows(IndexOutOfBoundsException.class, () -> empty.get(0));
        for (Batch batch : DataLoader.builder(empty).build()) {
            throw new AssertionError("a batch of " + batch.size());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "TRAIN, train-images-idx3-ubyte.gz, train-labels-idx1-ubyte.gz",
        "TRAIN, train-images-idx3-ubyte, train-labels-idx1-ubyte.gz",
        "TRAIN, train-images.idx3-ubyte, train-labels.idx1-ubyte",
        "TEST, t10k-images-idx3-ubyte.gz, t10k-labels-idx1-ubyte",
        "TEST, t10k-images.idx3-ubyte.gz, t10k-labels.idx1-ubyte.gz",
    })
    void files_are_found_by_their_usual_names(Mnist.Split split, String images, String labels) {
        write(images, labels, 3);
        Mnist digits = Mnist.load(folder, split);
        assertEquals(3, digits.size());
        Example last = digits.get(2);
        assertEquals(2, last.label());
        assertArrayEquals(new long[] {1, 28, 28}, last.shape());
        int pixel = (2 * 784 + 5) & 0xFF;
        assertEquals((pixel / 255f - 0.1307f) / 0.3081f, last.features()[5]);
    }

    @Test
    void a_batch_made_at_once_equals_one_of_single_digits() {
        write("train-images-idx3-ubyte", "train-labels-idx1-ubyte", 5);
        Mnist digits = Mnist.load(folder, Mnist.Split.TRAIN);
        Batch fast = digits.batch(new int[] {4, 0, 4});
        Batch slow = Batch.of(List.of(digits.get(4), digits.get(0), digits.get(4)));
        assertArrayEquals(slow.rawFeatures(), fast.rawFeatures());
        assertArrayEquals(slow.rawLabels(), fast.rawLabels());
        assertArrayEquals(slow.shape(), fast.shape());
        assertThrows(IndexOutOfBoundsException.class, () -> digits.batch(new int[] {0, 5}));
    }

    @Test
    void the_normalisation_is_free() {
        IdxFiles.write(folder, "train-images-idx3-ubyte", IdxFiles.idx(784, 1, 28, 28));
        IdxFiles.write(folder, "train-labels-idx1-ubyte", IdxFiles.idx(1, 1));
        Example example = Mnist.load(folder, Mnist.Split.TRAIN, 0, 1).get(0);
        assertEquals(1f, example.features()[255]);
        assertThrows(
                IllegalArgumentException.class, () -> Mnist.load(folder, Mnist.Split.TRAIN, 0, 0));
    }

    @Test
    void a_label_that_is_no_digit_is_named_with_its_file_and_index() {
        write("train-images-idx3-ubyte", "train-labels-idx1-ubyte", 10);
        assertEquals(9, Mnist.load(folder, Mnist.Split.TRAIN).get(9).label());
        for (int label : new int[] {10, 200}) {
            byte[] labels = IdxFiles.idx(10, 10);
            labels[8 + 3] = (byte) label;
            Path file = IdxFiles.write(folder, "train-labels-idx1-ubyte", labels);
            assertRefused(file + ": the label at index 3 is " + label + ", expected 0 to 9");
        }
    }

    @Test
    void an_argument_that_is_null_is_named() {
        NullPointerException error =
                assertThrows(NullPointerException.class, () -> Mnist.load(null, Mnist.Split.TRAIN));
        assertEquals("the folder is null", error.getMessage());
        error = assertThrows(NullPointerException.class, () -> Mnist.load(folder, null));
        assertEquals("the split is null", error.getMessage());
        error = assertThrows(NullPointerException.class, () -> Idx.read(null));
        assertEquals("the file is null", error.getMessage());
    }

    @Test
    void a_file_in_place_of_the_folder_is_named() {
        Path file = IdxFiles.write(folder, "digits", new byte[0]);
        DatasetNotFoundException error =
                assertThrows(
                        DatasetNotFoundException.class, () -> Mnist.load(file, Mnist.Split.TEST));
        assertEquals(
                "a file and no folder: " + file + "; expected in " + file + LAYOUT,
                error.getMessage());
    }

    @Test
    void a_missing_folder_is_named_with_the_layout_it_should_have() {
        Path missing = folder.resolve("missing");
        DatasetNotFoundException error =
                assertThrows(
                        DatasetNotFoundException.class,
                        () -> Mnist.load(missing, Mnist.Split.TRAIN));
        assertEquals(
                "no such folder: " + missing + "; expected in " + missing + LAYOUT,
                error.getMessage());
    }

    @Test
    void a_missing_file_is_named_with_its_possible_names() {
        DatasetNotFoundException error =
                assertThrows(
                        DatasetNotFoundException.class, () -> Mnist.load(folder, Mnist.Split.TEST));
        assertEquals(
                folder
                        + " has none of t10k-images-idx3-ubyte.gz, t10k-images-idx3-ubyte,"
                        + " t10k-images.idx3-ubyte.gz, t10k-images.idx3-ubyte; expected in "
                        + folder
                        + LAYOUT,
                error.getMessage());
    }

    @Test
    void images_and_labels_must_go_together() {
        IdxFiles.write(folder, "train-images-idx3-ubyte", IdxFiles.idx(784, 1, 28, 28));
        IdxFiles.write(folder, "train-labels-idx1-ubyte", IdxFiles.idx(2, 2));
        assertRefused(
                "train-images-idx3-ubyte: expected shape [2, 28, 28] to go with"
                        + " train-labels-idx1-ubyte, got [1, 28, 28]");
        IdxFiles.write(folder, "train-labels-idx1-ubyte", IdxFiles.idx(1, 1, 1));
        assertRefused("train-labels-idx1-ubyte: expected shape [n], got [1, 1]");
        IdxFiles.write(folder, "train-labels-idx1-ubyte", IdxFiles.idx(1, 1));
        IdxFiles.write(folder, "train-images-idx3-ubyte", IdxFiles.idx(784, 1, 784));
        assertRefused("expected shape [1, 28, 28]");
        IdxFiles.write(folder, "train-images-idx3-ubyte", IdxFiles.idx(783, 1, 28, 28));
        assertRefused("has 799 bytes, but its header demands 800; it is truncated");
    }

    private void assertRefused(String reason) {
        DatasetFormatException error =
                assertThrows(
                        DatasetFormatException.class, () -> Mnist.load(folder, Mnist.Split.TRAIN));
        assertTrue(error.getMessage().contains(reason), error.getMessage());
    }
}
