package org.grad4j.nn.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.grad4j.memory.TensorMemory;
import org.grad4j.nn.Sequential;
import org.grad4j.tensor.Tensor;
import org.junit.jupiter.api.Test;

class RunningStatisticsTest {
    private static final List<Tensor> BATCHES =
            List.of(
                    Tensor.of(new float[][] {{1}, {3}}),
                    Tensor.of(new float[][] {{5}, {9}}),
                    Tensor.of(new float[][] {{0}, {0}}));

    @Test
    void they_become_the_plain_mean_over_the_batches() {
        BatchNorm1d norm = new BatchNorm1d(1);
        norm.call(Tensor.of(new float[][] {{100}, {200}}));
        norm.eval();

        RunningStatistics.update(norm, BATCHES, norm::call);

        assertThat(norm.runningMean().item()).isCloseTo(3, within(1e-6)); // (2 + 7 + 0) / 3
        assertThat(norm.runningVar().item()).isCloseTo(10 / 3., within(1e-6)); // (2 + 8 + 0) / 3
        assertThat(norm.namedBuffers().get("num_batches_tracked").itemLong()).isEqualTo(3);
        assertThat(norm.isTraining()).as("training afterwards").isFalse();
        norm.train();
        norm.call(Tensor.of(new float[][] {{13}, {13}}));
        assertThat(norm.runningMean().item()).as("momentum afterwards").isCloseTo(4, within(1e-6));
    }

    @Test
    void modes_and_momenta_come_back_after_a_failure() {
        BatchNorm2d norm = new BatchNorm2d(1);
        Dropout dropout = new Dropout(0.5);
        Sequential model = Sequential.of(norm, dropout);
        norm.eval();

        assertThatThrownBy(() -> RunningStatistics.update(model, BATCHES, model::call))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("sequential.0");

        assertThat(norm.isTraining()).isFalse();
        assertThat(dropout.isTraining()).isTrue();
        assertThat(norm.toString()).contains("momentum=0.1");
    }

    @Test
    void a_model_without_running_statistics_is_not_called() {
        Sequential model =
                Sequential.of(
                        new Linear(1, 1), BatchNorm1d.builder(1).trackRunningStats(false).build());
        RunningStatistics.update(
                model,
                BATCHES,
                batch -> {
                    throw new AssertionError("called");
                });
    }

    @Test
    void nothing_is_left_in_memory() {
        BatchNorm1d norm = new BatchNorm1d(1);
        RunningStatistics.update(norm, BATCHES, norm::call);
        long created = TensorMemory.stats().created();

        RunningStatistics.update(norm, BATCHES, norm::call);

        assertThat(TensorMemory.liveSince(created)).isEmpty();
    }

    @Test
    void null_is_named() {
        assertThatThrownBy(() -> RunningStatistics.update(null, BATCHES, batch -> {}))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("the model is null");
    }
}
