package org.grad4j.io;

import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The head of an {@code .npy} file: a Python dictionary of three entries, of which nothing is
 * executed.
 *
 * @param encoding how an element is written
 * @param order the order of its bytes
 * @param fortran whether the first index runs fastest
 * @param shape the sizes
 */
record NpyHeader(Encoding encoding, ByteOrder order, boolean fortran, long[] shape) {
    /** NumPy's own limit. */
    static final int MAX_BYTES = 10_000;

    private static final int MAX_RANK = 32;
    private static final Map<String, Encoding> TYPES =
            Map.of(
                    "f8",
                    Encoding.F64,
                    "f4",
                    Encoding.F32,
                    "f2",
                    Encoding.F16,
                    "i8",
                    Encoding.I64,
                    "i4",
                    Encoding.I32,
                    "i2",
                    Encoding.I16,
                    "i1",
                    Encoding.I8,
                    "u1",
                    Encoding.U8,
                    "b1",
                    Encoding.BOOL);

    /** Reads and checks the text of a header. */
    static NpyHeader parse(String text) throws BrokenRule {
        return new Parser(text).header();
    }

    /** The number of elements, if it and the bytes they take can be counted at all. */
    long numel() throws BrokenRule {
        return Header.Entry.numel("array", shape);
    }

    /** The name of an encoding's type, or null if NumPy has none. */
    static String typeName(Encoding encoding) {
        for (Map.Entry<String, Encoding> type : TYPES.entrySet()) {
            if (type.getValue() == encoding) {
                return (encoding.bytes() == 1 ? "|" : "<") + type.getKey();
            }
        }
        return null;
    }

    /** As NumPy writes it: a tuple of one size has a comma. */
    String toText() {
        String sizes =
                Arrays.stream(shape).mapToObj(Long::toString).collect(Collectors.joining(", "));
        return "{'descr': '%s', 'fortran_order': %s, 'shape': (%s%s), }"
                .formatted(
                        typeName(encoding),
                        fortran ? "True" : "False",
                        sizes,
                        shape.length == 1 ? "," : "");
    }

    /** Knows just as much of Python's syntax as headers have. */
    private static final class Parser {
        private final String text;
        private final Set<String> seen = new HashSet<>();
        private int at;
        private String type;
        private boolean fortran;
        private long[] shape;

        Parser(String text) {
            this.text = text;
        }

        NpyHeader header() throws BrokenRule {
            expect('{');
            while (!accept('}')) {
                entry();
                if (!accept(',')) {
                    expect('}');
                    break;
                }
            }
            skipSpace();
            require(at == text.length(), "text behind the dictionary");
            require(seen.size() == 3, "descr, fortran_order and shape are needed, got " + seen);
            return new NpyHeader(encoding(), order(), fortran, shape);
        }

        private void entry() throws BrokenRule {
            String key = quoted();
            require(seen.add(key), "\"" + key + "\" occurs twice");
            expect(':');
            switch (key) {
                case "descr" -> {
                    require(!accept('['), "structured arrays are not read");
                    type = quoted();
                }
                case "fortran_order" -> fortran = truth();
                case "shape" -> shape = tuple();
                default -> throw new BrokenRule("unknown entry \"" + key + "\" of the header");
            }
        }

        private Encoding encoding() throws BrokenRule {
            require(
                    !type.matches("[|<>=]?O.*"),
                    "an array of objects is a Python program, which is never read");
            Encoding encoding = type.matches("[|<>]..") ? TYPES.get(type.substring(1)) : null;
            boolean ordered = encoding != null && (encoding.bytes() == 1 || type.charAt(0) != '|');
            require(ordered, "the type \"" + type + "\" is not read");
            return encoding;
        }

        private ByteOrder order() {
            return type.charAt(0) == '>' ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        }

        private boolean truth() throws BrokenRule {
            skipSpace();
            for (String word : new String[] {"True", "False"}) {
                if (text.startsWith(word, at)) {
                    at += word.length();
                    return word.equals("True");
                }
            }
            throw new BrokenRule("fortran_order is neither True nor False");
        }

        private long[] tuple() throws BrokenRule {
            long[] sizes = new long[MAX_RANK];
            int n = 0;
            expect('(');
            while (!accept(')')) {
                require(n < MAX_RANK, "shape has more than " + MAX_RANK + " numbers");
                sizes[n++] = whole();
                if (!accept(',')) {
                    require(n > 1, "a tuple of one number lacks its comma");
                    expect(')');
                    break;
                }
            }
            return Arrays.copyOf(sizes, n);
        }

        private long whole() throws BrokenRule {
            skipSpace();
            int start = at;
            while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
                at++;
            }
            boolean fits = at > start && at - start <= 18;
            require(fits, "shape holds something else than whole numbers of 0 or more");
            long value = Long.parseLong(text, start, at, 10);
            accept('L'); // as Python 2 wrote long numbers
            return value;
        }

        private String quoted() throws BrokenRule {
            skipSpace();
            char quote = at < text.length() ? text.charAt(at) : 0;
            require(quote == '\'' || quote == '"', "text in quotes is expected at " + at);
            int end = text.indexOf(quote, at + 1);
            require(end >= 0, "a quote is not closed");
            String content = text.substring(at + 1, end);
            require(content.indexOf('\\') < 0, "an escaped character in quotes");
            at = end + 1;
            return content;
        }

        private boolean accept(char c) {
            skipSpace();
            if (at < text.length() && text.charAt(at) == c) {
                at++;
                return true;
            }
            return false;
        }

        private void expect(char c) throws BrokenRule {
            require(accept(c), c + " is expected at " + at);
        }

        private void skipSpace() {
            while (at < text.length() && " \n\t".indexOf(text.charAt(at)) >= 0) {
                at++;
            }
        }

        private static void require(boolean condition, String problem) throws BrokenRule {
            if (!condition) {
                throw new BrokenRule("the header is broken: " + problem);
            }
        }
    }
}
