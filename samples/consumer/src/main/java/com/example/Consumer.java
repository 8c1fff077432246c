package com.example;

import org.grad4j.tensor.Tensor;

/** One step of gradient descent, which needs every native library. */
public final class Consumer {
    private Consumer() {}

    public static void main(String[] args) {
        Tensor inputs = Tensor.of(new float[][] {{1, 2}, {3, 4}, {5, 6}});
        Tensor targets = Tensor.of(new float[][] {{1}, {2}, {3}});
        Tensor weight = Tensor.zeros(2, 1).requiresGrad(true);

        Tensor loss = loss(inputs, weight, targets);
        loss.backward();
        Tensor better = weight.detach().sub(weight.grad().mul(0.01));

        double before = loss.item();
        double after = loss(inputs, better, targets).item();
        System.out.printf("consumer: the loss fell from %.3f to %.3f%n", before, after);
        if (!(after < before)) {
            throw new AssertionError("the loss did not fall");
        }
    }

    private static Tensor loss(Tensor inputs, Tensor weight, Tensor targets) {
        return inputs.matmul(weight).sub(targets).pow(2).mean();
    }
}
