package org.grad4j.samples.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private final ByteArrayOutputStream terminal = new ByteArrayOutputStream();

    @Test
    void without_steps_nothing_is_drawn() {
        progress(0).close();
        assertEquals("", terminal.toString());
    }

    @Test
    void the_last_step_fills_the_bar_and_closing_wipes_it_away() {
        try (Progress progress = progress(2)) {
            progress.step("loss %.1f", 0.25);
            progress.step("loss %.1f", 0.5);
        }
        String[] drawn = terminal.toString().split("\r", -1);
        String full = "epoch 1 [" + "#".repeat(30) + "] 2/2  loss 0.5";
        assertEquals("", drawn[0]);
        assertEquals(full, drawn[drawn.length - 3]);
        assertEquals(" ".repeat(full.length()), drawn[drawn.length - 2]);
        assertEquals("", drawn[drawn.length - 1]);
    }

    @Test
    void steps_in_quick_succession_are_not_all_drawn() {
        int steps = 10_000;
        try (Progress progress = progress(steps)) {
            for (int i = 0; i < steps; i++) {
                progress.step("%.0f", i);
            }
        }
        assertTrue(terminal.toString().split("\r").length < steps / 10);
    }

    @Test
    void without_a_terminal_nothing_is_drawn() {
        PrintStream out = System.out;
        System.setOut(new PrintStream(terminal, true));
        try (Progress progress = new Progress(null, "epoch 1", 1)) {
            progress.step("loss %.1f", 0.5);
        } finally {
            System.setOut(out);
        }
        assertEquals("", terminal.toString());
    }

    private Progress progress(int total) {
        return new Progress(new PrintStream(terminal, true), "epoch 1", total);
    }
}
