package org.grad4j.autograd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.grad4j.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** What is said, once in a process, when the gradient of an inner tensor is read. */
class NonLeafGradientTest {

    @Test
    void the_missing_gradient_is_explained_once() throws Exception {
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                Main.class.getName())
                        .redirectErrorStream(true)
                        .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
        String text =
                "grad() of a tensor that is not a leaf (made by ExpBackward0) is null; call"
                        + " retainGrad() on it before backward() to keep its gradient (this is said"
                        + " once)";
        assertEquals(output.indexOf(text), output.lastIndexOf(text), output);
        assertEquals(
                1, output.lines().filter(line -> line.contains("retainGrad()")).count(), output);
        assertTrue(output.contains(text), output);
    }

    static final class Main {
        private Main() {}

        public static void main(String[] args) {
            Tensor x = Tensor.of(1.0).requiresGrad(true);
            assertNull(x.grad()); // a leaf's is not worth a word
            Tensor kept = x.exp().retainGrad();
            Tensor y = kept.exp();
            y.sum().backward();
            kept.grad();
            x.mul(2).detach().grad();
            y.grad();
            y.grad();
            kept.mul(2).grad();
        }
    }
}
