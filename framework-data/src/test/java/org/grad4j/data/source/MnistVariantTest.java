package org.grad4j.data.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class MnistVariantTest {
    @TempDir Path folder;

    @ParameterizedTest
    @EnumSource
    void every_set_is_read_from_the_files_it_is_distributed_in(MnistVariant variant) {
        for (String name : variant.files()) {
            boolean images = name.contains("images");
            byte[] content = images ? IdxFiles.idx(3 * 784, 3, 28, 28) : IdxFiles.idx(3, 3);
            IdxFiles.write(folder, name, IdxFiles.gzip(content));
        }
        for (Mnist.Split split : Mnist.Split.values()) {
            Mnist set = Mnist.load(folder, variant, split, 0, 1);
            assertEquals(3, set.size());
            assertEquals(2, set.get(2).label());
            assertEquals(1f, set.get(0).features()[255]);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "MNIST, 10, 9", "FASHION_MNIST, 10, Ankle boot", "KMNIST, 10, wo",
        "EMNIST_BYCLASS, 62, z", "EMNIST_BYMERGE, 47, t", "EMNIST_BALANCED, 47, t",
        "EMNIST_LETTERS, 27, z", "EMNIST_DIGITS, 10, 9", "EMNIST_MNIST, 10, 9"
    })
    void classes_have_names(MnistVariant variant, int classes, String last) {
        assertEquals(classes, variant.classNames().size());
        assertEquals(last, variant.classNames().get(classes - 1));
    }

    @Test
    void the_layout_names_the_set_and_how_to_fetch_it() {
        DatasetNotFoundException error =
                assertThrows(
                        DatasetNotFoundException.class,
                        () ->
                                Mnist.load(
                                        folder,
                                        MnistVariant.EMNIST_LETTERS,
                                        Mnist.Split.TEST,
                                        0,
                                        1));
        assertTrue(
                error.getMessage()
                        .contains(
                                "has none of emnist-letters-test-images-idx3-ubyte.gz,"
                                        + " emnist-letters-test-images-idx3-ubyte,"),
                error.getMessage());
        assertTrue(
                error.getMessage()
                        .endsWith("MnistVariant.EMNIST_LETTERS.download(folder) fetches them"),
                error.getMessage());
    }

    @Test
    void labels_beyond_the_classes_of_the_set_are_refused() {
        IdxFiles.write(
                folder,
                "emnist-letters-train-images-idx3-ubyte",
                IdxFiles.idx(28 * 784, 28, 28, 28));
        IdxFiles.write(folder, "emnist-letters-train-labels-idx1-ubyte", IdxFiles.idx(28, 28));
        DatasetFormatException error =
                assertThrows(
                        DatasetFormatException.class,
                        () ->
                                Mnist.load(
                                        folder,
                                        MnistVariant.EMNIST_LETTERS,
                                        Mnist.Split.TRAIN,
                                        0,
                                        1));
        assertTrue(error.getMessage().endsWith("the label at index 27 is 27, expected 0 to 26"));
    }

    @ParameterizedTest
    @EnumSource
    void every_set_has_a_place_to_come_from(MnistVariant variant) {
        for (RemoteFile file : KnownFiles.of(variant)) {
            boolean archive = file.name().equals("gzip.zip");
            assertTrue(archive || variant.files().contains(file.name()), file.name());
        }
    }
}
