/** The layers, one file each, with PyTorch's names, defaults, initialisation and text. */
package org.grad4j.nn.layer;
