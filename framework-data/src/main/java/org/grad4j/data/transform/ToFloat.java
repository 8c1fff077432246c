package org.grad4j.data.transform;

import java.util.random.RandomGenerator;
import org.grad4j.data.Transform;

/** Unsigned bytes to floats in {@code [0, 1]}: {@code y = x / 255}. */
public record ToFloat() implements Transform<byte[], float[]> {

    @Override
    public float[] apply(byte[] value, RandomGenerator random) {
        float[] result = new float[value.length];
        for (int i = 0; i < result.length; i++) {
            result[i] = (value[i] & 0xFF) / 255f;
        }
        return result;
    }
}
