package org.grad4j.data.source;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Damaged files give the typed exceptions and nothing else; a few each, a minute in the soak. */
class ReaderFuzzTest {
    private static final List<String> FORMATS = List.of("png", "jpg", "gif", "bmp", "tiff");

    @TempDir Path folder;

    static Stream<String> readers() {
        return Stream.concat(Stream.of("idx", "cifar", "tar", "zip"), FORMATS.stream());
    }

    @ParameterizedTest
    @MethodSource("readers")
    void damaged_files_are_refused_by_name(String reader) {
        fuzzer(reader).run(1, count -> count < 150);
    }

    @Tag("soak")
    @ParameterizedTest
    @MethodSource("readers")
    void damaged_files_are_refused_by_name_for_a_minute(String reader) {
        long end = System.nanoTime() + 60_000_000_000L;
        fuzzer(reader).run(System.nanoTime(), count -> System.nanoTime() < end);
    }

    private Fuzzer fuzzer(String reader) {
        return switch (reader) {
            case "idx" ->
                    new Fuzzer(
                            folder.resolve("some-idx"),
                            Idx::read,
                            IdxFiles.idx(0, 0),
                            IdxFiles.idx(60, 3, 4, 5),
                            IdxFiles.gzip(IdxFiles.idx(60, 3, 4, 5)),
                            IdxFiles.gzip(IdxFiles.idx(5000, 5000)));
            case "cifar" ->
                    new Fuzzer(
                            folder.resolve("test_batch.bin"),
                            file -> Cifar.load(folder, Cifar.Variant.CIFAR10, Cifar.Split.TEST),
                            CifarTest.records(3, 1, 1),
                            new byte[0]);
            case "tar" ->
                    new Fuzzer(
                            folder.resolve("some.tar.gz"),
                            this::untar,
                            IdxFiles.gzip(ArchivesTest.tar()),
                            Arrays.copyOf(IdxFiles.gzip(ArchivesTest.tar()), 80));
            case "zip" ->
                    new Fuzzer(
                            folder.resolve("some.zip"), this::unzip, ArchivesTest.zip("comment"));
            default -> new Fuzzer(folder.resolve("x." + reader), this::image, images(reader));
        };
    }

    private void untar(Path file) {
        Archives.untar(file, "data/", unpackedAnew("a.bin", "b.bin"), folder);
    }

    private void unzip(Path file) {
        Archives.unzip(file, "gzip/", unpackedAnew("a.gz", "b.gz"), folder);
    }

    private List<String> unpackedAnew(String... names) {
        for (String name : names) {
            folder.resolve(name).toFile().delete();
        }
        return List.of(names);
    }

    /** A small limit, since a file may claim any size below it and must be given that memory. */
    private void image(Path file) {
        ImageFiles.read(file, 3, 1_000_000);
    }

    private static byte[][] images(String format) {
        List<byte[]> images = new ArrayList<>();
        for (int type :
                new int[] {
                    BufferedImage.TYPE_INT_RGB,
                    BufferedImage.TYPE_BYTE_GRAY,
                    BufferedImage.TYPE_BYTE_INDEXED,
                    BufferedImage.TYPE_USHORT_GRAY
                }) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try {
                if (ImageIO.write(ImageFolderTest.colours(9, 7, type), format, bytes)) {
                    images.add(bytes.toByteArray());
                }
            } catch (IOException error) {
                throw new UncheckedIOException(error);
            }
        }
        return images.toArray(new byte[0][]);
    }

    @Test
    void every_format_has_seeds() {
        FORMATS.forEach(format -> assertTrue(images(format).length > 0, format));
    }
}
