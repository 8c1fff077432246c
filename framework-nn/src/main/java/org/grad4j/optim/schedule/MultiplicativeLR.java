package org.grad4j.optim.schedule;

import java.util.List;
import java.util.Objects;
import java.util.function.LongToDoubleFunction;
import org.grad4j.optim.Optimizer;

/**
 * The last rate times a function of the epoch: {@code lr ← lr · f(epoch)}, from epoch 1 on.
 *
 * <p>The function itself is no part of the state dict.
 */
public final class MultiplicativeLR extends LRScheduler {
    private final List<LongToDoubleFunction> factors;

    /**
     * With one function for all groups.
     *
     * @param optimizer whose rates change
     * @param factor the factor of an epoch
     * @throws NullPointerException if one is null
     */
    public MultiplicativeLR(Optimizer optimizer, LongToDoubleFunction factor) {
        this(optimizer, List.of(Objects.requireNonNull(factor, "the function is null")));
    }

    /**
     * With a function for each group.
     *
     * @param optimizer whose rates change
     * @param factors the factors of an epoch, in the order of the groups
     * @throws NullPointerException if one is null
     * @throws IllegalArgumentException if there are neither one nor as many as groups
     */
    public MultiplicativeLR(Optimizer optimizer, List<LongToDoubleFunction> factors) {
        super(optimizer);
        this.factors = Checks.perGroup("factors", optimizer, factors);
        start();
    }

    private double factor(int index) {
        return Checks.of(factors, index, "factors").applyAsDouble(lastEpoch());
    }

    @Override
    protected double next(int index, double lr) {
        return lr * factor(index);
    }

    /** As in PyTorch, a later part of a {@link SequentialLR} goes on from the rate it finds. */
    @Override
    void restart() {
        epoch(0);
        for (int i = 0; i < optimizer().paramGroups().size(); i++) {
            optimizer().paramGroups().get(i).lr(next(i, optimizer().paramGroups().get(i).lr()));
        }
        noteRates();
    }
}
