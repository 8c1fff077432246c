package org.grad4j.data.table;

/** Numbers as people write them into tables. */
final class Numbers {
    private Numbers() {}

    /** The number, null if it is none. */
    static Double parse(String text) {
        String trimmed = text.strip();
        if (trimmed.isEmpty() || !looksLikeOne(trimmed)) {
            return null;
        }
        try {
            return Double.valueOf(trimmed);
        } catch (NumberFormatException none) {
            return null;
        }
    }

    /** Java's own notations, as in 1d or 0x1p3, are no numbers in a table. */
    private static boolean looksLikeOne(String text) {
        char last = text.charAt(text.length() - 1);
        return (last >= '0' && last <= '9' || last == '.')
                        && text.indexOf('x') < 0
                        && text.indexOf('X') < 0
                || text.equals("NaN")
                || text.endsWith("Infinity");
    }

    static String text(double number) {
        long whole = (long) number;
        return whole == number && Math.abs(number) < 1L << 53
                ? String.valueOf(whole)
                : String.valueOf(number);
    }
}
