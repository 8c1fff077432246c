package org.grad4j.data.source;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.grad4j.data.Image;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageFolderTest {
    @TempDir Path root;

    static BufferedImage colours(int width, int height, int type) {
        BufferedImage image = new BufferedImage(width, height, type);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.setRGB(x, y, 0xFF000000 | (40 * x) << 16 | (50 * y) << 8 | 200);
            }
        }
        return image;
    }

    private Path write(String name, BufferedImage image) {
        Path file = root.resolve(name);
        try {
            Files.createDirectories(file.getParent());
            String format = name.substring(name.lastIndexOf('.') + 1);
            assertTrue(ImageIO.write(image, format, file.toFile()), "no writer of " + format);
            return file;
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    private Path write(String name) {
        return write(name, colours(3, 2, BufferedImage.TYPE_INT_RGB));
    }

    private Path write(String name, String content) {
        Path file = write(name);
        return IdxFiles.write(
                file.getParent(),
                file.getFileName().toString(),
                content.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "bmp", "tiff"})
    void colours_are_planes_from_0_to_1(String format) {
        Image image = ImageFiles.read(write("a/x." + format));
        assertArrayEquals(new long[] {3, 2, 3}, image.shape());
        assertEquals(80 / 255f, image.at(0, 1, 2));
        assertEquals(50 / 255f, image.at(1, 1, 2));
        assertEquals(200 / 255f, image.at(2, 0, 0));
    }

    @Test
    void jpeg_and_gif_and_transparent_images_are_read() {
        assertEquals(3, ImageFiles.read(write("a/x.jpg")).width());
        assertEquals(3, ImageFiles.read(write("a/x.gif")).channels());
        BufferedImage transparent = colours(3, 2, BufferedImage.TYPE_INT_ARGB);
        transparent.setRGB(1, 0, 0x00FF0000); // the colour of a pixel that cannot be seen
        assertEquals(1f, ImageFiles.read(write("a/y.png", transparent)).at(0, 0, 1));
    }

    @Test
    void grey_files_keep_their_values_and_colours_become_grey() {
        for (int type : new int[] {BufferedImage.TYPE_BYTE_GRAY, BufferedImage.TYPE_USHORT_GRAY}) {
            BufferedImage grey = new BufferedImage(2, 1, type);
            int most = type == BufferedImage.TYPE_BYTE_GRAY ? 255 : 65535;
            grey.getRaster().setSample(1, 0, 0, most / 5);
            Path file = write("a/grey" + type + ".png", grey);
            assertEquals(0.2f, ImageFiles.read(file, 1, 10).at(0, 0, 1));
            assertEquals(0.2f, ImageFiles.read(file).at(2, 0, 1));
        }
        Image grey = ImageFiles.read(write("a/x.png"), 1, 6);
        assertEquals((0.299f * 80 + 0.587f * 50 + 0.114f * 200) / 255, grey.at(0, 1, 2), 1e-6f);
    }

    @Test
    void classes_and_files_are_sorted_by_name() {
        for (String name :
                List.of("dog/2.png", "cat/b.png", "cat/A.PNG", "dog/1/9.png", "ape/z.png")) {
            write(name);
        }
        write("cat/notes.png", "x");
        assertTrue(
                root.resolve("cat/notes.png")
                        .toFile()
                        .renameTo(root.resolve("cat/notes.txt").toFile()));
        ImageFolder folder = ImageFolder.of(root);
        assertEquals(List.of("ape", "cat", "dog"), folder.classes());
        assertEquals(5, folder.size());
        List<String> names =
                List.of("ape/z.png", "cat/A.PNG", "cat/b.png", "dog/1/9.png", "dog/2.png");
        long[] labels = {0, 1, 1, 2, 2};
        for (int i = 0; i < 5; i++) {
            assertEquals(root.resolve(names.get(i)), folder.file(i));
            assertEquals(labels[i], folder.get(i).label());
            assertEquals(labels[i], folder.label(i));
        }
        assertArrayEquals(new long[] {3, 2, 3}, folder.get(0).shape());
        assertArrayEquals(
                new long[] {1, 2, 3}, ImageFolder.builder(root).grey().build().get(0).shape());
        assertThrows(IndexOutOfBoundsException.class, () -> folder.get(5));
    }

    @Test
    void a_class_may_be_a_link_to_a_folder() throws IOException {
        Path elsewhere = write("elsewhere/x.png").getParent();
        Path folder = Files.createDirectory(root.resolve("linked"));
        try {
            Files.createSymbolicLink(folder.resolve("cat"), elsewhere);
        } catch (UnsupportedOperationException | IOException notAllowed) {
            Assumptions.abort("no symbolic links here: " + notAllowed);
        }
        assertEquals(1, ImageFolder.of(folder).size());
    }

    @Test
    void folders_without_images_are_refused() throws IOException {
        Path missing = root.resolve("nowhere");
        assertNotFound("no such folder: " + missing, missing);
        assertNotFound("no sub-folder in " + root + "; expected one sub-folder of images", root);
        Files.createDirectory(root.resolve("empty"));
        assertNotFound(
                "no image in "
                        + root.resolve("empty")
                        + "; names end in one of bmp, gif, jpeg, jpg, png, tif, tiff",
                root);
    }

    private static void assertNotFound(String message, Path folder) {
        String actual =
                assertThrows(DatasetNotFoundException.class, () -> ImageFolder.of(folder))
                        .getMessage();
        assertTrue(actual.startsWith(message), actual);
    }

    @Test
    void a_corrupt_image_is_named_with_its_index() throws IOException {
        write("a/0.png");
        Path broken = write("a/1.png", "no image");
        ImageFolder folder = ImageFolder.of(root);
        String message =
                assertThrows(DatasetFormatException.class, () -> folder.get(1)).getMessage();
        assertEquals(
                "index 1: "
                        + broken
                        + ": not an image of a format that is known here (JPEG, PNG, GIF, BMP, TIFF)",
                message);
        byte[] whole = Files.readAllBytes(write("a/2.png"));
        Files.write(broken, Arrays.copyOf(whole, whole.length / 2));
        assertTrue(
                assertThrows(DatasetFormatException.class, () -> folder.get(1))
                        .getMessage()
                        .startsWith("index 1: " + broken + ": damaged image ("));
    }

    @Test
    void corrupt_images_can_be_skipped_and_are_counted_once() {
        write("a/0.png", "no image");
        write("a/1.png");
        write("b/2.png", colours(5, 4, BufferedImage.TYPE_INT_RGB));
        write("b/3.png", "no image");
        ImageFolder folder = ImageFolder.builder(root).skipCorrupt().build();
        for (int round = 0; round < 3; round++) {
            assertEquals(0, folder.get(0).label());
            assertEquals(5, folder.get(2).shape()[2]);
            assertEquals(0, folder.get(3).label()); // the first readable one after the last
        }
        assertEquals(2, folder.skipped());
        assertEquals(4, folder.size());
    }

    @Test
    void a_folder_of_corrupt_images_fails_in_spite_of_skipping() {
        Path first = write("a/0.png", "no image");
        write("a/1.png", "no image");
        ImageFolder folder = ImageFolder.builder(root).skipCorrupt().build();
        assertTrue(
                assertThrows(DatasetFormatException.class, () -> folder.get(0))
                        .getMessage()
                        .startsWith("index 0: " + first));
    }

    @Test
    void a_file_that_has_gone_is_not_found() throws IOException {
        Path file = write("a/0.png");
        ImageFolder folder = ImageFolder.of(root);
        Files.delete(file);
        assertEquals(
                "no such file: " + file,
                assertThrows(DatasetNotFoundException.class, () -> folder.get(0)).getMessage());
    }

    @Test
    void a_header_that_claims_too_many_pixels_is_refused_before_memory_is_set_aside()
            throws IOException {
        Path file = write("a/0.png");
        byte[] png = Files.readAllBytes(file);
        // Width and height are bytes 16 to 23; the chunk's checksum follows its 13 bytes.
        ByteBuffer.wrap(png).putInt(16, 12_000).putInt(20, 12_000);
        CRC32 crc = new CRC32();
        crc.update(png, 12, 17);
        ByteBuffer.wrap(png).putInt(29, (int) crc.getValue());
        Files.write(file, png);
        ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = memory.getCurrentThreadAllocatedBytes();
        String message =
                assertThrows(DatasetFormatException.class, () -> ImageFiles.read(file))
                        .getMessage();
        long allocated = memory.getCurrentThreadAllocatedBytes() - before;
        assertEquals(file + ": has 12000 x 12000 pixels, more than the limit of 64000000", message);
        assertTrue(allocated < 16 << 20, allocated + " bytes");
        write("a/1.png");
        ImageFolder small = ImageFolder.builder(root).maxPixels(5).build();
        assertTrue(
                assertThrows(DatasetFormatException.class, () -> small.get(1))
                        .getMessage()
                        .endsWith("has 3 x 2 pixels, more than the limit of 5"));
    }

    @Test
    void settings_are_checked() {
        Path file = write("a/0.png");
        assertThrows(IllegalArgumentException.class, () -> ImageFiles.read(file, 4, 10));
        assertThrows(IllegalArgumentException.class, () -> ImageFiles.read(file, 3, 0));
        assertThrows(NullPointerException.class, () -> ImageFolder.of(null));
    }
}
