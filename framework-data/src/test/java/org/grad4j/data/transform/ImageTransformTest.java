package org.grad4j.data.transform;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.grad4j.data.Batch;
import org.grad4j.data.DataLoader;
import org.grad4j.data.Dataset;
import org.grad4j.data.Example;
import org.grad4j.data.Image;
import org.grad4j.data.KeyedRandom;
import org.grad4j.data.Transform;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ImageTransformTest {
    private static final Range HALF_TO_ONE = new Range(0.5, 1);

    /** All random transforms, set so that they change an image of 3×12×10. */
    static List<ImageTransform> random() {
        return List.of(
                new RandomCrop(6, 2),
                new RandomResizedCrop(7),
                new RandomHorizontalFlip(),
                new RandomVerticalFlip(),
                new RandomRotation(180),
                RandomAffine.builder(40)
                        .translate(0.2, 0.3)
                        .scale(0.7, 1.2)
                        .shear(new Range(-10, 10), new Range(-5, 5))
                        .center(3, 4)
                        .interpolation(Interpolation.BILINEAR)
                        .build(),
                new RandomPerspective(),
                new ColorJitter(0.4, 0.4, 0.4, 0.3),
                new RandomGrayscale(0.5),
                new RandomErasing(),
                new RandomErasing(1, HALF_TO_ONE, new Range(1, 1), Float.NaN),
                new GaussianNoise(),
                new GaussianBlur(5),
                new ElasticTransform());
    }

    /** Settings under which nothing changes. */
    static List<ImageTransform> identities() {
        return List.of(
                new Resize(12, 10),
                new Resize(10),
                new CenterCrop(12, 10),
                new RandomCrop(12, 10, 0, false, PaddingMode.CONSTANT, 0),
                new RandomResizedCrop(12, 10, new Range(1, 1), new Range(10.0 / 12, 10.0 / 12)),
                new Pad(0),
                new RandomHorizontalFlip(0),
                new RandomVerticalFlip(0),
                new RandomRotation(0),
                new RandomRotation(new Range(0, 0), Interpolation.BILINEAR, true, 7),
                RandomAffine.builder(0).build(),
                RandomAffine.builder(0).interpolation(Interpolation.BILINEAR).build(),
                new RandomPerspective(0.5, 0, Interpolation.BILINEAR, 0),
                new RandomPerspective(0, 1, Interpolation.NEAREST, 0),
                new ColorJitter(0, 0, 0, 0),
                new RandomGrayscale(0),
                new RandomErasing(0),
                new GaussianNoise(0, 0, true),
                new GaussianBlur(1),
                new ElasticTransform(0, 5, Interpolation.BILINEAR, 0));
    }

    @ParameterizedTest
    @MethodSource("random")
    void the_generator_alone_decides(ImageTransform transform) {
        Image image = Images.of(3, 12, 10);
        float[] before = image.pixels().clone();
        int changed = 0;
        for (int index = 0; index < 20; index++) {
            Image first = Images.apply(transform, image, 7, 0, index);
            Image again = Images.apply(transform, image, 7, 0, index);
            Image other = Images.apply(transform, image, 7, 1, index);
            assertArrayEquals(first.pixels(), again.pixels());
            changed += Arrays.equals(first.pixels(), other.pixels()) ? 0 : 1;
        }
        assertTrue(changed > 2, changed + " of 20 differ in another epoch");
        assertArrayEquals(before, image.pixels());
    }

    @ParameterizedTest
    @MethodSource("identities")
    void settings_that_ask_for_nothing_change_nothing(ImageTransform transform) {
        Image image = Images.of(3, 12, 10);
        for (int index = 0; index < 10; index++) {
            assertArrayEquals(
                    image.pixels(), Images.apply(transform, image, index).pixels(), 1e-6f);
        }
    }

    @ParameterizedTest
    @MethodSource("random")
    void an_image_of_one_pixel_is_no_special_case(ImageTransform transform) {
        for (int index = 0; index < 20; index++) {
            if (transform instanceof RandomCrop) {
                return; // a window of 6 does not fit, which has its own test
            }
            Image result = Images.apply(transform, Images.of(1, 1, 1), index);
            for (float value : result.pixels()) {
                assertTrue(Float.isFinite(value));
            }
        }
    }

    @Test
    void an_example_keeps_its_label_and_gets_the_new_shape() {
        Example example = Images.of(3, 4, 6).labelled(8);
        Example result = new CenterCrop(2).apply(example, KeyedRandom.of(1));
        assertEquals(8, result.label());
        assertArrayEquals(new long[] {3, 2, 2}, result.shape());
    }

    @Test
    void transforms_compose_and_map_datasets() {
        Dataset<Example> dataset =
                Dataset.of(List.of(Images.of(1, 8, 8).labelled(1), Images.of(1, 8, 8).labelled(2)));
        Dataset<Example> mapped =
                dataset.map(
                        Transform.compose(
                                new RandomApply<>(new RandomRotation(10)),
                                RandomChoice.of(new RandomHorizontalFlip(1), new Pad(1)),
                                new CenterCrop(6),
                                new Normalize(0.5f, 0.5f)));
        assertArrayEquals(new long[] {1, 6, 6}, mapped.get(1).shape());
        assertArrayEquals(mapped.get(1).features(), mapped.get(1).features());
    }

    @Test
    void batches_are_the_same_for_any_number_of_workers() {
        List<Example> images = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            images.add(Images.of(3, 12, 10).labelled(i));
        }
        Dataset<Example> dataset =
                Dataset.of(images)
                        .map(
                                Transform.compose(
                                        new RandomRotation(30),
                                        new ColorJitter(0.3, 0.3, 0.3, 0.1),
                                        new ElasticTransform(),
                                        new RandomErasing(),
                                        new RandomCrop(10, 2)));
        float[] expected = epoch(dataset, 0, 0);
        for (int workers : new int[] {1, 2, 4}) {
            assertArrayEquals(expected, epoch(dataset, workers, 0));
        }
        assertFalse(Arrays.equals(expected, epoch(dataset, 2, 1)));
    }

    private static float[] epoch(Dataset<Example> dataset, int workers, long epoch) {
        try (DataLoader<Batch> loader =
                DataLoader.builder(dataset).batchSize(30).numWorkers(workers).build()) {
            return loader.iterator(epoch).next().rawFeatures();
        }
    }

    @Test
    void what_is_no_image_is_refused_by_name() {
        Example flat = new Example(new float[784], new long[] {784}, 1);
        Executable apply = () -> new RandomRotation(5).apply(flat, KeyedRandom.of(1));
        assertEquals(
                "RandomRotation: expected an image of shape [c, h, w], got [784]",
                assertThrows(IllegalArgumentException.class, apply).getMessage());
        ImageTransform lambda = (image, random) -> image;
        assertEquals(
                "image transform: expected an image of shape [c, h, w], got [784]",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> lambda.apply(flat, KeyedRandom.of(1)))
                        .getMessage());
        assertThrows(NullPointerException.class, () -> new Pad(1).apply(null, KeyedRandom.of(1)));
    }

    @Test
    void a_quarter_turn_is_exact_and_counter_clockwise() {
        Image image = new Image(new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9}, 1, 3, 3);
        for (Interpolation mode : Interpolation.values()) {
            Image turned =
                    Images.apply(new RandomRotation(new Range(90, 90), mode, false, 0), image, 1);
            assertArrayEquals(new float[] {3, 6, 9, 2, 5, 8, 1, 4, 7}, turned.pixels(), 1e-5f);
        }
    }

    @Test
    void flips_mirror_and_happen_as_often_as_they_should() {
        Image image = new Image(new float[] {1, 2, 3, 4, 5, 6}, 1, 2, 3);
        assertArrayEquals(
                new float[] {3, 2, 1, 6, 5, 4},
                Images.apply(new RandomHorizontalFlip(1), image, 1).pixels());
        assertArrayEquals(
                new float[] {4, 5, 6, 1, 2, 3},
                Images.apply(new RandomVerticalFlip(1), image, 1).pixels());
        int flips = 0;
        for (int i = 0; i < 10_000; i++) {
            flips += Images.apply(new RandomHorizontalFlip(0.3), image, i) == image ? 0 : 1;
        }
        assertEquals(3000, flips, 4.4 * Math.sqrt(10_000 * 0.3 * 0.7)); // p = 1e-5
    }

    @Test
    void every_window_of_a_crop_is_as_likely_as_any_other() {
        Image image = Images.of(1, 5, 4);
        int[] counts = new int[12]; // 4 rows and 3 columns to begin at
        for (int i = 0; i < 12_000; i++) {
            Image crop =
                    Images.apply(new RandomCrop(2, 2, 0, false, PaddingMode.EDGE, 0), image, i);
            for (int place = 0; place < 12; place++) {
                if (image.at(0, place / 3, place % 3) == crop.at(0, 0, 0)) {
                    counts[place]++;
                }
            }
        }
        double chiSquare = 0;
        for (int count : counts) {
            chiSquare += Math.pow(count - 1000, 2) / 1000;
        }
        assertTrue(chiSquare < 42, "chi-square " + chiSquare); // p = 1e-5, 11 degrees
    }

    @Test
    void a_crop_pads_as_it_is_told() {
        Image image = Images.constant(4, 4, 1);
        Executable tooSmall = () -> Images.apply(new RandomCrop(6, 0), image, 1);
        assertEquals(
                "RandomCrop: a window of 6 x 6 does not fit into Image[1, 4, 4] with padding 0; use"
                        + " a larger padding or padIfNeeded",
                assertThrows(IllegalArgumentException.class, tooSmall).getMessage());
        RandomCrop padded = new RandomCrop(6, 6, 0, true, PaddingMode.CONSTANT, 0);
        boolean[] corners = new boolean[2];
        for (int i = 0; i < 50; i++) {
            Image crop = Images.apply(padded, image, i);
            assertEquals(16, sum(crop), "the whole image is in the window");
            corners[0] |= crop.at(0, 0, 0) == 1;
            corners[1] |= crop.at(0, 5, 5) == 1;
        }
        assertTrue(corners[0] && corners[1], "missing rows and columns are added on both sides");
    }

    private static float sum(Image image) {
        float sum = 0;
        for (float value : image.pixels()) {
            sum += value;
        }
        return sum;
    }

    @Test
    void resized_parts_have_the_sizes_asked_for() {
        // A gradient in each direction tells which part was taken: its range is the part's length.
        Image image = Image.zeros(2, 100, 120);
        for (int y = 0; y < 100; y++) {
            for (int x = 0; x < 120; x++) {
                image.pixels()[y * 120 + x] = x;
                image.pixels()[(100 + y) * 120 + x] = y;
            }
        }
        RandomResizedCrop crop =
                new RandomResizedCrop(50, 50, new Range(0.2, 0.4), new Range(0.5, 2));
        for (int i = 0; i < 200; i++) {
            Image result = Images.apply(crop, image, i);
            double width = (result.at(0, 20, 40) - result.at(0, 20, 10)) / 30.0 * 50;
            double height = (result.at(1, 40, 20) - result.at(1, 10, 20)) / 30.0 * 50;
            double share = width * height / 12_000;
            assertTrue(share > 0.18 && share < 0.42, "share " + share);
            double ratio = width / height;
            assertTrue(ratio > 0.48 && ratio < 2.1, "ratio " + ratio);
        }
        Image strip = Images.apply(new RandomResizedCrop(4), Images.of(1, 2, 100), 1);
        assertEquals(4, strip.width());
    }

    @Test
    void erasing_takes_a_rectangle_of_the_size_asked_for() {
        RandomErasing erasing = new RandomErasing(1, new Range(0.25, 0.25), new Range(1, 1), -3);
        int[] erased = new int[400];
        for (int i = 0; i < 500; i++) {
            Image result = Images.apply(erasing, Images.constant(20, 20, 1), i);
            assertEquals(300 - 3 * 100, sum(result), 1e-3);
            for (int k = 0; k < 400; k++) {
                erased[k] += result.pixels()[k] < 0 ? 1 : 0;
            }
        }
        assertTrue(erased[0] > 0 && erased[399] > 0, "corners are reached");
        RandomErasing noise =
                new RandomErasing(1, new Range(0.25, 0.25), new Range(1, 1), Float.NaN);
        Image result = Images.apply(noise, Images.constant(20, 20, 1), 4);
        int changed = 0;
        for (float value : result.pixels()) {
            changed += value == 1 ? 0 : 1;
        }
        assertEquals(100, changed);
    }

    @Test
    void affine_parameters_are_drawn_from_their_ranges() {
        // A translation alone moves the only bright pixel by whole pixels within the bounds.
        Image image = Image.zeros(1, 21, 21);
        image.pixels()[10 * 21 + 10] = 1;
        ImageTransform shift = RandomAffine.builder(0).translate(0.1, 0.2).build();
        int[] columns = new int[21];
        int[] rows = new int[21];
        for (int i = 0; i < 3000; i++) {
            float[] moved = Images.apply(shift, image, i).pixels();
            int place = 0;
            while (moved[place] == 0) {
                place++;
            }
            columns[place % 21]++;
            rows[place / 21]++;
        }
        for (int i = 0; i < 21; i++) {
            assertEquals(Math.abs(i - 10) <= 2, columns[i] > 0, "column " + i);
            assertEquals(Math.abs(i - 10) <= 4, rows[i] > 0, "row " + i);
        }
    }

    @Test
    void the_outside_has_the_fill_value() {
        Image image = Images.constant(4, 4, 1);
        ImageTransform away = RandomAffine.builder(0).scale(0.25, 0.25).fill(5).build();
        assertEquals(5f, Images.apply(away, image, 1).at(0, 0, 0));
        Image rotated =
                Images.apply(
                        new RandomRotation(new Range(45, 45), Interpolation.BILINEAR, true, -2),
                        image,
                        1);
        assertEquals(6, rotated.width());
        assertEquals(-2f, rotated.at(0, 0, 0));
    }

    @Test
    void noise_has_its_mean_and_deviation_and_is_clipped() {
        Image image = Images.constant(200, 200, 0.5f);
        Image noisy = Images.apply(new GaussianNoise(0.2, 2, false), image, 3);
        double mean = sum(noisy) / 40_000;
        double squares = 0;
        for (float value : noisy.pixels()) {
            squares += (value - mean) * (value - mean);
        }
        assertEquals(0.7, mean, 0.05);
        assertEquals(2, Math.sqrt(squares / 40_000), 0.05);
        for (float value : Images.apply(new GaussianNoise(0.2, 2, true), image, 3).pixels()) {
            assertTrue(value >= 0 && value <= 1);
        }
    }

    @Test
    void elastic_shifts_are_smooth_and_of_the_strength_asked_for() {
        // A gradient shows where each pixel came from.
        Image image = Image.zeros(1, 40, 40);
        for (int i = 0; i < 1600; i++) {
            image.pixels()[i] = i % 40;
        }
        Image bent = Images.apply(new ElasticTransform(50, 5, Interpolation.BILINEAR, 0), image, 2);
        double most = 0;
        double roughest = 0;
        for (int y = 10; y < 30; y++) {
            for (int x = 10; x < 30; x++) {
                float shift = bent.at(0, y, x) - x;
                most = Math.max(most, Math.abs(shift));
                roughest = Math.max(roughest, Math.abs(bent.at(0, y, x + 1) - x - 1 - shift));
            }
        }
        // The blurred noise has a deviation of 1/√3 / (2 σ √π) = 0.033, times 25.
        assertTrue(most > 0.3 && most < 4, "largest shift " + most);
        assertTrue(roughest < 0.6, "between neighbours " + roughest);
    }

    @Test
    void colours_change_in_every_order() {
        Image image = Images.of(3, 2, 2);
        ColorJitter jitter =
                new ColorJitter(
                        new Range(1.5, 1.5), new Range(0.5, 0.5), new Range(1, 1), new Range(0, 0));
        Image a = Images.apply(jitter, image, 1);
        boolean differs = false;
        for (int i = 2; i < 20; i++) {
            differs |= !Arrays.equals(a.pixels(), Images.apply(jitter, image, i).pixels());
        }
        assertTrue(differs);
        Executable twoChannels =
                () -> Images.apply(new ColorJitter(1, 1, 1, 0), Images.of(2, 2, 2), 1);
        assertEquals(
                "ColorJitter: expected 1 or 3 channels, got Image[2, 2, 2]",
                assertThrows(IllegalArgumentException.class, twoChannels).getMessage());
    }

    @Test
    void choices_follow_their_weights() {
        Transform<Integer, Integer> zero = Transform.of(x -> 0);
        Transform<Integer, Integer> one = Transform.of(x -> 1);
        RandomChoice<Integer, Integer> choice = new RandomChoice<>(List.of(zero, one), 3, 1);
        RandomApply<Integer> apply = new RandomApply<>(one, 0.25);
        int chosen = 0;
        int applied = 0;
        for (int i = 0; i < 10_000; i++) {
            chosen += choice.apply(5, KeyedRandom.of(i));
            applied += apply.apply(0, KeyedRandom.of(i, 1));
        }
        assertEquals(2500, chosen, 4.4 * Math.sqrt(10_000 * 0.25 * 0.75));
        assertEquals(2500, applied, 4.4 * Math.sqrt(10_000 * 0.25 * 0.75));
        RandomChoice<Integer, Integer> never = new RandomChoice<>(List.of(zero, one), 0, 1);
        assertEquals(1, never.apply(5, KeyedRandom.of(1)));
    }

    @Test
    void settings_that_make_no_sense_are_refused() {
        refused("p must be a probability in [0, 1], got 1.5", () -> new RandomErasing(1.5));
        refused(
                "p must be a probability in [0, 1], got NaN",
                () -> new RandomHorizontalFlip(Double.NaN));
        refused("width must be positive, got 0", () -> new Resize(0));
        refused("height must be positive, got 0", () -> new Resize(0, 3));
        refused("height must be positive, got -1", () -> new CenterCrop(-1));
        refused("left must not be negative, got -2", () -> new Pad(-2));
        refused("degrees must not be negative, got -5.0", () -> new RandomRotation(-5));
        refused(
                "scale must be positive, got 0.0 to 1.0",
                () -> RandomAffine.builder(1).scale(0, 1));
        refused(
                "translate takes shares of width and height in [0, 1], got 4.0 and 0.0",
                () -> RandomAffine.builder(1).translate(4, 0));
        refused(
                "shear must lie in [-89.9, 89.9], got -90.0 to 90.0",
                () -> RandomAffine.builder(1).shear(90));
        refused(
                "the kernel's sizes must be odd and positive, got 4 x 4",
                () -> new GaussianBlur(4));
        refused(
                "hue must lie in [-0.5, 0.5], got -0.6 to 0.6",
                () -> new ColorJitter(0, 0, 0, 0.6));
        refused(
                "a range goes from a number to one that is not smaller, got 2.0 to 1.0",
                () -> new Range(2, 1));
        refused("a grey image has 1 channel, or 3 equal ones, got 2", () -> new Grayscale(2));
        refused(
                "one weight for each of at least one transform, got 0 transforms and 0 weights",
                () -> RandomChoice.<Integer, Integer>of());
        refused(
                "weights must not be negative and not all 0, got [0.0]",
                () -> new RandomChoice<>(List.of(new Pad(1)), 0));
        refused("classes must be positive, got 0", () -> new OneHot(0));
        assertEquals(
                "the range of scale is null",
                assertThrows(
                                NullPointerException.class,
                                () -> new RandomErasing(1, null, new Range(1, 1), 0))
                        .getMessage());
    }

    private static void refused(String message, Executable create) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, create).getMessage());
    }

    @Test
    void one_hot_vectors_are_one_at_their_place() {
        OneHot oneHot = new OneHot(3);
        assertArrayEquals(new float[] {0, 1, 0}, oneHot.apply(1L, null));
        assertEquals(
                "label 3 is not among 3 classes, counted from 0",
                assertThrows(IllegalArgumentException.class, () -> oneHot.apply(3L, null))
                        .getMessage());
    }

    @Test
    void a_transform_tells_its_settings() {
        assertEquals("RandomHorizontalFlip[p=0.5]", new RandomHorizontalFlip().toString());
        assertTrue(RandomAffine.builder(3).build().toString().contains("degrees=(-3.0, 3.0)"));
        assertNotEquals(new Pad(1), new Pad(2));
    }
}
