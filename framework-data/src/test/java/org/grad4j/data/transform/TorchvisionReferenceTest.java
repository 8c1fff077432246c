package org.grad4j.data.transform;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.grad4j.data.Image;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Random transforms with ranges of one value do what torchvision does with that value. */
class TorchvisionReferenceTest {
    private static final Map<String, ImageTransform> TRANSFORMS = transforms();

    private static Map<String, ImageTransform> transforms() {
        Map<String, ImageTransform> map = new TreeMap<>();
        for (Interpolation mode : Interpolation.values()) {
            String name = " " + mode.name().toLowerCase(Locale.ROOT);
            map.put("resize up" + name, new Resize(5, 7, mode, false));
            map.put("resize down" + name, new Resize(3, 4, mode, false));
            map.put("rotate 90" + name, rotation(90, mode, false));
            map.put("rotate 30" + name, rotation(30, mode, false));
            map.put("rotate 30 expand" + name, rotation(30, mode, true));
            map.put("rotate 90 expand" + name, rotation(90, mode, true));
            map.put(
                    "affine" + name,
                    (image, random) ->
                            Affine.inverse(0, 0, 20, 1, -1, 1.2, 10, -5)
                                    .warp(6, 7, 6, 7)
                                    .apply(image, 6, 7, mode, 0));
            map.put(
                    "affine center" + name,
                    (image, random) ->
                            Affine.inverse(2 - 3.5, 1.5 - 3, 33, 0, 1, 0.8, 0, 0)
                                    .warp(6, 7, 6, 7)
                                    .apply(image, 6, 7, mode, 0));
            map.put("perspective" + name, (image, random) -> perspective(image, mode));
        }
        map.put("resize down antialias", new Resize(3, 4));
        map.put("resize up antialias", new Resize(5, 3));
        map.put("resize shorter side", new Resize(3));
        map.put("center crop", new CenterCrop(2, 3));
        map.put("center crop padded", new CenterCrop(6, 3));
        for (PaddingMode mode : PaddingMode.values()) {
            String name = mode.name().toLowerCase(Locale.ROOT);
            map.put("pad " + name, new Pad(2, 1, 1, 3, mode, 0));
        }
        map.put("gaussian blur", new GaussianBlur(3, 5, new Range(1.3, 1.3)));
        map.put("brightness", jitter(1.4, 1, 1, 0));
        map.put("contrast", jitter(1, 1.4, 1, 0));
        map.put("contrast grey", jitter(1, 0.3, 1, 0));
        map.put("saturation", jitter(1, 1, 1.7, 0));
        for (double turn : new double[] {-0.5, -0.21, 0.1, 0.37}) {
            map.put("hue " + turn, jitter(1, 1, 1, turn));
        }
        map.put("grayscale", new Grayscale());
        map.put("grayscale 3", new Grayscale(3));
        return map;
    }

    private static ImageTransform rotation(double angle, Interpolation mode, boolean expand) {
        return new RandomRotation(new Range(angle, angle), mode, expand, 0);
    }

    private static Image perspective(Image image, Interpolation mode) {
        int[][] start = {{0, 0}, {7, 0}, {7, 5}, {0, 5}};
        int[][] end = {{1, 1}, {6, 0}, {7, 4}, {2, 5}};
        return new RandomPerspective(0.5, 1, mode, 0).move(image, start, end);
    }

    private static ImageTransform jitter(
            double brightness, double contrast, double saturation, double hue) {
        return new ColorJitter(
                new Range(brightness, brightness),
                new Range(contrast, contrast),
                new Range(saturation, saturation),
                new Range(hue, hue));
    }

    private static Stream<String[]> lines() throws IOException {
        try (InputStream in =
                TorchvisionReferenceTest.class.getResourceAsStream("torchvision.txt")) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return text.lines().map(line -> line.split("\\|"));
        }
    }

    @TestFactory
    Stream<DynamicTest> values_are_those_of_torchvision() throws IOException {
        return lines().map(line -> DynamicTest.dynamicTest(line[0], () -> compare(line)));
    }

    private static void compare(String[] line) {
        int[] from = numbers(line[1]);
        Image image = Images.of(from[0], from[1], from[2]);
        float[] before = image.pixels().clone();
        Image result = Images.apply(TRANSFORMS.get(line[0]), image, 1);
        assertArrayEquals(before, image.pixels(), "the image that came in");
        String shape = result.channels() + " " + result.height() + " " + result.width();
        assertEquals(line[2], shape);
        String[] values = line[3].split(" ");
        for (int i = 0; i < values.length; i++) {
            float expected = Float.parseFloat(values[i]);
            assertEquals(expected, result.pixels()[i], 3e-6f, "value " + i);
        }
    }

    private static int[] numbers(String text) {
        return Arrays.stream(text.split(" ")).mapToInt(Integer::parseInt).toArray();
    }

    @Test
    void every_transform_has_its_line() throws IOException {
        Set<String> names = new HashSet<>();
        lines().forEach(line -> names.add(line[0]));
        assertTrue(names.equals(TRANSFORMS.keySet()), names + " but " + TRANSFORMS.keySet());
    }
}
