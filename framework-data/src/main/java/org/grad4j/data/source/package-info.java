/**
 * Datasets that come from somewhere: files of the MNIST family and of CIFAR, folders of images,
 * lines of text, and samples drawn by this package itself. Files are checked before memory is set
 * aside for them; what is wrong with one is a typed error that names the file. Nothing is
 * downloaded unless a method named {@code download} is called.
 */
package org.grad4j.data.source;
