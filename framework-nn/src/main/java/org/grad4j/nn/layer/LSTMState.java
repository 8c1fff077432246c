package org.grad4j.nn.layer;

import org.grad4j.tensor.Tensor;

/**
 * What an LSTM remembers between steps.
 *
 * @param h the hidden state, which is also the output of the last step
 * @param c the cell state
 */
public record LSTMState(Tensor h, Tensor c) {}
