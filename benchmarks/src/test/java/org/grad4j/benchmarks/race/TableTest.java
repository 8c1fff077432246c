package org.grad4j.benchmarks.race;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The tables that {@code compare.sh} makes of its raw results. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "there is no awk")
class TableTest {
    private static final String RAW =
            """
            RUN grad4j mlp 64 1 0
            RESULT grad4j mlp bs64 median 20.0 us/step best 19.0 -> 1 samples/s (best 1) acc 0.9000
            PROCESS grad4j mlp bs64 peak 100 MB start 500 ms loss 0.1
            RUN torch mlp 64 1 0
            RESULT libtorch mlp bs64 median 30.0 us/step best 19.0 -> 1 samples/s (best 1) acc 0.8000
            PROCESS libtorch mlp bs64 peak 200 MB start 750 ms loss 0.1
            RUN djl mlp 64 1 3
            RUN torch mlp 64 2 0
            RESULT libtorch mlp bs64 median 50.0 us/step best 19.0 -> 1 samples/s (best 1) acc 0.9500
            PROCESS libtorch mlp bs64 peak 300 MB start 750 ms loss 0.1
            RUN djl mlp 64 2 124
            RUN grad4j mlp 64 2 1
            RUN grad4j lstm 8 1 0
            RESULT grad4j lstm bs8 median 5.1234 us/step best 5 -> 1 samples/s (best 1) acc 0.5000
            PROCESS grad4j lstm bs8 peak 100 MB start 500 ms loss 0.1
            RUN torch lstm 8 1 0
            RESULT libtorch lstm bs8 median 5.1234 us/step best 5 -> 1 samples/s (best 1) acc 0.5000
            PROCESS libtorch lstm bs8 peak 100 MB start 500 ms loss 0.1
            """;

    @Test
    void a_table_has_medians_their_ratios_and_what_failed(@TempDir Path folder)
            throws IOException, InterruptedException {
        Path raw = Files.writeString(folder.resolve("raw.txt"), RAW);
        Path table = folder.resolve("table.md");
        Process awk =
                new ProcessBuilder("awk", "-f", "table.awk", raw.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(table.toFile())
                        .start();
        assertThat(awk.waitFor()).isZero();
        assertThat(Files.readString(table))
                .contains(
                        "| model | batch | grad4j | torch | djl |",
                        "| mlp | 64 | 20.0 of 1/2 | 40.0 (**2.00**) | gave up |",
                        "| lstm | 8 | 5.123 | 5.123 (**1.00**) | - |",
                        "| geometric mean, least (without chain) | | | **1.41**, 1.00 | - |",
                        "| mlp | 64 | 100 of 1/2 | 250 (**2.50**) | gave up |",
                        "| mlp | 64 | 500 of 1/2 | 750 (**1.50**) | gave up |",
                        "| mlp | 64 | 0.9000 (0.9000 to 0.9000)"
                                + " | 0.8750 (0.8000 to 0.9500) | - |");
    }
}
