package org.grad4j.optim.schedule;

import java.util.List;
import java.util.Objects;
import java.util.function.LongToDoubleFunction;
import org.grad4j.optim.Optimizer;

/**
 * The initial rate times a function of the epoch: {@code lr = initial · f(epoch)}.
 *
 * <p>The function itself is no part of the state dict.
 */
public final class LambdaLR extends LRScheduler {
    private final List<LongToDoubleFunction> factors;

    /**
     * With one function for all groups.
     *
     * @param optimizer whose rates change
     * @param factor the factor of an epoch
     * @throws NullPointerException if one is null
     */
    public LambdaLR(Optimizer optimizer, LongToDoubleFunction factor) {
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
    public LambdaLR(Optimizer optimizer, List<LongToDoubleFunction> factors) {
        super(optimizer);
        this.factors = Checks.perGroup("factors", optimizer, factors);
        start();
    }

    private double factor(int index) {
        return Checks.of(factors, index, "factors").applyAsDouble(lastEpoch());
    }

    @Override
    protected double first(int index, double lr) {
        return baseLr(index) * factor(index);
    }

    @Override
    protected double next(int index, double lr) {
        return baseLr(index) * factor(index);
    }
}
