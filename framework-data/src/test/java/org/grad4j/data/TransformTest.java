package org.grad4j.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class TransformTest {
    private static final Transform<Integer, Integer> DOUBLE = Transform.of(x -> 2 * x);
    private static final Transform<Integer, Integer> INCREMENT = Transform.of(x -> x + 1);

    @Test
    void composing_nothing_is_the_identity() {
        assertEquals(5, Transform.<Integer>compose().apply(5, KeyedRandom.of(1)));
    }

    @Test
    void transforms_apply_from_left_to_right() {
        assertEquals(7, DOUBLE.andThen(INCREMENT).apply(3, KeyedRandom.of(1)));
        assertEquals(15, Transform.compose(DOUBLE, INCREMENT, DOUBLE, INCREMENT).apply(3, null));
    }

    @Test
    void steps_share_one_generator() {
        Transform<Long, Long> draw = (x, random) -> x ^ random.nextLong();
        KeyedRandom random = KeyedRandom.of(4);
        long expected = random.nextLong() ^ random.nextLong();
        assertEquals(expected, draw.andThen(draw).apply(0L, KeyedRandom.of(4)));
        assertEquals(expected, Transform.compose(draw, draw).apply(0L, KeyedRandom.of(4)));
    }

    @Test
    void a_missing_step_is_refused_when_it_is_composed() {
        assertThrows(NullPointerException.class, () -> DOUBLE.andThen(null));
        assertThrows(NullPointerException.class, () -> Transform.compose(DOUBLE, null));
    }
}
