package org.grad4j.nn.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.grad4j.memory.TensorScope;
import org.grad4j.tensor.DType;
import org.grad4j.tensor.Generator;
import org.grad4j.tensor.Reduction;
import org.grad4j.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** What the table of reference values does not say: bad input, buffers, extreme values. */
class LossTest {
    private static final Tensor X = Tensor.rand(new Generator(1), 2, 3);
    private static final Tensor TALL = Tensor.rand(new Generator(2), 3, 2);
    private static final Tensor WHOLE = Tensor.of(new long[] {0, 1, 2, 0, 1, 2}, 2, 3);
    private static final Reduction MEAN = Reduction.MEAN;

    private static void refused(ThrowingCallable call, String message) {
        assertThatThrownBy(call)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void losses_of_two_inputs_refuse_what_is_null_whole_or_of_another_shape() {
        Map<String, Loss> losses = new LinkedHashMap<>();
        losses.put("mseLoss", new MSELoss());
        losses.put("l1Loss", new L1Loss());
        losses.put("smoothL1Loss", new SmoothL1Loss());
        losses.put("huberLoss", new HuberLoss());
        losses.put("binaryCrossEntropy", new BCELoss());
        losses.put("binaryCrossEntropyWithLogits", new BCEWithLogitsLoss());
        losses.put("klDiv", new KLDivLoss());
        losses.put("poissonNllLoss", new PoissonNLLLoss());
        losses.put("hingeEmbeddingLoss", new HingeEmbeddingLoss());
        losses.put("softMarginLoss", new SoftMarginLoss());
        losses.forEach(
                (name, loss) -> {
                    String own = loss.getClass().getSimpleName();
                    refused(() -> loss.call(null, X), own + ": the input is null");
                    refused(() -> loss.call(X, null), own + ": the target is null");
                    refused(
                            () -> loss.call(X, TALL),
                            name
                                    + ": input and target must have the same shape, got [2, 3] and [3, 2]");
                    refused(
                            () -> loss.call(WHOLE, WHOLE),
                            name + ": the input must be floating-point, got torch.int64; convert");
                });
    }

    @Test
    void a_reduction_that_is_null_is_named() {
        assertThatThrownBy(() -> new HuberLoss(1, null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("the reduction is null");
        assertThatThrownBy(() -> Losses.l1Loss(X, X, null)).hasMessage("the reduction is null");
        assertThatThrownBy(() -> CrossEntropyLoss.builder().reduction(null))
                .hasMessage("the reduction is null");
    }

    @Test
    void a_reduction_alone_leaves_the_other_settings_as_PyTorch_has_them() {
        Tensor x = TALL.mul(3);
        Tensor half = Tensor.full(0.5, 3, 2);
        Tensor classes = Tensor.of(0L, 1L, -100L);
        Reduction none = Reduction.NONE;
        same(new BCELoss(none), new BCELoss(null, none), TALL, half);
        same(new BCEWithLogitsLoss(none), new BCEWithLogitsLoss(null, null, none), x, half);
        same(new NLLLoss(none), new NLLLoss(null, -100, none), x, classes);
        same(new HuberLoss(none), new HuberLoss(1, none), x, half);
        same(new SmoothL1Loss(none), new SmoothL1Loss(1, none), x, half);
        same(new KLDivLoss(none), new KLDivLoss(none, false), x, half);
        assertThatThrownBy(() -> new BCELoss(null)).hasMessage("the reduction is null");
    }

    private static void same(Loss loss, Loss expected, Tensor input, Tensor target) {
        Tensor value = loss.call(input, target);
        assertThat(value.dim()).isPositive();
        assertThat(value.equal(expected.call(input, target))).as(loss.toString()).isTrue();
    }

    @Test
    void settings_out_of_range_are_refused_where_they_are_given() {
        refused(() -> new SmoothL1Loss(-1, MEAN), "SmoothL1Loss: beta must be 0 or more, got -1.0");
        refused(() -> new HuberLoss(0, MEAN), "HuberLoss: delta must be above 0, got 0.0");
        refused(() -> new GaussianNLLLoss(false, 0, MEAN), "eps must be above 0, got 0.0");
        refused(() -> new MultiMarginLoss(3, 1, null, MEAN), "p must be 1 or 2, got 3");
        refused(() -> TripletMarginLoss.builder().margin(0), "the margin must be above 0, got 0.0");
        refused(
                () -> CrossEntropyLoss.builder().labelSmoothing(1.5),
                "the label smoothing must be from 0 to 1, got 1.5");
        refused(() -> Losses.huberLoss(X, X, Double.NaN, MEAN), "delta must be above 0, got NaN");
    }

    @Test
    void class_numbers_are_checked() {
        Tensor logits = Tensor.rand(new Generator(3), 2, 3);
        CrossEntropyLoss loss = new CrossEntropyLoss();
        refused(
                () -> loss.call(logits, Tensor.of(0L, 3L)),
                "class numbers go from 0 to 2, or are the ignored -100, got 3 at place 1");
        refused(() -> loss.call(logits, Tensor.of(-1L, 0L)), "got -1 at place 0");
        refused(() -> loss.call(logits, Tensor.of(2, -7)), "got -7 at place 1");
        refused(
                () ->
                        CrossEntropyLoss.builder()
                                .ignoreIndex(1)
                                .build()
                                .call(logits, Tensor.of(1L, 3L)),
                "class numbers go from 0 to 2, or are the ignored 1, got 3 at place 1");
        refused(
                () -> loss.call(logits, Tensor.of(0L)),
                "for an input of [2, 3] the target must be [2], got [1]");
        refused(
                () -> loss.call(logits, Tensor.of(true, false)),
                "must hold class numbers as int64, got torch.bool");
        refused(() -> loss.call(Tensor.scalar(1), Tensor.scalar(0, DType.INT64)), "got []");
        refused(
                () -> loss.call(logits, TALL),
                "input and target probabilities must have the same shape, got [2, 3] and [3, 2]");
        refused(
                () ->
                        CrossEntropyLoss.builder()
                                .ignoreIndex(0)
                                .build()
                                .call(logits, Tensor.rand(2, 3)),
                "an index to ignore needs class numbers as the target, not probabilities, got 0");
        refused(
                () -> new NLLLoss().call(logits, Tensor.of(7L, 0L)),
                "nllLoss: class numbers go from 0 to 2");
        refused(
                () -> new MultiMarginLoss().call(logits, Tensor.of(-100L, 0L)),
                "multiMarginLoss: class numbers go from 0 to 2");
        refused(
                () -> new MultiMarginLoss().call(Tensor.ones(2, 3, 4), Tensor.of(0L, 1L)),
                "the input must be [n, classes] or [classes], got [2, 3, 4]");
    }

    @Test
    void weights_of_the_wrong_size_are_refused() {
        Tensor four = Tensor.ones(4);
        Tensor twice = Tensor.ones(DType.FLOAT64, 3);
        Tensor target = Tensor.of(0L, 1L);
        refused(
                () -> Losses.crossEntropy(X, target, four, -100, 0, MEAN),
                "crossEntropy: the class weights must be [3] of type torch.float32, got [4]");
        refused(
                () -> Losses.nllLoss(X, target, twice, -100, MEAN),
                "nllLoss: the class weights must be [3] of type torch.float32, got [3] of type torch.float64");
        refused(
                () -> Losses.multiMarginLoss(X, target, 1, 1, four, MEAN),
                "multiMarginLoss: the class weights must be [3]");
        refused(
                () -> new BCELoss(four, MEAN).call(X, X),
                "a weight of shape [4] cannot be expanded to the input's [2, 3]");
        refused(
                () -> new BCEWithLogitsLoss(null, four, MEAN).call(X, X),
                "a posWeight of shape [4] cannot be expanded to the input's [2, 3]");
    }

    @Test
    void values_out_of_range_are_refused() {
        refused(
                () -> new BCELoss().call(Tensor.of(0.5f, 1.5f), Tensor.of(1f, 1f)),
                "the input must hold probabilities from 0 to 1, got 1.5");
        refused(
                () -> new BCELoss().call(Tensor.of(Float.NaN), Tensor.of(1f)),
                "probabilities from 0 to 1, got NaN");
        refused(
                () -> new GaussianNLLLoss().call(X, X, Tensor.full(-1, 2, 3)),
                "variances must be 0 or more, got -1.0");
    }

    @Test
    void losses_of_three_inputs_check_each() {
        GaussianNLLLoss gaussian = new GaussianNLLLoss();
        refused(() -> gaussian.call(null, X, X), "gaussianNllLoss: the input is null");
        refused(() -> gaussian.call(X, null, X), "the target is null");
        refused(() -> gaussian.call(X, X, null), "the variance is null");
        refused(
                () -> gaussian.call(X, X, Tensor.ones(3)),
                "for an input of [2, 3] the variance must be [2, 3], [2, 1] or [2], got [3]");
        MarginRankingLoss ranking = new MarginRankingLoss();
        refused(() -> ranking.call(X, TALL, X), "input1 and input2 must have the same shape");
        refused(() -> ranking.call(X, X, TALL), "input1 and target must have the same shape");
        refused(() -> ranking.call(X, null, X), "the input2 is null");
        CosineEmbeddingLoss cosine = new CosineEmbeddingLoss();
        refused(
                () -> cosine.call(X, X, Tensor.ones(3)),
                "must be [n, d] and [n], or [d] and [], got [2, 3] and [3]");
        refused(() -> cosine.call(X, X, null), "the target is null");
        TripletMarginLoss triplet = new TripletMarginLoss();
        refused(() -> triplet.call(X, X, TALL), "anchor and negative must have the same shape");
        refused(() -> triplet.call(X, null, X), "the positive is null");
        Tensor none = Tensor.scalar(1);
        refused(() -> triplet.call(none, none, none), "the anchor must be [n, d] or [d], got []");
    }

    @Test
    void the_mean_of_a_batch_of_distributions_divides_by_their_number() {
        Tensor input = Tensor.randn(new Generator(1), 4, 5).logSoftmax(1);
        Tensor target = Tensor.randn(new Generator(2), 4, 5).softmax(1);

        double sum = new KLDivLoss(Reduction.SUM, false).call(input, target).item();
        double mean = KLDivLoss.batchMean(false).call(input, target).item();
        double ofLogs = KLDivLoss.batchMean(true).call(input, target.log()).item();

        assertThat(mean).isCloseTo(sum / 4, within(1e-6));
        assertThat(ofLogs).isCloseTo(mean, within(1e-6));
        refused(
                () -> Losses.klDivBatchMean(Tensor.scalar(0), Tensor.scalar(1), false),
                "batchmean needs an input of [n, ...], got []");
    }

    @Test
    void extreme_logits_give_finite_losses() {
        Tensor x = Tensor.of(1e4f, -1e4f).requiresGrad(true);

        Tensor binary = new BCEWithLogitsLoss().call(x, Tensor.of(0f, 1f));
        Tensor margin = new SoftMarginLoss().call(x, Tensor.of(-1f, 1f));
        binary.add(margin).backward();

        assertThat(binary.item()).isEqualTo(1e4);
        assertThat(margin.item()).isEqualTo(1e4);
        assertThat(x.grad().toFloatArray()).containsExactly(1, -1);
    }

    @Test
    void weights_are_buffers_under_the_names_of_pytorch() {
        Tensor weight = Tensor.ones(3);

        assertThat(CrossEntropyLoss.builder().weight(weight).build().stateDict())
                .containsOnlyKeys("weight");
        assertThat(new BCEWithLogitsLoss(weight, weight.clone(), MEAN).stateDict())
                .containsOnlyKeys("weight", "pos_weight");
        assertThat(new NLLLoss().stateDict()).isEmpty();
        assertThat(new TripletMarginLoss()).hasToString("TripletMarginLoss()");
    }

    @Test
    void plain_targets_take_the_way_of_the_fused_operation() {
        Tensor logits = Tensor.rand(new Generator(4), 2, 3).requiresGrad(true);

        Tensor loss = TensorScope.run(() -> new CrossEntropyLoss().call(logits, Tensor.of(0L, 2L)));

        assertThat(loss).hasToString(logits.crossEntropy(Tensor.of(0L, 2L)).toString());
        assertThat(loss.toString()).contains("NllLossBackward0");
    }
}
