package org.grad4j.backend;

/**
 * An input of an elementwise kernel: an array or a plain number.
 *
 * @param array the array, or null for a number
 * @param real the number as a double
 * @param integer the number as a long
 */
public record Operand(Array array, double real, long integer) {
    /**
     * An array.
     *
     * @param array the array
     * @return the operand
     */
    public static Operand of(Array array) {
        return new Operand(array, 0, 0);
    }

    /**
     * A number that broadcasts to any shape.
     *
     * @param number the number
     * @return the operand
     */
    public static Operand of(Number number) {
        return new Operand(null, number.doubleValue(), number.longValue());
    }

    Cursor cursor(long[] shape) {
        return array == null ? new Cursor(real, integer) : new Cursor(array.broadcastTo(shape));
    }
}
