package org.grad4j.data.table;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.grad4j.data.IterableDataset;

/**
 * Reads CSV files (RFC 4180), whole or as a stream: quotes, line breaks and separators within
 * quotes, a byte order mark, any of the usual line ends.
 *
 * <pre>{@code
 * Table table = Csv.read(Path.of("titanic.csv"));
 * Table other = Csv.builder().separator(';').missing("", "?").text("zip").read(file);
 * }</pre>
 *
 * <p>A column is one of numbers if every value in it is one, unless {@link Builder#text} or {@link
 * Builder#number} says what it is; in a stream, where the values are not known beforehand, a cell
 * is what it is asked for as.
 */
public final class Csv {
    private Csv() {}

    /**
     * Reads a file with a header, commas, and nothing for a missing value.
     *
     * @param file in UTF-8
     * @return its rows
     * @throws NullPointerException if the file is null
     * @throws TableFormatException if the file is missing or damaged
     * @throws UncheckedIOException if it cannot be read
     */
    public static Table read(Path file) {
        return builder().read(file);
    }

    /**
     * Starts with the defaults.
     *
     * @return a new builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /** How a file is written. */
    public static final class Builder {
        private char separator = ',';
        private char quote = '"';
        private boolean header = true;
        private Charset charset = StandardCharsets.UTF_8;
        private Set<String> missing = Set.of("");
        private final Set<String> texts = new HashSet<>();
        private final Set<String> numbers = new HashSet<>();

        private Builder() {}

        /**
         * What separates cells; default a comma.
         *
         * @param separator any character but a line end
         * @return this builder
         */
        public Builder separator(char separator) {
            this.separator = separator;
            return this;
        }

        /**
         * What cells may be enclosed in; default a double quote.
         *
         * @param quote any character but a line end
         * @return this builder
         */
        public Builder quote(char quote) {
            this.quote = quote;
            return this;
        }

        /**
         * Whether the first line names the columns; default true. Without, they are {@code "0"},
         * {@code "1"}, ….
         *
         * @param header false if the first line is a row
         * @return this builder
         */
        public Builder header(boolean header) {
            this.header = header;
            return this;
        }

        /**
         * Encoding of the file; default UTF-8.
         *
         * @param charset the encoding
         * @return this builder
         */
        public Builder charset(Charset charset) {
            this.charset = Objects.requireNonNull(charset, "the charset is null");
            return this;
        }

        /**
         * What stands for a missing value; default the empty cell alone.
         *
         * @param values for example {@code "", "NA", "?"}
         * @return this builder
         */
        public Builder missing(String... values) {
            missing = Set.of(values);
            return this;
        }

        /**
         * Columns of texts, even where they look like numbers.
         *
         * @param columns their names
         * @return this builder
         */
        public Builder text(String... columns) {
            texts.addAll(List.of(columns));
            return this;
        }

        /**
         * Columns of numbers, where anything else is an error.
         *
         * @param columns their names
         * @return this builder
         */
        public Builder number(String... columns) {
            numbers.addAll(List.of(columns));
            return this;
        }

        /**
         * Reads all rows.
         *
         * @param file the file
         * @return its rows
         * @throws NullPointerException if the file is null
         * @throws TableFormatException if the file is missing or damaged, has no header, two
         *     columns of one name, a row of another length, no column of a name given here, or a
         *     value that is no number in a column of numbers
         * @throws UncheckedIOException if it cannot be read
         */
        public Table read(Path file) {
            Objects.requireNonNull(file, "the file is null");
            List<Object[]> cells = new ArrayList<>();
            List<String> places = new ArrayList<>();
            Columns columns;
            try (CsvLines lines = open(file)) {
                columns = lines.columns();
                while (lines.hasNext()) {
                    CsvLines.Line line = lines.nextLine();
                    cells.add(line.cells());
                    places.add(line.place());
                }
            }
            for (String name : columns.names()) {
                if (isNumeric(name, columns.place(name), cells, places)) {
                    toNumbers(columns.place(name), cells);
                }
            }
            List<Row> rows = new ArrayList<>(cells.size());
            for (int i = 0; i < cells.size(); i++) {
                rows.add(new Row(columns, cells.get(i), places.get(i)));
            }
            return new Table(columns, rows);
        }

        private boolean isNumeric(
                String name, int place, List<Object[]> cells, List<String> places) {
            if (texts.contains(name)) {
                return false;
            }
            boolean any = numbers.contains(name);
            for (int i = 0; i < cells.size(); i++) {
                String cell = (String) cells.get(i)[place];
                if (cell == null) {
                    continue;
                }
                if (Numbers.parse(cell) == null) {
                    if (numbers.contains(name)) {
                        throw new TableFormatException(
                                places.get(i)
                                        + ": column '"
                                        + name
                                        + "' is no number: '"
                                        + cell
                                        + "'");
                    }
                    return false;
                }
                any = true;
            }
            return any;
        }

        private static void toNumbers(int place, List<Object[]> cells) {
            for (Object[] row : cells) {
                row[place] = row[place] == null ? null : Numbers.parse((String) row[place]);
            }
        }

        /**
         * The rows one after the other, the file opened anew in each epoch and never held whole.
         *
         * @param file the file
         * @return a stream, whose errors come when it is read, as those of {@link #read}
         * @throws NullPointerException if the file is null
         */
        public IterableDataset<Row> stream(Path file) {
            Objects.requireNonNull(file, "the file is null");
            return pass -> open(file);
        }

        private CsvLines open(Path file) {
            try {
                Reader reader =
                        new InputStreamReader(
                                Files.newInputStream(file),
                                charset.newDecoder()
                                        .onMalformedInput(CodingErrorAction.REPORT)
                                        .onUnmappableCharacter(CodingErrorAction.REPORT));
                CsvReader<CsvRecord> records =
                        CsvReader.builder()
                                .fieldSeparator(separator)
                                .quoteCharacter(quote)
                                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                                .ofCsvRecord(reader);
                return CsvLines.start(file, records, header, missing, named());
            } catch (NoSuchFileException none) {
                throw new TableFormatException(file, "no such file", none);
            } catch (IOException error) {
                throw new UncheckedIOException(file + " cannot be read", error);
            }
        }

        private Set<String> named() {
            Set<String> named = new HashSet<>(texts);
            named.addAll(numbers);
            return named;
        }
    }
}
