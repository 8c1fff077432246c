package org.grad4j.optim.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.grad4j.optim.LBFGS;
import org.grad4j.optim.Optimizer;
import org.grad4j.optim.SGD;
import org.grad4j.tensor.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class StepOrderTest {
    private final Logger logger = (Logger) LoggerFactory.getLogger(LRScheduler.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Tensor weight = Tensor.ones(1).requiresGrad(true);
    private final Optimizer optimizer = new SGD(List.of(weight), 0.1);

    @BeforeEach
    void listen() {
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(log);
    }

    private List<String> warnings() {
        return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    @Test
    void a_schedule_that_steps_before_its_optimizer_says_so_once() {
        LRScheduler schedule = new StepLR(optimizer, 1, 0.5);
        schedule.step();
        schedule.step();

        assertThat(warnings())
                .containsExactly(
                        "StepLR.step() before the first SGD.step(): the first learning rate is"
                                + " skipped; call the optimizer's step first");
    }

    @Test
    void the_usual_order_is_silent() {
        LRScheduler schedule = new StepLR(optimizer, 1, 0.5);
        assertThat(optimizer.hasStepped()).isFalse();
        optimizer.step();
        schedule.step();
        LBFGS lbfgs = new LBFGS(List.of(weight));
        LRScheduler other = new StepLR(lbfgs, 1, 0.5);
        lbfgs.step(
                () -> {
                    lbfgs.zeroGrad();
                    Tensor loss = weight.square().sum();
                    loss.backward();
                    return loss;
                });
        other.step();

        assertThat(warnings()).isEmpty();
    }

    @Test
    void a_schedule_that_continues_is_silent() {
        LRScheduler first = new StepLR(optimizer, 1, 0.5);
        optimizer.step();
        first.step();
        LRScheduler second = new StepLR(new SGD(List.of(weight), 0.1), 1, 0.5);
        second.loadStateDict(first.stateDict());
        second.step();

        assertThat(warnings()).isEmpty();
    }
}
