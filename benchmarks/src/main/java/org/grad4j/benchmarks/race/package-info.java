/**
 * The race: the same networks trained on the same batches by this library and by others.
 *
 * <p>All but {@link org.grad4j.benchmarks.race.Grad4j} needs nothing but the JDK, since the other
 * libraries' programs in {@code benchmarks/peers} run on it too.
 */
package org.grad4j.benchmarks.race;
