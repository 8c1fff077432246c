/**
 * Text as numbers: tokenizers cut it into characters or words, a vocabulary numbers them. Plain
 * Java data, for a loader's threads.
 */
package org.grad4j.data.text;
