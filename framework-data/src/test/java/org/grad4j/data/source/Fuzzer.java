package org.grad4j.data.source;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.random.RandomGenerator;
import org.grad4j.data.KeyedRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads damaged files: seeds with bytes changed, cut, repeated, moved, or replaced by the numbers
 * that break readers. Whatever comes out but the typed exceptions is a failure, told with the seed
 * of the file.
 */
final class Fuzzer {
    private static final Logger LOG = LoggerFactory.getLogger(Fuzzer.class);
    private static final int[] NUMBERS = {0, 1, -1, 0x7F, 0x80, 0xFF, 0x7FFFFFFF, 0x80000000};

    /** Reads a file, and fails with what is wrong with it. */
    interface Target {
        void read(Path file);
    }

    private final Path file;
    private final byte[][] seeds;
    private final Target target;

    Fuzzer(Path file, Target target, byte[]... seeds) {
        this.file = file;
        this.seeds = seeds;
        this.target = target;
    }

    /** Reads files as long as their number is one to go on with. */
    void run(long firstSeed, IntPredicate goOn) {
        TreeMap<String, Integer> outcomes = new TreeMap<>();
        int count = 0;
        while (goOn.test(count)) {
            long seed = firstSeed + count++;
            byte[] content = mutate(KeyedRandom.of(seed));
            IdxFiles.write(file.getParent(), file.getFileName().toString(), content);
            String outcome = "read";
            try {
                target.read(file);
            } catch (DatasetFormatException | DatasetNotFoundException expected) {
                if (!expected.getMessage().contains(file.getFileName().toString())) {
                    throw new AssertionError("seed " + seed + ": no file in the message", expected);
                }
                outcome = "refused";
            } catch (Throwable other) {
                throw new AssertionError("seed " + seed + ": " + other, other);
            }
            outcomes.merge(outcome, 1, Integer::sum);
        }
        LOG.info("{}: {} files, {}", file.getFileName(), count, outcomes);
        if (!outcomes.keySet().equals(Set.of("read", "refused"))) {
            throw new AssertionError("one-sided fuzzing: " + outcomes + " of " + count);
        }
    }

    private byte[] mutate(RandomGenerator random) {
        byte[] content = seeds[random.nextInt(seeds.length)].clone();
        for (int changes = random.nextInt(6); changes > 0; changes--) {
            if (content.length < 8) {
                return content;
            }
            // Half of the changes go into the beginning, where the headers are.
            int reach = random.nextBoolean() ? content.length : Math.min(64, content.length);
            int at = random.nextInt(reach);
            int length = Math.min(1 + random.nextInt(16), content.length - at);
            int other = random.nextInt(content.length - length + 1);
            switch (random.nextInt(8)) {
                case 0 -> content[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> content[at] = (byte) random.nextInt(256);
                case 2 -> content = Arrays.copyOf(content, at);
                case 3 -> System.arraycopy(content, other, content, at, length);
                case 4 -> content = splice(content, at, length, other);
                case 5, 6 -> number(content, at, NUMBERS[random.nextInt(NUMBERS.length)], random);
                default -> content = Arrays.copyOf(content, content.length + length);
            }
        }
        return content;
    }

    /** Repeats a run of bytes at another place. */
    private static byte[] splice(byte[] content, int at, int length, int from) {
        byte[] longer = new byte[content.length + length];
        System.arraycopy(content, 0, longer, 0, at);
        System.arraycopy(content, from, longer, at, length);
        System.arraycopy(content, at, longer, at + length, content.length - at);
        return longer;
    }

    private static void number(byte[] content, int at, int value, RandomGenerator random) {
        int bytes = Math.min(random.nextBoolean() ? 4 : 2, content.length - at);
        boolean bigEndian = random.nextBoolean();
        for (int i = 0; i < bytes; i++) {
            int shift = 8 * (bigEndian ? bytes - 1 - i : i);
            content[at + i] = (byte) (value >>> shift);
        }
    }
}
