package org.grad4j.reference;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

import java.util.function.UnaryOperator;

/** Operations that rearrange elements without computing. */
final class Movements {
    private final Cases cases = new Cases("changes of shape");

    static Cases cases() {
        Movements self = new Movements();
        self.reshape();
        self.transpose();
        self.squeeze();
        self.flatten();
        self.expand();
        self.sumTo();
        self.contiguous();
        return self.cases;
    }

    private void move(Cases.Case one, Values a, UnaryOperator<Tensor> movement) {
        one.input("a", a).output(in -> movement.apply(in[0]));
    }

    private void reshape() {
        reshape("matrix", Values.wave(0, 2, 6), 3, 4);
        reshape("inferred", Values.wave(0, 2, 6), 4, -1);
        reshape("to_vector", Values.wave(0, 2, 3), -1);
        reshape("to_more_dims", Values.wave(0, 2, 6), 2, 1, 3, 2);
        reshape("same", Values.wave(0, 2, 3), 2, 3);
        reshape("to_zero_dim", Values.wave(0, 1, 1));
        reshape("from_zero_dim", Values.wave(0), 1, 1);
        reshape("empty", Values.wave(0, 0, 3), 3, 0);
        reshape("float32", Values.wave(0, 2, 6).as(ScalarType.Float), 3, 4);
        reshape("bool", Values.of(new long[] {4}, 1, 0, 0, 1).as(ScalarType.Bool), 2, 2);
        long[] shape = {2, 6};
        move(
                cases.add("reshape/transposed", "shape", shape),
                Values.wave(0, 3, 4).throughTransposedView(),
                a -> a.reshape(shape));
    }

    private void reshape(String variant, Values a, long... shape) {
        move(cases.add("reshape/" + variant, "shape", shape), a, x -> x.reshape(shape));
        move(cases.add("view/" + variant, "shape", shape), a, x -> x.view(shape));
    }

    private void transpose() {
        Values cube = Values.wave(0, 2, 3, 4);
        transpose("matrix", Values.wave(0, 2, 3), 0, 1);
        transpose("outer_dims", cube, 0, 2);
        transpose("negative_dims", cube, -1, -2);
        transpose("same_dim", cube, 1, 1);
        transpose("already_transposed", cube.throughTransposedView(), 1, 2);
        transpose("size_one", Values.wave(0, 1, 3), 0, 1);
        transpose("empty", Values.wave(0, 0, 3), 0, 1);
        transpose("float32", Values.wave(0, 2, 3).as(ScalarType.Float), 0, 1);
        move(cases.add("t/matrix"), Values.wave(0, 2, 3), Tensor::t);
        move(cases.add("t/vector"), Values.wave(0, 3), Tensor::t);
        move(cases.add("t/zero_dim"), Values.wave(0), Tensor::t);
        permute("reversed", cube, 2, 1, 0);
        permute("rotated", cube, 1, 2, 0);
        permute("negative_dims", cube, -1, 0, -2);
        permute("identity", cube, 0, 1, 2);
        permute("channels_last", Values.wave(0, 2, 3, 2, 2), 0, 2, 3, 1);
        permute("transposed", cube.throughTransposedView(), 2, 0, 1);
        permute("zero_dim", Values.wave(0));
        permute("empty", Values.wave(0, 2, 0, 3), 2, 0, 1);
    }

    private void transpose(String variant, Values a, long dim0, long dim1) {
        move(
                cases.add("transpose/" + variant, "dim0", dim0, "dim1", dim1),
                a,
                x -> x.transpose(dim0, dim1));
    }

    private void permute(String variant, Values a, long... dims) {
        move(cases.add("permute/" + variant, "dims", dims), a, x -> x.permute(dims));
    }

    private void squeeze() {
        Values ones = Values.wave(0, 1, 3, 1, 2);
        move(cases.add("squeeze/all"), ones, Tensor::squeeze);
        move(cases.add("squeeze/all_to_zero_dim"), Values.wave(0, 1, 1), Tensor::squeeze);
        move(cases.add("squeeze/all_without_ones"), Values.wave(0, 2, 3), Tensor::squeeze);
        move(cases.add("squeeze/all_empty"), Values.wave(0, 1, 0), Tensor::squeeze);
        squeeze("first_dim", ones, 0);
        squeeze("negative_dim", ones, -2);
        squeeze("dim_that_is_not_one", ones, 1);
        squeeze("zero_dim_dim", Values.wave(0), 0);
        unsqueeze("first", Values.wave(0, 2, 3), 0);
        unsqueeze("middle", Values.wave(0, 2, 3), 1);
        unsqueeze("last", Values.wave(0, 2, 3), 2);
        unsqueeze("negative", Values.wave(0, 2, 3), -1);
        unsqueeze("most_negative", Values.wave(0, 2, 3), -3);
        unsqueeze("zero_dim", Values.wave(0), 0);
        unsqueeze("transposed", Values.wave(0, 2, 3).throughTransposedView(), 1);
        unsqueeze("empty", Values.wave(0, 0), 1);
    }

    private void squeeze(String variant, Values a, long dim) {
        move(cases.add("squeeze/" + variant, "dim", dim), a, x -> x.squeeze(dim));
    }

    private void unsqueeze(String variant, Values a, long dim) {
        move(cases.add("unsqueeze/" + variant, "dim", dim), a, x -> x.unsqueeze(dim));
    }

    private void flatten() {
        Values cube = Values.wave(0, 2, 3, 2, 2);
        flatten("all", cube, 0, -1);
        flatten("after_batch", cube, 1, -1);
        flatten("middle", cube, 1, 2);
        flatten("one_dim", cube, 1, 1);
        flatten("negative_dims", cube, -3, -2);
        flatten("zero_dim", Values.wave(0), 0, -1);
        flatten("vector", Values.wave(0, 3), 0, -1);
        flatten("empty", Values.wave(0, 0, 3, 2), 1, -1);
        flatten("transposed", Values.wave(0, 2, 3, 4).throughTransposedView(), 1, -1);
    }

    private void flatten(String variant, Values a, long startDim, long endDim) {
        move(
                cases.add("flatten/" + variant, "startDim", startDim, "endDim", endDim),
                a,
                x -> x.flatten(startDim, endDim));
    }

    private void expand() {
        expand("column", Values.wave(0, 3, 1), 3, 4);
        expand("row_to_more_dims", Values.wave(0, 3), 2, 4, 3);
        expand("kept_sizes", Values.wave(0, 3, 1), -1, 4);
        expand("several_dims", Values.wave(0, 1, 3, 1), 2, 3, 4);
        expand("same", Values.wave(0, 2, 3), 2, 3);
        expand("zero_dim", Values.wave(0), 2, 3);
        expand("to_empty", Values.wave(0, 1, 3), 0, 3);
        expand("transposed", Values.wave(0, 3, 2).throughTransposedView(), 2, 3, 2);
        expand("float32", Values.wave(0, 3, 1).as(ScalarType.Float), 3, 4);
    }

    private void expand(String variant, Values a, long... shape) {
        move(cases.add("expand/" + variant, "shape", shape), a, x -> x.expand(shape));
    }

    private void sumTo() {
        Values cube = Values.wave(0, 2, 3, 4);
        sumTo("row", cube, 4);
        sumTo("column", cube, 2, 1, 1);
        sumTo("middle", cube, 3, 1);
        sumTo("same", cube, 2, 3, 4);
        sumTo("zero_dim", cube);
        sumTo("empty", Values.wave(0, 0, 3), 1, 3);
        sumTo("transposed", cube.throughTransposedView(), 3, 1);
    }

    private void sumTo(String variant, Values a, long... shape) {
        move(cases.add("sumTo/" + variant, "shape", shape), a, x -> x.sum_to_size(shape));
    }

    private void contiguous() {
        move(cases.add("contiguous/already"), Values.wave(0, 2, 3), Tensor::contiguous);
        move(
                cases.add("contiguous/transposed"),
                Values.wave(0, 2, 3).throughTransposedView(),
                Tensor::contiguous);
    }
}
