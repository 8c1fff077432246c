package org.grad4j.data.table;

import java.sql.SQLException;

/** Thrown when a database refuses a query or its rows; names the query, with the cause. */
public final class QueryException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    QueryException(String sql, SQLException cause) {
        super("query \"" + sql + "\" failed: " + cause.getMessage(), cause);
    }
}
