package org.grad4j.samples.report;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.IntStream;

/** Counts how often each class was taken for which: a row for the truth, a column for the guess. */
public final class ConfusionMatrix {
    private final long[][] counts; // [truth, guess]

    /**
     * A matrix of zeros.
     *
     * @param classes number of classes
     */
    public ConfusionMatrix(int classes) {
        counts = new long[classes][classes];
    }

    /**
     * Counts some guesses.
     *
     * @param truths the true classes
     * @param guesses what was guessed, in the same order
     * @throws IllegalArgumentException if there are more of the one than of the other
     * @throws IndexOutOfBoundsException if a class is not in {@code [0, classes)}
     */
    public void add(long[] truths, long[] guesses) {
        if (truths.length != guesses.length) {
            throw new IllegalArgumentException(
                    "expected one guess for each truth, got "
                            + guesses.length
                            + " for "
                            + truths.length);
        }
        for (int i = 0; i < truths.length; i++) {
            counts[(int) truths[i]][(int) guesses[i]]++;
        }
    }

    /**
     * Number of guesses.
     *
     * @return the sum of all counts
     */
    public long total() {
        return Arrays.stream(counts).flatMapToLong(Arrays::stream).sum();
    }

    /**
     * The fraction of guesses that were right.
     *
     * @return from 0 to 1, NaN without guesses
     */
    public double accuracy() {
        long right = IntStream.range(0, counts.length).mapToLong(i -> counts[i][i]).sum();
        return (double) right / total();
    }

    /**
     * A table with the classes' numbers at its sides and a dot for zero.
     *
     * @return one line for the columns' numbers and one for each class
     */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("true\\guess");
        for (int guess = 0; guess < counts.length; guess++) {
            text.append("%6d".formatted(guess));
        }
        for (int truth = 0; truth < counts.length; truth++) {
            text.append("%n%10d".formatted(truth));
            for (long count : counts[truth]) {
                text.append(String.format(Locale.ROOT, "%6s", count == 0 ? "." : count));
            }
        }
        return text.toString();
    }
}
