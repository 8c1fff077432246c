package org.grad4j.tensor;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleFunction;
import java.util.function.Function;

/**
 * The one notation and the one width in which all numbers of a printed tensor appear.
 *
 * <p>Floating numbers are whole ({@code 27.}), fixed ({@code 4.5000}) or scientific ({@code
 * 1.0240e+02}). The choice and the width follow from the finite numbers other than zero; zeros and
 * non-finite numbers are aligned to them but never widen a column.
 */
final class Numerals {
    private static final int PRECISION = 4;

    private final Function<Number, String> notation;
    private final int width;

    private Numerals(Function<Number, String> notation, List<Number> measured) {
        this.notation = notation;
        this.width =
                measured.stream().mapToInt(value -> notation.apply(value).length()).max().orElse(1);
    }

    /** Chooses the numerals for these elements of this type. */
    static Numerals of(DType dtype, List<Number> elements) {
        return switch (dtype) {
            case BOOL -> new Numerals(value -> value.longValue() == 0 ? "False" : "True", elements);
            case FLOAT16, BFLOAT16, FLOAT32, FLOAT64 -> {
                List<Number> ordinary = elements.stream().filter(Numerals::isOrdinary).toList();
                DoubleFunction<String> digits = floatingDigits(ordinary);
                yield new Numerals(value -> signed(value.doubleValue(), digits), ordinary);
            }
            default -> new Numerals(value -> Long.toString(value.longValue()), elements);
        };
    }

    /** The number of characters most elements take. */
    int width() {
        return width;
    }

    /** Writes an element, padded on the left to the width. */
    String write(Number value) {
        String text = notation.apply(value);
        return " ".repeat(Math.max(0, width - text.length())) + text;
    }

    private static boolean isOrdinary(Number value) {
        return Double.isFinite(value.doubleValue()) && value.doubleValue() != 0;
    }

    private static DoubleFunction<String> floatingDigits(List<Number> ordinary) {
        double[] sizes = ordinary.stream().mapToDouble(n -> Math.abs(n.doubleValue())).toArray();
        double smallest = Arrays.stream(sizes).min().orElse(1);
        double largest = Arrays.stream(sizes).max().orElse(1);
        if (largest / smallest > 1000 || largest > 1e8 || smallest < 1e-4) {
            return Numerals::scientific;
        }
        boolean whole = Arrays.stream(sizes).allMatch(size -> size == Math.rint(size));
        return whole ? size -> fixed(size, 0) + "." : size -> fixed(size, PRECISION);
    }

    private static String signed(double value, DoubleFunction<String> digits) {
        if (Double.isNaN(value)) {
            return "nan";
        }
        String size = Double.isInfinite(value) ? "inf" : digits.apply(Math.abs(value));
        return Math.copySign(1, value) < 0 ? "-" + size : size;
    }

    // The exact binary value is rounded, and a tie goes to the even digit. String.format rounds the
    // shortest decimal that denotes the value, and ties upwards: it differs for 0.03125.
    private static String fixed(double size, int places) {
        return new BigDecimal(size).setScale(places, RoundingMode.HALF_EVEN).toPlainString();
    }

    private static String scientific(double size) {
        MathContext digits = new MathContext(1 + PRECISION, RoundingMode.HALF_EVEN);
        BigDecimal rounded = new BigDecimal(size).round(digits);
        int exponent = rounded.precision() - rounded.scale() - 1;
        BigDecimal mantissa = rounded.movePointLeft(exponent).setScale(PRECISION);
        String sign = exponent < 0 ? "-" : "+";
        String power = (Math.abs(exponent) < 10 ? "0" : "") + Math.abs(exponent);
        return mantissa.toPlainString() + "e" + sign + power;
    }
}
