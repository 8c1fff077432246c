import static org.bytedeco.pytorch.global.torch.cross_entropy_loss;
import static org.bytedeco.pytorch.global.torch.flatten;
import static org.bytedeco.pytorch.global.torch.manual_seed;
import static org.bytedeco.pytorch.global.torch.max_pool2d;
import static org.bytedeco.pytorch.global.torch.relu;

import java.util.function.UnaryOperator;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Adam;
import org.bytedeco.pytorch.AdamOptions;
import org.bytedeco.pytorch.Conv2dImpl;
import org.bytedeco.pytorch.Conv2dOptions;
import org.bytedeco.pytorch.LSTMImpl;
import org.bytedeco.pytorch.LSTMOptions;
import org.bytedeco.pytorch.LinearImpl;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.grad4j.benchmarks.race.Contestant;
import org.grad4j.benchmarks.race.Model;
import org.grad4j.benchmarks.race.Race;

/** libtorch in bytedeco's binding; a pointer scope around each step frees its tensors. */
public final class Torch implements Contestant {
    public static void main(String[] args) {
        Race.main(new Torch(), args);
    }

    @Override
    public String name() {
        return "libtorch-2.10";
    }

    @Override
    public Learner learner(Model model, int batch, long seed) {
        manual_seed(seed);
        Module root = new Module();
        UnaryOperator<Tensor> network = network(model, root);
        Adam optimizer = new Adam(root.parameters(), new AdamOptions(1e-3));
        return new Learner() {
            @Override
            public float train(float[] images, long[] labels) {
                try (PointerScope scope = new PointerScope()) {
                    Tensor x = Tensor.create(images, labels.length, 1, 28, 28);
                    Tensor loss = cross_entropy_loss(network.apply(x), Tensor.create(labels));
                    optimizer.zero_grad();
                    loss.backward();
                    optimizer.step();
                    return loss.item_float();
                }
            }

            @Override
            public long[] predict(float[] images) {
                try (PointerScope scope = new PointerScope();
                        NoGradGuard guard = new NoGradGuard()) {
                    long[] classes = new long[images.length / 784];
                    Tensor x = Tensor.create(images, classes.length, 1, 28, 28);
                    Tensor best = network.apply(x).argmax(new LongOptional(1), false);
                    best.data_ptr_long().get(classes);
                    return classes;
                }
            }
        };
    }

    private static UnaryOperator<Tensor> network(Model model, Module root) {
        switch (model) {
            case MLP -> {
                LinearImpl fc1 = linear(root, "fc1", 784, 256);
                LinearImpl fc2 = linear(root, "fc2", 256, 128);
                LinearImpl fc3 = linear(root, "fc3", 128, 10);
                return x -> fc3.forward(relu(fc2.forward(relu(fc1.forward(flat(x))))));
            }
            case LENET -> {
                Conv2dImpl conv1 = conv(root, "conv1", 1, 6, 5);
                Conv2dImpl conv2 = conv(root, "conv2", 6, 16, 5);
                LinearImpl fc1 = linear(root, "fc1", 256, 120);
                LinearImpl fc2 = linear(root, "fc2", 120, 84);
                LinearImpl fc3 = linear(root, "fc3", 84, 10);
                return x -> {
                    Tensor y = pool(relu(conv2.forward(pool(relu(conv1.forward(x))))));
                    return fc3.forward(relu(fc2.forward(relu(fc1.forward(flat(y))))));
                };
            }
            case CNN -> {
                Conv2dImpl conv1 = conv(root, "conv1", 1, 32, 3);
                Conv2dImpl conv2 = conv(root, "conv2", 32, 64, 3);
                LinearImpl fc1 = linear(root, "fc1", 9216, 128);
                LinearImpl fc2 = linear(root, "fc2", 128, 10);
                return x -> {
                    Tensor y = pool(relu(conv2.forward(relu(conv1.forward(x)))));
                    return fc2.forward(relu(fc1.forward(flat(y))));
                };
            }
            case LSTM -> {
                LSTMOptions options = new LSTMOptions(28, 64);
                options.batch_first().put(true);
                LSTMImpl lstm = root.register_module("lstm", new LSTMImpl(options));
                LinearImpl fc = linear(root, "fc", 64, 10);
                return x -> fc.forward(lstm.forward(x.squeeze(1)).get0().select(1, -1));
            }
            default -> throw new UnsupportedOperationException("has no " + model);
        }
    }

    private static LinearImpl linear(Module root, String name, long in, long out) {
        return root.register_module(name, new LinearImpl(in, out));
    }

    private static Conv2dImpl conv(Module root, String name, long in, long out, long side) {
        LongPointer kernel = new LongPointer(side, side);
        return root.register_module(name, new Conv2dImpl(new Conv2dOptions(in, out, kernel)));
    }

    private static Tensor flat(Tensor x) {
        return flatten(x, 1, -1);
    }

    private static Tensor pool(Tensor x) {
        return max_pool2d(x, 2, 2);
    }

    @Override
    public Runnable chain(int ops, float[] first, float[] factors) {
        Tensor x = Tensor.create(first, 8);
        x.set_requires_grad(true);
        Tensor a = Tensor.create(factors, 8);
        return () -> {
            try (PointerScope scope = new PointerScope()) {
                Tensor y = x;
                for (int i = 0; i < ops / 2; i++) {
                    y = y.mul(a).add(a);
                }
                y.sum().backward();
            }
        };
    }
}
