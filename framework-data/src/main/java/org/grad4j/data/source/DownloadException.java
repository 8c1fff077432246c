package org.grad4j.data.source;

/**
 * Thrown when a file cannot be fetched from any of its mirrors; says why for each, and what to put
 * where by hand.
 */
public final class DownloadException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DownloadException(String message, Throwable cause) {
        super(message, cause);
    }
}
