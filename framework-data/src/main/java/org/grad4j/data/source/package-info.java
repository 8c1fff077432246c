/**
 * Datasets that come from somewhere: files in the IDX format (MNIST), and digits drawn by this
 * package itself. Files are checked before memory is set aside for them; what is wrong with one is
 * a typed error that names the file. Nothing here downloads anything.
 */
package org.grad4j.data.source;
