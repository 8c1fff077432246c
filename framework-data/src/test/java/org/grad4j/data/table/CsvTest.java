package org.grad4j.data.table;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.grad4j.data.DataLoadException;
import org.grad4j.data.DataLoader;
import org.grad4j.data.IterableDataset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class CsvTest {
    @TempDir private Path folder;

    private Path file(String content) throws IOException {
        return Files.writeString(folder.resolve("table.csv"), content);
    }

    @Test
    void a_header_alone_is_a_table_without_rows() throws IOException {
        Table table = Csv.read(file("a,b"));
        assertEquals(List.of("a", "b"), table.columns());
        assertEquals(0, table.size());
        assertEquals(0, table.numbers("a").length);
    }

    @Test
    void columns_are_numbers_where_every_value_is_one() throws IOException {
        Table table = Csv.read(file("n,t,mixed,none\n1,a,1,\n-2.5e3,b,x,\n,c,3,\n"));
        assertArrayEquals(new double[] {1, -2500, Double.NaN}, table.numbers("n"));
        assertArrayEquals(new String[] {"a", "b", "c"}, table.texts("t"));
        assertArrayEquals(new String[] {"1", "x", "3"}, table.texts("mixed"));
        assertArrayEquals(new String[] {null, null, null}, table.texts("none"));
        Row row = table.get(2);
        assertTrue(row.isMissing("n"));
        assertFalse(row.isMissing("t"));
        assertNull(row.text("n"));
        assertEquals("-2500", table.get(1).text("n"));
        assertEquals("{n=1, t=a, mixed=1, none=null}", table.get(0).toString());
        assertEquals(List.of("n", "t", "mixed", "none"), row.columns());
    }

    @Test
    void javas_own_notations_of_numbers_are_texts() throws IOException {
        Table table = Csv.read(file("a,b,c,d\n1d,0x10,2f,1_000\n"));
        for (String column : table.columns()) {
            IllegalArgumentException error =
                    assertThrows(IllegalArgumentException.class, () -> table.numbers(column));
            assertTrue(
                    error.getMessage()
                            .contains("table.csv, line 2: column '" + column + "' is no number"),
                    error.getMessage());
        }
    }

    @Test
    void quotes_hold_separators_line_ends_and_quotes() throws IOException {
        Table table = Csv.read(file("\"a,1\",b\r\n\"x,\"\"y\"\"\",\"two\nlines\"\r\n\"\",z\r\n"));
        assertEquals(List.of("a,1", "b"), table.columns());
        assertEquals("x,\"y\"", table.get(0).text("a,1"));
        assertEquals("two\nlines", table.get(0).text("b"));
        assertTrue(table.get(1).isMissing("a,1"));
    }

    @Test
    void a_file_may_be_written_otherwise() throws IOException {
        Path file =
                Files.write(
                        folder.resolve("other.csv"),
                        "'1';NA;ä\n2;?;'x;y'\n".getBytes(StandardCharsets.ISO_8859_1));
        Table table =
                Csv.builder()
                        .separator(';')
                        .quote('\'')
                        .header(false)
                        .charset(StandardCharsets.ISO_8859_1)
                        .missing("NA", "?")
                        .text("0")
                        .read(file);
        assertEquals(List.of("0", "1", "2"), table.columns());
        assertArrayEquals(new String[] {"1", "2"}, table.texts("0"));
        assertArrayEquals(new String[] {null, null}, table.texts("1"));
        assertArrayEquals(new String[] {"ä", "x;y"}, table.texts("2"));
    }

    @Test
    void a_byte_order_mark_is_not_part_of_the_first_cell() throws IOException {
        assertEquals(List.of("a", "b"), Csv.read(file("\uFEFFa,b\n1,2\n")).columns());
        Table bare = Csv.builder().header(false).read(file("\uFEFF1,2\n"));
        assertArrayEquals(new double[] {1}, bare.numbers("0"));
    }

    @Test
    void an_empty_file_without_header_has_no_columns() throws IOException {
        assertEquals(List.of(), Csv.builder().header(false).read(file("")).columns());
    }

    @Test
    void a_stream_gives_the_rows_of_the_table_and_the_file_is_closed() throws IOException {
        String content =
                "n,t\n"
                        + new Random(1)
                                .ints(200, 0, 50)
                                .mapToObj(i -> i + ",t" + i)
                                .collect(Collectors.joining("\n"));
        Path file = file(content);
        Table table = Csv.read(file);
        IterableDataset<Row> stream = Csv.builder().stream(file);
        List<String> rows = new ArrayList<>();
        DataLoader<List<Row>> loader =
                DataLoader.builder(stream, List::copyOf).batchSize(7).numWorkers(2).build();
        for (List<Row> batch : loader) {
            batch.forEach(row -> rows.add(row.number("n") + row.text("t")));
        }
        assertEquals(table.stream().map(row -> row.number("n") + row.text("t")).toList(), rows);
        Files.delete(file);
    }

    @Test
    void a_broken_line_of_a_stream_is_named_by_the_loader() throws IOException {
        Path file = file("a,b\n1,2\n3\n");
        DataLoader<List<Row>> loader =
                DataLoader.builder(Csv.builder().stream(file), List::copyOf).batchSize(2).build();
        DataLoadException error =
                assertThrows(DataLoadException.class, () -> loader.iterator().next());
        assertEquals(1, error.index().orElseThrow());
        assertEquals(file + ", line 3: expected 2 cells, got 1", error.getCause().getMessage());
    }

    @Test
    void damaged_files_are_named_with_line_and_reason() throws IOException {
        assertBroken(": the file is empty, expected a header", "");
        assertBroken(", line 3: expected 2 cells, got 3", "a,b\n1,2\n1,2,3\n");
        assertBroken(", line 2: expected 2 cells, got 1", "a,b\n1\n");
        assertBroken(": two columns are named 'a'", "a,b,a\n1,2,3\n");
        Path missing = folder.resolve("nowhere.csv");
        assertFails(missing + ": no such file", () -> Csv.read(missing));
        Path bytes = Files.write(folder.resolve("bytes.csv"), new byte[] {'a', '\n', (byte) 0xE4});
        assertFails(
                bytes + ": not in the encoding expected; set charset(...)", () -> Csv.read(bytes));
        Path numbers = file("a\n1\nx\n");
        assertFails(
                numbers + ", line 3: column 'a' is no number: 'x'",
                () -> Csv.builder().number("a").read(numbers));
        assertFails(
                numbers + ": no column 'zip'; there are [a]",
                () -> Csv.builder().text("zip").read(numbers));
    }

    private void assertBroken(String reason, String content) throws IOException {
        Path file = file(content);
        assertFails(file + reason, () -> Csv.read(file));
    }

    private static void assertFails(String message, Executable call) {
        assertEquals(message, assertThrows(TableFormatException.class, call).getMessage());
    }

    @Test
    void any_bytes_are_a_table_or_a_typed_error() throws IOException {
        long seed = System.nanoTime();
        System.out.println("CSV fuzzing with seed " + seed);
        Random random = new Random(seed);
        String alphabet = "ab1.,,,\"\"\n\n\r;\t \uFEFF\u0000é😀-e";
        int tables = 0;
        for (int run = 0; run < 1000; run++) {
            byte[] bytes;
            if (run % 3 == 0) {
                bytes = new byte[random.nextInt(60)];
                random.nextBytes(bytes);
            } else {
                StringBuilder text = new StringBuilder();
                for (int i = random.nextInt(60); i > 0; i--) {
                    text.append(alphabet.charAt(random.nextInt(alphabet.length())));
                }
                bytes = text.toString().getBytes(StandardCharsets.UTF_8);
            }
            Path file = Files.write(folder.resolve("fuzz.csv"), bytes);
            try {
                Table table = Csv.builder().header(run % 2 == 0).read(file);
                table.stream().forEach(Row::toString);
                tables++;
            } catch (TableFormatException expected) {
                assertTrue(
                        expected.getMessage().startsWith(file.toString()), expected.getMessage());
            }
        }
        assertTrue(tables > 50, "tables read: " + tables + ", seed " + seed);
    }

    @Test
    void a_cell_without_end_is_refused_before_it_fills_the_memory() throws IOException {
        Path file = folder.resolve("endless.csv");
        Files.writeString(file, "a\n\"" + "x".repeat(20_000_000));
        assertThrows(TableFormatException.class, () -> Csv.read(file));
    }
}
