package org.grad4j.data.source;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.FileChannel;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Fetches files by HTTP, and only when it is called.
 *
 * <p>A file appears under its name when its size and SHA-256 are right, and not before: until then
 * it grows as {@code NAME.part}, from which an interrupted download is resumed. Mirrors are tried
 * in turn. Processes and threads that want the same file wait for each other by a lock on {@code
 * NAME.lock}, and the later ones find it there. The system's proxy settings hold ({@code
 * https.proxyHost} and the like, or {@code java.net.useSystemProxies}). Safe for concurrent use.
 */
public final class Downloader {
    /**
     * A file's lock keeps other processes out, and fails for threads of this one, so they wait
     * here.
     */
    private static final Map<Path, Lock> LOCKS = new ConcurrentHashMap<>();

    private static final int BUFFER = 1 << 16;

    private final HttpClient client;
    private final Duration timeout;
    private final DownloadListener listener;

    private Downloader(Builder builder) {
        this.timeout = builder.timeout;
        this.listener = builder.listener;
        this.client =
                HttpClient.newBuilder()
                        .connectTimeout(timeout)
                        .followRedirects(HttpClient.Redirect.NORMAL)
                        .proxy(ProxySelector.getDefault())
                        .build();
    }

    /**
     * A downloader with the default settings.
     *
     * @return the downloader
     */
    public static Downloader create() {
        return builder().build();
    }

    /**
     * Starts a downloader.
     *
     * @return a builder with the defaults
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Fetches a file into a folder, unless it is there already.
     *
     * @param file what to fetch
     * @param folder where to put it; made if it is missing
     * @return the file's path
     * @throws NullPointerException if the file or the folder is null
     * @throws DownloadException if it cannot be had from any mirror, cannot be written, or another
     *     file is there under its name; or if the thread is interrupted, whose mark stays set
     */
    public Path download(RemoteFile file, Path folder) {
        Objects.requireNonNull(file, "the file is null");
        Objects.requireNonNull(folder, "the folder is null");
        Path target = folder.resolve(file.name());
        Lock lock =
                LOCKS.computeIfAbsent(
                        target.toAbsolutePath().normalize(), path -> new ReentrantLock());
        try {
            lock.lockInterruptibly();
        } catch (InterruptedException error) {
            throw interrupted(file, error);
        }
        try {
            return lockedDownload(file, folder, target);
        } catch (IOException error) {
            throw new DownloadException(
                    "cannot write " + target + ": " + SourceFiles.reason(error), error);
        } finally {
            lock.unlock();
        }
    }

    private Path lockedDownload(RemoteFile file, Path folder, Path target) throws IOException {
        Files.createDirectories(folder);
        Path lockFile = folder.resolve(file.name() + ".lock");
        // The lock's file stays: deleting it would let a third process lock another one.
        try (FileChannel channel =
                FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.lock(); // until the channel is closed
            if (Files.exists(target)) {
                checkPresent(file, target);
            } else {
                fetchFromAny(file, folder, target);
            }
            return target;
        }
    }

    private static void checkPresent(RemoteFile file, Path target) throws IOException {
        long size = Files.size(target);
        if (size != file.size() || !sha256(target).equals(file.sha256())) {
            throw new DownloadException(
                    target
                            + " exists, but is another file than the one to download ("
                            + size
                            + " bytes, expected "
                            + file.size()
                            + " with SHA-256 "
                            + file.sha256()
                            + "); remove it to fetch it anew",
                    null);
        }
    }

    private void fetchFromAny(RemoteFile file, Path folder, Path target) {
        Path part = folder.resolve(file.name() + ".part");
        List<String> reasons = new ArrayList<>();
        IOException last = null;
        for (URI mirror : file.mirrors()) {
            try {
                fetch(file, mirror, part);
                Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
                return;
            } catch (IOException error) {
                reasons.add(mirror + ": " + reason(error));
                last = error;
            } catch (InterruptedException error) {
                throw interrupted(file, error);
            }
        }
        throw new DownloadException(
                "cannot download "
                        + file.name()
                        + ": "
                        + String.join("; ", reasons)
                        + "; "
                        + file.byHand(folder),
                last);
    }

    /** Completes the part from a mirror and checks it. */
    private void fetch(RemoteFile file, URI mirror, Path part)
            throws IOException, InterruptedException {
        long have = Files.exists(part) ? Files.size(part) : 0;
        receive(file, mirror, part, have);
        String sha256 = sha256(part);
        if (!sha256.equals(file.sha256()) && have > 0) {
            // The wrong bytes may be those of an earlier try, and not this mirror's.
            Files.delete(part);
            receive(file, mirror, part, 0);
            sha256 = sha256(part);
        }
        if (!sha256.equals(file.sha256())) {
            Files.delete(part);
            throw new IOException("SHA-256 is " + sha256 + ", expected " + file.sha256());
        }
    }

    private void receive(RemoteFile file, URI mirror, Path part, long have)
            throws IOException, InterruptedException {
        if (have == file.size() && Files.exists(part)) {
            return;
        }
        boolean resume = have > 0 && have < file.size();
        HttpRequest.Builder request = HttpRequest.newBuilder(mirror).timeout(timeout);
        if (resume) {
            request.header("Range", "bytes=" + have + "-");
        }
        HttpResponse<InputStream> response =
                client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream body = response.body()) {
            boolean partial = resume && isRest(response, have);
            if (!partial && response.statusCode() != 200) {
                throw new IOException("status " + response.statusCode());
            }
            long start = partial ? have : 0;
            long length = response.headers().firstValueAsLong("Content-Length").orElse(-1);
            if (length >= 0 && start + length != file.size()) {
                throw new IOException(
                        "has " + (start + length) + " bytes, expected " + file.size());
            }
            StandardOpenOption how =
                    partial ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING;
            try (OutputStream out =
                    Files.newOutputStream(
                            part, StandardOpenOption.CREATE, StandardOpenOption.WRITE, how)) {
                copy(file, body, out, start);
            }
        }
    }

    /** Whether the answer continues where the part ends. */
    private static boolean isRest(HttpResponse<?> response, long have) {
        String range = response.headers().firstValue("Content-Range").orElse("");
        return response.statusCode() == 206 && range.startsWith("bytes " + have + "-");
    }

    private void copy(RemoteFile file, InputStream body, OutputStream out, long start)
            throws IOException {
        long bytes = start;
        listener.progress(file, bytes);
        byte[] buffer = new byte[BUFFER];
        try (StallGuard guard = new StallGuard(body, timeout)) {
            try {
                for (int n = body.read(buffer); n >= 0; n = body.read(buffer)) {
                    guard.sign();
                    bytes += n;
                    if (bytes > file.size()) {
                        throw new IOException(
                                "has more than the expected " + file.size() + " bytes");
                    }
                    out.write(buffer, 0, n);
                    listener.progress(file, bytes);
                }
            } catch (IOException error) {
                if (guard.isStalled()) {
                    throw stalled(error);
                }
                throw error;
            }
            if (guard.isStalled()) {
                throw stalled(null);
            }
        }
        if (bytes < file.size()) {
            throw new IOException("ended after " + bytes + " of " + file.size() + " bytes");
        }
    }

    private IOException stalled(IOException cause) {
        return new IOException("sent nothing for " + timeout.toSeconds() + " s", cause);
    }

    private static String sha256(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[BUFFER];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                digest.update(buffer, 0, n);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("every JDK has SHA-256", impossible);
        }
    }

    /** The JDK's exceptions of a failed connection have no message. */
    private static String reason(IOException error) {
        if (error instanceof HttpTimeoutException) {
            return "no answer in time";
        }
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnresolvedAddressException) {
                return "no such host, or no network";
            }
        }
        if (error instanceof ConnectException) {
            return "no connection";
        }
        return error.getMessage() == null ? error.toString() : error.getMessage();
    }

    private static DownloadException interrupted(RemoteFile file, InterruptedException error) {
        Thread.currentThread().interrupt();
        return new DownloadException(
                "interrupted while downloading " + file.name() + "; call again to resume", error);
    }

    /** Settings of a downloader. */
    public static final class Builder {
        private Duration timeout = Duration.ofSeconds(30);
        private DownloadListener listener = new LoggedProgress();

        private Builder() {}

        /**
         * How long to wait for a connection, for an answer, and for more of it; by default 30
         * seconds.
         *
         * @param timeout the time, positive
         * @return this builder
         * @throws IllegalArgumentException if it is not positive
         * @throws NullPointerException if it is null
         */
        public Builder timeout(Duration timeout) {
            Objects.requireNonNull(timeout, "the timeout is null");
            if (timeout.isZero() || timeout.isNegative()) {
                throw new IllegalArgumentException("timeout must be positive, got " + timeout);
            }
            this.timeout = timeout;
            return this;
        }

        /**
         * Who is told how far a download is; by default every tenth goes to the log.
         *
         * @param listener the listener
         * @return this builder
         * @throws NullPointerException if it is null
         */
        public Builder listener(DownloadListener listener) {
            this.listener = Objects.requireNonNull(listener, "the listener is null");
            return this;
        }

        /**
         * The downloader.
         *
         * @return a downloader with these settings
         */
        public Downloader build() {
            return new Downloader(this);
        }
    }
}
