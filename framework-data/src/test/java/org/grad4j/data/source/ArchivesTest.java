package org.grad4j.data.source;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class ArchivesTest {
    @TempDir Path folder;

    private static void entry(ByteArrayOutputStream tar, String name, String size, byte[] content) {
        byte[] header = new byte[512];
        byte[] nameBytes = name.getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(nameBytes, 0, header, 0, nameBytes.length);
        byte[] sizeBytes = size.getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(sizeBytes, 0, header, 124, sizeBytes.length);
        tar.writeBytes(header);
        tar.writeBytes(content);
        tar.writeBytes(new byte[-content.length & 511]);
    }

    /**
     * A tar with a folder, a file that nobody asked for, one outside of the folder, and two more.
     */
    static byte[] tar() {
        ByteArrayOutputStream tar = new ByteArrayOutputStream();
        entry(tar, "data/", "00000000000", new byte[0]);
        entry(tar, "data/readme.txt", "00000000005", new byte[5]);
        entry(tar, "../../evil", "00000000003", new byte[3]);
        entry(tar, "data/a.bin", "00000001001", new byte[513]);
        entry(tar, "data/b.bin", "00000000002 ", new byte[] {1, 2});
        tar.writeBytes(new byte[1024]);
        return tar.toByteArray();
    }

    private void untar(byte[] tar, String... names) {
        Path archive = IdxFiles.write(folder, "some.tar.gz", IdxFiles.gzip(tar));
        Archives.untar(archive, "data/", List.of(names), folder);
    }

    @Test
    void only_what_was_asked_for_is_taken_from_a_tar() throws IOException {
        untar(tar(), "b.bin", "a.bin");
        assertEquals(513, Files.size(folder.resolve("a.bin")));
        assertArrayEquals(new byte[] {1, 2}, Files.readAllBytes(folder.resolve("b.bin")));
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(3, files.count());
        }
    }

    @Test
    void what_is_there_is_not_unpacked_again() throws IOException {
        Files.write(folder.resolve("a.bin"), new byte[7]);
        untar(tar(), "a.bin", "b.bin");
        assertEquals(7, Files.size(folder.resolve("a.bin")));
        assertTrue(Files.exists(folder.resolve("b.bin")));
    }

    @Test
    void broken_tars_are_refused() {
        refused("has no data/c.bin", () -> untar(tar(), "c.bin"));
        refused("a.bin ends 1 bytes early", () -> untar(cutWithin(), "a.bin"));
        refused("has no data/a.bin", () -> untar(Arrays.copyOf(tar(), 700), "a.bin"));
        refused("not a tar archive inside of the gzip", () -> untar(letters(), "a.bin"));
        ByteArrayOutputStream huge = new ByteArrayOutputStream();
        entry(huge, "data/a.bin", "77777777777", new byte[9]);
        refused(
                "data/a.bin claims 8589934591 bytes, the limit is 1073741824",
                () -> untar(huge.toByteArray(), "a.bin"));
        assertFalse(Files.exists(folder.resolve("a.bin")));
        Path noGzip = IdxFiles.write(folder, "x", new byte[30]);
        assertThrows(
                DatasetFormatException.class,
                () -> Archives.untar(noGzip, "data/", List.of("a.bin"), folder));
    }

    private static byte[] cutWithin() {
        ByteArrayOutputStream tar = new ByteArrayOutputStream();
        entry(tar, "data/a.bin", "00000000011", new byte[9]);
        return Arrays.copyOf(tar.toByteArray(), 512 + 8);
    }

    private static byte[] letters() {
        byte[] letters = new byte[2000];
        Arrays.fill(letters, (byte) 'x');
        return letters;
    }

    private void refused(String reason, Executable call) {
        String message = assertThrows(DatasetFormatException.class, call).getMessage();
        assertEquals(folder.resolve("some.tar.gz") + ": " + reason, message);
    }

    /** A zip with two files and one outside of the folder, each of which contains its name. */
    static byte[] zip(String comment) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (String name : List.of("gzip/a.gz", "gzip/b.gz", "../evil")) {
                ZipEntry entry = new ZipEntry(name);
                entry.setComment(comment);
                zip.putNextEntry(entry);
                zip.write(name.getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
        return bytes.toByteArray();
    }

    @Test
    void only_what_was_asked_for_is_taken_from_a_zip() throws IOException {
        Path archive = IdxFiles.write(folder, "some.zip", zip(null));
        Archives.unzip(archive, "gzip/", List.of("b.gz"), folder);
        assertEquals("gzip/b.gz", Files.readString(folder.resolve("b.gz")));
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(2, files.count());
        }
        assertEquals(
                archive + ": has no gzip/c.gz",
                assertThrows(
                                DatasetFormatException.class,
                                () -> Archives.unzip(archive, "gzip/", List.of("c.gz"), folder))
                        .getMessage());
    }

    @Test
    void broken_zips_are_refused() {
        byte[] notText = zip("comment");
        byte[] early = zip(null);
        String text = new String(notText, StandardCharsets.ISO_8859_1);
        notText[text.lastIndexOf("gzip/b.gzcomment") + "gzip/b.gz".length()] = -1;
        text = new String(early, StandardCharsets.ISO_8859_1);
        early[text.lastIndexOf("gzip/b.gz") - 46 + 20] = 4; // the size of what is packed
        for (byte[] content : List.of(new byte[40], notText, early)) {
            Path broken = IdxFiles.write(folder, "broken.zip", content);
            assertTrue(
                    assertThrows(
                                    DatasetFormatException.class,
                                    () -> Archives.unzip(broken, "gzip/", List.of("b.gz"), folder))
                            .getMessage()
                            .startsWith(broken + ": corrupt zip ("));
        }
    }
}
