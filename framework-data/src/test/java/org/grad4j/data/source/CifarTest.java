package org.grad4j.data.source;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.grad4j.data.Batch;
import org.grad4j.data.Example;
import org.grad4j.data.source.Cifar.Split;
import org.grad4j.data.source.Cifar.Variant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CifarTest {
    @TempDir Path folder;

    /** Records whose labels and pixels count up from a number. */
    static byte[] records(int n, int labelBytes, int first) {
        int size = labelBytes + 3072;
        byte[] content = new byte[n * size];
        for (int i = 0; i < n; i++) {
            Arrays.fill(content, i * size, i * size + labelBytes, (byte) (first + i));
            for (int k = 0; k < 3072; k++) {
                content[i * size + labelBytes + k] = (byte) (first + i + k);
            }
        }
        return content;
    }

    private void writeTrain10(Path where) {
        for (int batch = 1; batch <= 5; batch++) {
            IdxFiles.write(where, "data_batch_" + batch + ".bin", records(2, 1, batch));
        }
    }

    @Test
    void the_five_batches_of_cifar10_follow_each_other() throws IOException {
        writeTrain10(Files.createDirectory(folder.resolve("cifar-10-batches-bin")));
        Cifar cifar = Cifar.load(folder, Variant.CIFAR10, Split.TRAIN);
        assertEquals(10, cifar.size());
        Example last = cifar.get(9);
        assertEquals(6, last.label());
        assertEquals(6, cifar.coarseLabel(9));
        assertArrayEquals(new long[] {3, 32, 32}, last.shape());
        assertEquals(((6 + 1024 * 2 + 5) & 0xFF) / 255f, last.features()[1024 * 2 + 5]);
        assertThrows(IndexOutOfBoundsException.class, () -> cifar.get(10));
    }

    @Test
    void cifar100_has_coarse_labels_before_the_fine_ones() {
        byte[] content = records(2, 2, 7);
        content[1] = 99;
        IdxFiles.write(folder, "test.bin", content);
        Cifar cifar = Cifar.load(folder, Variant.CIFAR100, Split.TEST);
        assertEquals(99, cifar.get(0).label());
        assertEquals(7, cifar.coarseLabel(0));
        assertEquals(7 / 255f, cifar.get(0).features()[0]);
    }

    @Test
    void a_batch_made_at_once_equals_one_of_single_images() {
        IdxFiles.write(folder, "test_batch.bin", records(3, 1, 3));
        Cifar cifar = Cifar.load(folder, Variant.CIFAR10, Split.TEST);
        Batch fast = cifar.batch(new int[] {2, 0, 2});
        Batch slow = Batch.of(List.of(cifar.get(2), cifar.get(0), cifar.get(2)));
        assertArrayEquals(slow.rawFeatures(), fast.rawFeatures());
        assertArrayEquals(slow.rawLabels(), fast.rawLabels());
        assertArrayEquals(slow.shape(), fast.shape());
        assertThrows(IndexOutOfBoundsException.class, () -> cifar.batch(new int[] {0, 3}));
    }

    @Test
    void an_empty_file_is_an_empty_dataset() {
        IdxFiles.write(folder, "test_batch.bin", new byte[0]);
        assertEquals(0, Cifar.load(folder, Variant.CIFAR10, Split.TEST).size());
    }

    @Test
    void missing_files_are_named_with_the_layout() {
        writeTrain10(folder);
        assertTrue(folder.resolve("data_batch_3.bin").toFile().delete());
        String message =
                assertThrows(
                                DatasetNotFoundException.class,
                                () -> Cifar.load(folder, Variant.CIFAR10, Split.TRAIN))
                        .getMessage();
        assertTrue(
                message.startsWith(
                        folder
                                + " has none of data_batch_3.bin,"
                                + " cifar-10-batches-bin/data_batch_3.bin; expected in "),
                message);
        assertTrue(message.endsWith("Cifar.Variant.CIFAR10.download(folder) fetches them"));
        assertThrows(
                DatasetNotFoundException.class,
                () -> Cifar.load(folder.resolve("nowhere"), Variant.CIFAR100, Split.TEST));
    }

    @Test
    void files_that_are_not_whole_or_have_false_labels_are_refused() {
        IdxFiles.write(folder, "test_batch.bin", new byte[3072]);
        assertRefused("has 3072 bytes, which is no multiple of the 3073 bytes of one image");
        IdxFiles.write(folder, "test_batch.bin", records(2, 1, 9));
        assertRefused("the label at index 1 is 10, expected 0 to 9");
    }

    private void assertRefused(String reason) {
        String message =
                assertThrows(
                                DatasetFormatException.class,
                                () -> Cifar.load(folder, Variant.CIFAR10, Split.TEST))
                        .getMessage();
        assertTrue(message.startsWith(folder.resolve("test_batch.bin") + ": " + reason), message);
    }
}
