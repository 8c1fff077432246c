package org.grad4j.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class NativeEnvironmentTest {
    @Test
    void variables_are_seen_only_during_the_action() {
        String[] during = new String[1];
        String before = childEnvironment();
        NativeEnvironment.during(
                Map.of("GRAD4J_TEST", "a b"), () -> during[0] = childEnvironment());
        assertTrue(during[0].contains("GRAD4J_TEST=a b\n"), during[0]);
        assertTrue(during[0].contains("PATH="), "the other variables stay");
        assertFalse(before.contains("GRAD4J_TEST"));
        assertFalse(childEnvironment().contains("GRAD4J_TEST"));
    }

    @Test
    void the_environment_is_put_back_after_a_failure() {
        RuntimeException thrown = new RuntimeException("expected");
        RuntimeException caught =
                assertThrows(
                        RuntimeException.class,
                        () ->
                                NativeEnvironment.during(
                                        Map.of("GRAD4J_TEST", "1"),
                                        () -> {
                                            throw thrown;
                                        }));
        assertEquals(thrown, caught);
        assertFalse(childEnvironment().contains("GRAD4J_TEST"));
    }

    /** A child that is given no environment of its own inherits the native one. */
    private static String childEnvironment() {
        try {
            Process process = new ProcessBuilder("env").start();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
