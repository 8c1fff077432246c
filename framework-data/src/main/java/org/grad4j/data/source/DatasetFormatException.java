package org.grad4j.data.source;

import java.nio.file.Path;

/** Thrown when a dataset's file is not what its format demands; names the file and the reason. */
public final class DatasetFormatException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DatasetFormatException(Path file, String reason) {
        this(file, reason, null);
    }

    DatasetFormatException(Path file, String reason, Throwable cause) {
        this(file + ": " + reason, cause);
    }

    private DatasetFormatException(String message, Throwable cause) {
        super(message, cause);
    }

    /** The same, naming the sample's index as well. */
    DatasetFormatException at(int index) {
        return new DatasetFormatException("index " + index + ": " + getMessage(), this);
    }
}
