package org.grad4j.data.source;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/** Serves one content under several paths on this machine, each path with its own fault. */
final class FileServer implements AutoCloseable {
    private final byte[] content;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    final List<String> requests = new CopyOnWriteArrayList<>(); // path and range

    FileServer(byte[] content) throws IOException {
        this.content = content;
        this.server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::serve);
        server.start();
    }

    RemoteFile file(String... paths) {
        List<URI> mirrors = Stream.of(paths).map(this::uri).toList();
        return new RemoteFile("data.bin", mirrors, content.length, sha256(content));
    }

    URI uri(String path) {
        return URI.create("http://localhost:" + server.getAddress().getPort() + path);
    }

    static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private void serve(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String range = exchange.getRequestHeaders().getFirst("Range");
        requests.add(path + (range == null ? "" : " " + range));
        try (exchange) {
            switch (path) {
                case "/whole" -> sendFrom(exchange, start(range), content);
                case "/slow" -> {
                    pause(1500);
                    sendFrom(exchange, start(range), content);
                }
                case "/silent" -> pause(20_000);
                case "/no-range" -> sendFrom(exchange, 0, content);
                case "/wrong" -> sendFrom(exchange, start(range), new byte[content.length]);
                case "/short" -> sendFrom(exchange, 0, Arrays.copyOf(content, content.length - 1));
                case "/endless" -> {
                    exchange.sendResponseHeaders(200, 0); // chunked, no length
                    exchange.getResponseBody().write(content);
                    exchange.getResponseBody().write(content);
                }
                case "/truncated" -> sendHalf(exchange, start(range));
                case "/stalls" -> {
                    exchange.sendResponseHeaders(200, content.length);
                    exchange.getResponseBody().write(content, 0, 10);
                    exchange.getResponseBody().flush();
                    pause(20_000);
                }
                case "/moved" -> {
                    exchange.getResponseHeaders().set("Location", uri("/whole").toString());
                    exchange.sendResponseHeaders(302, -1);
                }
                default -> exchange.sendResponseHeaders(404, -1);
            }
        }
    }

    private static int start(String range) {
        return range == null ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
    }

    private static void sendFrom(HttpExchange exchange, int start, byte[] bytes)
            throws IOException {
        if (start > 0) {
            exchange.getResponseHeaders()
                    .set(
                            "Content-Range",
                            "bytes " + start + "-" + (bytes.length - 1) + "/" + bytes.length);
        }
        exchange.sendResponseHeaders(start > 0 ? 206 : 200, bytes.length - start);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes, start, bytes.length - start);
        }
    }

    /** Promises all and closes the connection after half of what is left. */
    private void sendHalf(HttpExchange exchange, int start) throws IOException {
        int rest = content.length - start;
        if (start > 0) {
            exchange.getResponseHeaders()
                    .set(
                            "Content-Range",
                            "bytes " + start + "-" + (content.length - 1) + "/" + content.length);
        }
        exchange.sendResponseHeaders(start > 0 ? 206 : 200, rest);
        exchange.getResponseBody().write(content, start, rest / 2);
        exchange.getResponseBody().flush();
    }

    private static void pause(int milliseconds) {
        try {
            Thread.sleep(milliseconds);
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
