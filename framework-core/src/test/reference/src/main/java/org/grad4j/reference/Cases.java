package org.grad4j.reference;

import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorArrayRefOptional;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** The cases of one reference file. */
final class Cases {
    private static final String HEADER =
            """
            # %s: values from libtorch 2.10.0, written by framework-core/src/test/reference.
            #
            # case OPERATION/VARIANT [key=value ...]
            #     begins a case; the fields are the arguments of the operation besides its tensors
            # input NAME DTYPE [SHAPE] [transposed] = VALUES
            #     row-major; "transposed": handed over as a transposed view of a contiguous tensor
            # output NAME DTYPE [SHAPE] = VALUES
            # upstream DTYPE [SHAPE] = VALUES
            #     the gradient that flows into the first output
            # gradient NAME DTYPE [SHAPE] = VALUES
            #     of the input of that name; inputs without one are not differentiated
            #
            # Floating values are written as Java writes them (NaN, Infinity), booleans as 0 and 1.
            %s\
            """;

    private final String title;
    private final String note;
    private final StringBuilder text = new StringBuilder();
    private final Set<String> names = new HashSet<>();

    Cases(String title) {
        this(title, "");
    }

    /** A file whose cases need a word of explanation beyond the common ones. */
    Cases(String title, String note) {
        this.title = title;
        this.note = note.indent(0).replaceAll("(?m)^(?=.)", "# ");
    }

    Case add(String name, Object... arguments) {
        if (!names.add(name)) {
            throw new IllegalArgumentException("two cases named " + name);
        }
        return new Case(name, arguments);
    }

    void write(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, HEADER.formatted(title, note) + text);
        System.out.printf("%s: %d cases%n", file.getFileName(), names.size());
    }

    /** One case: its inputs are given first, then the operation that makes the outputs. */
    final class Case {
        private final Map<String, Values> inputs = new LinkedHashMap<>();

        private Case(String name, Object... arguments) {
            text.append("\ncase ").append(name);
            for (int i = 0; i < arguments.length; i += 2) {
                text.append(' ').append(arguments[i]).append('=').append(write(arguments[i + 1]));
            }
            text.append('\n');
        }

        private static String write(Object argument) {
            if (!(argument instanceof long[] list)) {
                return argument.toString();
            }
            StringBuilder result = new StringBuilder();
            for (long element : list) {
                result.append(result.isEmpty() ? "" : ",").append(element);
            }
            return result.toString();
        }

        Case input(String name, Values values) {
            inputs.put(name, values);
            text.append("input ").append(name).append(' ').append(values).append('\n');
            return this;
        }

        /** An input of generated values, different for each input of the case. */
        Case input(String name, long... shape) {
            return input(name, Values.wave(inputs.size(), shape));
        }

        void output(Function<Tensor[], Tensor> operation) {
            outputs(new String[] {"y"}, in -> new Tensor[] {operation.apply(in)});
        }

        void outputs(String[] names, Function<Tensor[], Tensor[]> operation) {
            Tensor[] in = new Tensor[inputs.size()];
            int next = 0;
            for (Values values : inputs.values()) {
                in[next++] =
                        values.isFloating()
                                ? values.tensor().set_requires_grad(true)
                                : values.tensor();
            }
            Tensor[] out = operation.apply(in);
            for (int i = 0; i < out.length; i++) {
                line("output " + names[i], Values.of(out[i]));
            }
            if (out[0].requires_grad()) {
                writeGradients(in, out[0]);
            }
        }

        private void writeGradients(Tensor[] in, Tensor out) {
            Values shape = Values.of(out);
            Values upstream = Values.upstream(shape.type(), shape.shape());
            line("upstream", upstream);
            out.backward(
                    upstream.tensor(), new BoolOptional(), false, new TensorArrayRefOptional());
            int next = 0;
            for (Map.Entry<String, Values> input : inputs.entrySet()) {
                Tensor gradient = in[next++].grad();
                if (input.getValue().isFloating() && gradient.defined()) {
                    line("gradient " + input.getKey(), Values.of(gradient));
                }
            }
        }

        void line(String label, Values values) {
            text.append(label).append(' ').append(values).append('\n');
        }
    }
}
