/** How parameters start: distributions that fill a tensor in place from a given generator. */
package org.grad4j.nn.init;
