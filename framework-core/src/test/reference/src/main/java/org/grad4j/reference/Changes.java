package org.grad4j.reference;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;

/** Changes in place; the output is the changed tensor, without a gradient. */
final class Changes {
    private final Cases cases = new Cases("changes in place");

    static Cases cases() {
        Changes self = new Changes();
        self.pairs("add_", Tensor::add_);
        self.pairs("sub_", Tensor::sub_);
        self.pairs("mul_", Tensor::mul_);
        self.pairs("copy_", Tensor::copy_);
        self.number("add_", "scalar", 2.5, a -> a.add_(new Scalar(2.5)));
        self.number("mul_", "scalar", 2.5, a -> a.mul_(new Scalar(2.5)));
        self.floatingPairs("div_", Tensor::div_);
        self.number("sub_", "scalar", 2.5, a -> a.sub_(new Scalar(2.5)));
        self.number("div_", "scalar", 2.5, a -> a.div_(new Scalar(2.5)));
        self.number("pow_", "exponent", 3, a -> a.pow_(new Scalar(3.0)));
        self.functions("neg_", Tensor::neg_);
        self.functions("abs_", Tensor::abs_);
        self.functions("exp_", Tensor::exp_);
        self.functions("log_", Tensor::log_);
        self.functions("sqrt_", Tensor::sqrt_);
        self.functions("relu_", Tensor::relu_);
        self.functions("sigmoid_", Tensor::sigmoid_);
        self.functions("tanh_", Tensor::tanh_);
        self.number("fill_", "value", -1.5, a -> a.fill_(new Scalar(-1.5)));
        self.change("zero_/matrix", Values.wave(0, 2, 3), Tensor::zero_);
        self.change("zero_/bool", of(ScalarType.Bool, 1, 0), Tensor::zero_);
        self.wholeNumbers();
        return self.cases;
    }

    private void pairs(String op, BinaryOperator<Tensor> pair) {
        floatingPairs(op, pair);
        pair(op + "/int32", of(ScalarType.Int, 7, -7, 0), of(ScalarType.Int, 2, 2, -3), pair);
        pair(op + "/int32_with_int64", of(ScalarType.Int, 7, 1), of(ScalarType.Long, 2, 3), pair);
        pair(op + "/uint8_beyond_its_range", of(ScalarType.Byte, 200, 1), wide(), pair);
    }

    private void functions(String op, UnaryOperator<Tensor> function) {
        change(op + "/matrix", Values.wave(0, 2, 3), function);
        change(op + "/transposed", Values.wave(0, 2, 3).throughTransposedView(), function);
        change(op + "/zero_dim", Values.wave(0), function);
        change(op + "/empty", Values.wave(0, 0, 3), function);
        change(op + "/float32", single(Values.wave(0, 2, 3)), function);
    }

    private void floatingPairs(String op, BinaryOperator<Tensor> pair) {
        Values a = Values.wave(0, 2, 3);
        pair(op + "/same_shape", a, Values.wave(1, 2, 3), pair);
        pair(op + "/broadcast_row", a, Values.wave(1, 3), pair);
        pair(op + "/broadcast_column", a, Values.wave(1, 2, 1), pair);
        pair(op + "/zero_dim_right", a, Values.wave(1), pair);
        pair(op + "/zero_dim_both", Values.wave(0), Values.wave(1), pair);
        pair(op + "/empty", Values.wave(0, 0, 3), Values.wave(1, 3), pair);
        pair(op + "/transposed", a.throughTransposedView(), Values.wave(1, 2, 3), pair);
        pair(op + "/transposed_right", a, Values.wave(1, 2, 3).throughTransposedView(), pair);
        pair(op + "/float32", single(a), single(Values.wave(1, 3)), pair);
        pair(op + "/float64_with_float32", a, single(Values.wave(1, 3)), pair);
        pair(op + "/float32_with_int64", single(a), of(ScalarType.Long, 2, -3, 5), pair);
    }

    private void wholeNumbers() {
        pair("add_/bool", of(ScalarType.Bool, 1, 0, 1), of(ScalarType.Bool, 1, 1, 0), Tensor::add_);
        pair("mul_/bool", of(ScalarType.Bool, 1, 0, 1), of(ScalarType.Bool, 1, 1, 0), Tensor::mul_);
        Values half = Values.of(new long[] {3}, 0, 0.5, -2.75);
        pair("copy_/float64_into_bool", of(ScalarType.Bool, 0, 0, 0), half, Tensor::copy_);
        pair("copy_/float64_into_int64", of(ScalarType.Long, 1, 1, 1), half, Tensor::copy_);
        change("add_/number_int64", of(ScalarType.Long, 1, 2), a -> a.add_(new Scalar(3L)), 3L);
        change("mul_/number_int64", of(ScalarType.Long, 1, 2), a -> a.mul_(new Scalar(3L)), 3L);
    }

    private static Values of(ScalarType type, double... numbers) {
        return Values.of(new long[] {numbers.length}, numbers).as(type);
    }

    private static Values single(Values values) {
        return values.as(ScalarType.Float);
    }

    private static Values wide() {
        return of(ScalarType.Byte, 100, 255);
    }

    private void number(String op, String argument, double value, UnaryOperator<Tensor> change) {
        for (String kind : new String[] {"matrix", "transposed", "zero_dim", "empty", "float32"}) {
            Values a =
                    switch (kind) {
                        case "matrix" -> Values.wave(0, 2, 3);
                        case "transposed" -> Values.wave(0, 2, 3).throughTransposedView();
                        case "zero_dim" -> Values.wave(0);
                        case "empty" -> Values.wave(0, 0, 3);
                        default -> single(Values.wave(0, 2, 3));
                    };
            cases.add(op + "/number_" + kind, argument, value)
                    .input("a", a)
                    .output(in -> change.apply(in[0].detach()));
        }
    }

    private void change(String name, Values a, UnaryOperator<Tensor> change, long scalar) {
        cases.add(name, "scalar", scalar)
                .input("a", a)
                .output(in -> change.apply(in[0].detach()));
    }

    private void change(String name, Values a, UnaryOperator<Tensor> change) {
        cases.add(name).input("a", a).output(in -> change.apply(in[0].detach()));
    }

    private void pair(String name, Values a, Values b, BinaryOperator<Tensor> change) {
        cases.add(name)
                .input("a", a)
                .input("b", b)
                .output(in -> change.apply(in[0].detach(), in[1].detach()));
    }
}
