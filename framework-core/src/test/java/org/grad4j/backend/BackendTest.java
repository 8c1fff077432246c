package org.grad4j.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOps;
import org.nd4j.nativeblas.NativeOpsHolder;

class BackendTest {
    @Test
    void starting_twice_and_from_two_threads_starts_once() {
        CompletableFuture<Void> other = CompletableFuture.runAsync(Backend::start);
        Backend.start();
        other.join();
        assertEquals(6.0, Nd4j.ones(2, 3).sumNumber().doubleValue());
    }

    @Test
    void every_thread_computes_with_the_chosen_number_of_threads() {
        Backend.start();
        int threads = Backend.threads();
        NativeOps natives = NativeOpsHolder.getInstance().getDeviceNativeOps();
        assertEquals(threads, natives.ompGetMaxThreads());
        assertEquals(threads, CompletableFuture.supplyAsync(natives::ompGetMaxThreads).join());
    }

    @Test
    void the_system_property_sets_the_threads() throws Exception {
        String output = FreshJvm.start(Map.of("OMP_NUM_THREADS", "2"), "-Dorg.grad4j.threads=3");
        assertTrue(output.contains("threads=3"), output);
    }

    @Test
    void a_setting_that_is_no_number_is_named() throws Exception {
        String output = FreshJvm.start(Map.of(), "-Dorg.grad4j.threads=many");
        String message =
                "system property org.grad4j.threads must be a number of threads from 1 to 9999,"
                        + " got \"many\"";
        assertTrue(output.contains("attempt 1: " + message), output);
        assertTrue(output.contains("attempt 2: " + message), output);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void libgomp_reads_our_settings_when_it_is_loaded() throws Exception {
        String output =
                FreshJvm.start(Map.of("OMP_DISPLAY_ENV", "verbose"), "-Dorg.grad4j.threads=3");
        assertTrue(output.contains("GOMP_SPINCOUNT = '2000'"), output);
        assertTrue(output.contains("OMP_NUM_THREADS = '3'"), output);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void the_environment_of_the_user_wins() throws Exception {
        String output =
                FreshJvm.start(
                        Map.of(
                                "OMP_DISPLAY_ENV", "verbose",
                                "OMP_NUM_THREADS", "5",
                                "GOMP_SPINCOUNT", "77"));
        assertTrue(output.contains("GOMP_SPINCOUNT = '77'"), output);
        assertTrue(output.contains("threads=5"), output);
    }

    @Test
    void a_variable_that_is_no_number_is_named_even_if_the_property_is_set() throws Exception {
        String output = FreshJvm.start(Map.of("OMP_NUM_THREADS", "5,2"), "-Dorg.grad4j.threads=1");
        assertTrue(output.contains("attempt 1: environment variable OMP_NUM_THREADS"), output);
    }

    @Test
    void starting_logs_nothing_from_nd4j_though_all_levels_are_on(@TempDir Path folder)
            throws Exception {
        Path config = folder.resolve("logback.xml");
        Files.writeString(
                config,
                """
                <configuration>
                  <appender name="out" class="ch.qos.logback.core.ConsoleAppender">
                    <encoder><pattern>%level %logger %msg%n</pattern></encoder>
                  </appender>
                  <root level="DEBUG"><appender-ref ref="out"/></root>
                </configuration>
                """);
        String output = FreshJvm.start(Map.of(), "-Dlogback.configurationFile=" + config);
        assertTrue(output.contains("DEBUG org.grad4j.backend.Backend ND4J started"), output);
        assertFalse(output.contains("org.nd4j"), output);
    }

    @Test
    void a_missing_native_library_is_named_with_the_lines_that_add_it() throws Exception {
        String output =
                FreshJvm.start(e -> !e.matches(".*nd4j-native-\\d.*-(arm|x86_).*"), Map.of());
        assertTrue(output.contains("product=12.0"), "a product needs no ND4J: " + output);
        assertTrue(output.contains("attempt 1: Grad4J cannot load its native libraries"), output);
        assertTrue(output.contains("attempt 2: Grad4J cannot load its native libraries"), output);
        assertTrue(output.contains("<artifactId>nd4j-native</artifactId>"), output);
        assertTrue(output.contains("<version>1."), output);
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_24)
    void a_jvm_that_denies_native_access_is_named_as_the_reason() throws Exception {
        String output = FreshJvm.start(Map.of(), "--illegal-native-access=deny");
        assertTrue(output.contains("start it with --enable-native-access=ALL-UNNAMED"), output);
    }
}
