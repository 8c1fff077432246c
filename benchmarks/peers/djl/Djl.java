import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.pooling.Pool;
import ai.djl.nn.recurrent.LSTM;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import org.grad4j.benchmarks.race.Contestant;
import org.grad4j.benchmarks.race.Model;
import org.grad4j.benchmarks.race.Race;

/** DJL on its PyTorch engine; a sub-manager for each step frees what it made. */
public final class Djl implements Contestant {
    public static void main(String[] args) {
        Race.main(new Djl(), args);
    }

    @Override
    public String name() {
        return "djl-0.35-pytorch-" + Engine.getInstance().getVersion();
    }

    @Override
    public Learner learner(Model model, int batch, long seed) {
        Engine.getInstance().setRandomSeed((int) seed);
        Block network = network(model);
        drawAsPyTorch(network, model);
        ai.djl.Model holder = ai.djl.Model.newInstance(model.toString());
        holder.setBlock(network);
        Optimizer adam = Optimizer.adam().optLearningRateTracker(Tracker.fixed(1e-3f)).build();
        Loss criterion = Loss.softmaxCrossEntropyLoss();
        Trainer trainer =
                holder.newTrainer(new DefaultTrainingConfig(criterion).optOptimizer(adam));
        trainer.initialize(shape(model, batch));
        NDManager manager = holder.getNDManager();
        return new Learner() {
            @Override
            public float train(float[] images, long[] labels) {
                try (NDManager step = manager.newSubManager()) {
                    NDList x = new NDList(step.create(images, shape(model, labels.length)));
                    NDList y = new NDList(step.create(labels));
                    float value;
                    try (GradientCollector collector = trainer.newGradientCollector();
                            NDList logits = trainer.forward(x, y);
                            NDArray loss = criterion.evaluate(y, logits)) {
                        collector.backward(loss);
                        value = loss.getFloat();
                    }
                    trainer.step();
                    return value;
                }
            }

            @Override
            public long[] predict(float[] images) {
                Shape shape = shape(model, images.length / 784);
                try (NDManager step = manager.newSubManager();
                        NDList y = trainer.evaluate(new NDList(step.create(images, shape)))) {
                    return y.singletonOrThrow().argMax(1).toLongArray();
                }
            }

            @Override
            public void close() {
                trainer.close();
                holder.close();
            }
        };
    }

    /** Uniform within 1/√fan-in, biases as their weights; the LSTM within 1/√64. */
    private static void drawAsPyTorch(Block network, Model model) {
        float[] bound = new float[1]; // a layer's weights are drawn before its bias
        network.setInitializer(
                (manager, shape, type) -> {
                    boolean gates = model == Model.LSTM && shape.get(0) == 4 * 64;
                    double fanIn = gates ? 64 : shape.size() / (double) shape.get(0);
                    bound[0] = (float) (1 / Math.sqrt(fanIn));
                    return manager.randomUniform(-bound[0], bound[0], shape, type);
                },
                Parameter.Type.WEIGHT);
        network.setInitializer(
                (manager, shape, type) ->
                        manager.randomUniform(-bound[0], bound[0], shape, type),
                Parameter.Type.BIAS);
    }

    @Override
    public Runnable chain(int ops, float[] first, float[] factors) {
        NDManager manager = NDManager.newBaseManager();
        NDArray x = manager.create(first);
        NDArray a = manager.create(factors);
        x.setRequiresGradient(true);
        return () -> {
            try (NDManager pass = manager.newSubManager();
                    GradientCollector collector = Engine.getInstance().newGradientCollector()) {
                x.tempAttach(pass);
                a.tempAttach(pass);
                NDArray y = x;
                for (int i = 0; i < ops / 2; i++) {
                    y = y.mul(a).add(a);
                }
                collector.backward(y.sum());
            }
        };
    }

    private static Shape shape(Model model, long n) {
        return switch (model) {
            case MLP -> new Shape(n, 784);
            case LSTM -> new Shape(n, 28, 28);
            default -> new Shape(n, 1, 28, 28);
        };
    }

    private static Block network(Model model) {
        SequentialBlock network = new SequentialBlock();
        switch (model) {
            case MLP ->
                    network.add(linear(256))
                            .add(Activation::relu)
                            .add(linear(128))
                            .add(Activation::relu)
                            .add(linear(10));
            case LENET ->
                    network.add(conv(6, 5))
                            .add(Activation::relu)
                            .add(pool())
                            .add(conv(16, 5))
                            .add(Activation::relu)
                            .add(pool())
                            .add(Blocks.batchFlattenBlock())
                            .add(linear(120))
                            .add(Activation::relu)
                            .add(linear(84))
                            .add(Activation::relu)
                            .add(linear(10));
            case CNN ->
                    network.add(conv(32, 3))
                            .add(Activation::relu)
                            .add(conv(64, 3))
                            .add(Activation::relu)
                            .add(pool())
                            .add(Blocks.batchFlattenBlock())
                            .add(linear(128))
                            .add(Activation::relu)
                            .add(linear(10));
            case LSTM ->
                    network.add(
                                    LSTM.builder()
                                            .setStateSize(64)
                                            .setNumLayers(1)
                                            .optBatchFirst(true)
                                            .build())
                            .add(LambdaBlock.singleton(y -> y.get(":, -1")))
                            .add(linear(10));
            default -> throw new UnsupportedOperationException("has no " + model);
        }
        return network;
    }

    private static Block linear(long out) {
        return Linear.builder().setUnits(out).build();
    }

    private static Block conv(int out, long side) {
        return Conv2d.builder().setKernelShape(new Shape(side, side)).setFilters(out).build();
    }

    private static Block pool() {
        return Pool.maxPool2dBlock(new Shape(2, 2), new Shape(2, 2));
    }
}
