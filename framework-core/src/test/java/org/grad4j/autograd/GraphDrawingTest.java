package org.grad4j.autograd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.grad4j.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

class GraphDrawingTest {
    private final Tensor w = Tensor.ones(3, 2).requiresGrad(true);
    private final Tensor y = Tensor.ones(4, 3).matmul(w).relu().sum();

    @Test
    void dot_names_operations_and_parameters_with_shapes() {
        assertEquals(
                """
                digraph {
                  node [shape=box];
                  n0 [label="SumBackward0 []"];
                  n1 [label="ReluBackward0 [4, 2]"];
                  n2 [label="MmBackward0 [4, 2]"];
                  n3 [label="fc.\\"weight\\" [3, 2]", style=filled, fillcolor=lightblue];
                  n1 -> n0;
                  n2 -> n1;
                  n3 -> n2;
                }
                """,
                GraphDrawing.dot(y, Map.of("fc.\"weight\"", w)));
    }

    @Test
    void svg_is_well_formed_and_has_a_box_per_operation() throws Exception {
        String svg = GraphDrawing.svg(y.add(y), Map.of("a<b", w));
        Document document =
                DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));

        assertEquals(5, document.getElementsByTagName("rect").getLength());
        assertEquals(5, document.getElementsByTagName("line").getLength());
        assertTrue(svg.contains("a&lt;b [3, 2]"), svg);
    }

    @Test
    void a_tensor_without_a_graph_cannot_be_drawn() {
        assertThrows(
                IllegalArgumentException.class, () -> GraphDrawing.dot(Tensor.ones(1), Map.of()));
    }
}
