package org.grad4j.io;

import java.nio.file.Path;

/** Thrown when there is no weight file under a name. */
public final class ModelNotFoundException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ModelNotFoundException(Path file) {
        super("no such file: " + file);
    }
}
