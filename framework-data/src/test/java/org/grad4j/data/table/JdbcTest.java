package org.grad4j.data.table;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.grad4j.data.Batch;
import org.grad4j.data.BatchIterator;
import org.grad4j.data.DataLoadException;
import org.grad4j.data.DataLoader;
import org.grad4j.data.Dataset;
import org.grad4j.data.Example;
import org.grad4j.data.IterableDataset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JdbcTest {
    private static final int ROWS = 2500;

    private final List<Connection> opened = new ArrayList<>();
    private Connection keepsTheDatabase;

    @BeforeEach
    void fill() throws SQLException {
        keepsTheDatabase = DriverManager.getConnection("jdbc:h2:mem:houses");
        try (Statement statement = keepsTheDatabase.createStatement()) {
            statement.execute("create table house(id int, area float, city varchar, sold boolean)");
            statement.execute(
                    "insert into house select x, case when mod(x, 5) = 0 then null else x / 2.0 end,"
                            + " case when mod(x, 2) = 0 then 'Ulm' else null end, mod(x, 3) = 0"
                            + " from system_range(1, 2500)");
        }
    }

    @AfterEach
    void every_connection_is_closed() throws SQLException {
        for (Connection connection : opened) {
            assertTrue(connection.isClosed());
        }
        keepsTheDatabase.close();
    }

    private Connection open() throws SQLException {
        Connection connection = DriverManager.getConnection("jdbc:h2:mem:houses");
        synchronized (opened) {
            opened.add(connection);
        }
        return connection;
    }

    @Test
    void a_query_streams_its_rows_in_each_epoch() {
        IterableDataset<Example> houses =
                Jdbc.stream(
                        this::open,
                        "select id, sold from house where id > ? order by id",
                        row ->
                                new Example(
                                        new float[] {row.getInt(1)},
                                        new long[] {1},
                                        row.getBoolean(2) ? 1 : 0),
                        500);
        for (int workers : new int[] {0, 2}) {
            try (DataLoader<Batch> loader =
                    DataLoader.builder(houses).batchSize(64).numWorkers(workers).build()) {
                for (int epoch = 0; epoch < 2; epoch++) {
                    int id = 500;
                    for (Batch batch : loader) {
                        for (int i = 0; i < batch.size(); i++) {
                            assertEquals(++id, batch.rawFeatures()[i]);
                            assertEquals(id % 3 == 0 ? 1 : 0, batch.rawLabels()[i]);
                        }
                    }
                    assertEquals(ROWS, id);
                }
            }
        }
        assertEquals(4, opened.size());
    }

    @Test
    void an_epoch_that_is_left_closes_its_connection() {
        IterableDataset<Integer> ids =
                Jdbc.stream(this::open, "select id from house", row -> row.getInt(1));
        try (BatchIterator<List<Integer>> batches =
                DataLoader.builder(ids, List::copyOf).build().iterator()) {
            batches.next();
        }
        assertEquals(1, opened.size());
    }

    @Test
    void a_query_can_be_held_in_memory() {
        Dataset<Integer> ids =
                Jdbc.load(this::open, "select id from house order by id", row -> row.getInt(1));
        assertEquals(IntStream.rangeClosed(1, ROWS).boxed().toList(), ids.stream().toList());
    }

    @Test
    void a_query_is_a_table_for_encoders() {
        Table table = Jdbc.table(this::open, "select * from house where id <= ? order by id", 6);
        assertEquals(List.of("ID", "AREA", "CITY", "SOLD"), table.columns());
        assertArrayEquals(new double[] {0.5, 1, 1.5, 2, Double.NaN, 3}, table.numbers("AREA"));
        assertArrayEquals(
                new String[] {null, "Ulm", null, "Ulm", null, "Ulm"}, table.texts("CITY"));
        RowEncoder encoder =
                RowEncoder.builder().numbers("ID").oneHot("CITY").label("SOLD").fit(table);
        Example sixth = encoder.apply(table.get(5), null);
        assertArrayEquals(new float[] {6, 1}, sixth.features());
        assertEquals(1, sixth.label());
        assertEquals(List.of("0", "1"), encoder.classes());
    }

    @Test
    void what_the_database_refuses_names_the_query() {
        QueryException syntax =
                assertThrows(
                        QueryException.class,
                        () -> Jdbc.load(this::open, "selct 1", row -> row.getInt(1)));
        assertTrue(syntax.getMessage().startsWith("query \"selct 1\" failed: "));
        QueryException column =
                assertThrows(
                        QueryException.class,
                        () -> Jdbc.load(this::open, "select 1", row -> row.getInt(2)));
        assertTrue(column.getMessage().startsWith("query \"select 1\" failed: "));
        QueryException connection =
                assertThrows(
                        QueryException.class,
                        () ->
                                Jdbc.table(
                                        () -> {
                                            throw new SQLException("no route");
                                        },
                                        "select 1"));
        assertEquals("query \"select 1\" failed: no route", connection.getMessage());
        DataLoader<List<Integer>> loader =
                DataLoader.builder(
                                Jdbc.stream(
                                        this::open,
                                        "select 10 / (id - 21) from house order by id",
                                        row -> row.getInt(1)),
                                List::copyOf)
                        .batchSize(2)
                        .build();
        BatchIterator<List<Integer>> batches = loader.iterator();
        DataLoadException error =
                assertThrows(
                        DataLoadException.class,
                        () -> {
                            while (batches.hasNext()) {
                                batches.next();
                            }
                        });
        assertEquals(QueryException.class, error.getCause().getClass());
        batches.close();
    }
}
