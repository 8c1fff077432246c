/**
 * The only package that talks to ND4J's executioners: start-up, threads and kernels.
 *
 * <p>{@link org.grad4j.backend.Backend} loads the native libraries once, with the right settings;
 * everything that touches ND4J goes through it first.
 */
package org.grad4j.backend;
