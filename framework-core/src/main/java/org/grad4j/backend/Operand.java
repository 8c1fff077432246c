package org.grad4j.backend;

import org.grad4j.tensor.DType;

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

    /**
     * A number as an operand of an operation that computes in a type: as in PyTorch, whole numbers
     * outside it wrap around.
     *
     * @param number the number
     * @param type the type
     * @return the operand
     */
    public static Operand of(Number number, DType type) {
        long whole = number.longValue();
        long wrapped =
                switch (type) {
                    case UINT8 -> whole & 0xFF;
                    case INT8 -> (byte) whole;
                    case INT16 -> (short) whole;
                    case INT32 -> (int) whole;
                    default -> whole;
                };
        return new Operand(null, number.doubleValue(), wrapped);
    }

    /** Walks the operand, broadcast to a shape, from one of its elements on. */
    Cursor walk(Cursor cursor, long[] shape, long element) {
        return array == null
                ? cursor.on(real, integer)
                : cursor.on(array.broadcastTo(shape), element);
    }
}
