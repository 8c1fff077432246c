package org.grad4j.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.tools.ToolProvider;
import org.grad4j.io.Safetensors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The programs that the documents show: what is told there must compile, and run as told. */
class DocumentsTest {
    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

    private static final String IMPORTS =
            List.of(
                            "java.nio.file.Path",
                            "org.grad4j.autograd.*",
                            "org.grad4j.data.*",
                            "org.grad4j.data.source.*",
                            "org.grad4j.io.*",
                            "org.grad4j.memory.*",
                            "org.grad4j.nn.Module",
                            "org.grad4j.nn.*",
                            "org.grad4j.nn.layer.*",
                            "org.grad4j.nn.loss.*",
                            "org.grad4j.optim.*",
                            "org.grad4j.tensor.*",
                            "org.junit.jupiter.api.Test",
                            "static org.junit.jupiter.api.Assertions.*")
                    .stream()
                    .map(name -> "import " + name + ";\n")
                    .collect(Collectors.joining());

    @TempDir Path folder;

    /** The Java blocks of a document. */
    private static List<String> blocks(String document) throws IOException {
        return Pattern.compile("```java\\R(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(ROOT.resolve(document)))
                .results()
                .map(block -> block.group(1))
                .toList();
    }

    private void compile(String source) throws IOException {
        Path file = Files.writeString(folder.resolve("Shown.java"), IMPORTS + source);
        Printed compiler =
                Printed.by(
                        () ->
                                ToolProvider.getSystemJavaCompiler()
                                        .run(
                                                null,
                                                System.out,
                                                System.err,
                                                "-d",
                                                folder.toString(),
                                                "-cp",
                                                System.getProperty("java.class.path"),
                                                file.toString()));
        assertEquals(0, compiler.exitCode(), () -> compiler.err() + source);
    }

    /** What statements print when a program of their own runs them in the temporary folder. */
    private String run(String statements) throws IOException, InterruptedException {
        compile(
                "class Shown {\n  public static void main(String[] args) {\n"
                        + statements
                        + "  }\n}\n");
        Path output = folder.resolve("output.txt");
        Process program =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                folder + File.pathSeparator + System.getProperty("java.class.path"),
                                "Shown")
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
        int exitCode = program.waitFor();
        String printed = Files.readString(output);
        assertEquals(0, exitCode, printed);
        return printed;
    }

    @Test
    void the_first_program_prints_what_stands_beside_it() throws Exception {
        String program = blocks("README.md").get(0);
        String promised =
                program.lines()
                        .filter(line -> line.contains("// "))
                        .map(line -> line.substring(line.indexOf("// ") + 3))
                        .collect(Collectors.joining("\n"));
        assertEquals("tensor([[4.5000, 4.5000],\n        [4.5000, 4.5000]])", promised);
        String printed = run(program);
        assertTrue(printed.replace("\r", "").contains(promised), printed);
    }

    @Test
    void the_training_program_trains_and_saves_its_weights() throws Exception {
        Path data = Files.createDirectory(folder.resolve("mnist"));
        Files.write(data.resolve("train-images-idx3-ubyte"), idx(130, 28, 28));
        Files.write(data.resolve("train-labels-idx1-ubyte"), idx(130));

        run(blocks("README.md").get(1));

        assertEquals(
                List.of("hidden.bias", "hidden.weight", "output.bias", "output.weight"),
                Safetensors.load(folder.resolve("net.safetensors")).keySet().stream()
                        .sorted()
                        .toList());
    }

    /** An IDX file of digits: 0 to 9, and again. */
    private static byte[] idx(int... shape) {
        int elements = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
        ByteBuffer bytes = ByteBuffer.allocate(4 + 4 * shape.length + elements);
        bytes.putInt(0x0800 + shape.length);
        Arrays.stream(shape).forEach(bytes::putInt);
        for (int i = 0; i < elements; i++) {
            bytes.put((byte) (i % 10));
        }
        return bytes.array();
    }

    @Test
    void the_test_that_contributors_are_shown_passes() throws Exception {
        List<String> blocks = blocks("CONTRIBUTING.md");
        assertEquals(1, blocks.size());
        compile("public class Shown {\n" + blocks.get(0) + "}\n");
        try (URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
            Class<?> shown = loader.loadClass("Shown");
            List<Method> tests =
                    Arrays.stream(shown.getDeclaredMethods())
                            .filter(method -> method.isAnnotationPresent(Test.class))
                            .toList();
            assertEquals(1, tests.size());
            tests.get(0).setAccessible(true);
            tests.get(0).invoke(shown.getConstructor().newInstance());
        }
    }
}
