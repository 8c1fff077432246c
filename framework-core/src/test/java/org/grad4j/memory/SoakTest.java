package org.grad4j.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Long training with little memory, in a JVM of its own; short in the ordinary run. */
class SoakTest {
    private static final long MIB = 1 << 20;

    @Test
    void a_short_loop_in_scopes_keeps_its_memory() throws Exception {
        assertSteady(run(List.of("-Xmx128m"), 50, 300, true));
    }

    @Test
    @Tag("soak")
    void two_thousand_steps_in_scopes_keep_their_memory() throws Exception {
        // The heap is touched beforehand, so that what grows is not Java's own memory.
        List<String> options = List.of("-Xmx128m", "-Xms128m", "-XX:+AlwaysPreTouch");
        Map<String, String> outcome = run(options, 200, 2000, true);

        assertSteady(outcome);
        assertTrue(number(outcome, "rss") <= 32 * MIB, outcome.toString());
    }

    @Test
    void a_short_loop_without_scopes_survives_a_small_cap() throws Exception {
        Map<String, String> outcome =
                run(List.of("-Xmx128m", "-Dorg.grad4j.memory.limit=64m"), 10, 300, false);

        assertTrue(number(outcome, "most") <= 64 * MIB, outcome.toString());
        assertTrue(number(outcome, "collected") > 0, outcome.toString());
    }

    @Test
    @Tag("soak")
    void two_thousand_steps_without_scopes_survive_a_cap_of_one_gibibyte() throws Exception {
        Map<String, String> outcome =
                run(List.of("-Xmx128m", "-Dorg.grad4j.memory.limit=1g"), 200, 2000, false);

        assertTrue(number(outcome, "most") <= 1024 * MIB, outcome.toString());
    }

    private static void assertSteady(Map<String, String> outcome) {
        assertTrue(number(outcome, "spread") <= MIB, outcome.toString());
        assertEquals(0, number(outcome, "arrays"), outcome.toString());
    }

    private static long number(Map<String, String> outcome, String name) {
        return Long.parseLong(outcome.get(name));
    }

    private static Map<String, String> run(
            List<String> options, int warmUp, int steps, boolean scoped)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-Dorg.nd4j.noarraygc=true"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.add(SoakLoop.class.getName());
        command.addAll(
                List.of(String.valueOf(warmUp), String.valueOf(steps), String.valueOf(scoped)));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
        String line =
                output.lines()
                        .filter(text -> text.startsWith("spread="))
                        .findFirst()
                        .orElseThrow(() -> new AssertionError(output));
        return Arrays.stream(line.split(" "))
                .map(pair -> pair.split("="))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1], (a, b) -> b));
    }
}
