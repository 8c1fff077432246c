package org.grad4j.samples.report;

import java.io.Console;
import java.io.PrintStream;
import java.util.Locale;

/**
 * A bar that fills while work is done and is wiped away at the end. It is drawn on a terminal only:
 * a file or a pipe gets nothing, so logs hold no control characters.
 */
public final class Progress implements AutoCloseable {
    private static final int WIDTH = 30;
    private static final long REDRAW_NANOS = 100_000_000;

    private final PrintStream out; // null where there is no terminal
    private final String title;
    private final int total;
    private int done;
    private long lastDrawn;
    private int drawnLength;

    Progress(PrintStream out, String title, int total) {
        this.out = out;
        this.title = title;
        this.total = total;
    }

    /**
     * Starts a bar on the standard output.
     *
     * @param title what stands before the bar
     * @param total how many steps fill it
     * @return the bar, to be closed when the work is done
     */
    public static Progress start(String title, int total) {
        return new Progress(isTerminal() ? System.out : null, title, total);
    }

    /**
     * One step is done.
     *
     * @param note what stands behind the bar
     * @param number formatted into the note, for example by {@code "loss %.4f"}
     */
    public void step(String note, double number) {
        done++;
        long now = System.nanoTime();
        if (out != null && (done == total || now - lastDrawn >= REDRAW_NANOS)) {
            lastDrawn = now;
            draw(String.format(Locale.ROOT, note, number));
        }
    }

    private void draw(String note) {
        int filled = (int) ((long) WIDTH * done / total);
        String bar = "#".repeat(filled) + ".".repeat(WIDTH - filled);
        String line = "%s [%s] %d/%d  %s".formatted(title, bar, done, total, note);
        out.print("\r" + line + " ".repeat(Math.max(0, drawnLength - line.length())));
        out.flush();
        drawnLength = line.length();
    }

    /** Wipes the bar away, so that a line about the result can take its place. */
    @Override
    public void close() {
        if (out != null && drawnLength > 0) {
            out.print("\r" + " ".repeat(drawnLength) + "\r");
            out.flush();
        }
    }

    private static boolean isTerminal() {
        Console console = System.console();
        if (console == null || "dumb".equals(System.getenv("TERM"))) {
            return false;
        }
        try {
            // From JDK 22 there is a console without a terminal too, and a method that tells.
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException olderJdk) {
            return true;
        }
    }
}
