package org.grad4j.data.source;

/** Thrown when a dataset's folder or file is missing; says which files are expected where. */
public final class DatasetNotFoundException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DatasetNotFoundException(String message) {
        super(message);
    }
}
