package org.grad4j.nn;

import org.grad4j.tensor.Tensor;

/** A layer that is no module, a lambda for example, given a place among modules. */
final class LambdaModule extends Module {
    private final Layer layer;

    LambdaModule(Layer layer) {
        this.layer = layer;
    }

    @Override
    protected Tensor forward(Tensor x) {
        return layer.call(x);
    }

    /** What the layer says of itself where it has a text of its own. */
    @Override
    public String toString() {
        String text = layer.toString();
        String identity = layer.getClass().getName() + "@" + Integer.toHexString(layer.hashCode());
        return text.equals(identity) ? super.toString() : text;
    }

    @Override
    String name() {
        Class<?> type = layer.getClass();
        boolean named = !type.isHidden() && !type.isSynthetic() && !type.isAnonymousClass();
        return named ? type.getSimpleName() : "Lambda";
    }
}
