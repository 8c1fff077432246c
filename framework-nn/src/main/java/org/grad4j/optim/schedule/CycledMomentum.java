package org.grad4j.optim.schedule;

import java.util.List;
import org.grad4j.optim.Optimizer;
import org.grad4j.optim.ParamGroup;

/** The momentum of an optimizer, or the first of its betas, moved against the learning rate. */
final class CycledMomentum {
    private CycledMomentum() {}

    static void require(Optimizer optimizer) {
        ParamGroup group = optimizer.paramGroups().get(0);
        if (!group.has("momentum") && !group.has("betas")) {
            throw new IllegalArgumentException(
                    optimizer.getClass().getSimpleName()
                            + " has neither momentum nor betas to cycle; call"
                            + " cycleMomentum(false)");
        }
    }

    static void set(ParamGroup group, double momentum) {
        if (group.has("betas")) {
            group.set("betas", List.of(momentum, group.number("betas", 1)));
        } else {
            group.set("momentum", momentum);
        }
    }
}
