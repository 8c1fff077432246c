package org.grad4j.data.source;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * A file that can be fetched from one of several places, and how to know that it is the right one.
 *
 * @param name of the file in the folder it is fetched to, without separators
 * @param mirrors where to fetch it, in the order in which they are tried; http or https
 * @param size in bytes
 * @param sha256 SHA-256 of its content, 64 hexadecimal digits in lower case
 */
public record RemoteFile(String name, List<URI> mirrors, long size, String sha256) {

    /**
     * Checks the description.
     *
     * @param name of the file in the folder
     * @param mirrors where to fetch it
     * @param size in bytes
     * @param sha256 SHA-256 of its content
     * @throws IllegalArgumentException if the name is no plain name of a file, there is no mirror
     *     or one is not http or https, the size is negative, or the digest is not 64 hexadecimal
     *     digits
     * @throws NullPointerException if something is null
     */
    public RemoteFile {
        Objects.requireNonNull(name, "the name is null");
        mirrors = List.copyOf(Objects.requireNonNull(mirrors, "the mirrors are null"));
        Objects.requireNonNull(sha256, "the digest is null");
        if (name.isEmpty() || name.matches(".*[/\\\\:].*") || name.matches("\\.+")) {
            throw new IllegalArgumentException("not the plain name of a file: \"" + name + "\"");
        }
        if (mirrors.isEmpty()) {
            throw new IllegalArgumentException("no mirror to fetch " + name + " from");
        }
        for (URI mirror : mirrors) {
            if (mirror.getHost() == null || !String.valueOf(mirror.getScheme()).matches("https?")) {
                throw new IllegalArgumentException("not an http or https address: " + mirror);
            }
        }
        if (size < 0) {
            throw new IllegalArgumentException("size must not be negative, got " + size);
        }
        if (!sha256.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException(
                    "a SHA-256 has 64 hexadecimal digits in lower case, got \"" + sha256 + "\"");
        }
    }

    /** What to do without a network. */
    String byHand(Path folder) {
        return "to do it by hand, save it from one of "
                + mirrors
                + " as "
                + folder.resolve(name)
                + " ("
                + size
                + " bytes, SHA-256 "
                + sha256
                + ")";
    }
}
