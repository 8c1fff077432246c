package org.grad4j.samples;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.grad4j.autograd.Autograd;
import org.grad4j.tensor.Generator;
import org.grad4j.tensor.Tensor;
import picocli.CommandLine.Command;

/**
 * PyTorch's autograd tutorial, cell by cell: each line of Python as a comment, its Java below,
 * printing what the tutorial prints.
 */
@Command(name = "tutorial", description = "PyTorch's autograd tutorial, cell by cell.")
public final class TutorialSample implements Runnable {
    /**
     * Runs the command.
     *
     * @param args none but {@code --help}
     */
    public static void main(String[] args) {
        System.exit(CommandLines.run(new TutorialSample(), args));
    }

    /** Runs the cells in order. */
    @Override
    public void run() {
        // The last part doubles a random vector until its norm reaches 1000, so how often depends
        // on the vector. The tutorial's took ten doublings, and so does the one of this seed.
        Generator.manualSeed(1);

        // x = torch.ones(2, 2, requires_grad=True)
        // print(x)
        Tensor x = Tensor.ones(2, 2).requiresGrad(true);
        print(x);

        // y = x + 2
        // print(y)
        Tensor y = x.add(2);
        print(y);

        // print(y.grad_fn)
        print(y.gradFn());

        // z = y * y * 3
        // out = z.mean()
        // print(z, out)
        Tensor z = y.mul(y).mul(3);
        Tensor out = z.mean();
        print(z, out);

        // a = torch.randn(2, 2)
        // a = ((a * 3) / (a - 1))
        // print(a.requires_grad)
        // a.requires_grad_(True)
        // print(a.requires_grad)
        // b = (a * a).sum()
        // print(b.grad_fn)
        Tensor a = Tensor.randn(2, 2);
        a = a.mul(3).div(a.sub(1));
        print(a.requiresGrad());
        a.requiresGrad(true);
        print(a.requiresGrad());
        Tensor b = a.mul(a).sum();
        print(b.gradFn());

        // out.backward()
        out.backward();

        // print(x.grad)
        print(x.grad());

        // x = torch.randn(3, requires_grad=True)
        // y = x * 2
        // while y.data.norm() < 1000:
        //     y = y * 2
        // print(y)
        x = Tensor.randn(3).requiresGrad(true);
        y = x.mul(2);
        while (y.detach().norm().item() < 1000) {
            y = y.mul(2);
        }
        print(y);

        // v = torch.tensor([0.1, 1.0, 0.0001], dtype=torch.float)
        // y.backward(v)
        // print(x.grad)
        Tensor v = Tensor.of(0.1f, 1.0f, 0.0001f);
        y.backward(v);
        print(x.grad());

        // print(x.requires_grad)
        // print((x ** 2).requires_grad)
        // with torch.no_grad():
        //     print((x ** 2).requires_grad)
        print(x.requiresGrad());
        print(x.pow(2).requiresGrad());
        Tensor leaf = x;
        Autograd.noGrad(() -> print(leaf.pow(2).requiresGrad()));

        // print(x.requires_grad)
        // y = x.detach()
        // print(y.requires_grad)
        // print(x.eq(y).all())
        print(x.requiresGrad());
        y = x.detach();
        print(y.requiresGrad());
        print(x.eq(y).all());
    }

    /** Python's print: values with a space between them, True and False with a capital letter. */
    private static void print(Object... values) {
        System.out.println(
                Arrays.stream(values)
                        .map(
                                value ->
                                        value instanceof Boolean yes
                                                ? (yes ? "True" : "False")
                                                : value)
                        .map(String::valueOf)
                        .collect(Collectors.joining(" ")));
    }
}
