/** Programs that measure the library against the machine: its peak, and how cost grows. */
package org.grad4j.benchmarks;
