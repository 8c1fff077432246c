package org.grad4j.data.source;

import java.util.Arrays;
import java.util.List;

/**
 * How the ten digits are written: for each digit some variants, each a few strokes, each a polyline
 * {@code x0, y0, x1, y1, …} in the unit square with y pointing down.
 */
final class DigitStrokes {
    private static final List<List<List<float[]>>> DIGITS =
            List.of(
                    List.of(
                            List.of(arc(.5, .5, .3, .45, -90, 270)),
                            List.of(arc(.5, .5, .22, .44, -70, 300))),
                    List.of(
                            List.of(line(.5, .05, .5, .5, .5, .95)),
                            List.of(line(.3, .28, .54, .05, .54, .5, .54, .95)),
                            List.of(
                                    line(.33, .25, .52, .05, .52, .5, .52, .95),
                                    line(.28, .95, .76, .95))),
                    List.of(
                            List.of(
                                    join(
                                            arc(.5, .3, .28, .25, 190, 390),
                                            line(.2, .94, .5, .94, .82, .94))),
                            List.of(
                                    join(
                                            arc(.5, .3, .27, .25, 200, 410),
                                            arc(.28, .83, .13, .1, -20, -300),
                                            line(.55, .88, .84, .92)))),
                    List.of(
                            List.of(
                                    join(
                                            arc(.45, .28, .27, .23, 200, 450),
                                            arc(.45, .72, .3, .23, 270, 520))),
                            List.of(
                                    join(
                                            line(.2, .06, .76, .06, .43, .42),
                                            arc(.43, .69, .3, .26, 270, 510)))),
                    List.of(
                            List.of(
                                    line(.3, .05, .18, .56, .5, .56, .82, .56),
                                    line(.66, .22, .63, .6, .6, .95)),
                            List.of(
                                    line(
                                            .66, .95, .66, .5, .66, .05, .14, .65, .5, .65, .88,
                                            .65))),
                    List.of(
                            List.of(
                                    join(
                                            line(.78, .06, .31, .06, .27, .46),
                                            arc(.47, .67, .29, .27, 225, 510))),
                            List.of(
                                    join(
                                            line(.32, .06, .27, .46),
                                            arc(.47, .67, .29, .27, 225, 510)),
                                    line(.3, .07, .8, .04))),
                    List.of(
                            List.of(
                                    join(
                                            arc(.75, .65, .5, .6, 255, 180),
                                            arc(.5, .7, .25, .25, 180, 540))),
                            List.of(
                                    join(
                                            line(.55, .05, .36, .4),
                                            arc(.5, .7, .22, .24, 200, -150)))),
                    List.of(
                            List.of(line(.18, .07, .8, .07, .6, .5, .4, .95)),
                            List.of(
                                    line(.18, .08, .8, .06, .61, .5, .42, .95),
                                    line(.34, .5, .74, .5)),
                            List.of(line(.2, .24, .22, .07, .8, .07, .62, .4, .5, .95))),
                    List.of(
                            List.of(
                                    arc(.5, .27, .22, .22, 90, 450),
                                    arc(.5, .72, .28, .23, -90, 270)),
                            List.of(
                                    join(
                                            arc(.5, .27, .23, .21, -40, -250),
                                            arc(.5, .73, .27, .22, -60, 230),
                                            line(.69, .16)))),
                    List.of(
                            List.of(
                                    join(
                                            arc(.48, .3, .25, .25, 0, 360),
                                            arc(.25, .35, .48, .6, 0, 75))),
                            List.of(
                                    join(
                                            arc(.48, .3, .24, .24, -30, -350),
                                            line(.7, .25, .68, .6, .66, .95)))));

    private DigitStrokes() {}

    /** The ways to write a digit: variants, strokes, points; not to be changed. */
    static List<List<float[]>> variants(int digit) {
        return DIGITS.get(digit);
    }

    private static float[] line(double... points) {
        float[] line = new float[points.length];
        for (int i = 0; i < line.length; i++) {
            line[i] = (float) points[i];
        }
        return line;
    }

    /** Part of an ellipse in steps of about 24 degrees; 0 is right, 90 is down. */
    private static float[] arc(
            double centerX, double centerY, double radiusX, double radiusY, int from, int to) {
        int steps = Math.max(2, Math.abs(to - from) / 24);
        double[] points = new double[2 * (steps + 1)];
        for (int i = 0; i <= steps; i++) {
            double angle = StrictMath.toRadians(from + (to - from) * i / (double) steps);
            points[2 * i] = centerX + radiusX * StrictMath.cos(angle);
            points[2 * i + 1] = centerY + radiusY * StrictMath.sin(angle);
        }
        return line(points);
    }

    /** One stroke through the points of several. */
    private static float[] join(float[]... strokes) {
        float[] joined = {};
        for (float[] stroke : strokes) {
            int start = joined.length;
            joined = Arrays.copyOf(joined, start + stroke.length);
            System.arraycopy(stroke, 0, joined, start, stroke.length);
        }
        return joined;
    }
}
