package org.grad4j.io;

import java.nio.file.Path;

/** Thrown when a weight file is not what its format demands; names the file and the reason. */
public final class ModelFormatException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ModelFormatException(Path file, String reason, Throwable cause) {
        super(file + ": " + reason, cause);
    }
}
