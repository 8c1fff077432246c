package org.grad4j.data.table;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.grad4j.data.Dataset;
import org.grad4j.data.IterableDataset;

/**
 * Rows of database queries as datasets.
 *
 * <pre>{@code
 * IterableDataset<Example> sales =
 *         Jdbc.stream(
 *                 dataSource::getConnection,
 *                 "select price, area, sold from house where year > ?",
 *                 row -> new Example(
 *                         new float[] {row.getFloat(1), row.getFloat(2)}, new long[] {2}, row.getInt(3)),
 *                 1990);
 * }</pre>
 *
 * <p>Each query opens a connection of its own and closes it at the end, in whichever thread reads.
 * A query without {@code order by} may give its rows in any order, and then so do the batches.
 */
public final class Jdbc {
    private static final int FETCH_SIZE = 1000;

    private Jdbc() {}

    /** Opens connections, as a {@code DataSource} does. */
    @FunctionalInterface
    public interface ConnectionSource {

        /**
         * A new connection.
         *
         * @return the connection, closed by the reader
         * @throws SQLException if the database refuses
         */
        Connection open() throws SQLException;
    }

    /**
     * Makes a sample of a row.
     *
     * @param <S> type of one sample
     */
    @FunctionalInterface
    public interface RowMapper<S> {

        /**
         * The sample of the row at which a result stands.
         *
         * @param row not to be moved
         * @return the sample, never null
         * @throws SQLException if the row has no such column, or of another type
         */
        S map(ResultSet row) throws SQLException;
    }

    /**
     * The rows of a query, one after the other, never all in memory; the query runs anew in each
     * epoch. (PostgreSQL's driver fetches all rows at once unless the connection's auto-commit is
     * off.)
     *
     * @param <S> type of one sample
     * @param source opens the connection
     * @param sql the query
     * @param mapper makes a sample of a row
     * @param parameters what its question marks stand for
     * @return the stream; what the database refuses is a {@link QueryException} when it is read
     * @throws NullPointerException if one of the first three is null
     */
    public static <S> IterableDataset<S> stream(
            ConnectionSource source, String sql, RowMapper<S> mapper, Object... parameters) {
        Objects.requireNonNull(source, "the connection source is null");
        Objects.requireNonNull(sql, "the query is null");
        Objects.requireNonNull(mapper, "the mapper of rows is null");
        return pass -> new Rows<>(source, sql, mapper, parameters.clone());
    }

    /**
     * The rows of a query, read now and held in memory.
     *
     * @param <S> type of one sample
     * @param source opens the connection
     * @param sql the query
     * @param mapper makes a sample of a row
     * @param parameters what its question marks stand for
     * @return the dataset
     * @throws NullPointerException if one of the first three is null
     * @throws QueryException if the database refuses
     */
    public static <S> Dataset<S> load(
            ConnectionSource source, String sql, RowMapper<S> mapper, Object... parameters) {
        List<S> samples = new ArrayList<>();
        Iterator<S> rows =
                stream(source, sql, mapper, parameters).iterator(new IterableDataset.Pass(0, 0, 0));
        rows.forEachRemaining(samples::add);
        return Dataset.of(samples);
    }

    /**
     * The rows of a query as a table, for a {@link RowEncoder}: numbers stay numbers, booleans
     * become 0 and 1, null is missing, and all else is text.
     *
     * @param source opens the connection
     * @param sql the query; the labels of its result name the columns
     * @param parameters what its question marks stand for
     * @return the table
     * @throws NullPointerException if the source or the query is null
     * @throws QueryException if the database refuses
     * @throws IllegalArgumentException if two columns have one label
     */
    public static Table table(ConnectionSource source, String sql, Object... parameters) {
        Objects.requireNonNull(source, "the connection source is null");
        Objects.requireNonNull(sql, "the query is null");
        try (Rows<Object[]> rows = new Rows<>(source, sql, Jdbc::cells, parameters)) {
            Columns columns = new Columns(rows.labels());
            List<Row> all = new ArrayList<>();
            while (rows.hasNext()) {
                all.add(new Row(columns, rows.next(), "row " + all.size() + " of " + sql));
            }
            return new Table(columns, all);
        }
    }

    private static Object[] cells(ResultSet row) throws SQLException {
        Object[] cells = new Object[row.getMetaData().getColumnCount()];
        for (int i = 0; i < cells.length; i++) {
            Object value = row.getObject(i + 1);
            if (value instanceof Number number) {
                cells[i] = number.doubleValue();
            } else if (value instanceof Boolean flag) {
                cells[i] = flag ? 1.0 : 0.0;
            } else {
                cells[i] = value == null ? null : row.getString(i + 1);
            }
        }
        return cells;
    }

    /** The rows of one running query; closes everything at the end. */
    private static final class Rows<S> implements Iterator<S>, AutoCloseable {
        private final String sql;
        private final RowMapper<S> mapper;
        private final Connection connection;
        private final ResultSet result;
        private boolean onRow; // moved to a row that was not mapped yet
        private boolean over;

        Rows(ConnectionSource source, String sql, RowMapper<S> mapper, Object[] parameters) {
            this.sql = sql;
            this.mapper = mapper;
            Connection opened = null;
            try {
                opened = source.open();
                connection = opened;
                result = query(parameters);
            } catch (SQLException error) {
                QueryException failure = new QueryException(sql, error);
                if (opened != null) {
                    closeAfter(failure, opened);
                }
                throw failure;
            }
        }

        @SuppressWarnings("resource") // the connection closes its statement and result
        private ResultSet query(Object[] parameters) throws SQLException {
            PreparedStatement statement = connection.prepareStatement(sql);
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            statement.setFetchSize(FETCH_SIZE);
            return statement.executeQuery();
        }

        private static void closeAfter(QueryException failure, Connection connection) {
            try {
                connection.close();
            } catch (SQLException second) {
                failure.addSuppressed(second);
            }
        }

        List<String> labels() {
            try {
                ResultSetMetaData meta = result.getMetaData();
                List<String> labels = new ArrayList<>();
                for (int i = 1; i <= meta.getColumnCount(); i++) {
                    labels.add(meta.getColumnLabel(i));
                }
                return labels;
            } catch (SQLException error) {
                throw new QueryException(sql, error);
            }
        }

        @Override
        public boolean hasNext() {
            if (over || onRow) {
                return !over;
            }
            try {
                onRow = result.next();
            } catch (SQLException error) {
                throw failed(error);
            }
            if (!onRow) {
                close();
            }
            return onRow;
        }

        @Override
        public S next() {
            if (!hasNext()) {
                throw new NoSuchElementException("the query has no more rows");
            }
            onRow = false;
            try {
                return mapper.map(result);
            } catch (SQLException error) {
                throw failed(error);
            }
        }

        private QueryException failed(SQLException error) {
            QueryException failure = new QueryException(sql, error);
            over = true;
            closeAfter(failure, connection);
            return failure;
        }

        @Override
        public void close() {
            over = true;
            try {
                // A pooled connection goes back to its pool here, so its statement is closed first.
                if (!connection.isClosed()) {
                    result.getStatement().close();
                    connection.close();
                }
            } catch (SQLException error) {
                throw new QueryException(sql, error);
            }
        }
    }
}
