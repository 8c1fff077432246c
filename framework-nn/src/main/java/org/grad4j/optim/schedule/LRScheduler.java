package org.grad4j.optim.schedule;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.grad4j.optim.Optimizer;
import org.grad4j.optim.ParamGroup;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Changes the learning rates of an optimizer's groups from epoch to epoch; an epoch is whatever
 * lies between two calls of {@link #step}.
 *
 * <pre>{@code
 * LRScheduler scheduler = new StepLR(optimizer, 30, 0.1);
 * for (int epoch = 0; epoch < 100; epoch++) {
 *     train();           // steps of the optimizer come first
 *     scheduler.step();
 * }
 * }</pre>
 *
 * <p>As in PyTorch most schedules multiply the rates that they find, so that several can work on
 * one optimizer; what an epoch's rate comes to is told by each. A subclass says how a rate changes
 * ({@link #next}) and ends its constructor with {@link #start}. A schedule that is to continue a
 * saved one is made as that one was and loads its state; PyTorch's {@code last_epoch} argument is
 * not needed for it. One thread at a time may use it.
 */
public abstract class LRScheduler {
    private static final Logger LOG = LoggerFactory.getLogger(LRScheduler.class);

    private final Optimizer optimizer;
    private final List<Double> baseLrs = new ArrayList<>();
    private List<Double> lastLr = List.of();
    private long lastEpoch = -1;

    /**
     * For an optimizer.
     *
     * @param optimizer whose rates change
     * @throws NullPointerException if it is null
     */
    protected LRScheduler(Optimizer optimizer) {
        this.optimizer = Objects.requireNonNull(optimizer, "the optimizer is null");
    }

    /** Sets the rates of epoch 0; the last act of a constructor. */
    protected final void start() {
        welcomeGroups();
        begin();
    }

    /** Groups that joined the optimizer start from the rate they have. */
    final void welcomeGroups() {
        List<ParamGroup> groups = optimizer.paramGroups();
        while (baseLrs.size() < groups.size()) {
            baseLrs.add(groups.get(baseLrs.size()).initialLr());
        }
    }

    /** Sets the rates of epoch 0 from what they are. */
    void begin() {
        lastEpoch = 0;
        List<ParamGroup> groups = optimizer.paramGroups();
        for (int i = 0; i < groups.size(); i++) {
            groups.get(i).lr(first(i, groups.get(i).lr()));
        }
        noteRates();
    }

    /** Sets the rates of epoch 0 from the initial ones. */
    void restart() {
        optimizer.paramGroups().forEach(group -> group.lr(group.initialLr()));
        begin();
    }

    /**
     * Sets the rates of the next epoch. If the optimizer has not taken any step yet, the rates of
     * epoch 0 have been skipped, which is logged as a warning, once for each schedule.
     */
    public void step() {
        warnIfFirst();
        welcomeGroups();
        lastEpoch++;
        List<ParamGroup> groups = optimizer.paramGroups();
        for (int i = 0; i < groups.size(); i++) {
            groups.get(i).lr(next(i, groups.get(i).lr()));
        }
        noteRates();
    }

    private void warnIfFirst() {
        if (lastEpoch == 0 && !optimizer.hasStepped()) {
            LOG.warn(
                    "{}.step() before the first {}.step(): the first learning rate is skipped; call"
                            + " the optimizer's step first",
                    name(),
                    optimizer.getClass().getSimpleName());
        }
    }

    final void noteRates() {
        lastLr = optimizer.paramGroups().stream().map(ParamGroup::lr).toList();
    }

    final void epoch(long epoch) {
        lastEpoch = epoch;
    }

    /**
     * A group's rate in epoch 0.
     *
     * @param index the group's place among the optimizer's
     * @param lr its rate now
     * @return its rate in epoch 0, which is the same unless a subclass says otherwise
     */
    protected double first(int index, double lr) {
        return lr;
    }

    /**
     * A group's rate in epoch {@link #lastEpoch}, which is 1 or more.
     *
     * @param index the group's place among the optimizer's
     * @param lr its rate in the epoch before
     * @return its new rate
     */
    protected abstract double next(int index, double lr);

    /**
     * The rate that a group started from, before any schedule.
     *
     * @param index the group's place among the optimizer's
     * @return its initial rate
     */
    protected final double baseLr(int index) {
        return baseLrs.get(index);
    }

    /**
     * The epoch whose rates are set.
     *
     * @return 0 before the first call of {@link #step}
     */
    public final long lastEpoch() {
        return lastEpoch;
    }

    /**
     * The rates set last, one for each group.
     *
     * @return an unmodifiable list
     */
    public final List<Double> lastLr() {
        return lastLr;
    }

    /**
     * The optimizer whose rates change.
     *
     * @return the optimizer
     */
    public final Optimizer optimizer() {
        return optimizer;
    }

    final String name() {
        return getClass().getSimpleName();
    }

    /**
     * Where the schedule is: {@code last_epoch}, {@code base_lrs}, {@code _last_lr}, and what else
     * changes from step to step, under PyTorch's names. What the schedule was made with is not part
     * of it, nor are the rates of the optimizer, which are in the optimizer's state dict.
     *
     * @return an unmodifiable map of Long, Double, lists and maps
     */
    public final Map<String, Object> stateDict() {
        Map<String, Object> state = new LinkedHashMap<>();
        state.put("base_lrs", List.copyOf(baseLrs));
        state.put("last_epoch", lastEpoch);
        state.put("_last_lr", lastLr);
        save(state);
        return Collections.unmodifiableMap(state);
    }

    /**
     * Takes over a state dict of a schedule that was made with the same settings. The optimizer's
     * rates come back with the optimizer's own state dict.
     *
     * @param state as from {@link #stateDict}
     * @throws NullPointerException if it is null
     * @throws IllegalArgumentException if it does not fit, with a list of what is missing,
     *     unexpected or of another kind; nothing was changed then
     */
    public final void loadStateDict(Map<String, ?> state) {
        Objects.requireNonNull(state, "the state is null");
        ScheduleState values = new ScheduleState("", state);
        Runnable change = read(values);
        values.end(name());
        change.run();
    }

    /** Checks a state; what it returns takes it over. */
    final Runnable read(ScheduleState state) {
        List<Double> base = state.numbers("base_lrs", optimizer.paramGroups().size());
        List<Double> last = state.numbers("_last_lr", optimizer.paramGroups().size());
        long epoch = (long) state.number("last_epoch", -1);
        Runnable rest = load(state);
        return () -> {
            baseLrs.clear();
            baseLrs.addAll(base);
            lastLr = last;
            lastEpoch = epoch;
            rest.run();
        };
    }

    /** Adds what else changes from step to step. */
    void save(Map<String, Object> state) {}

    /** Checks what {@link #save} added; what it returns takes it over. */
    Runnable load(ScheduleState state) {
        return () -> {};
    }
}
