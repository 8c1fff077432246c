package org.grad4j.optim.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.grad4j.optim.Optimizer;

/**
 * Several schedules at once: each step steps all of them, in order, so that their factors multiply.
 */
public final class ChainedScheduler extends LRScheduler {
    private final List<LRScheduler> schedulers;

    /**
     * For schedules of one optimizer.
     *
     * @param schedulers the schedules in order, not to be stepped by anyone else
     * @throws NullPointerException if one is null
     * @throws IllegalArgumentException if there is no schedule, they belong to different
     *     optimizers, or one is a ReduceLROnPlateau
     */
    public ChainedScheduler(List<LRScheduler> schedulers) {
        super(optimizer(schedulers));
        this.schedulers = checked("ChainedScheduler", optimizer(), schedulers);
        epoch(0);
        noteRates();
        welcomeGroups();
    }

    private static Optimizer optimizer(List<LRScheduler> schedulers) {
        Objects.requireNonNull(schedulers, "the schedules are null");
        if (schedulers.isEmpty()) {
            throw new IllegalArgumentException("ChainedScheduler needs at least one schedule");
        }
        return Objects.requireNonNull(schedulers.get(0), "schedule 0 is null").optimizer();
    }

    static List<LRScheduler> checked(
            String name, Optimizer optimizer, List<LRScheduler> schedulers) {
        Objects.requireNonNull(schedulers, "the schedules are null");
        if (schedulers.isEmpty()) {
            throw new IllegalArgumentException(name + " needs at least one schedule");
        }
        for (int i = 0; i < schedulers.size(); i++) {
            String which = "schedule " + i;
            LRScheduler each = Objects.requireNonNull(schedulers.get(i), which + " is null");
            if (each instanceof ReduceLROnPlateau) {
                throw new IllegalArgumentException(
                        name
                                + ": "
                                + which
                                + " is a ReduceLROnPlateau, whose step needs a metric; step it by"
                                + " itself");
            }
            if (each.optimizer() != optimizer) {
                throw new IllegalArgumentException(
                        name + ": " + which + " belongs to another optimizer");
            }
        }
        return List.copyOf(schedulers);
    }

    @Override
    void begin() {
        epoch(0);
        schedulers.forEach(LRScheduler::begin);
        noteRates();
    }

    @Override
    public void step() {
        welcomeGroups();
        epoch(lastEpoch() + 1);
        schedulers.forEach(LRScheduler::step);
        noteRates();
    }

    @Override
    protected double next(int index, double lr) {
        throw new IllegalStateException("the schedules themselves set the rates");
    }

    static void save(List<LRScheduler> schedulers, Map<String, Object> state) {
        state.put("_schedulers", schedulers.stream().map(LRScheduler::stateDict).toList());
    }

    static Runnable load(List<LRScheduler> schedulers, ScheduleState state) {
        List<ScheduleState> states = state.states("_schedulers", schedulers.size());
        List<Runnable> changes = new ArrayList<>();
        for (int i = 0; i < states.size(); i++) {
            changes.add(schedulers.get(i).read(states.get(i)));
            states.get(i).noteUnexpected();
        }
        return () -> changes.forEach(Runnable::run);
    }

    @Override
    void save(Map<String, Object> state) {
        save(schedulers, state);
    }

    @Override
    Runnable load(ScheduleState state) {
        return load(schedulers, state);
    }
}
