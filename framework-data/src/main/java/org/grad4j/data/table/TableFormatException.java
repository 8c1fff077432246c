package org.grad4j.data.table;

import java.nio.file.Path;

/** Thrown when a CSV file is missing or damaged; names the file, the line and the reason. */
public final class TableFormatException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TableFormatException(String message) {
        super(message);
    }

    TableFormatException(Path file, String reason, Throwable cause) {
        super(file + ": " + reason, cause);
    }

    TableFormatException(Path file, long line, String reason) {
        super(file + ", line " + line + ": " + reason);
    }
}
