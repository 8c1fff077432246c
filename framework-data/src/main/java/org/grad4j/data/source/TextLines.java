package org.grad4j.data.source;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.grad4j.data.Dataset;

/**
 * The lines of a text file, UTF-8, without their ends ({@code \n}, {@code \r\n} or {@code \r}).
 * Held in memory, immutable and safe for concurrent use.
 */
public final class TextLines implements Dataset<String> {
    private final List<String> lines;

    private TextLines(List<String> lines) {
        this.lines = lines;
    }

    /**
     * Reads a file.
     *
     * @param file the file
     * @return the dataset
     * @throws NullPointerException if the file is null
     * @throws DatasetNotFoundException if there is no such file, or it is a folder, a device or a
     *     pipe
     * @throws DatasetFormatException if it is not UTF-8; names the line
     * @throws java.io.UncheckedIOException if it cannot be read
     */
    public static TextLines read(Path file) {
        SourceFiles.requireFile(file);
        List<String> lines = new ArrayList<>();
        try (BufferedReader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                // A byte order mark is no part of the text.
                boolean marked = lines.isEmpty() && line.startsWith("\uFEFF");
                lines.add(marked ? line.substring(1) : line);
            }
            return new TextLines(List.copyOf(lines));
        } catch (CharacterCodingException error) {
            throw new DatasetFormatException(
                    file,
                    "not UTF-8 text, somewhere after line " + lines.size() + "; convert it first",
                    error);
        } catch (IOException error) {
            throw SourceFiles.cannotRead(file, error);
        }
    }

    @Override
    public int size() {
        return lines.size();
    }

    @Override
    public String get(int index) {
        return lines.get(index);
    }

    /**
     * All lines.
     *
     * @return an unmodifiable list
     */
    public List<String> lines() {
        return lines;
    }
}
