package org.grad4j.data.table;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** The rows of an open CSV file; what the parser throws becomes an error that names the file. */
final class CsvLines implements Iterator<Row>, AutoCloseable {
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final Path file;
    private final CsvReader<CsvRecord> reader;
    private final CloseableIterator<CsvRecord> records;
    private final Set<String> missing;
    private Columns columns;
    private CsvRecord first; // a row that was read to count the columns

    private CsvLines(Path file, CsvReader<CsvRecord> reader, Set<String> missing) {
        this.file = file;
        this.reader = reader;
        this.records = reader.iterator();
        this.missing = missing;
    }

    /** One row as texts, null where missing, and where it stands. */
    record Line(Object[] cells, String place) {}

    static CsvLines start(
            Path file,
            CsvReader<CsvRecord> reader,
            boolean header,
            Set<String> missing,
            Set<String> named) {
        CsvLines lines = new CsvLines(file, reader, missing);
        try {
            lines.readColumns(header);
            named.forEach(lines.columns::place);
            return lines;
        } catch (IllegalArgumentException error) {
            lines.close();
            throw new TableFormatException(file, error.getMessage(), error);
        } catch (RuntimeException error) {
            lines.close();
            throw error;
        }
    }

    private void readColumns(boolean header) {
        if (!parsing(records::hasNext)) {
            if (header) {
                throw new TableFormatException(file, "the file is empty, expected a header", null);
            }
            columns = new Columns(List.of());
            return;
        }
        CsvRecord record = parsing(records::next);
        if (header) {
            String[] names = record.getFields().toArray(String[]::new);
            if (names[0].startsWith(BYTE_ORDER_MARK)) {
                names[0] = names[0].substring(1);
            }
            columns = new Columns(Arrays.stream(names).map(String::strip).toList());
        } else {
            first = record;
            columns =
                    new Columns(
                            IntStream.range(0, record.getFieldCount())
                                    .mapToObj(String::valueOf)
                                    .toList());
        }
    }

    Columns columns() {
        return columns;
    }

    @Override
    public boolean hasNext() {
        return first != null || parsing(records::hasNext);
    }

    @Override
    public Row next() {
        Line line = nextLine();
        return new Row(columns, line.cells(), line.place());
    }

    Line nextLine() {
        CsvRecord record = first != null ? first : parsing(records::next);
        String[] cells = record.getFields().toArray(String[]::new);
        if (first != null && cells[0].startsWith(BYTE_ORDER_MARK)) {
            cells[0] = cells[0].substring(1);
        }
        first = null;
        if (cells.length != columns.size()) {
            throw new TableFormatException(
                    file,
                    record.getStartingLineNumber(),
                    "expected " + columns.size() + " cells, got " + cells.length);
        }
        Object[] values = new Object[cells.length];
        for (int i = 0; i < cells.length; i++) {
            values[i] = missing.contains(cells[i]) ? null : cells[i];
        }
        return new Line(values, file + ", line " + record.getStartingLineNumber());
    }

    private <T> T parsing(Supplier<T> step) {
        try {
            return step.get();
        } catch (CsvParseException damaged) {
            throw new TableFormatException(file, reason(damaged), damaged);
        } catch (UncheckedIOException error) {
            throw translated(error);
        }
    }

    private static String reason(CsvParseException damaged) {
        Throwable cause = damaged.getCause();
        return cause == null
                ? damaged.getMessage()
                : damaged.getMessage() + ": " + cause.getMessage();
    }

    private RuntimeException translated(UncheckedIOException error) {
        if (error.getCause() instanceof CharacterCodingException) {
            return new TableFormatException(
                    file, "not in the encoding expected; set charset(...)", error);
        }
        return new UncheckedIOException(file + " cannot be read", error.getCause());
    }

    @Override
    public void close() {
        try {
            reader.close();
        } catch (IOException error) {
            throw new UncheckedIOException(file + " cannot be closed", error);
        }
    }
}
