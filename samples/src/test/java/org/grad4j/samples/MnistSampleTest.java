package org.grad4j.samples;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.grad4j.memory.TensorMemory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MnistSampleTest {
    private static final Pattern RESULT =
            Pattern.compile(
                    "RESULT mnist (mlp|lenet|cnn) epochs=(\\d+) test_accuracy=([01]\\.\\d{4})"
                            + " seconds=\\d+\\.\\d");

    @TempDir Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--colour                | Unknown option: '--colour'",
                "digits                  | Unmatched argument at index 0: 'digits'",
                "--model                 | Missing required parameter for option '--model'",
                "--model resnet          | expected one of [mlp, lenet, cnn], got 'resnet'",
                "--epochs -1             | --epochs must be 0 or more, got -1",
                "--epochs three          | 'three' is not an int",
                "--batch-size 0          | --batch-size must be 1 or more, got 0",
                "--lr 0                  | --lr must be a number above 0, got 0.0",
                "--lr NaN                | --lr must be a number above 0, got NaN",
                "--workers -1            | --workers must be 0 or more, got -1",
                "--limit 0               | --limit must be 1 or more, got 0",
                "--load nowhere.file     | --load: no such file: nowhere.file",
                "--save nowhere/m.file   | --save: no such folder:",
                "--save .                | --save needs a file, . is a folder",
            })
    void a_wrong_option_is_one_line_and_exit_code_2(String arguments, String problem) {
        assertFailure(2, problem, arguments.split(" "));
    }

    @Test
    void a_missing_data_folder_is_one_line_and_exit_code_1() {
        assertFailure(1, "no such folder: nowhere", "--data", "nowhere");
    }

    @Test
    void a_damaged_data_file_is_named() throws IOException {
        for (String part : List.of("train", "t10k")) {
            Files.write(folder.resolve(part + "-images-idx3-ubyte.gz"), new byte[100]);
            Files.write(folder.resolve(part + "-labels-idx1-ubyte.gz"), new byte[100]);
        }
        assertFailure(1, "train-labels-idx1-ubyte.gz: ", "--data", folder.toString());
    }

    @Test
    void a_damaged_weight_file_is_named() throws IOException {
        Path file = Files.write(folder.resolve("damaged.safetensors"), new byte[] {1, 2, 3});
        assertFailure(1, "damaged.safetensors: ", "--load", file.toString());
    }

    @Test
    void the_weights_of_another_model_are_refused() {
        Path file = folder.resolve("mlp.safetensors");
        mnist("--epochs", "0", "--limit", "1", "--save", file.toString());
        String problem = "mlp.safetensors does not hold the weights of lenet: ";
        assertFailure(1, problem, "--model", "lenet", "--load", file.toString());
    }

    @Test
    void help_lists_the_options() {
        Printed help = run("--help");
        assertEquals(0, help.exitCode());
        Stream.of("data", "model", "epochs", "batch-size", "lr", "workers", "seed", "save", "load")
                .forEach(option -> assertTrue(help.out().contains(" --" + option), option));
    }

    @Test
    void a_single_digit_is_enough() {
        mnist("--limit", "1", "--epochs", "1");
    }

    @Test
    void every_epoch_and_the_result_are_printed_without_control_characters() {
        Printed printed = mnist("--limit", "200", "--epochs", "2", "--batch-size", "50");
        assertTrue(printed.out().contains("epoch 1/2   loss "), printed::out);
        assertTrue(printed.out().contains("epoch 2/2   loss "), printed::out);
        assertTrue(printed.out().contains("true\\guess "), printed::out);
        assertFalse(printed.out().replaceAll("\\R", "").matches(".*\\p{Cntrl}.*"), printed::out);
        assertEquals("", printed.err());
        Matcher result = RESULT.matcher(printed.lastLine());
        assertTrue(result.matches(), printed::lastLine);
        assertEquals("mlp", result.group(1));
        assertEquals("2", result.group(2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"mlp", "lenet"})
    void a_model_learns(String model) {
        Printed printed = mnist("--model", model, "--limit", "1500", "--batch-size", "20");
        assertTrue(accuracy(printed) > 0.7, printed::lastLine);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mlp", "lenet", "cnn"})
    void the_same_seed_gives_the_same_bits_for_any_number_of_workers(String model) {
        byte[] weights = trained(model, "--seed", "7", "--workers", "0");
        assertArrayEquals(weights, trained(model, "--seed", "7", "--workers", "0"));
        assertArrayEquals(weights, trained(model, "--seed", "7", "--workers", "2"));
        assertFalse(Arrays.equals(weights, trained(model, "--seed", "8", "--workers", "0")));
    }

    @Test
    void saved_weights_test_as_they_did_and_can_be_trained_on() {
        Path file = folder.resolve("mlp.safetensors");
        Printed first = mnist("--limit", "300", "--save", file.toString());
        Printed again = mnist("--limit", "300", "--load", file.toString(), "--epochs", "0");
        assertEquals(accuracy(first), accuracy(again));

        Printed longer = mnist("--limit", "300", "--load", file.toString(), "--epochs", "6");
        assertTrue(accuracy(longer) > accuracy(first), longer::lastLine);
    }

    @Test
    void a_longer_training_leaves_no_more_memory_to_the_garbage_collector() {
        long once = leftToTheCollector("1");
        assertEquals(once, leftToTheCollector("4"));
    }

    /** Arrays made during a training that no scope released. */
    private static long leftToTheCollector(String epochs) {
        TensorMemory.Stats before = TensorMemory.stats();
        mnist("--limit", "100", "--batch-size", "10", "--epochs", epochs);
        TensorMemory.Stats after = TensorMemory.stats();
        long created = after.created() - before.created();
        long released = after.released() - before.released();
        long collected = after.collected() - before.collected();
        return created - (released - collected);
    }

    private byte[] trained(String model, String... arguments) {
        Path file = folder.resolve("weights.safetensors");
        mnist(
                Stream.concat(
                                Stream.of("--model", model, "--limit", "70", "--epochs", "2"),
                                Stream.concat(
                                        Stream.of("--batch-size", "16", "--save", file.toString()),
                                        Arrays.stream(arguments)))
                        .toArray(String[]::new));
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static double accuracy(Printed printed) {
        Matcher result = RESULT.matcher(printed.lastLine());
        assertTrue(result.matches(), printed::lastLine);
        return Double.parseDouble(result.group(3));
    }

    private static void assertFailure(int exitCode, String problem, String... arguments) {
        Printed printed = run(arguments);
        assertTrue(printed.err().startsWith("mnist: "), printed::err);
        assertTrue(printed.err().contains(problem), printed::err);
        assertEquals(1, printed.err().lines().count(), printed::err);
        assertEquals("", printed.out());
        assertEquals(exitCode, printed.exitCode());
    }

    /** A run that succeeds. */
    private static Printed mnist(String... arguments) {
        Printed printed = run(arguments);
        assertEquals(0, printed.exitCode(), printed::err);
        return printed;
    }

    private static Printed run(String... arguments) {
        return Printed.by(() -> CommandLines.run(new MnistSample(), arguments));
    }
}
