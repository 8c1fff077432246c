/**
 * Native memory: scopes that release tensors, the pool that recycles their arrays, the counters and
 * the limit.
 */
package org.grad4j.memory;
