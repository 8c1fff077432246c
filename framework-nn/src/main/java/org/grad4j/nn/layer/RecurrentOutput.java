package org.grad4j.nn.layer;

/**
 * What a recurrent layer computed.
 *
 * @param <O> a tensor, or a {@link PackedSequence} for one
 * @param <S> a tensor, or an {@link LSTMState}
 * @param output the hidden states of the last layer at every step
 * @param state the states of all layers after the last step
 */
public record RecurrentOutput<O, S>(O output, S state) {}
