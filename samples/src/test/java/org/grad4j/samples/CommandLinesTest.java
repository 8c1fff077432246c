package org.grad4j.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Samples without options of their own. */
class CommandLinesTest {
    private static Printed run(String name, String... arguments) {
        Runnable command = name.equals("tutorial") ? new TutorialSample() : new CustomSample();
        return Printed.by(() -> CommandLines.run(command, arguments));
    }

    @ParameterizedTest
    @CsvSource({
        "tutorial, PyTorch's autograd tutorial",
        "custom, Trains a layer and a function of one's own"
    })
    void help_is_a_usage_line_and_what_the_sample_does(String name, String description) {
        Printed help = run(name, "--help");
        assertEquals(0, help.exitCode());
        assertEquals("Usage: " + name + " [--help]", help.lines().get(0).strip());
        assertTrue(help.lines().get(1).startsWith(description), help::out);
        assertTrue(help.out().contains("--help   show this text"), help::out);
    }

    @ParameterizedTest
    @CsvSource({
        "tutorial, --bogus, Unknown option: '--bogus'",
        "custom, --bogus, Unknown option: '--bogus'",
        "tutorial, more, Unmatched argument at index 0: 'more'",
        "custom, more, Unmatched argument at index 0: 'more'"
    })
    void an_unknown_argument_is_one_line_and_exit_code_2(
            String name, String argument, String problem) {
        Printed printed = run(name, argument);
        assertEquals(name + ": " + problem + "; --help lists the options", printed.err().strip());
        assertEquals("", printed.out());
        assertEquals(2, printed.exitCode());
    }
}
