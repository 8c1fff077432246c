package org.grad4j.io;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.grad4j.backend.Array;
import org.grad4j.backend.Transfer;
import org.grad4j.tensor.DType;

/** How safetensors writes the elements of a type; the names are the format's. */
enum Encoding {
    F64(DType.FLOAT64),
    I64(DType.INT64),
    F32(DType.FLOAT32),
    I32(DType.INT32),
    I16(DType.INT16),
    I8(DType.INT8),
    U8(DType.UINT8),
    BOOL(DType.BOOL),
    F16(DType.FLOAT16),
    BF16(DType.BFLOAT16);

    private final DType dtype;

    Encoding(DType dtype) {
        this.dtype = dtype;
    }

    /** The encoding of that name, or null. */
    static Encoding named(String name) {
        for (Encoding encoding : values()) {
            if (encoding.name().equals(name)) {
                return encoding;
            }
        }
        return null;
    }

    /** How tensors of a type are written. */
    static Encoding of(DType dtype) {
        return Arrays.stream(values()).filter(e -> e.dtype == dtype).findFirst().orElseThrow();
    }

    /** The type of the tensor that is read. */
    DType dtype() {
        return dtype;
    }

    /** The size of one element. */
    int bytes() {
        return dtype.bytes();
    }

    /** Fills an array from little-endian bytes. */
    void decode(ByteBuffer from, Array to) {
        int n = (int) to.numel();
        switch (this) {
            case F32 -> {
                float[] values = new float[n];
                from.asFloatBuffer().get(values);
                Transfer.write(values, to);
            }
            case F16, BF16 -> {
                short[] bits = new short[n];
                from.asShortBuffer().get(bits);
                Transfer.writeBits(bits, to);
            }
            case F64 -> {
                double[] values = new double[n];
                from.asDoubleBuffer().get(values);
                Transfer.write(values, to);
            }
            default -> {
                long[] values = new long[n];
                for (int i = 0; i < n; i++) {
                    values[i] = whole(from);
                }
                Transfer.write(values, to);
            }
        }
    }

    private long whole(ByteBuffer from) {
        return switch (this) {
            case I64 -> from.getLong();
            case I32 -> from.getInt();
            case I16 -> from.getShort();
            case U8 -> from.get() & 0xff;
            default -> from.get();
        };
    }

    /** Appends an array as little-endian bytes. */
    void encode(Array from, ByteBuffer to) {
        switch (this) {
            case F32 -> {
                for (float value : Transfer.floats(from)) {
                    to.putFloat(value);
                }
            }
            case F64 -> {
                for (double value : Transfer.doubles(from)) {
                    to.putDouble(value);
                }
            }
            case F16, BF16 -> {
                for (short bits : Transfer.bits(from)) {
                    to.putShort(bits);
                }
            }
            default -> {
                for (long value : Transfer.longs(from)) {
                    whole(value, to);
                }
            }
        }
    }

    private void whole(long value, ByteBuffer to) {
        switch (bytes()) {
            case 8 -> to.putLong(value);
            case 4 -> to.putInt((int) value);
            case 2 -> to.putShort((short) value);
            default -> to.put((byte) value);
        }
    }
}
