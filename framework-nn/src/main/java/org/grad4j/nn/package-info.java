/**
 * Modules: what a model is made of. A model subclasses {@link org.grad4j.nn.Module}, registers its
 * parts under names, and writes {@code forward}; {@link org.grad4j.nn.Sequential} chains parts
 * without a class of its own. Ready-made parts are in {@code nn.layer} and {@code nn.loss}.
 */
package org.grad4j.nn;
