package org.grad4j.data.source;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DownloaderTest {
    private final byte[] content = new byte[300_000];
    private final Downloader downloader =
            Downloader.builder().timeout(Duration.ofSeconds(5)).build();
    private FileServer server;

    @TempDir Path folder;

    @BeforeEach
    void start() throws IOException {
        new Random(5).nextBytes(content);
        server = new FileServer(content);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void assertFetched(Path file) throws IOException {
        assertEquals(folder.resolve("data.bin"), file);
        assertArrayEquals(content, Files.readAllBytes(file));
        assertFalse(Files.exists(folder.resolve("data.bin.part")));
    }

    private String failure(RemoteFile file) {
        String message =
                assertThrows(DownloadException.class, () -> downloader.download(file, folder))
                        .getMessage();
        assertFalse(Files.exists(folder.resolve("data.bin")), "nothing under the file's name");
        return message;
    }

    @ParameterizedTest
    @ValueSource(strings = {"/whole", "/moved", "/no-range"})
    void a_file_is_fetched_into_a_folder_that_is_made(String path) throws IOException {
        Path deep = folder.resolve("a/b");
        Path file = downloader.download(server.file(path), deep);
        assertArrayEquals(content, Files.readAllBytes(file));
    }

    @Test
    void a_file_that_is_there_is_not_fetched_again() throws IOException {
        Files.write(folder.resolve("data.bin"), content);
        assertFetched(downloader.download(server.file("/whole"), folder));
        assertEquals(List.of(), server.requests);
    }

    @Test
    void another_file_of_that_name_is_left_alone() throws IOException {
        Files.write(folder.resolve("data.bin"), new byte[3]);
        String message =
                assertThrows(
                                DownloadException.class,
                                () -> downloader.download(server.file("/whole"), folder))
                        .getMessage();
        assertTrue(
                message.startsWith(
                        folder.resolve("data.bin")
                                + " exists, but is another file than the one to download (3 bytes,"
                                + " expected 300000 with SHA-256 "),
                message);
        assertEquals(3, Files.size(folder.resolve("data.bin")));
    }

    @Test
    void the_next_mirror_is_tried_and_told_of() throws IOException {
        assertFetched(downloader.download(server.file("/missing", "/wrong", "/whole"), folder));
        assertEquals(List.of("/missing", "/wrong", "/whole"), server.requests);
    }

    @Test
    void a_download_that_broke_off_is_resumed() throws IOException {
        String message = failure(server.file("/truncated"));
        long have = Files.size(folder.resolve("data.bin.part"));
        assertTrue(have > 0 && have <= 150_000, have + " bytes");
        assertTrue(message.contains("/truncated: "), message);
        assertFetched(downloader.download(server.file("/whole"), folder));
        assertEquals("/whole bytes=" + have + "-", server.requests.get(1));
    }

    @Test
    void one_call_resumes_from_mirror_to_mirror() throws IOException {
        RemoteFile file = server.file("/truncated", "/truncated", "/truncated", "/whole");
        assertFetched(downloader.download(file, folder));
        assertTrue(server.requests.get(3).startsWith("/whole bytes="), "" + server.requests);
    }

    @Test
    void a_mirror_that_cannot_resume_begins_anew() throws IOException {
        Files.write(folder.resolve("data.bin.part"), Arrays.copyOf(content, 1000));
        assertFetched(downloader.download(server.file("/no-range"), folder));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1000, 300_000, 300_001})
    void a_part_of_something_else_is_replaced(int size) throws IOException {
        Files.write(folder.resolve("data.bin.part"), new byte[size]);
        assertFetched(downloader.download(server.file("/whole"), folder));
    }

    @ParameterizedTest
    @CsvSource({
        "/missing, status 404",
        "/short, 'has 299999 bytes, expected 300000'",
        "/endless, has more than the expected 300000 bytes",
        "/wrong, SHA-256 is ",
    })
    void a_false_file_is_refused_with_what_to_do_by_hand(String path, String reason) {
        String message = failure(server.file(path));
        String expected = "cannot download data.bin: " + server.uri(path) + ": " + reason;
        assertTrue(message.startsWith(expected), message);
        String byHand =
                "; to do it by hand, save it from one of ["
                        + server.uri(path)
                        + "] as "
                        + folder.resolve("data.bin")
                        + " (300000 bytes, SHA-256 "
                        + FileServer.sha256(content)
                        + ")";
        assertTrue(message.endsWith(byHand), message);
    }

    @Test
    void a_mirror_that_falls_silent_is_given_up() throws IOException {
        Downloader impatient = Downloader.builder().timeout(Duration.ofSeconds(2)).build();
        assertFetched(impatient.download(server.file("/stalls", "/whole"), folder));
        assertTrue(server.requests.get(1).startsWith("/whole"));
        Files.delete(folder.resolve("data.bin"));
        String message =
                assertThrows(
                                DownloadException.class,
                                () -> impatient.download(server.file("/stalls", "/silent"), folder))
                        .getMessage();
        assertTrue(message.contains("/stalls: sent nothing for 2 s; "), message);
        assertTrue(message.contains("/silent: no answer in time; "), message);
    }

    @Test
    void without_a_network_the_message_says_so() {
        int closed = server.uri("/").getPort();
        String noHost = "x".repeat(64); // too long for a name, so that no name server is asked
        server.close();
        RemoteFile file =
                new RemoteFile(
                        "data.bin",
                        List.of(
                                URI.create("http://localhost:" + closed + "/x"),
                                URI.create("http://" + noHost + "/x")),
                        3,
                        FileServer.sha256(new byte[3]));
        String message = failure(file);
        assertTrue(message.contains("/x: no connection; http"), message);
        assertTrue(message.contains(noHost + "/x: no such host, or no network; to do"), message);
    }

    @Test
    void the_systems_proxy_is_asked_and_known_sets_say_what_to_do_by_hand() {
        ProxySelector before = ProxySelector.getDefault();
        ProxySelector.setDefault(
                ProxySelector.of(new InetSocketAddress("localhost", server.uri("/").getPort())));
        try {
            Downloader proxied = Downloader.builder().timeout(Duration.ofSeconds(5)).build();
            String message =
                    assertThrows(
                                    DownloadException.class,
                                    () -> MnistVariant.KMNIST.download(folder, proxied))
                            .getMessage();
            assertEquals(
                    List.of("/kmnist/dataset/kmnist/train-images-idx3-ubyte.gz"), server.requests);
            assertTrue(message.contains("idx3-ubyte.gz: status 404; to do it by hand"), message);
            assertTrue(message.contains(" (18165135 bytes, SHA-256 51467d22d8cc"), message);
        } finally {
            ProxySelector.setDefault(before);
        }
    }

    @Test
    void progress_is_told_from_the_first_to_the_last_byte() {
        List<Long> told = new ArrayList<>();
        Downloader.builder()
                .listener((file, bytes) -> told.add(bytes))
                .build()
                .download(server.file("/whole"), folder);
        assertEquals(0, told.get(0));
        assertEquals(300_000, told.get(told.size() - 1));
        assertTrue(told.stream().sorted().toList().equals(told), "ascending: " + told);
    }

    @Test
    void threads_that_want_one_file_fetch_it_once() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<Path>> results = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                results.add(
                        threads.submit(() -> downloader.download(server.file("/slow"), folder)));
            }
            for (Future<Path> result : results) {
                assertFetched(result.get());
            }
            assertEquals(List.of("/slow"), server.requests);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void processes_that_want_one_file_fetch_it_once() throws Exception {
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            processes.add(
                    new ProcessBuilder(
                                    Path.of(System.getProperty("java.home"), "bin", "java")
                                            .toString(),
                                    "-cp",
                                    System.getProperty("java.class.path"),
                                    Fetch.class.getName(),
                                    server.uri("/slow").toString(),
                                    FileServer.sha256(content),
                                    folder.toString())
                            .redirectErrorStream(true)
                            .redirectOutput(new File(folder.toFile(), "out" + i))
                            .start());
        }
        for (int i = 0; i < 2; i++) {
            assertTrue(processes.get(i).waitFor(40, TimeUnit.SECONDS));
            String output = Files.readString(folder.resolve("out" + i));
            assertEquals(0, processes.get(i).exitValue(), output);
        }
        assertArrayEquals(content, Files.readAllBytes(folder.resolve("data.bin")));
        assertEquals(List.of("/slow"), server.requests);
    }

    /** What the other processes run. */
    static final class Fetch {
        private Fetch() {}

        public static void main(String[] args) {
            RemoteFile file =
                    new RemoteFile("data.bin", List.of(URI.create(args[0])), 300_000, args[1]);
            Downloader.create().download(file, Path.of(args[2]));
        }
    }

    @Test
    void an_interrupt_ends_a_download_and_stays_set() throws Exception {
        var download =
                new FutureTask<>(
                        () -> {
                            String message = failure(server.file("/silent"));
                            assertTrue(Thread.currentThread().isInterrupted(), message);
                            return message;
                        });
        Thread thread = new Thread(download);
        thread.start();
        while (server.requests.isEmpty() && !download.isDone()) {
            Thread.sleep(10);
        }
        thread.interrupt();
        assertEquals(
                "interrupted while downloading data.bin; call again to resume",
                download.get(10, TimeUnit.SECONDS));
    }

    @Test
    void descriptions_are_checked() {
        List<URI> here = List.of(URI.create("http://localhost/x"));
        String digest = FileServer.sha256(content);
        for (String name : List.of("", "..", "a/b", "a\\b", "c:x")) {
            refused(
                    "not the plain name of a file: \"" + name + "\"",
                    () -> new RemoteFile(name, here, 1, digest));
        }
        refused("no mirror to fetch x from", () -> new RemoteFile("x", List.of(), 1, digest));
        refused(
                "not an http or https address: file:/x",
                () -> new RemoteFile("x", List.of(URI.create("file:/x")), 1, digest));
        refused("size must not be negative, got -1", () -> new RemoteFile("x", here, -1, digest));
        refused(
                "a SHA-256 has 64 hexadecimal digits in lower case, got \"abc\"",
                () -> new RemoteFile("x", here, 1, "abc"));
        refused(
                "timeout must be positive, got PT0S",
                () -> Downloader.builder().timeout(Duration.ZERO));
    }

    private static void refused(String message, Executable call) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
    }
}
