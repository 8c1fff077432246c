/**
 * The operations, value and gradient side by side, one file per family. Internal: users call them
 * as methods of {@link org.grad4j.tensor.Tensor}.
 */
package org.grad4j.ops;
