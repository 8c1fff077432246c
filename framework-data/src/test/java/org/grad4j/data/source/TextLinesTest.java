package org.grad4j.data.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextLinesTest {
    @TempDir Path folder;

    private TextLines read(String text) {
        return TextLines.read(
                IdxFiles.write(folder, "some.txt", text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void an_empty_file_has_no_lines() {
        assertEquals(0, read("").size());
        assertEquals(List.of(""), read("\n").lines());
    }

    @Test
    void lines_come_without_their_ends() {
        TextLines lines = read("\uFEFFein\r\nzwölf\n\ndrei");
        assertEquals(List.of("ein", "zwölf", "", "drei"), lines.lines());
        assertEquals("zwölf", lines.get(1));
        assertThrows(IndexOutOfBoundsException.class, () -> lines.get(4));
    }

    @Test
    void what_is_not_utf_8_is_refused() {
        Path file = IdxFiles.write(folder, "x", new byte[] {'a', '\n', (byte) 0xE4, '\n'});
        String message =
                assertThrows(DatasetFormatException.class, () -> TextLines.read(file)).getMessage();
        assertTrue(message.startsWith(file + ": not UTF-8 text, somewhere after line "), message);
        assertThrows(DatasetNotFoundException.class, () -> TextLines.read(folder.resolve("none")));
    }
}
