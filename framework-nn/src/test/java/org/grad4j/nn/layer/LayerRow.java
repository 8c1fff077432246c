package org.grad4j.nn.layer;

import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.grad4j.nn.Module;
import org.grad4j.tensor.DType;
import org.grad4j.tensor.Generator;
import org.grad4j.tensor.Tensor;

/**
 * A layer under the contract that {@link LayerContractTest} checks. Each family of layers keeps its
 * rows in a file of its own and adds its list there.
 *
 * @param maker makes one with float64 parameters; two made one after another differ
 * @param source of the input, always the same
 * @param caller calls the layer and returns one tensor
 * @param batch the dimension of the input, and of the result, that counts samples; -1 without one
 * @param keys of its state
 * @param text as PyTorch prints it
 */
record LayerRow(
        Supplier<Module> maker,
        Supplier<Tensor> source,
        BiFunction<Module, Tensor, Tensor> caller,
        int batch,
        List<String> keys,
        String text) {

    /** A layer of one floating tensor whose first dimension counts samples. */
    static LayerRow of(Supplier<Module> maker, long[] shape, List<String> keys, String text) {
        return of(maker, shape, Module::call, 0, keys, text);
    }

    /** A layer of a floating input, called in a way of its own. */
    static LayerRow of(
            Supplier<Module> maker,
            long[] shape,
            BiFunction<Module, Tensor, Tensor> caller,
            int batch,
            List<String> keys,
            String text) {
        return new LayerRow(
                maker,
                () -> Tensor.randn(new Generator(11), shape).to(DType.FLOAT64),
                caller,
                batch,
                keys,
                text);
    }

    Module make() {
        return maker.get();
    }

    Tensor input() {
        return source.get();
    }

    Tensor call(Module layer, Tensor x) {
        return caller.apply(layer, x);
    }

    @Override
    public String toString() {
        return text;
    }
}
