package org.grad4j.data.source;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** What every reader of a dataset's files does before and after reading. */
final class SourceFiles {
    private SourceFiles() {}

    static Path requireFile(Path file) {
        Objects.requireNonNull(file, "the file is null");
        if (!Files.isRegularFile(file)) {
            throw new DatasetNotFoundException(
                    Files.exists(file)
                            ? "no regular file but a folder, a device or a pipe: " + file
                            : "no such file: " + file);
        }
        return file;
    }

    /** The folder, if there is one; the layout says what to put where. */
    static Path requireFolder(Path folder, String layout) {
        Objects.requireNonNull(folder, "the folder is null");
        if (!Files.isDirectory(folder)) {
            String problem = Files.exists(folder) ? "a file and no folder: " : "no such folder: ";
            throw new DatasetNotFoundException(problem + folder + "; " + layout);
        }
        return folder;
    }

    /** The first of several names that a folder has. */
    static Path find(Path folder, List<String> names, String layout) {
        return names.stream()
                .map(folder::resolve)
                .filter(Files::isRegularFile)
                .findFirst()
                .orElseThrow(
                        () ->
                                new DatasetNotFoundException(
                                        folder
                                                + " has none of "
                                                + String.join(", ", names)
                                                + "; "
                                                + layout));
    }

    static UncheckedIOException cannotRead(Path file, IOException error) {
        return new UncheckedIOException("cannot read " + file + ": " + reason(error), error);
    }

    /** The message of a refused permission is the file's name alone. */
    static String reason(IOException error) {
        return error instanceof AccessDeniedException ? "permission denied" : error.getMessage();
    }
}
