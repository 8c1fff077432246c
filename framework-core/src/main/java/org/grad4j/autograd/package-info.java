/**
 * Gradients: how operations enter the graph ({@link org.grad4j.autograd.Op}, {@link
 * org.grad4j.autograd.Function} for users), and the engine that walks it back.
 */
package org.grad4j.autograd;
