package org.grad4j.io;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;

/** What the readers and writers of this package share in dealing with files. */
final class ModelFiles {
    private ModelFiles() {}

    /** Reads from an open file. */
    @FunctionalInterface
    interface Reading<T> {
        T from(FileChannel channel) throws IOException;
    }

    /** Writes to an open file. */
    @FunctionalInterface
    interface Writing {
        void to(Path file) throws IOException;
    }

    /** Opens a file, reads, and closes it. */
    static <T> T read(Path file, Reading<T> reading) {
        return openedFor(
                file,
                channel -> {
                    try (channel) {
                        return reading.from(channel);
                    }
                });
    }

    /** Opens a file; who reads also closes. */
    static <T> T openedFor(Path file, Reading<T> reading) {
        Objects.requireNonNull(file, "the file is null");
        if (Files.notExists(file)) {
            throw new ModelNotFoundException(file);
        }
        try {
            requireRegular(file);
            return reading.from(FileChannel.open(file, StandardOpenOption.READ));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file + ": " + reason(e), e);
        }
    }

    /** Names the file when writing it fails. */
    static void write(Path file, Writing writing) {
        try {
            writing.to(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file + ": " + reason(e), e);
        }
    }

    /** Opening a pipe would wait for its writer, and a folder opens but cannot be read. */
    private static void requireRegular(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new FileSystemException(file.toString(), null, "it is a folder");
        }
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new FileSystemException(
                    file.toString(), null, "it is no regular file but a device or a pipe");
        }
    }

    /** What went wrong, without the file's name, which some of the messages consist of. */
    static String reason(IOException e) {
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (e instanceof FileSystemException named && named.getReason() != null) {
            return named.getReason();
        }
        return e.getMessage() == null ? e.toString() : e.getMessage();
    }
}
