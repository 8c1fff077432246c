package org.grad4j.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.bytedeco.javacpp.Pointer;
import org.grad4j.memory.TensorMemory;
import org.grad4j.memory.TensorScope;
import org.grad4j.tensor.DType;
import org.grad4j.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.ndarray.INDArray;

class Nd4jMemoryTest {
    /** Smaller arrays share a slab, of which nothing is freed once ND4J has one of them. */
    private static final int OWN_SLAB = 2000;

    private static final int LARGE = 4 << 20;

    @ParameterizedTest
    @EnumSource(DType.class)
    void nd4j_sees_what_java_writes_and_the_other_way_round(DType dtype) {
        Tensor tensor = Tensor.ones(dtype, OWN_SLAB);
        INDArray array = tensor.toNd4j();
        assertEquals(dtype.nd4j(), array.dataType());
        assertEquals(1, array.getInt(OWN_SLAB - 1));
        array.putScalar(1, 0);
        assertEquals(0, tensor.select(0, 1).to(DType.FLOAT32).item());
        assertEquals(OWN_SLAB - 1, tensor.to(DType.FLOAT32).sum().item());
    }

    @Test
    void an_array_that_is_held_outlives_its_tensor() {
        INDArray held = Tensor.full(7, LARGE).toNd4j();
        INDArray part = Tensor.full(8, LARGE).toNd4j().reshape(2, LARGE / 2).getRow(1);
        TensorMemory.settle();
        TensorMemory.trim();
        Tensor.zeros(LARGE);
        Tensor.zeros(LARGE);
        assertEquals(7, held.getFloat(LARGE - 1));
        assertEquals(8, part.getFloat(LARGE / 2 - 1));
    }

    @Test
    void memory_that_kernels_have_seen_can_be_given_back() {
        for (int i = 0; i < 3; i++) {
            TensorScope.run(() -> assertEquals(1, Tensor.zeros(LARGE).exp().min().item()));
            assertTrue(TensorMemory.trim() >= 4L * LARGE);
        }
    }

    @Test
    void arrays_that_nobody_holds_are_freed() throws InterruptedException {
        float[] ends = new float[64];
        long before = Pointer.physicalBytes();
        long most = 0;
        for (int i = 0; i < ends.length; i++) {
            ends[i] = Tensor.full(i, LARGE).toNd4j().getFloat(LARGE - 1);
            if (i % 8 == 7) {
                TensorMemory.settle();
                Thread.sleep(50); // the cleaner has a thread of its own
            }
            most = Math.max(most, Pointer.physicalBytes() - before);
        }
        assertEquals(63, ends[63]);
        assertTrue(most < 32L * 4 * LARGE, "of 1 GB were alive at once: " + most);
    }
}
