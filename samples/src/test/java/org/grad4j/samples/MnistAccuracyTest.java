package org.grad4j.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How well three epochs on the real MNIST teach a network, whatever the seed. */
@Tag("soak")
class MnistAccuracyTest {
    @ParameterizedTest
    @CsvSource({
        "mlp, 1, 0.968", "mlp, 2, 0.968", "mlp, 3, 0.968",
        "lenet, 1, 0.983", "lenet, 2, 0.983", "lenet, 3, 0.983"
    })
    void three_epochs_reach_the_accuracy(String model, String seed, double least) {
        String folder = System.getProperty("MNIST_DIR", System.getenv("MNIST_DIR"));
        assumeTrue(
                folder != null, "MNIST_DIR, property or environment, names no folder with MNIST");
        String[] arguments = {"--data", folder, "--model", model, "--epochs", "3", "--seed", seed};
        Printed printed = Printed.by(() -> CommandLines.run(new MnistSample(), arguments));
        assertEquals(0, printed.exitCode(), printed::err);
        String accuracy = printed.lastLine().replaceFirst(".*test_accuracy=(\\S+).*", "$1");
        assertTrue(Double.parseDouble(accuracy) >= least, printed::lastLine);
    }
}
