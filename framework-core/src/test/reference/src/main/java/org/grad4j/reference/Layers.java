package org.grad4j.reference;

import org.bytedeco.pytorch.global.torch.ScalarType;

/** Modules with fixed weights, and the losses; each named after its class. */
final class Layers {
    private Layers() {}

    static Cases cases() {
        Cases cases = new Cases("layers and losses");
        for (ScalarType type : new ScalarType[] {ScalarType.Double, ScalarType.Float}) {
            linear(cases, type);
            convolutions(cases, type);
            flatten(cases, type);
        }
        Losses.addModules(cases);
        return cases;
    }

    private static String name(String layer, String variant, ScalarType type) {
        return layer + "/" + variant + "_" + Values.name(type);
    }

    private static Values wave(int phase, ScalarType type, long... shape) {
        return Values.wave(phase, shape).as(type);
    }

    private static void linear(Cases cases, ScalarType type) {
        Values weight = wave(1, type, 2, 3);
        Values bias = wave(2, type, 2);
        Products.linear(cases, name("Linear", "rows", type), wave(0, type, 4, 3), weight, bias);
        Products.linear(
                cases, name("Linear", "without_bias", type), wave(0, type, 4, 3), weight, null);
        Products.linear(cases, name("Linear", "one_row", type), wave(0, type, 3), weight, bias);
        Products.linear(
                cases, name("Linear", "sequence", type), wave(0, type, 2, 2, 3), weight, bias);
    }

    private static void convolutions(Cases cases, ScalarType type) {
        Values x = wave(0, type, 2, 2, 5, 4);
        Values weight = wave(1, type, 3, 2, 3, 3);
        Values bias = wave(2, type, 3);
        Convolutions.Window strided = new Convolutions.Window(2, 2, 1, 1, 1, 1);
        Convolutions.Window halving = new Convolutions.Window(2, 2, 0, 0, 1, 1);
        Convolutions.Window plain = Convolutions.Window.PLAIN;
        Convolutions.conv2d(cases, name("Conv2d", "plain", type), plain, x, weight, bias);
        Convolutions.conv2d(cases, name("Conv2d", "without_bias", type), plain, x, weight, null);
        Convolutions.conv2d(
                cases, name("Conv2d", "stride_and_padding", type), strided, x, weight, bias);
        Convolutions.maxPool2d(cases, name("MaxPool2d", "halving", type), halving, x, 2, 2);
        Convolutions.maxPool2d(cases, name("MaxPool2d", "padding", type), strided, x, 3, 3);
    }

    private static void flatten(Cases cases, ScalarType type) {
        cases.add(name("Flatten", "images", type), "startDim", 1, "endDim", -1)
                .input("x", wave(0, type, 2, 3, 2, 2))
                .output(in -> in[0].flatten(1, -1));
    }
}
