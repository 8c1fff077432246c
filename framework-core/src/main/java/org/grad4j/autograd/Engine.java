package org.grad4j.autograd;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Consumer;
import org.grad4j.memory.TensorScope;
import org.grad4j.tensor.Tensor;

/**
 * Walks the graph from the results to the leaves.
 *
 * <p>Gradients wait in a queue ordered by the age of the operation they belong to, youngest first.
 * An operation is always younger than those it depends on, so when it comes up all of its gradients
 * are there; they are summed and its rule is applied. Nothing recurses, so depth costs no stack,
 * and the cost is linear for chains. Leaves receive their sums at the end, all or none.
 *
 * <p>A gradient's memory is used again as soon as the last rule that takes it has run, unless user
 * code has seen it: a pass over a chain needs a few gradients at a time, not all.
 */
final class Engine {
    private final boolean retainGraph;
    private final boolean createGraph;
    private final PriorityQueue<Arrival> queue = new PriorityQueue<>();
    private final Map<AccumulateGrad, Sum> leaves = new IdentityHashMap<>();
    private final Map<Node, Sum[]> captured;
    private final Set<Node> relevant;
    private long arrivals;
    private TensorScope scope; // of a pass that is not recorded

    /** A gradient on its way to a node. */
    private record Arrival(Node node, int output, Tensor grad, long order)
            implements Comparable<Arrival> {
        @Override
        public int compareTo(Arrival other) {
            int byAge = Long.compare(other.node.sequence, node.sequence);
            return byAge != 0 ? byAge : Long.compare(order, other.order);
        }
    }

    /** A running sum of gradients; the first is shared with whoever made it, the rest is ours. */
    private final class Sum {
        private Tensor total;
        private boolean ours;

        /** Adds a gradient that is held, and takes it over. */
        void add(Tensor g) {
            if (total == null) {
                total = g;
                return;
            }
            if (ours && !createGraph) {
                total.add_(g);
            } else {
                Tensor first = total;
                total = hold(first.add(g));
                ours = true;
                drop(first);
            }
            drop(g);
        }
    }

    private Tensor hold(Tensor g) {
        if (scope != null) {
            g.array().storage().hold();
        }
        return g;
    }

    private void drop(Tensor... gradients) {
        for (Tensor g : gradients) {
            if (g != null && scope != null) {
                g.array().storage().drop(scope);
            }
        }
    }

    private Engine(boolean retainGraph, boolean createGraph, Tensor[] wanted) {
        this.retainGraph = retainGraph;
        this.createGraph = createGraph;
        if (wanted == null) {
            captured = null;
            relevant = null;
            return;
        }
        captured = new IdentityHashMap<>();
        for (Tensor input : wanted) {
            Node edge = input.autograd().edge();
            captured.putIfAbsent(edge, new Sum[Math.max(1, edge.outputs())]);
        }
        relevant = new HashSet<>();
    }

    /**
     * Adds gradients of the leaves into their grad.
     *
     * @param inputs the leaves to fill, or null for all
     */
    static void backward(
            Tensor[] outputs,
            Tensor[] gradients,
            Tensor[] inputs,
            boolean retainGraph,
            boolean createGraph) {
        Engine engine = new Engine(retainGraph, createGraph, inputs);
        engine.run(
                outputs,
                gradients,
                pass -> {
                    if (inputs == null) {
                        engine.leaves.forEach((leaf, sum) -> fill(leaf.leaf(), sum.total, pass));
                        return;
                    }
                    for (Tensor input : inputs) {
                        Tensor total = engine.captured(input, pass);
                        if (total != null) {
                            input.autograd().accumulate(total, createGraph, pass.scope());
                        }
                    }
                });
    }

    private static void fill(Tensor leaf, Tensor total, Node.Pass pass) {
        AutogradMeta meta = leaf.autograd();
        meta.accumulate(meta.observe(total, pass), pass.createGraph(), pass.scope());
    }

    /**
     * The gradients of the given inputs, null where one was not reached; leaves stay as they are.
     */
    static Tensor[] grad(
            Tensor[] outputs,
            Tensor[] gradients,
            Tensor[] inputs,
            boolean retainGraph,
            boolean createGraph) {
        Engine engine = new Engine(retainGraph, createGraph, inputs);
        Tensor[] results = new Tensor[inputs.length];
        engine.run(
                outputs,
                gradients,
                pass -> {
                    for (int i = 0; i < inputs.length; i++) {
                        Tensor total = engine.captured(inputs[i], pass);
                        results[i] =
                                total == null || pass.scope() == null
                                        ? total
                                        : pass.scope().keep(total);
                    }
                });
        return results;
    }

    /** Walks the graph and hands the sums over, in a scope of its own unless they are recorded. */
    private void run(Tensor[] outputs, Tensor[] gradients, Consumer<Node.Pass> deliver) {
        if (captured != null) {
            findRelevant(outputs);
        }
        boolean before = GradMode.set(createGraph);
        try (TensorScope own = createGraph ? null : TensorScope.open()) {
            scope = own;
            Node.Pass pass = new Node.Pass(createGraph, captured == null, scope);
            walk(outputs, gradients, pass);
            deliver.accept(pass);
        } finally {
            GradMode.set(before);
        }
    }

    private void walk(Tensor[] outputs, Tensor[] gradients, Node.Pass pass) {
        for (int i = 0; i < outputs.length; i++) {
            AutogradMeta start = outputs[i].autograd();
            arrive(start.edge(), start.outputNumber(), seed(outputs[i], gradients[i]));
        }
        while (!queue.isEmpty()) {
            Arrival first = queue.poll();
            Node node = first.node;
            Tensor[] grads = new Tensor[node.outputs()];
            grads[first.output] = first.grad;
            Arrival next = queue.peek();
            if (next != null && next.node == node) {
                sumArrivals(node, grads);
            }
            // Whoever watches may put others in their place.
            Tensor[] held = node.isWatched() ? grads.clone() : grads;
            node.observe(grads, pass);
            if (captured != null) {
                capture(node, grads);
            }
            if (captured == null || relevant.contains(node)) {
                propagate(node, apply(node, grads, pass));
            }
            drop(held);
        }
    }

    /** Sends a rule's results on. */
    private void propagate(Node node, Tensor[] results) {
        if (!retainGraph) {
            node.release();
        }
        for (Tensor result : results) {
            if (result != null) {
                hold(result);
            }
        }
        for (int i = 0; i < results.length; i++) {
            if (results[i] != null && node.needs(i)) {
                arrive(node.next(i), node.nextOutput(i), fit(node, i, results[i]));
            }
        }
        drop(results);
    }

    private static Tensor[] apply(Node node, Tensor[] grads, Node.Pass pass) {
        if (!Anomaly.isOn()) {
            return node.apply(grads, pass);
        }
        try {
            Tensor[] results = node.apply(grads, pass);
            Anomaly.check(node, grads, results);
            return results;
        } catch (RuntimeException e) {
            throw Anomaly.explained(node, e);
        }
    }

    private static Tensor seed(Tensor output, Tensor gradient) {
        return gradient == null
                ? Tensor.full(1, output.dtype(), output.shape())
                : gradient.to(output.dtype());
    }

    private void sumArrivals(Node node, Tensor[] grads) {
        Sum[] sums = new Sum[grads.length];
        for (int i = 0; i < grads.length; i++) {
            sums[i] = new Sum();
            if (grads[i] != null) {
                sums[i].add(grads[i]);
            }
        }
        while (!queue.isEmpty() && queue.peek().node == node) {
            Arrival another = queue.poll();
            sums[another.output].add(another.grad);
        }
        for (int i = 0; i < grads.length; i++) {
            grads[i] = sums[i].total;
        }
    }

    private void arrive(Node node, int output, Tensor grad) {
        if (captured != null && !captured.containsKey(node) && !relevant.contains(node)) {
            return;
        }
        hold(grad);
        if (node instanceof AccumulateGrad leaf) {
            leaves.computeIfAbsent(leaf, k -> new Sum()).add(grad);
        } else {
            queue.add(new Arrival(node, output, grad, arrivals++));
        }
    }

    /** Un-broadcasts and converts a gradient to the shape and type of its input, for every rule. */
    private static Tensor fit(Node node, int input, Tensor grad) {
        Tensor g = grad;
        if (!Arrays.equals(g.array().shape(), node.shape(input))) {
            g = g.sumTo(node.shape(input));
        }
        return g.dtype() == node.type(input) ? g : g.to(node.type(input));
    }

    private void capture(Node node, Tensor[] grads) {
        Sum[] sums = captured.get(node);
        if (sums != null) {
            for (int i = 0; i < grads.length; i++) {
                sums[i] = new Sum();
                if (grads[i] != null) {
                    sums[i].add(hold(grads[i]));
                }
            }
        }
    }

    /** Finds the nodes from which a wanted input can be reached, with a stack of our own. */
    private void findRelevant(Tensor[] outputs) {
        ArrayDeque<Node> stack = new ArrayDeque<>();
        Map<Node, Boolean> entered = new IdentityHashMap<>();
        for (Tensor output : outputs) {
            stack.push(output.autograd().edge());
        }
        while (!stack.isEmpty()) {
            Node node = stack.peek();
            if (entered.putIfAbsent(node, true) == null) {
                for (Node next : node.nextFunctions()) {
                    if (next != null && !entered.containsKey(next)) {
                        stack.push(next);
                    }
                }
                continue;
            }
            stack.pop();
            for (Node next : node.nextFunctions()) {
                if (next != null && (captured.containsKey(next) || relevant.contains(next))) {
                    relevant.add(node);
                    break;
                }
            }
        }
    }

    private Tensor captured(Tensor input, Node.Pass pass) {
        AutogradMeta meta = input.autograd();
        if (meta.edge() instanceof AccumulateGrad leaf) {
            Sum sum = leaves.get(leaf);
            return sum == null ? null : meta.observe(sum.total, pass);
        }
        Sum sum = captured.get(meta.edge())[meta.outputNumber()];
        return sum == null ? null : sum.total;
    }
}
