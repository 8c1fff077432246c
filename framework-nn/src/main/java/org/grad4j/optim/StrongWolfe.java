package org.grad4j.optim;

import java.util.function.DoubleFunction;
import org.grad4j.tensor.Tensor;

/**
 * A line search for a step length at which the loss fell enough and its slope is flat enough (the
 * strong Wolfe conditions): first a bracket around such a length, then cubic interpolation inside
 * (Nocedal and Wright, Numerical Optimization, algorithms 3.5 and 3.6; constants as in PyTorch).
 */
final class StrongWolfe {
    private static final double DECREASE = 1e-4;
    private static final double CURVATURE = 0.9;
    private static final int MOST_TRIALS = 25;
    private static final double LEAST_BRACKET = 1e-9;

    /**
     * The loss at a step length.
     *
     * @param t the length
     * @param loss there
     * @param gradient there, flat
     * @param slope the gradient along the direction
     */
    record Point(double t, double loss, Tensor gradient, double slope) {}

    private final DoubleFunction<Point> line;
    private final Point start;
    private int evaluations;

    /**
     * A search along a line.
     *
     * @param line evaluates a step length
     * @param start where the length is 0, and the slope negative
     */
    StrongWolfe(DoubleFunction<Point> line, Point start) {
        this.line = line;
        this.start = start;
    }

    /** How often the loss was computed. */
    int evaluations() {
        return evaluations;
    }

    /**
     * Searches.
     *
     * @param first the length to try first
     * @param size the largest element of the direction
     * @return the best point found
     */
    Point search(double first, double size) {
        Point before = start;
        Point now = evaluate(first);
        int trials = 0;
        while (trials < MOST_TRIALS && !isTooHigh(now, trials > 1 ? before.loss : null)) {
            if (isFlat(now)) {
                return now;
            }
            if (now.slope >= 0) {
                break;
            }
            double next = interpolate(before, now, now.t + 0.01 * (now.t - before.t), now.t * 10);
            before = now;
            now = evaluate(next);
            trials++;
        }
        Point[] bracket = {trials == MOST_TRIALS ? start : before, now};
        return zoom(bracket, trials, size);
    }

    private Point zoom(Point[] bracket, int trials, double size) {
        int low = lower(bracket);
        boolean slow = false;
        for (int trial = trials; trial < MOST_TRIALS; trial++) {
            double left = Math.min(bracket[0].t, bracket[1].t);
            double right = Math.max(bracket[0].t, bracket[1].t);
            if ((right - left) * size < LEAST_BRACKET) {
                break;
            }
            double t = interpolate(bracket[0], bracket[1], left, right);
            double margin = 0.1 * (right - left);
            if (Math.min(right - t, t - left) < margin) {
                if (slow || t >= right || t <= left) {
                    boolean nearRight = Math.abs(t - right) < Math.abs(t - left);
                    t = nearRight ? right - margin : left + margin;
                    slow = false;
                } else {
                    slow = true;
                }
            } else {
                slow = false;
            }
            Point now = evaluate(t);
            if (isTooHigh(now, bracket[low].loss)) {
                bracket[1 - low] = now;
                low = lower(bracket);
            } else {
                if (isFlat(now)) {
                    return now;
                }
                if (now.slope * (bracket[1 - low].t - bracket[low].t) >= 0) {
                    bracket[1 - low] = bracket[low];
                }
                bracket[low] = now;
            }
        }
        return bracket[low];
    }

    private Point evaluate(double t) {
        evaluations++;
        return line.apply(t);
    }

    private static int lower(Point[] bracket) {
        return bracket[0].loss <= bracket[1].loss ? 0 : 1;
    }

    private boolean isTooHigh(Point point, Double bound) {
        return point.loss > start.loss + DECREASE * point.t * start.slope
                || bound != null && point.loss >= bound;
    }

    private boolean isFlat(Point point) {
        return Math.abs(point.slope) <= -CURVATURE * start.slope;
    }

    /** The minimum of the cubic through two points and their slopes, within bounds. */
    private static double interpolate(Point a, Point b, double least, double most) {
        Point left = a.t <= b.t ? a : b;
        Point right = a.t <= b.t ? b : a;
        double d1 = left.slope + right.slope - 3 * (left.loss - right.loss) / (left.t - right.t);
        double square = d1 * d1 - left.slope * right.slope;
        if (!(square >= 0)) {
            return (least + most) / 2;
        }
        double d2 = Math.sqrt(square);
        double share = (right.slope + d2 - d1) / (right.slope - left.slope + 2 * d2);
        return Math.min(Math.max(right.t - (right.t - left.t) * share, least), most);
    }
}
