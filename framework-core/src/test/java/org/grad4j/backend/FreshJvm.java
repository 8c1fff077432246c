package org.grad4j.backend;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.grad4j.tensor.Tensor;

/** Starts the backend in a JVM of its own, since within one process it starts only once. */
final class FreshJvm {
    private FreshJvm() {}

    /** What a {@link Main} prints, with some system properties and environment variables set. */
    static String start(Map<String, String> environment, String... options) throws Exception {
        return start(entry -> true, environment, options);
    }

    /** The same with only those entries of the class path that are wanted. */
    static String start(
            Predicate<String> classPathEntry, Map<String, String> environment, String... options)
            throws IOException, InterruptedException {
        String classPath =
                Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                        .filter(classPathEntry)
                        .collect(Collectors.joining(File.pathSeparator));
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx256m");
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", classPath, Main.class.getName()));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.matches("(OMP|GOMP|OPENBLAS)_.*"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }

    /** Multiplies, and starts ND4J, twice; prints the outcomes. */
    static final class Main {
        private Main() {}

        public static void main(String[] args) {
            for (int attempt = 1; attempt <= 2; attempt++) {
                try {
                    Tensor ones = Tensor.ones(2, 3);
                    System.out.println("product=" + ones.matmul(ones.t()).sum().item());
                    Backend.start();
                    System.out.println("threads=" + Backend.threads());
                } catch (BackendError e) {
                    System.out.println("attempt " + attempt + ": " + e.getMessage());
                }
            }
        }
    }
}
