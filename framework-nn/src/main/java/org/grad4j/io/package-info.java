/**
 * Weight files, arrays of NumPy and checkpoints of whole training runs. Readers treat every file as
 * hostile: they check before they allocate, execute nothing, and a file that breaks its format's
 * rules ends in a {@link org.grad4j.io.ModelFormatException}.
 */
package org.grad4j.io;
