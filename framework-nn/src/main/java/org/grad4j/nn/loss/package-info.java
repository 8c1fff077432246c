/** The losses: modules that are called with what the model said and what it should have said. */
package org.grad4j.nn.loss;
