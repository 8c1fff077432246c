/**
 * The losses: modules that are called with what the model said and what it should have said, and
 * the same as functions in {@link org.grad4j.nn.loss.Losses}.
 */
package org.grad4j.nn.loss;
