package org.grad4j.nn.layer;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Settings as Python prints them. */
final class PythonText {
    private PythonText() {}

    /** A float: {@code 0.1}, {@code 1e-05}. */
    static String of(double value) {
        double size = Math.abs(value);
        if (value == 0 || (size >= 1e-4 && size < 1e16)) {
            String plain = new BigDecimal(Double.toString(value)).toPlainString();
            return plain.contains(".") ? plain : plain + ".0";
        }
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return String.valueOf(value).toLowerCase(Locale.ROOT).replace("infinity", "inf");
        }
        String[] parts = Double.toString(value).split("E");
        int exponent = Integer.parseInt(parts[1]);
        String mantissa = parts[0].endsWith(".0") ? parts[0].replace(".0", "") : parts[0];
        return String.format(
                Locale.ROOT, "%se%s%02d", mantissa, exponent < 0 ? "-" : "+", Math.abs(exponent));
    }

    static String of(boolean value) {
        return value ? "True" : "False";
    }

    /** {@code (3,)}, {@code (3, 4)}. */
    static String tuple(int... numbers) {
        return tuple(Arrays.stream(numbers).asLongStream().toArray());
    }

    static String tuple(long... numbers) {
        String all =
                Arrays.stream(numbers).mapToObj(Long::toString).collect(Collectors.joining(", "));
        return numbers.length == 1 ? "(" + all + ",)" : "(" + all + ")";
    }

    /** One number where all are the same, as most people give it. */
    static String compact(int... numbers) {
        return Arrays.stream(numbers).distinct().count() == 1
                ? String.valueOf(numbers[0])
                : tuple(numbers);
    }
}
