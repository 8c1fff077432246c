package org.grad4j.optim.schedule;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.grad4j.optim.Optimizer;

/**
 * One schedule after the other: each milestone is the epoch 0 of the next one, which starts from
 * the initial rates. A warm-up before a cosine:
 *
 * <pre>{@code
 * LRScheduler warmup = new LinearLR(optimizer, 0.01, 1, 5);
 * LRScheduler decay = new CosineAnnealingLR(optimizer, 95, 0);
 * LRScheduler scheduler = new SequentialLR(optimizer, List.of(warmup, decay), 5);
 * }</pre>
 */
public final class SequentialLR extends LRScheduler {
    private final List<LRScheduler> schedulers;
    private final long[] milestones;

    /**
     * For schedules of one optimizer.
     *
     * @param optimizer whose rates change
     * @param schedulers the schedules in order, not to be stepped by anyone else
     * @param milestones where each but the first begins, 1 or more and in ascending order
     * @throws NullPointerException if one is null
     * @throws IllegalArgumentException if there is no schedule, one belongs to another optimizer or
     *     is a ReduceLROnPlateau, or the milestones are not in order or not one fewer than the
     *     schedules
     */
    public SequentialLR(Optimizer optimizer, List<LRScheduler> schedulers, long... milestones) {
        super(optimizer);
        this.schedulers = ChainedScheduler.checked("SequentialLR", optimizer, schedulers);
        this.milestones = Objects.requireNonNull(milestones, "the milestones are null").clone();
        if (milestones.length != schedulers.size() - 1) {
            throw new IllegalArgumentException(
                    "SequentialLR needs one milestone fewer than schedules, got "
                            + schedulers.size()
                            + " schedules and milestones "
                            + Arrays.toString(milestones));
        }
        for (int i = 0; i < milestones.length; i++) {
            if (milestones[i] <= (i == 0 ? 0 : milestones[i - 1])) {
                throw new IllegalArgumentException(
                        "milestones must be 1 or more and in ascending order, got "
                                + Arrays.toString(milestones));
            }
        }
        optimizer.paramGroups().forEach(group -> group.lr(group.initialLr()));
        start();
    }

    @Override
    void begin() {
        epoch(0);
        schedulers.get(0).begin();
        noteRates();
    }

    @Override
    public void step() {
        welcomeGroups();
        epoch(lastEpoch() + 1);
        int place = 0;
        while (place < milestones.length && milestones[place] <= lastEpoch()) {
            place++;
        }
        if (place > 0 && milestones[place - 1] == lastEpoch()) {
            schedulers.get(place).restart();
        } else {
            schedulers.get(place).step();
        }
        noteRates();
    }

    @Override
    protected double next(int index, double lr) {
        throw new IllegalStateException("the schedules themselves set the rates");
    }

    @Override
    void save(Map<String, Object> state) {
        ChainedScheduler.save(schedulers, state);
    }

    @Override
    Runnable load(ScheduleState state) {
        return ChainedScheduler.load(schedulers, state);
    }
}
