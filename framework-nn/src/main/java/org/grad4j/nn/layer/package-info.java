/**
 * The layers, one file each, with PyTorch's names, defaults, initialisation and text.
 *
 * <p><b>Functional forms.</b> What {@code torch.nn.functional} has is found in three places: a
 * method of {@link org.grad4j.tensor.Tensor} where the function is an operation on its own ({@code
 * x.relu()}, {@code x.conv2d(...)}, {@code x.layerNorm(...)}), {@link
 * org.grad4j.nn.layer.Functional} for the rest, and {@link org.grad4j.nn.loss.Losses} for losses:
 *
 * <table>
 * <caption>Layers and their functions</caption>
 * <tr><th>Layers</th><th>Functions</th></tr>
 * <tr><td>{@code Linear}, convolutions</td><td>{@code Tensor.linear}, {@code conv1d}, {@code
 *     conv2d}, {@code convTranspose1d}, {@code convTranspose2d}</td></tr>
 * <tr><td>pooling</td><td>{@code Tensor.maxPool1d}, {@code maxPool2dWithIndices}, {@code
 *     avgPool2d}, {@code adaptiveMaxPool1d}, {@code adaptiveAvgPool2d}, …</td></tr>
 * <tr><td>pad layers</td><td>{@code Tensor.pad} with a {@link org.grad4j.tensor.PadMode}</td></tr>
 * <tr><td>normalisations</td><td>{@code Tensor.batchNorm}, {@code instanceNorm}, {@code
 *     layerNorm}, {@code groupNorm}, {@code rmsNorm}, {@code normalize}</td></tr>
 * <tr><td>dropouts</td><td>{@code Functional.dropout}, {@code dropout1d}, {@code dropout2d},
 *     {@code alphaDropout}</td></tr>
 * <tr><td>activations</td><td>{@code Tensor.relu}, {@code gelu}, {@code softmax}, …; {@code
 *     Functional.glu}, {@code prelu}, {@code rrelu}, {@code softmin}, {@code softshrink}, {@code
 *     hardshrink}, {@code tanhshrink}</td></tr>
 * <tr><td>{@code Embedding}, {@code EmbeddingBag}</td><td>{@code Functional.embedding}, {@code
 *     embeddingBag}; {@code Tensor.oneHot}</td></tr>
 * <tr><td>attention</td><td>{@code Functional.scaledDotProductAttention}</td></tr>
 * <tr><td>shapes and images</td><td>{@code Tensor.flatten}, {@code unflatten}, {@code
 *     pixelShuffle}, {@code pixelUnshuffle}, {@code interpolate} ({@code Upsample}), {@code
 *     fold}, {@code unfold}</td></tr>
 * <tr><td>distances</td><td>{@code Tensor.cosineSimilarity}, {@code pairwiseDistance}</td></tr>
 * </table>
 *
 * <p>As in PyTorch, recurrent networks and transformers are modules only.
 */
package org.grad4j.nn.layer;
