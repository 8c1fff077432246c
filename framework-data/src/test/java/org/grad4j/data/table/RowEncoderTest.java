package org.grad4j.data.table;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.grad4j.data.Batch;
import org.grad4j.data.DataLoader;
import org.grad4j.data.Dataset;
import org.grad4j.data.Example;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class RowEncoderTest {
    private static final String PEOPLE =
            """
            age,height,sex,flat,class
            20,1.5,f,7,3
            40,1.7,m,7,1
            30,,m,7,10
            ,1.6,x,7,3
            """;

    @TempDir private Path folder;

    private Table people() throws IOException {
        return Csv.read(Files.writeString(folder.resolve("people.csv"), PEOPLE));
    }

    @Test
    void only_the_training_part_is_learnt_from() throws IOException {
        Table people = people();
        Dataset<Row> train = people.take(3);
        RowEncoder encoder =
                RowEncoder.builder()
                        .standardize("age", "flat")
                        .oneHot("sex")
                        .numbers("flat")
                        .label("class")
                        .fit(train);
        assertEquals(List.of("age", "flat", "sex=f", "sex=m", "flat"), encoder.names());
        assertEquals(List.of("1", "3", "10"), encoder.classes());
        float z = (float) (10 / Math.sqrt(200 / 3.0));
        assertExample(encoder, people.get(0), 1, -z, 0, 1, 0, 7);
        assertExample(encoder, people.get(1), 0, z, 0, 0, 1, 7);
        assertExample(encoder, people.get(2), 2, 0, 0, 0, 1, 7);
        // A missing age is the mean; a sex that the training part has not is all zeros.
        assertExample(encoder, people.get(3), 1, 0, 0, 0, 0, 7);
    }

    private static void assertExample(RowEncoder encoder, Row row, long label, float... features) {
        Example example = encoder.apply(row, null);
        assertArrayEquals(features, example.features(), 1e-6f);
        assertEquals(label, example.label());
    }

    @Test
    void nan_counts_as_missing_and_an_infinite_number_has_no_mean() throws IOException {
        Path file = folder.resolve("odd.csv");
        Files.writeString(file, "x,y\n1,1\nNaN,2\n3,-Infinity\n");
        Table odd = Csv.read(file);
        RowEncoder encoder = RowEncoder.builder().standardize("x").fit(odd);
        assertExample(encoder, odd.get(0), 0, -1);
        assertExample(encoder, odd.get(1), 0, 0);
        assertExample(encoder, odd.get(2), 0, 1);
        assertRefused(
                file
                        + ", line 3: column 'x' is missing; standardize it, or filter such rows"
                        + " out",
                () -> RowEncoder.builder().numbers("x").fit(odd).apply(odd.get(1), null));
        assertRefused(
                file
                        + ", line 4: column 'y' is infinite, so it has no mean; filter such rows"
                        + " out",
                () -> RowEncoder.builder().standardize("y").fit(odd));
    }

    @Test
    void encoded_rows_load_as_batches() throws IOException {
        Table people = people();
        RowEncoder encoder = RowEncoder.builder().standardize("height").oneHot("sex").fit(people);
        Batch batch =
                DataLoader.builder(people.map(encoder)).batchSize(4).build().iterator().next();
        assertArrayEquals(new long[] {4, 4}, batch.shape());
        assertArrayEquals(new long[4], batch.rawLabels());
    }

    @Test
    void what_cannot_be_encoded_is_refused_with_row_and_column() throws IOException {
        Table people = people();
        Path file = folder.resolve("people.csv");
        assertRefused(
                file
                        + ", line 4: column 'height' is missing; standardize it, or filter such rows"
                        + " out",
                () ->
                        RowEncoder.builder()
                                .numbers("height")
                                .fit(people)
                                .apply(people.get(2), null));
        assertRefused(
                file + ", line 2: column 'sex' is no number: 'f'",
                () -> RowEncoder.builder().standardize("sex").fit(people));
        assertRefused(
                file + ", line 4: label 'class' is 10, expected one of [1, 3]",
                () ->
                        RowEncoder.builder()
                                .label("class")
                                .fit(people.take(2))
                                .apply(people.get(2), null));
        assertRefused(
                "no column 'weight'; there are [age, height, sex, flat, class]",
                () -> RowEncoder.builder().oneHot("weight").fit(people));
        assertRefused(
                "column 'age' has no value in the training part",
                () -> RowEncoder.builder().standardize("age").fit(people.skip(3)));
        assertRefused(
                "column 'age' has no value in the training part",
                () -> RowEncoder.builder().oneHot("age").fit(people.skip(3)));
        assertRefused(
                "an encoder cannot be fitted on no rows",
                () -> RowEncoder.builder().numbers("age").fit(people.take(0)));
    }

    private static void assertRefused(String message, Executable call) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
    }
}
