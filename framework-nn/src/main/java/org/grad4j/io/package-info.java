/**
 * Weight files. Readers treat every file as hostile: they check before they allocate, and a file
 * that breaks its format's rules ends in a {@link org.grad4j.io.ModelFormatException}.
 */
package org.grad4j.io;
