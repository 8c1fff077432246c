package org.grad4j.autograd;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.grad4j.tensor.Tensor;

/**
 * Draws how a tensor was made: operations as boxes, leaves with their names and shapes, arrows in
 * the direction of the forward computation.
 *
 * <pre>{@code
 * Files.writeString(Path.of("loss.svg"), GraphDrawing.svg(loss, model.namedParameters()));
 * }</pre>
 */
public final class GraphDrawing {
    private static final int BOX_HEIGHT = 28;
    private static final int ROW_HEIGHT = 64;
    private static final int CHAR_WIDTH = 8;
    private static final int GAP = 24;

    private final List<Node> nodes = new ArrayList<>(); // the result first
    private final Map<Node, Integer> numbers = new IdentityHashMap<>();
    private final Map<Node, Integer> levels = new IdentityHashMap<>();
    private final Map<Node, long[]> shapes = new IdentityHashMap<>();
    private final Map<Tensor, String> names = new IdentityHashMap<>();
    private final Tensor root;

    private GraphDrawing(Tensor root, Map<String, Tensor> named) {
        if (!root.requiresGrad()) {
            throw new IllegalArgumentException(
                    "only a tensor that requires gradients has a graph to draw, this one of shape "
                            + Arrays.toString(root.shape())
                            + " does not");
        }
        this.root = root;
        named.forEach((name, tensor) -> names.put(tensor, name));
        collect(root.autograd().edge());
    }

    /**
     * The graph in Graphviz's language.
     *
     * @param root the tensor whose making is drawn
     * @param named names for leaves, such as a model's parameters; may be empty
     * @return the text of a .dot file
     * @throws IllegalArgumentException if the tensor does not require gradients
     */
    public static String dot(Tensor root, Map<String, Tensor> named) {
        return new GraphDrawing(root, named).dot();
    }

    /**
     * The graph as a picture, laid out in rows: leaves above, the result below.
     *
     * @param root the tensor whose making is drawn
     * @param named names for leaves, such as a model's parameters; may be empty
     * @return the text of an .svg file
     * @throws IllegalArgumentException if the tensor does not require gradients
     */
    public static String svg(Tensor root, Map<String, Tensor> named) {
        return new GraphDrawing(root, named).svg();
    }

    /** Youngest first, so that every node comes after all that use it. */
    private void collect(Node first) {
        ArrayDeque<Node> open = new ArrayDeque<>(List.of(first));
        numbers.put(first, 0);
        shapes.put(first, root.shape());
        while (!open.isEmpty()) {
            Node node = open.pop();
            nodes.add(node);
            for (int i = 0; i < node.inputs(); i++) {
                Node next = node.next(i);
                if (next != null && numbers.putIfAbsent(next, numbers.size()) == null) {
                    shapes.put(next, node.shape(i));
                    open.push(next);
                }
            }
        }
        nodes.sort((a, b) -> Long.compare(age(b), age(a)));
        for (int i = 0; i < nodes.size(); i++) {
            numbers.put(nodes.get(i), i);
        }
        levels.put(first, 0);
        for (Node node : nodes) {
            int below = levels.getOrDefault(node, 0);
            for (Node next : node.nextFunctions()) {
                if (next != null) {
                    levels.merge(next, below + 1, Math::max);
                }
            }
        }
    }

    /**
     * A leaf's end of the graph is made at its first use, so it counts as older than everything.
     */
    private static long age(Node node) {
        return node instanceof AccumulateGrad ? -1 : node.sequence;
    }

    private String label(Node node) {
        if (node instanceof AccumulateGrad end) {
            String name = names.getOrDefault(end.leaf(), "leaf");
            return name + " " + Arrays.toString(end.leaf().shape());
        }
        return node.name() + " " + Arrays.toString(shapes.get(node));
    }

    private String dot() {
        StringBuilder out = new StringBuilder("digraph {\n  node [shape=box];\n");
        for (Node node : nodes) {
            String style =
                    node instanceof AccumulateGrad ? ", style=filled, fillcolor=lightblue" : "";
            out.append(
                    "  n%d [label=\"%s\"%s];\n".formatted(numbers.get(node), quoted(node), style));
        }
        for (Node node : nodes) {
            for (Node next : node.nextFunctions()) {
                if (next != null) {
                    out.append("  n%d -> n%d;\n".formatted(numbers.get(next), numbers.get(node)));
                }
            }
        }
        return out.append("}\n").toString();
    }

    private String quoted(Node node) {
        return label(node).replace("\\", "\\\\").replace("\"", "\\\"");
    }

    private String svg() {
        int rows = 1 + levels.values().stream().mapToInt(Integer::intValue).max().orElse(0);
        int[] widths = new int[rows];
        int[][] places = new int[nodes.size()][]; // x, y, width
        for (Node node : nodes) {
            int row = rows - 1 - levels.get(node);
            int width = label(node).length() * CHAR_WIDTH + 2 * CHAR_WIDTH;
            places[numbers.get(node)] =
                    new int[] {widths[row] + GAP, row * ROW_HEIGHT + GAP, width};
            widths[row] += width + GAP;
        }
        int width = Arrays.stream(widths).max().orElse(0) + GAP;
        StringBuilder out =
                new StringBuilder(
                        """
                        <svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" \
                        font-family="monospace" font-size="13">
                        """
                                .formatted(width, rows * ROW_HEIGHT + GAP));
        for (Node node : nodes) {
            for (Node next : node.nextFunctions()) {
                if (next != null) {
                    line(out, places[numbers.get(next)], places[numbers.get(node)]);
                }
            }
        }
        for (Node node : nodes) {
            box(out, node, places[numbers.get(node)]);
        }
        return out.append("</svg>\n").toString();
    }

    private static void line(StringBuilder out, int[] from, int[] to) {
        out.append(
                "<line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\" stroke=\"gray\"/>\n"
                        .formatted(
                                from[0] + from[2] / 2,
                                from[1] + BOX_HEIGHT,
                                to[0] + to[2] / 2,
                                to[1]));
    }

    private void box(StringBuilder out, Node node, int[] place) {
        String fill = node instanceof AccumulateGrad ? "lightblue" : "white";
        out.append(
                "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"%s\" stroke=\"black\"/>\n"
                        .formatted(place[0], place[1], place[2], BOX_HEIGHT, fill));
        out.append(
                "<text x=\"%d\" y=\"%d\">%s</text>\n"
                        .formatted(place[0] + CHAR_WIDTH, place[1] + 18, escaped(node)));
    }

    private String escaped(Node node) {
        return label(node).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
