package org.grad4j.benchmarks.race;

import java.util.ArrayList;
import java.util.List;

/**
 * One run: after a warm-up and a window that does not count, {@code windows} windows of {@code
 * steps} steps are timed.
 *
 * @param model what is trained
 * @param batch examples in a batch; for {@link Model#CHAIN} the operations in a chain
 * @param steps steps in a window
 * @param windows timed windows
 * @param seed of the initial weights
 * @param warmup for how many seconds other networks of the same kind are trained first: the JVM
 *     compiles code for several seconds while it runs
 * @param memory whether to count what a step allocates
 */
public record Options(
        Model model, int batch, int steps, int windows, long seed, int warmup, boolean memory) {
    private static final int WARMUP = 10;

    /** What the arguments are. */
    public static final String USAGE =
            "MODEL BATCH STEPS WINDOWS [--seed N] [--warmup SECONDS] [--memory]\n"
                    + "  MODEL     mlp | lenet | cnn | lstm | chain\n"
                    + "  BATCH     examples in a batch (chain: operations in a chain)\n"
                    + "  STEPS     steps in a window\n"
                    + "  WINDOWS   timed windows, after one that does not count\n"
                    + "  --seed    of the initial weights, 1 by default\n"
                    + "  --warmup  seconds to train other networks first, 10 by default\n"
                    + "  --memory  also print what a step allocates (grad4j only)";

    /**
     * Reads the command line.
     *
     * @param args as {@link #USAGE} says
     * @return the run
     * @throws IllegalArgumentException if they are wrong; the message says how
     */
    public static Options parse(String... args) {
        List<String> places = new ArrayList<>();
        long seed = 1;
        int warmup = WARMUP;
        boolean memory = false;
        for (int i = 0; i < args.length; i++) {
            switch (args[i]) {
                case "--seed" -> seed = number("--seed", ++i < args.length ? args[i] : "");
                case "--warmup" -> warmup = seconds(++i < args.length ? args[i] : "");
                case "--memory" -> memory = true;
                default -> places.add(args[i]);
            }
        }
        if (places.size() != 4) {
            throw new IllegalArgumentException(
                    "expected MODEL BATCH STEPS WINDOWS, got " + places.size() + " arguments");
        }
        return new Options(
                model(places.get(0)),
                positive("BATCH", places.get(1)),
                positive("STEPS", places.get(2)),
                positive("WINDOWS", places.get(3)),
                seed,
                warmup,
                memory);
    }

    /**
     * Rows of the training set that the run goes through, beginning anew if they do not suffice.
     */
    int rows() {
        long rows = (long) batch * steps * (windows + 1);
        return (int) Math.max(batch, Math.min(rows, Digits.TRAINING));
    }

    private static Model model(String name) {
        for (Model model : Model.values()) {
            if (model.toString().equals(name)) {
                return model;
            }
        }
        throw new IllegalArgumentException(
                "MODEL must be mlp, lenet, cnn, lstm or chain, got \"" + name + "\"");
    }

    private static int positive(String what, String text) {
        long value = number(what, text);
        if (value < 1 || value > 1_000_000) {
            throw new IllegalArgumentException(
                    "%s must be from 1 to 1000000, got %s".formatted(what, text));
        }
        return (int) value;
    }

    private static int seconds(String text) {
        long value = number("--warmup", text);
        if (value < 0 || value > 3600) {
            throw new IllegalArgumentException("--warmup must be from 0 to 3600, got " + text);
        }
        return (int) value;
    }

    private static long number(String what, String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "%s must be a whole number, got \"%s\"".formatted(what, text), e);
        }
    }
}
