import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.grad4j.benchmarks.race.Contestant;
import org.grad4j.benchmarks.race.Model;
import org.grad4j.benchmarks.race.Race;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Deeplearning4j's own network class; its workspaces recycle memory by themselves. */
public final class Dl4j implements Contestant {
    public static void main(String[] args) {
        Race.main(new Dl4j(), args);
    }

    @Override
    public String name() {
        return "dl4j-1.0.0-M2.1";
    }

    @Override
    public Learner learner(Model model, int batch, long seed) {
        NeuralNetConfiguration.ListBuilder list =
                new NeuralNetConfiguration.Builder()
                        .seed(seed)
                        .updater(new Adam(1e-3))
                        .list();
        layers(model).forEach(list::layer);
        list.setInputType(
                switch (model) {
                    case MLP -> InputType.feedForward(784);
                    case LSTM -> InputType.recurrent(28, 28, RNNFormat.NWC);
                    default -> InputType.convolutional(28, 28, 1);
                });
        MultiLayerNetwork network = new MultiLayerNetwork(list.build());
        network.init();
        Nd4j.getRandom().setSeed(seed);
        for (org.deeplearning4j.nn.api.Layer layer : network.getLayers()) {
            drawAsPyTorch(layer.paramTable());
        }
        return new Learner() {
            @Override
            public float train(float[] images, long[] labels) {
                float[] targets = new float[labels.length * 10];
                for (int i = 0; i < labels.length; i++) {
                    targets[i * 10 + (int) labels[i]] = 1;
                }
                network.fit(
                        Nd4j.create(images, shape(model, labels.length), 'c'),
                        Nd4j.create(targets, new long[] {labels.length, 10}, 'c'));
                return (float) network.score();
            }

            @Override
            public long[] predict(float[] images) {
                long[] shape = shape(model, images.length / 784);
                INDArray y = network.output(Nd4j.create(images, shape, 'c'));
                return y.argMax(1).toLongVector();
            }
        };
    }

    /** Uniform within 1/√fan-in, biases as their weights; the LSTM within 1/√64. */
    private static void drawAsPyTorch(Map<String, INDArray> parameters) {
        if (parameters.isEmpty()) {
            return; // pooling
        }
        INDArray weight = parameters.getOrDefault("RW", parameters.get("W"));
        boolean kernels = weight.rank() == 4; // [out, in, h, w]; others are [in, out]
        long fanIn = kernels ? weight.length() / weight.size(0) : weight.size(0);
        double bound = 1 / Math.sqrt(fanIn);
        for (INDArray parameter : parameters.values()) {
            parameter.assign(Nd4j.rand(parameter.shape()).muli(2 * bound).subi(bound));
        }
    }

    /** A graph built once, for this library has no operations that record themselves. */
    @Override
    public Runnable chain(int ops, float[] first, float[] factors) {
        SameDiff graph = SameDiff.create();
        SDVariable x = graph.var("x", Nd4j.createFromArray(first));
        SDVariable a = graph.constant("a", Nd4j.createFromArray(factors));
        SDVariable y = x;
        for (int i = 0; i < ops / 2; i++) {
            y = y.mul(a).add(a);
        }
        graph.setLossVariables(y.sum().name());
        return () -> graph.calculateGradients(Map.of(), "x");
    }

    private static long[] shape(Model model, long n) {
        return switch (model) {
            case MLP -> new long[] {n, 784};
            case LSTM -> new long[] {n, 28, 28};
            default -> new long[] {n, 1, 28, 28};
        };
    }

    private static List<Layer> layers(Model model) {
        List<Layer> layers = new ArrayList<>();
        switch (model) {
            case MLP -> {
                layers.add(dense(256));
                layers.add(dense(128));
            }
            case LENET -> {
                layers.add(conv(6, 5));
                layers.add(pool());
                layers.add(conv(16, 5));
                layers.add(pool());
                layers.add(dense(120));
                layers.add(dense(84));
            }
            case CNN -> {
                layers.add(conv(32, 3));
                layers.add(conv(64, 3));
                layers.add(pool());
                layers.add(dense(128));
            }
            case LSTM ->
                    layers.add(
                            new LastTimeStep(
                                    new LSTM.Builder()
                                            .nOut(64)
                                            .activation(Activation.TANH)
                                            .dataFormat(RNNFormat.NWC)
                                            .build()));
            default -> throw new UnsupportedOperationException("has no " + model);
        }
        layers.add(
                new OutputLayer.Builder(LossFunction.MCXENT)
                        .activation(Activation.SOFTMAX)
                        .nOut(10)
                        .build());
        return layers;
    }

    private static Layer dense(int out) {
        return new DenseLayer.Builder().nOut(out).activation(Activation.RELU).build();
    }

    private static Layer conv(int out, int side) {
        return new ConvolutionLayer.Builder(side, side)
                .nOut(out)
                .activation(Activation.RELU)
                .build();
    }

    private static Layer pool() {
        return new SubsamplingLayer.Builder().kernelSize(2, 2).stride(2, 2).build();
    }
}
