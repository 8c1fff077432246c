package org.grad4j.ops;

import java.util.Arrays;
import org.grad4j.backend.Shapes;
import org.grad4j.tensor.Tensor;

/** The numbers that rows of the table are tried on: all different, evenly spaced, shuffled. */
enum Values {
    /** Between -2 and 2, none at 0, where relu and abs have a kink. */
    ANY {
        @Override
        double at(double place) {
            return 4 * place - 2;
        }
    },
    /** Between 0.3 and 2.3, for logarithms, roots, divisors and bases of powers. */
    POSITIVE {
        @Override
        double at(double place) {
            return 2 * place + 0.3;
        }
    },
    /** Between -0.9 and 0.9, for sines and what is defined below 1 only. */
    BELOW_ONE {
        @Override
        double at(double place) {
            return 1.8 * place - 0.9;
        }
    },
    /** Between 0 and 1, for chances. */
    CHANCE {
        @Override
        double at(double place) {
            return place;
        }
    },
    /** Between 1.2 and 3.2, for what is defined above 1 only. */
    ABOVE_ONE {
        @Override
        double at(double place) {
            return 2 * place + 1.2;
        }
    };

    /** A number for a place in (0, 1) other than 0.5. */
    abstract double at(double place);

    /** The given input of an operation; different inputs hold different numbers. */
    Tensor tensor(int input, long... shape) {
        int n = (int) Shapes.numel(shape);
        double[] values = new double[n];
        int step = coprime(n);
        for (int i = 0; i < n; i++) {
            int shuffled = (i * step + 3 * input) % n;
            values[i] = at((shuffled + 0.25 + 0.2 * input) / n);
        }
        return Tensor.of(values, shape);
    }

    private static int coprime(int n) {
        int step = Math.max(1, (int) (n * 0.382));
        while (n > 1 && gcd(step, n) != 1) {
            step++;
        }
        return step;
    }

    private static int gcd(int a, int b) {
        return b == 0 ? a : gcd(b, a % b);
    }

    /** A gradient to start from: neither uniform nor summing to 0. */
    static Tensor upstream(Tensor like) {
        double[] values = new double[(int) like.numel()];
        Arrays.setAll(values, i -> 0.3 + Math.cos(0.5 + 1.3 * i));
        return Tensor.of(values, like.shape()).to(like.dtype());
    }
}
