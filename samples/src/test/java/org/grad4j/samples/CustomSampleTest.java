package org.grad4j.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.grad4j.autograd.GradCheck;
import org.grad4j.tensor.DType;
import org.grad4j.tensor.Tensor;
import org.junit.jupiter.api.Test;

class CustomSampleTest {
    @Test
    void the_function_s_gradient_is_right() {
        Tensor x = Tensor.of(-4.0, -1.5, 0.0, 0.3, 2.0).requiresGrad(true);
        assertEquals(DType.FLOAT64, x.dtype());
        GradCheck.gradcheck(inputs -> new CustomSample.Sine().apply(inputs), x);
    }

    @Test
    void the_layer_s_weights_are_found() {
        var names = new CustomSample.Waves(16).namedParameters().keySet();
        assertEquals(List.of("weight", "bias"), List.copyOf(names));
    }

    @Test
    void training_succeeds_and_draws_the_curve() {
        Printed printed = Printed.by(() -> CommandLines.run(new CustomSample()));
        Matcher loss = Pattern.compile("step 300   loss (\\d\\.\\d+)").matcher(printed.out());
        assertTrue(loss.find(), printed::out);
        assertTrue(Double.parseDouble(loss.group(1)) < 0.001, printed::out);
        long hits = printed.lines().stream().filter(line -> line.matches(" *@")).count();
        assertTrue(hits >= 14, printed::out);
    }
}
