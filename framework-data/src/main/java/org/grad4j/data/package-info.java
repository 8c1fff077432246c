/**
 * From samples to batches: a {@link org.grad4j.data.Dataset} holds samples, a {@link
 * org.grad4j.data.Sampler} orders them, a {@link org.grad4j.data.Transform} changes one, a {@link
 * org.grad4j.data.Collate} merges several, and the {@link org.grad4j.data.DataLoader} only
 * schedules. Everything here is plain Java data until a {@link org.grad4j.data.Batch} is asked for
 * its tensors, so loader threads never touch native memory; and every random choice is keyed by
 * seed, epoch and index (of the sample, or of the batch), so the number of threads never changes
 * what a batch contains.
 */
package org.grad4j.data;
