/**
 * Tables as datasets: rows of CSV files and database queries, and the encoding of rows as examples,
 * fitted on the training part.
 */
package org.grad4j.data.table;
