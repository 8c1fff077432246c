/** Orders in which an epoch may visit a dataset, one {@link org.grad4j.data.Sampler} a file. */
package org.grad4j.data.sampler;
