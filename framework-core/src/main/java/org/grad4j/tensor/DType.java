package org.grad4j.tensor;

import org.nd4j.linalg.api.buffer.DataType;

/**
 * The element type of a tensor, with PyTorch's names and promotion rules.
 *
 * <p>{@link #FLOAT32} is the default for numbers that are not given as a typed Java array.
 */
public enum DType {
    /**
     * IEEE half precision, {@code torch.float16}: 11 significant bits, up to 65504. Computed in
     * float32 and rounded to the nearest, ties to even.
     */
    FLOAT16(DataType.FLOAT16, 2, Kind.FLOATING),
    /**
     * The upper half of a float32, {@code torch.bfloat16}: 8 significant bits and float32's range.
     * Computed in float32 and rounded to the nearest, ties to even.
     */
    BFLOAT16(DataType.BFLOAT16, 2, Kind.FLOATING),
    /** IEEE single precision, {@code torch.float32}: the default. */
    FLOAT32(DataType.FLOAT, 4, Kind.FLOATING),
    /** IEEE double precision, {@code torch.float64}. */
    FLOAT64(DataType.DOUBLE, 8, Kind.FLOATING),
    /** Signed 8-bit integer, {@code torch.int8}. */
    INT8(DataType.INT8, 1, Kind.INTEGRAL),
    /** Signed 16-bit integer, {@code torch.int16}. */
    INT16(DataType.INT16, 2, Kind.INTEGRAL),
    /** Signed 32-bit integer, {@code torch.int32}. */
    INT32(DataType.INT32, 4, Kind.INTEGRAL),
    /** Signed 64-bit integer, {@code torch.int64}: indices, labels and integer sums. */
    INT64(DataType.INT64, 8, Kind.INTEGRAL),
    /** Unsigned 8-bit integer, {@code torch.uint8}. */
    UINT8(DataType.UINT8, 1, Kind.INTEGRAL),
    /** True or false, {@code torch.bool}. */
    BOOL(DataType.BOOL, 1, Kind.BOOLEAN);

    private static volatile DType defaultType = FLOAT32;

    private enum Kind {
        BOOLEAN,
        INTEGRAL,
        FLOATING
    }

    private final DataType nd4j;
    private final int bytes;
    private final Kind kind;

    DType(DataType nd4j, int bytes, Kind kind) {
        this.nd4j = nd4j;
        this.bytes = bytes;
        this.kind = kind;
    }

    /**
     * The same type in ND4J.
     *
     * @return ND4J's data type
     */
    public DataType nd4j() {
        return nd4j;
    }

    /**
     * The size of one element.
     *
     * @return bytes per element
     */
    public int bytes() {
        return bytes;
    }

    /**
     * Whether tensors of this type can carry gradients.
     *
     * @return true for the floating-point types
     */
    public boolean isFloatingPoint() {
        return kind == Kind.FLOATING;
    }

    /**
     * Whether this is one of the 16-bit floating types.
     *
     * @return true for {@link #FLOAT16} and {@link #BFLOAT16}
     */
    public boolean isHalf() {
        return this == FLOAT16 || this == BFLOAT16;
    }

    /**
     * The type that numbers of this type are computed in.
     *
     * @return {@link #FLOAT32} for the 16-bit floating types, else this type
     */
    public DType computed() {
        return isHalf() ? FLOAT32 : this;
    }

    /**
     * The type of numbers that are not given as a typed Java array, and of results that leave the
     * whole numbers.
     *
     * @return {@link #FLOAT32} unless {@link #setDefault} changed it
     */
    public static DType getDefault() {
        return defaultType;
    }

    /**
     * Changes the default for the whole process: {@code torch.set_default_dtype}.
     *
     * @param dtype a floating type
     * @throws IllegalArgumentException if it is not floating
     */
    public static void setDefault(DType dtype) {
        if (dtype == null || !dtype.isFloatingPoint()) {
            throw new IllegalArgumentException(
                    "the default type must be floating, got "
                            + (dtype == null ? "null" : dtype.torchName()));
        }
        defaultType = dtype;
    }

    /**
     * PyTorch's spelling.
     *
     * @return for example {@code torch.float32}
     */
    public String torchName() {
        return "torch." + name().toLowerCase(java.util.Locale.ROOT);
    }

    /**
     * The type of a result computed from two tensors of at least one dimension each: the smallest
     * type that holds both, by PyTorch's table ({@code uint8 + int8 → int16}, {@code int64 +
     * float16 → float16}, {@code float16 + bfloat16 → float32}).
     *
     * @param a one type
     * @param b the other
     * @return the common type
     */
    public static DType promote(DType a, DType b) {
        if (a == b) {
            return a;
        }
        if (a.kind != b.kind) {
            return a.kind.ordinal() > b.kind.ordinal() ? a : b;
        }
        if (a == UINT8 || b == UINT8) {
            DType signed = a == UINT8 ? b : a;
            return signed == INT8 ? INT16 : signed;
        }
        if (a.isHalf() && b.isHalf()) {
            return FLOAT32;
        }
        return a.ordinal() > b.ordinal() ? a : b;
    }

    /**
     * The type of a result when {@code scalar} comes from a tensor without dimensions: it only
     * matters where it is of a higher kind (boolean, integer, floating), as in PyTorch.
     *
     * @param dimensioned the type of the operand with dimensions
     * @param scalar the type of the operand without
     * @return the common type
     */
    public static DType promoteWithScalar(DType dimensioned, DType scalar) {
        return scalar.kind.ordinal() > dimensioned.kind.ordinal()
                ? promote(dimensioned, scalar)
                : dimensioned;
    }

    /**
     * The type of a result of this type and a Java number: a whole number keeps integer types, any
     * other number gives them the {@linkplain #getDefault() default}, as in PyTorch.
     *
     * @param integral whether the number was given as a whole number
     * @return the common type
     */
    public DType promoteWithNumber(boolean integral) {
        if (kind == Kind.FLOATING) {
            return this;
        }
        if (!integral) {
            return defaultType;
        }
        return kind == Kind.BOOLEAN ? INT64 : this;
    }

    /**
     * Finds the type that stands for one of ND4J's.
     *
     * @param type ND4J's type
     * @return the same type here
     * @throws IllegalArgumentException for a type that tensors do not have (text, unsigned integers
     *     wider than 8 bits)
     */
    public static DType of(DataType type) {
        for (DType candidate : values()) {
            if (candidate.nd4j == type) {
                return candidate;
            }
        }
        throw new IllegalArgumentException(
                "no tensor type for ND4J's "
                        + type
                        + "; cast the array first, for example castTo(DataType.FLOAT)");
    }

    /**
     * A number as an element of this type. As PyTorch does, it refuses what does not fit; in uint8
     * negative numbers count from 256 downwards.
     *
     * @param what what the number is for, for messages
     * @param number the number
     * @return the number to store; fractions are cut off later
     * @throws IllegalArgumentException if the number is null or does not fit
     */
    public Number element(String what, Number number) {
        if (number == null) {
            throw new IllegalArgumentException(what + " is null; expected a number");
        }
        double most =
                switch (this) {
                    case UINT8 -> 255;
                    case INT8 -> Byte.MAX_VALUE;
                    case INT16 -> Short.MAX_VALUE;
                    case INT32 -> Integer.MAX_VALUE;
                    case INT64 -> 0x1p63;
                    case FLOAT32 -> Float.MAX_VALUE;
                    default -> Double.POSITIVE_INFINITY;
                };
        double value = number.doubleValue();
        double least = isFloatingPoint() || this == UINT8 ? -most : -most - 1;
        boolean special = isFloatingPoint() && !Double.isFinite(value);
        if (!special && this != BOOL && !(value >= least && value <= most)) {
            throw new IllegalArgumentException(
                    what + ": " + number + " does not fit into " + torchName());
        }
        return this == UINT8 ? (Number) (number.longValue() & 0xFF) : number;
    }
}
