/** The networks that samples train, each {@code [n, 1, 28, 28] → [n, 10]}. */
package org.grad4j.samples.model;
