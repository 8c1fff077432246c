package org.grad4j.reference;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

import java.util.List;
import java.util.stream.Stream;

/**
 * Every loss in all its settings, reductions and both floating types, named after its module. The
 * Gaussian loss, which libtorch lacks, is PyTorch's own composition of its operations.
 */
final class LossFunctions {
    private static final List<String> REDUCTIONS = List.of("none", "mean", "sum");
    private static final long IGNORE = -100;

    private final Cases cases = new Cases("losses as modules");

    private LossFunctions() {}

    /** The loss for a reduction code of libtorch: 0 none, 1 mean, 2 sum. */
    private interface Loss {
        Tensor of(Tensor[] in, int reduction);
    }

    /** An input of a case; floating ones are written in both types. */
    private record Named(String name, Values values) {}

    static Cases cases() {
        LossFunctions self = new LossFunctions();
        self.crossEntropy();
        self.nll();
        self.regression();
        self.binary();
        self.distributions();
        self.margins();
        self.distances();
        return self.cases;
    }

    private static Named in(String name, Values values) {
        return new Named(name, values);
    }

    private void add(String name, Object[] settings, List<Named> inputs, Loss loss) {
        for (ScalarType type : new ScalarType[] {ScalarType.Double, ScalarType.Float}) {
            for (int code = 0; code < REDUCTIONS.size(); code++) {
                int reduction = code;
                String reductionName = REDUCTIONS.get(code);
                Object[] all =
                        Stream.concat(Stream.of("reduction", reductionName), Stream.of(settings))
                                .toArray();
                Cases.Case one =
                        cases.add(name + "_" + Values.name(type) + "_" + reductionName, all);
                for (Named input : inputs) {
                    Values values = input.values();
                    one.input(input.name(), values.isFloating() ? values.as(type) : values);
                }
                one.output(in -> loss.of(in, reduction));
            }
        }
    }

    private static Object[] set(Object... settings) {
        return settings;
    }

    private static Values whole(long[] shape, double... numbers) {
        return Values.of(shape, numbers).as(ScalarType.Long);
    }

    /** Weights have no gradients in libtorch. */
    private static TensorOptional constant(Tensor weight) {
        return new TensorOptional(weight.detach());
    }

    private static Tensor crossEntropy(Tensor[] in, int reduction, long ignore, double smoothing) {
        TensorOptional weight = in.length > 2 ? constant(in[2]) : new TensorOptional();
        return torch.cross_entropy_loss(in[0], in[1], weight, reduction, ignore, smoothing);
    }

    private void crossEntropy() {
        Named rows = in("input", Values.wave(0, 4, 3));
        Named images = in("input", Values.wave(0, 2, 3, 2, 2));
        Named row = in("input", Values.wave(0, 3));
        Named classes = in("target", whole(new long[] {4}, 2, 0, 1, 0));
        Named holes = in("target", whole(new long[] {4}, 2, -100, 1, 0));
        Named imageClasses =
                in("target", whole(new long[] {2, 2, 2}, 0, 1, 2, -100, 2, 2, -100, 1));
        Named one = in("target", whole(new long[0], 1));
        Named weight = in("weight", Values.positive(3, 3));
        Named shares = in("target", Values.positive(5, 4, 3));
        Named imageShares = in("target", Values.positive(5, 2, 3, 2, 2));
        for (double s : new double[] {0, 0.1, 1}) {
            Object[] plain = set("smoothing", s);
            Loss loss = (x, r) -> crossEntropy(x, r, IGNORE, s);
            String name = "CrossEntropyLoss/smoothing_" + s;
            add(name + "_rows", plain, List.of(rows, classes), loss);
            add(name + "_holes", plain, List.of(rows, holes), loss);
            add(name + "_weight", plain, List.of(rows, classes, weight), loss);
            add(name + "_weight_holes", plain, List.of(rows, holes, weight), loss);
            add(name + "_images", plain, List.of(images, imageClasses), loss);
            add(name + "_weight_images", plain, List.of(images, imageClasses, weight), loss);
            add(name + "_single", plain, List.of(row, one, weight), loss);
            add(name + "_shares", plain, List.of(rows, shares), loss);
            add(name + "_weight_shares", plain, List.of(rows, shares, weight), loss);
            add(name + "_weight_image_shares", plain, List.of(images, imageShares, weight), loss);
            add(
                    name + "_ignored_class",
                    set("smoothing", s, "ignore", 0),
                    List.of(rows, classes, weight),
                    (x, r) -> crossEntropy(x, r, 0, s));
        }
        add(
                "CrossEntropyLoss/all_ignored",
                set("smoothing", 0.1),
                List.of(rows, in("target", whole(new long[] {4}, -100, -100, -100, -100))),
                (x, r) -> crossEntropy(x, r, IGNORE, 0.1));
    }

    private void nll() {
        Named rows = in("input", Values.wave(0, 4, 3));
        Named images = in("input", Values.wave(0, 2, 3, 2, 2));
        Named weight = in("weight", Values.positive(3, 3));
        Named imageClasses =
                in("target", whole(new long[] {2, 2, 2}, 0, 1, 2, -100, 2, 2, -100, 1));
        Loss loss =
                (x, r) ->
                        torch.nll_loss_nd(
                                x[0],
                                x[1],
                                x.length > 2 ? constant(x[2]) : new TensorOptional(),
                                r,
                                IGNORE);
        Named holes = in("target", whole(new long[] {4}, 2, -100, 1, 0));
        Named classes = in("target", whole(new long[] {4}, 2, 0, 1, 0));
        add("NLLLoss/rows", set(), List.of(rows, classes), loss);
        add("NLLLoss/holes", set(), List.of(rows, holes), loss);
        add("NLLLoss/weight", set(), List.of(rows, holes, weight), loss);
        add("NLLLoss/images", set(), List.of(images, imageClasses, weight), loss);
        add(
                "NLLLoss/single",
                set(),
                List.of(in("input", Values.wave(0, 3)), in("target", whole(new long[0], 1))),
                loss);
    }

    /** Differences below, at and above the places where pieces meet, and 0. */
    private void regression() {
        Values x = Values.of(new long[] {2, 4}, 0, 1, -1, 0.25, -0.75, 3, -2.5, 0.5);
        List<Named> edges = List.of(in("input", x), in("target", Values.fill(i -> 0, 2, 4)));
        List<Named> images =
                List.of(in("input", Values.wave(0, 2, 2, 3)), in("target", Values.wave(1, 2, 2, 3)));
        List<Named> empty =
                List.of(in("input", Values.wave(0, 0, 3)), in("target", Values.wave(1, 0, 3)));
        for (List<Named> inputs : List.of(edges, images, empty)) {
            String kind = inputs == edges ? "edges" : inputs == images ? "images" : "empty";
            add("MSELoss/" + kind, set(), inputs, (in, r) -> torch.mse_loss(in[0], in[1], r));
            add("L1Loss/" + kind, set(), inputs, (in, r) -> torch.l1_loss(in[0], in[1], r));
            for (double beta : new double[] {1, 0.5, 0}) {
                add(
                        "SmoothL1Loss/" + kind + "_" + beta,
                        set("beta", beta),
                        inputs,
                        (in, r) ->
                                beta == 0 // where PyTorch calls l1_loss itself
                                        ? torch.l1_loss(in[0], in[1], r)
                                        : torch.smooth_l1_loss(in[0], in[1], r, beta));
            }
            for (double delta : new double[] {1, 0.5, 2}) {
                add(
                        "HuberLoss/" + kind + "_" + delta,
                        set("delta", delta),
                        inputs,
                        (in, r) -> torch.huber_loss(in[0], in[1], r, delta));
            }
        }
    }

    private void binary() {
        Values p = Values.of(new long[] {2, 3}, 0.1, 0.5, 0.9, 0.25, 0.75, 0.99);
        Values edges = Values.of(new long[] {2, 3}, 0, 1, 0, 1, 0.5, 1e-6);
        Values t = Values.of(new long[] {2, 3}, 0, 1, 0.3, 1, 0, 0.8);
        Values hard = Values.of(new long[] {2, 3}, 0, 1, 1, 0, 1, 0);
        Named weight = in("weight", Values.positive(2, 2, 3));
        Named column = in("weight", Values.positive(4, 3));
        Named posWeight = in("posWeight", Values.positive(6, 3));
        Loss bce =
                (x, r) ->
                        torch.binary_cross_entropy(
                                x[0],
                                x[1],
                                x.length > 2 ? constant(x[2]) : new TensorOptional(),
                                r);
        add("BCELoss/inside", set(), List.of(in("input", p), in("target", t)), bce);
        add("BCELoss/weight", set(), List.of(in("input", p), in("target", t), weight), bce);
        add("BCELoss/row_weight", set(), List.of(in("input", p), in("target", t), column), bce);
        add(
                "BCELoss/edges",
                set(),
                List.of(in("input", edges), in("target", hard)),
                (x, r) ->
                        torch.binary_cross_entropy(
                                x[0], x[1].detach(), new TensorOptional(), r));
        Values logits = Values.of(new long[] {2, 3}, 0, 2, -3, 0.5, -100, 100);
        List<Named> pair = List.of(in("input", logits), in("target", t));
        add(
                "BCEWithLogitsLoss/plain",
                set(),
                pair,
                (x, r) ->
                        torch.binary_cross_entropy_with_logits(
                                x[0], x[1], new TensorOptional(), new TensorOptional(), r));
        add(
                "BCEWithLogitsLoss/weight",
                set(),
                List.of(pair.get(0), pair.get(1), weight),
                (x, r) ->
                        torch.binary_cross_entropy_with_logits(
                                x[0], x[1], constant(x[2]), new TensorOptional(), r));
        add(
                "BCEWithLogitsLoss/pos_weight",
                set(),
                List.of(pair.get(0), pair.get(1), posWeight),
                (x, r) ->
                        torch.binary_cross_entropy_with_logits(
                                x[0], x[1], new TensorOptional(), constant(x[2]), r));
        add(
                "BCEWithLogitsLoss/both",
                set(),
                List.of(pair.get(0), pair.get(1), weight, posWeight),
                (x, r) ->
                        torch.binary_cross_entropy_with_logits(
                                x[0], x[1], constant(x[2]), constant(x[3]), r));
    }

    private void distributions() {
        Named x = in("input", Values.wave(0, 3, 4));
        Named shares = in("target", Values.positive(1, 3, 4));
        Values someZero = Values.of(new long[] {3}, 0, 0.5, 0);
        add("KLDivLoss/plain", set("log", false), List.of(x, shares), LossFunctions::klDiv);
        add(
                "KLDivLoss/zeros",
                set("log", false),
                List.of(in("input", Values.wave(0, 3)), in("target", someZero)),
                (in, r) -> torch.kl_div(in[0], in[1].detach(), r, false));
        add(
                "KLDivLoss/log_target",
                set("log", true),
                List.of(x, in("target", Values.wave(1, 3, 4))),
                (in, r) -> torch.kl_div(in[0], in[1], r, true));
        Values counts = Values.of(new long[] {2, 3}, 0, 1, 2, 5, 3, 0);
        for (boolean log : new boolean[] {true, false}) {
            for (boolean full : new boolean[] {true, false}) {
                add(
                        "PoissonNLLLoss/log_" + log + "_full_" + full,
                        set("log", log, "full", full, "eps", 1e-3),
                        List.of(in("input", Values.positive(0, 2, 3)), in("target", counts)),
                        (in, r) ->
                                torch.poisson_nll_loss(
                                        in[0], in[1].detach(), log, full, 1e-3, r));
            }
        }
        Values variance = Values.of(new long[] {2, 3}, 0, 0.5, 1e-4, 2, 1, 0.25);
        Values target = Values.wave(1, 2, 3);
        for (boolean full : new boolean[] {true, false}) {
            Object[] settings = set("full", full, "eps", 0.01);
            Named mean = in("input", Values.wave(0, 2, 3));
            Loss loss = (in, r) -> gaussian(in, full, r);
            String name = "GaussianNLLLoss/full_" + full;
            add(name, settings, List.of(mean, in("target", target), in("variance", variance)), loss);
            add(
                    name + "_column",
                    settings,
                    List.of(mean, in("target", target), in("variance", Values.positive(2, 2, 1))),
                    loss);
        }
    }

    private static Tensor klDiv(Tensor[] in, int reduction) {
        return torch.kl_div(in[0], in[1], reduction, false);
    }

    private static Tensor gaussian(Tensor[] in, boolean full, int reduction) {
        Tensor floor = in[2].detach().clamp_min(new Scalar(0.01)).sub(in[2].detach());
        Tensor safe = in[2].add(floor);
        Tensor d = in[0].sub(in[1]);
        Tensor losses = safe.log().add(d.mul(d).div(safe)).mul(new Scalar(0.5));
        if (full) {
            losses = losses.add(new Scalar(0.5 * Math.log(2 * Math.PI)));
        }
        return switch (reduction) {
            case 0 -> losses;
            case 1 -> losses.mean();
            default -> losses.sum();
        };
    }

    private void margins() {
        Values x = Values.of(new long[] {2, 4}, 0.3, 1, -1, 0.5, 2, -0.2, 0.9, 1.5);
        Values signs = Values.of(new long[] {2, 4}, 1, -1, -1, 1, -1, 1, -1, 1);
        Named input = in("input", x);
        Named y = in("target", signs.as(ScalarType.Long));
        for (double margin : new double[] {1, 0.5}) {
            add(
                    "HingeEmbeddingLoss/" + margin,
                    set("margin", margin),
                    List.of(input, y),
                    (in, r) -> torch.hinge_embedding_loss(in[0], in[1], margin, r));
        }
        add(
                "SoftMarginLoss/plain",
                set(),
                List.of(input, y),
                (in, r) -> torch.soft_margin_loss(in[0], in[1].to(in[0].scalar_type()), r));
        Values other = Values.of(new long[] {2, 4}, 0.3, 0.5, -2, 1.5, -2, 0.7, 0.9, 1);
        for (double margin : new double[] {0, 0.5}) {
            add(
                    "MarginRankingLoss/" + margin,
                    set("margin", margin),
                    List.of(in("input1", x), in("input2", other), y),
                    (in, r) -> torch.margin_ranking_loss(in[0], in[1], in[2], margin, r));
        }
        Named classes = in("target", whole(new long[] {2}, 3, 1));
        Named weight = in("weight", Values.positive(4, 4));
        for (int p : new int[] {1, 2}) {
            for (double margin : new double[] {1, 0.7}) {
                Object[] settings = set("p", p, "margin", margin);
                Loss loss =
                        (in, r) ->
                                torch.multi_margin_loss(
                                        in[0],
                                        in[1],
                                        new Scalar(p),
                                        new Scalar(margin),
                                        in.length > 2 ? constant(in[2]) : new TensorOptional(),
                                        r);
                String name = "MultiMarginLoss/" + p + "_" + margin;
                add(name, settings, List.of(input, classes), loss);
                add(name + "_weight", settings, List.of(input, classes, weight), loss);
                add(
                        name + "_single",
                        settings,
                        List.of(in("input", Values.wave(0, 4)), in("target", whole(new long[0], 2))),
                        loss);
            }
        }
    }

    private void distances() {
        List<Named> rows =
                List.of(
                        in("input1", Values.wave(0, 4, 3)),
                        in("input2", Values.wave(1, 4, 3)),
                        in("target", whole(new long[] {4}, 1, -1, 1, -1)));
        List<Named> one =
                List.of(
                        in("input1", Values.wave(0, 3)),
                        in("input2", Values.wave(2, 3)),
                        in("target", whole(new long[0], -1)));
        for (double margin : new double[] {0, 0.3, -0.5}) {
            Loss loss = (in, r) -> torch.cosine_embedding_loss(in[0], in[1], in[2], margin, r);
            Object[] settings = set("margin", margin);
            add("CosineEmbeddingLoss/rows_" + margin, settings, rows, loss);
            add("CosineEmbeddingLoss/single_" + margin, settings, one, loss);
        }
        for (double p : new double[] {1, 2, 3}) {
            for (boolean swap : new boolean[] {false, true}) {
                add(
                        "TripletMarginLoss/p_" + p + "_swap_" + swap,
                        set("p", p, "swap", swap, "margin", 0.8, "eps", 1e-3),
                        List.of(
                                in("anchor", Values.wave(0, 4, 3)),
                                in("positive", Values.wave(1, 4, 3)),
                                in("negative", Values.wave(2, 4, 3))),
                        (in, r) ->
                                torch.triplet_margin_loss(
                                        in[0], in[1], in[2], 0.8, p, 1e-3, swap, r));
            }
        }
    }
}
