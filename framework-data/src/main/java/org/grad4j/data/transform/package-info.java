/** Ready-made {@link org.grad4j.data.Transform}s on plain Java data, one a file. */
package org.grad4j.data.transform;
