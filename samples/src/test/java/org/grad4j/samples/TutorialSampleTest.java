package org.grad4j.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class TutorialSampleTest {
    /** What the tutorial prints, cell after cell. */
    private static final String TUTORIAL =
            """
            tensor([[1., 1.],
                    [1., 1.]], requires_grad=True)
            tensor([[3., 3.],
                    [3., 3.]], grad_fn=<AddBackward0>)
            <AddBackward0 object at 0x7fc8e39e94e0>
            tensor([[27., 27.],
                    [27., 27.]], grad_fn=<MulBackward0>) tensor(27., grad_fn=<MeanBackward0>)
            False
            True
            <SumBackward0 object at 0x7fc8992a2e10>
            tensor([[4.5000, 4.5000],
                    [4.5000, 4.5000]])
            tensor([ -498.3744, -1358.6482,   331.9124], grad_fn=<MulBackward0>)
            tensor([1.0240e+02, 1.0240e+03, 1.0240e-01])
            True
            True
            False
            True
            False
            tensor(True)
            """;

    private static final int RANDOM_VECTOR = 12; // its line, from 0

    private final List<String> expected = TUTORIAL.lines().toList();
    private final List<String> printed =
            Printed.by(() -> CommandLines.run(new TutorialSample())).lines();

    @Test
    void every_line_is_what_the_tutorial_prints() {
        assertEquals(expected.size(), printed.size(), () -> String.join("\n", printed));
        for (int i = 0; i < expected.size(); i++) {
            if (i != RANDOM_VECTOR) {
                assertEquals(withoutAddress(expected.get(i)), withoutAddress(printed.get(i)));
            }
        }
    }

    @Test
    void the_random_vector_is_printed_in_the_same_form() {
        Pattern form =
                Pattern.compile(
                        "tensor\\(\\[( *-?\\d+\\.\\d{4}), ( *-?\\d+\\.\\d{4}), ("
                                + " *-?\\d+\\.\\d{4})\\], grad_fn=<MulBackward0>\\)");
        assertTrue(form.matcher(expected.get(RANDOM_VECTOR)).matches());

        Matcher vector = form.matcher(printed.get(RANDOM_VECTOR));
        assertTrue(vector.matches(), () -> printed.get(RANDOM_VECTOR));
        double[] y = new double[3];
        for (int i = 0; i < 3; i++) {
            assertEquals(vector.group(1).length(), vector.group(i + 1).length(), "width");
            y[i] = Double.parseDouble(vector.group(i + 1));
        }
        double norm = Math.sqrt(Arrays.stream(y).map(v -> v * v).sum());
        assertTrue(norm >= 1000 && norm < 2000, () -> "doubled until the norm is 1000: " + norm);
    }

    private static String withoutAddress(String line) {
        return line.replaceFirst("0x7f[0-9a-f]{10}>", "0x...>");
    }
}
