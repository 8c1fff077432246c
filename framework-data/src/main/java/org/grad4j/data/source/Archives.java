package org.grad4j.data.source;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * Takes files out of archives: only those asked for, under the names that the caller gave, so that
 * an archive has no say in where anything is written; and no more bytes than its header says.
 */
final class Archives {
    /** No file of a known set is larger when it is unpacked. */
    private static final long MAX_BYTES = 1L << 30;

    private static final int BLOCK = 512;

    private Archives() {}

    /** Takes files out of a zip, where their names begin with a prefix; skips those that exist. */
    static void unzip(Path archive, String prefix, List<String> names, Path folder) {
        try (ZipFile zip = open(archive)) {
            for (String name : names) {
                ZipEntry entry = entry(zip, prefix + name);
                if (entry == null) {
                    throw new DatasetFormatException(archive, "has no " + prefix + name);
                }
                if (!Files.exists(folder.resolve(name))) {
                    try (InputStream in = zip.getInputStream(entry)) {
                        store(archive, in, checkSize(archive, name, entry.getSize()), folder, name);
                    }
                }
            }
        } catch (ZipException | EOFException error) {
            throw new DatasetFormatException(
                    archive, "corrupt zip (" + error.getMessage() + ")", error);
        } catch (IOException error) {
            throw cannotUnpack(archive, error);
        }
    }

    /** Names and comments that are not UTF-8 come out of {@link ZipFile} untyped. */
    private static ZipFile open(Path archive) throws IOException {
        try {
            return new ZipFile(archive.toFile());
        } catch (IllegalArgumentException error) {
            throw notText(error);
        }
    }

    private static ZipEntry entry(ZipFile zip, String name) throws ZipException {
        try {
            return zip.getEntry(name);
        } catch (IllegalArgumentException error) {
            throw notText(error);
        }
    }

    private static ZipException notText(IllegalArgumentException cause) {
        ZipException error = new ZipException(cause.getMessage());
        error.initCause(cause);
        return error;
    }

    /** Takes files out of a tar.gz, likewise. */
    static void untar(Path archive, String prefix, List<String> names, Path folder) {
        List<String> missing = new ArrayList<>(names);
        missing.removeIf(name -> Files.exists(folder.resolve(name)));
        try (InputStream raw = new BufferedInputStream(Files.newInputStream(archive), 1 << 16);
                InputStream in = new GZIPInputStream(raw, 1 << 16)) {
            long unpacked = 0;
            byte[] header = new byte[BLOCK];
            while (!missing.isEmpty()) {
                if (in.readNBytes(header, 0, BLOCK) < BLOCK || header[0] == 0) {
                    throw new DatasetFormatException(
                            archive, "has no " + prefix + String.join(", " + prefix, missing));
                }
                String name = text(header, 0, 100);
                long size = checkSize(archive, name, octal(archive, header));
                unpacked += size;
                checkSize(archive, name, unpacked);
                String own = name.startsWith(prefix) ? name.substring(prefix.length()) : "";
                if (missing.remove(own)) {
                    store(archive, in, size, folder, own);
                } else {
                    in.skipNBytes(size);
                }
                in.skipNBytes(-size & (BLOCK - 1)); // files are padded to whole blocks
            }
        } catch (ZipException | EOFException error) {
            throw new DatasetFormatException(
                    archive, "corrupt or truncated gzip (" + error.getMessage() + ")", error);
        } catch (IOException error) {
            throw cannotUnpack(archive, error);
        }
    }

    private static UncheckedIOException cannotUnpack(Path archive, IOException error) {
        return new UncheckedIOException(
                "cannot unpack " + archive + ": " + SourceFiles.reason(error), error);
    }

    private static long checkSize(Path archive, String name, long size) {
        if (size < 0 || size > MAX_BYTES) {
            throw new DatasetFormatException(
                    archive, name + " claims " + size + " bytes, the limit is " + MAX_BYTES);
        }
        return size;
    }

    private static String text(byte[] header, int from, int length) {
        int end = from;
        while (end < from + length && header[end] != 0) {
            end++;
        }
        return new String(header, from, end - from, StandardCharsets.ISO_8859_1);
    }

    /** The size of a file, written in octal digits. */
    private static long octal(Path archive, byte[] header) {
        String digits = text(header, 124, 12).strip();
        if (!digits.matches("[0-7]{1,11}")) {
            throw new DatasetFormatException(archive, "not a tar archive inside of the gzip");
        }
        return Long.parseLong(digits, 8);
    }

    /** Writes exactly so many bytes, under another name until they are complete. */
    private static void store(Path archive, InputStream in, long size, Path folder, String name)
            throws IOException {
        Path part = folder.resolve(name + ".part");
        long left = size;
        try (OutputStream out = Files.newOutputStream(part)) {
            byte[] buffer = new byte[1 << 16];
            while (left > 0) {
                int n = in.read(buffer, 0, (int) Math.min(left, buffer.length));
                if (n < 0) {
                    throw new DatasetFormatException(
                            archive, name + " ends " + left + " bytes early");
                }
                out.write(buffer, 0, n);
                left -= n;
            }
        }
        Files.move(part, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    }
}
