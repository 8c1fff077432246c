package org.grad4j.ops;

import static org.grad4j.ops.Row.row;
import static org.grad4j.ops.Row.unary;
import static org.grad4j.ops.Values.ANY;
import static org.grad4j.ops.Values.CHANCE;

import java.util.List;
import java.util.function.UnaryOperator;
import org.grad4j.autograd.GradCheck;
import org.grad4j.tensor.Generator;
import org.grad4j.tensor.Tensor;

/** The table's rows of random numbers in place, which begin with the same seed at each call. */
final class RandomRows {
    private RandomRows() {}

    static final List<Row> CHANGING =
            List.of(
                    // Ranges in which the rounding of float16 and bfloat16 is even.
                    unary("uniform_(double, double)", ANY, seeded(x -> x.uniform_(2, 6))),
                    unary(
                            "uniform_(Generator, double, double)",
                            ANY,
                            in -> in[0].uniform_(new Generator(3), 2, 6)),
                    unary("normal_(double, double)", ANY, seeded(x -> x.normal_(9, 0.5))),
                    unary(
                            "normal_(Generator, double, double)",
                            ANY,
                            in -> in[0].normal_(new Generator(3), 9, 0.5)),
                    unary("bernoulli_(double)", ANY, seeded(x -> x.bernoulli_(0.4))),
                    unary(
                            "bernoulli_(Generator, double)",
                            ANY,
                            in -> in[0].bernoulli_(new Generator(3), 0.4)),
                    row(
                            "bernoulli_(Tensor)",
                            CHANCE,
                            in -> {
                                Generator.manualSeed(3);
                                return in[0].bernoulli_(in[1]);
                            },
                            "[2,3] [2,3]",
                            "[2,3] [3]",
                            "[] []",
                            "[0,3] [3]"),
                    row(
                            "bernoulli_(Generator, Tensor)",
                            CHANCE,
                            in -> in[0].bernoulli_(new Generator(3), in[1]),
                            "[2,3] [2,1]",
                            "[2,3] []"));

    private static GradCheck.Operation seeded(UnaryOperator<Tensor> change) {
        return in -> {
            Generator.manualSeed(3);
            return change.apply(in[0]);
        };
    }
}
