package org.grad4j.io;

import java.nio.file.Path;

/** A rule of a format that some bytes break; becomes an error that names the file. */
final class BrokenRule extends Exception {
    private static final long serialVersionUID = 1L;

    BrokenRule(String reason) {
        super(reason);
    }

    BrokenRule(String reason, Throwable cause) {
        super(reason, cause);
    }

    ModelFormatException in(Path file) {
        return new ModelFormatException(file, getMessage(), getCause());
    }
}
