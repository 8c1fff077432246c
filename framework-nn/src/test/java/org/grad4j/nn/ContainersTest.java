package org.grad4j.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.grad4j.nn.layer.Linear;
import org.grad4j.nn.layer.ReLU;
import org.grad4j.tensor.DType;
import org.grad4j.tensor.Tensor;
import org.junit.jupiter.api.Test;

class ContainersTest {
    @Test
    void a_list_registers_its_modules_under_their_places() {
        ModuleList list = ModuleList.of(new Linear(1, 2), new Linear(2, 1, false));
        list.append(new ReLU());

        assertThat(list.namedParameters().keySet())
                .containsExactly("0.weight", "0.bias", "1.weight");
        assertThat(list.size()).isEqualTo(3);
        assertThat(list.get(-1)).isInstanceOf(ReLU.class);
        List<Module> walked = new ArrayList<>();
        list.forEach(walked::add);
        assertThat(walked).isEqualTo(list.children());
        assertThat(ModuleList.of()).hasToString("ModuleList()").isEmpty();
    }

    @Test
    void a_list_prints_equal_neighbours_once() {
        ModuleList list =
                ModuleList.of(new Linear(1, 1), new Linear(1, 1), new ReLU(), new Linear(1, 1));

        assertThat(list)
                .hasToString(
                        """
                        ModuleList(
                          (0-1): 2 x Linear(in_features=1, out_features=1, bias=True)
                          (2): ReLU()
                          (3): Linear(in_features=1, out_features=1, bias=True)
                        )\
                        """);
    }

    @Test
    void places_that_are_not_there_are_named() {
        assertThatThrownBy(() -> ModuleList.of().get(0))
                .isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessage("ModuleList: no element 0, it has 0");
        assertThatThrownBy(() -> Sequential.of(new ReLU()).get(-2))
                .hasMessage("Sequential: no element -2, it has 1");
        assertThatThrownBy(() -> new ModuleDict().put("a", new ReLU()).get("b"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("ModuleDict: no element \"b\", it has [a]");
        assertThatThrownBy(() -> ModuleList.of((Module) null))
                .hasMessage(
                        "ModuleList: cannot register \"0\", it is null; leave optional parts"
                                + " unregistered");
    }

    @Test
    void a_list_in_a_module_needs_its_forward() {
        assertThatThrownBy(() -> Sequential.of(ModuleList.of()))
                .hasMessageContaining("ModuleList at \"0\" does not override forward(Tensor)");
    }

    @Test
    void a_dictionary_keeps_the_order_of_its_names() {
        ModuleDict dict = new ModuleDict().put("z", new Linear(1, 1)).put("a", new ReLU());

        assertThat(dict.keys()).containsExactly("z", "a");
        assertThat(dict.size()).isEqualTo(2);
        assertThat(dict.get("a")).isInstanceOf(ReLU.class);
        assertThat(dict.iterator().next().getKey()).isEqualTo("z");
        assertThat(dict)
                .hasToString(
                        """
                        ModuleDict(
                          (z): Linear(in_features=1, out_features=1, bias=True)
                          (a): ReLU()
                        )\
                        """);
        Map<String, Module> modules = new LinkedHashMap<>();
        modules.put("b", new ReLU());
        assertThat(new ModuleDict(modules).keys()).containsExactly("b");
    }

    @Test
    void parameters_in_lists_and_dictionaries_are_trained() {
        ParameterList list = ParameterList.of(Tensor.ones(2, 3), Tensor.ones(DType.FLOAT64));
        ParameterDict dict = new ParameterDict().put("left", Tensor.ones(5, 10));

        assertThat(list.namedParameters().keySet()).containsExactly("0", "1");
        assertThat(list.get(-1).requiresGrad()).isTrue();
        assertThat(list.size()).isEqualTo(2);
        assertThat(list).hasSize(2);
        assertThat(dict.get("left").shape()).containsExactly(5, 10);
        assertThat(dict.keys()).containsExactly("left");
        assertThat(dict.size()).isEqualTo(1);
        assertThat(new ParameterDict(Map.of("a", Tensor.ones(1))).iterator().next().getKey())
                .isEqualTo("a");
        assertThat(list)
                .hasToString(
                        """
                        ParameterList(
                            (0): Parameter containing: [torch.float32 of size 2x3]
                            (1): Parameter containing: [torch.float64 of size ]
                        )\
                        """);
        assertThat(dict)
                .hasToString(
                        "ParameterDict(  (left): Parameter containing: [torch.FloatTensor of size"
                                + " 5x10])");
    }

    @Test
    void a_chain_is_walked_sliced_and_asked_by_name() {
        Sequential net =
                Sequential.of()
                        .append("in", new Linear(2, 3))
                        .append("bend", new ReLU())
                        .append("out", new Linear(3, 1));

        Sequential tail = net.slice(1, 3);

        assertThat(tail.namedChildren().keySet()).containsExactly("bend", "out");
        assertThat(tail.get(1)).isSameAs(net.get("out"));
        assertThat(net.slice(0, -1).size()).isEqualTo(2);
        assertThat(net.slice(-1, 9).size()).isEqualTo(1);
        assertThat(net.slice(2, 1).size()).isZero();
        assertThat(net).hasSize(3);
    }
}
