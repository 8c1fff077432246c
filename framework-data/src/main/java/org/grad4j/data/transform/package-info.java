/**
 * Ready-made {@link org.grad4j.data.Transform}s on plain Java data, one a file. Those of images
 * carry torchvision's names and settings; compose them with {@link
 * org.grad4j.data.Transform#compose}, and turn any function into one with {@link
 * org.grad4j.data.Transform#of}.
 */
package org.grad4j.data.transform;
