package org.grad4j.optim;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.grad4j.tensor.Tensor;

/** An optimizer's state as nested maps, and back: all of it or nothing. */
final class OptimizerState {
    private static final String INITIAL_LR = "initial_lr";

    private final Optimizer optimizer;
    private final List<String> problems = new ArrayList<>();

    private OptimizerState(Optimizer optimizer) {
        this.optimizer = optimizer;
    }

    static Map<String, Object> of(Optimizer optimizer) {
        Map<String, Object> states = new LinkedHashMap<>();
        List<Object> groups = new ArrayList<>();
        long next = 0;
        for (ParamGroup group : optimizer.paramGroups()) {
            Map<String, Object> entry = new LinkedHashMap<>(group.options());
            if (group.hasInitialLr()) {
                entry.put(INITIAL_LR, group.initialLr());
            }
            long end = next + group.parameters().size();
            entry.put("params", LongStream.range(next, end).boxed().toList());
            groups.add(Collections.unmodifiableMap(entry));
            for (Tensor parameter : group.parameters()) {
                Map<String, Object> values = optimizer.state(parameter).values();
                if (!values.isEmpty()) {
                    states.put(Long.toString(next), snapshot(values));
                }
                next++;
            }
        }
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("state", Collections.unmodifiableMap(states));
        all.put("param_groups", Collections.unmodifiableList(groups));
        return Collections.unmodifiableMap(all);
    }

    private static Map<String, Object> snapshot(Map<String, Object> values) {
        Map<String, Object> copy = new LinkedHashMap<>(values);
        copy.replaceAll((name, value) -> value instanceof List<?> list ? List.copyOf(list) : value);
        return Collections.unmodifiableMap(copy);
    }

    static void load(Optimizer optimizer, Map<String, ?> state) {
        new OptimizerState(optimizer).load(state);
    }

    private void load(Map<String, ?> state) {
        keys("", state, Set.of("state", "param_groups"), Set.of("state", "param_groups"));
        List<ParamGroup> own = optimizer.paramGroups();
        List<Map<String, Object>> groups = groups(state.get("param_groups"), own);
        Map<Tensor, Map<String, Object>> values = states(state.get("state"));
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(
                    "the state does not fit "
                            + optimizer.name()
                            + ", nothing was changed:\n  "
                            + String.join("\n  ", problems));
        }
        for (int i = 0; i < own.size(); i++) {
            ParamGroup group = own.get(i);
            groups.get(i)
                    .forEach(
                            (name, value) -> {
                                if (name.equals(INITIAL_LR)) {
                                    group.initialLr(((Number) value).doubleValue());
                                } else {
                                    group.set(name, value);
                                }
                            });
        }
        for (Tensor parameter : optimizer.parameters()) {
            ParamState target = optimizer.state(parameter);
            target.values().clear();
            values.getOrDefault(parameter, Map.of())
                    .forEach((name, value) -> target.set(name, owned(name, value)));
        }
    }

    /** The value in the form it is kept in, its tensors copied out of every scope. */
    private Object owned(String name, Object value) {
        if (value instanceof Tensor tensor) {
            Tensor own = Tensor.wrap(tensor.array().copy());
            own.array().storage().leaveScope();
            return own;
        }
        if (value instanceof List<?> list) {
            List<Object> own = new ArrayList<>();
            list.forEach(each -> own.add(each instanceof Tensor ? owned(name, each) : each));
            return own;
        }
        return optimizer.options().memory(name).kind().form().apply(value);
    }

    /** The options of each group, without the numbers of its parameters. */
    private List<Map<String, Object>> groups(Object value, List<ParamGroup> own) {
        List<Map<String, Object>> groups = new ArrayList<>();
        if (value == null) {
            return groups;
        }
        if (!(value instanceof List<?> list) || list.size() != own.size()) {
            problems.add(
                    "param_groups: expected a list of "
                            + own.size()
                            + " groups, got "
                            + (value instanceof List<?> other ? other.size() : text(value)));
            return groups;
        }
        long next = 0;
        for (int i = 0; i < list.size(); i++) {
            String path = "param_groups[" + i + "]";
            long end = next + own.get(i).parameters().size();
            Map<String, Object> group = map(path, list.get(i));
            if (group != null) {
                group(path, group, LongStream.range(next, end).boxed().toList());
                group.remove("params");
                groups.add(group);
            }
            next = end;
        }
        return groups;
    }

    private void group(String path, Map<String, Object> group, List<Long> numbers) {
        List<String> required = new ArrayList<>(optimizer.options().names());
        required.add("params");
        List<String> known = new ArrayList<>(required);
        known.add(INITIAL_LR);
        keys(path + ".", group, required, known);
        int before = problems.size();
        group.forEach(
                (name, value) -> {
                    String option = name.equals(INITIAL_LR) ? "lr" : name;
                    if (optimizer.options().has(option)) {
                        String problem = optimizer.options().problem(option, value);
                        if (problem != null) {
                            problems.add(path + "." + name + " " + problem);
                        }
                    }
                });
        Object params = group.get("params");
        if (params != null && !numbers.equals(params)) {
            problems.add(
                    path
                            + ".params: expected "
                            + brief(numbers)
                            + ", got "
                            + (params instanceof List<?> list ? brief(list) : text(params)));
        }
        if (problems.size() == before && group.keySet().containsAll(required)) {
            ParamGroup trial = new ParamGroup(List.of(), optimizer.options());
            optimizer.options().names().forEach(name -> trial.set(name, group.get(name)));
            try {
                optimizer.check(trial);
            } catch (IllegalArgumentException e) {
                problems.add(path + ": " + e.getMessage());
            }
        }
    }

    private Map<Tensor, Map<String, Object>> states(Object value) {
        Map<Tensor, Map<String, Object>> states = new IdentityHashMap<>();
        Map<String, Object> entries = value == null ? null : map("state", value);
        if (entries == null) {
            return states;
        }
        List<Tensor> parameters = optimizer.parameters();
        List<String> numbers =
                LongStream.range(0, parameters.size()).mapToObj(Long::toString).toList();
        keys("state.", entries, Set.of(), numbers);
        for (int i = 0; i < parameters.size(); i++) {
            Object entry = entries.get(numbers.get(i));
            String path = "state." + i;
            Map<String, Object> state = entry == null ? null : map(path, entry);
            if (state != null && !state.isEmpty()) {
                state(path + ".", state, parameters.get(i));
                states.put(parameters.get(i), state);
            }
        }
        return states;
    }

    private void state(String path, Map<String, Object> state, Tensor parameter) {
        Map<String, Options.Memory> memories = optimizer.options().memories();
        List<String> required =
                memories.keySet().stream().filter(name -> memories.get(name).always()).toList();
        int before = problems.size();
        keys(path, state, required, memories.keySet());
        state.forEach(
                (name, value) -> {
                    Options.Memory memory = memories.get(name);
                    if (memory != null) {
                        String problem = problem(memory, value, parameter);
                        if (problem != null) {
                            problems.add(path + name + " " + problem);
                        }
                    }
                });
        String problem = problems.size() == before ? optimizer.problem(state) : null;
        if (problem != null) {
            problems.add(path.substring(0, path.length() - 1) + " " + problem);
        }
    }

    private static String problem(Options.Memory memory, Object value, Tensor parameter) {
        if (value == null || memory.kind().form().apply(value) == null) {
            boolean released = value instanceof Tensor tensor && tensor.isReleased();
            return released
                    ? "was released by its scope"
                    : "must be " + memory.kind().expected() + ", got " + text(value);
        }
        if (!memory.like()) {
            return null;
        }
        Tensor tensor = (Tensor) value;
        if (!Arrays.equals(tensor.shape(), parameter.shape())
                || tensor.dtype() != parameter.dtype()) {
            return "must be as its parameter, "
                    + Arrays.toString(parameter.shape())
                    + " "
                    + parameter.dtype().torchName()
                    + ", got "
                    + text(tensor);
        }
        return null;
    }

    private void keys(
            String path,
            Map<String, ?> map,
            Collection<String> required,
            Collection<String> known) {
        required.stream()
                .filter(key -> map.get(key) == null)
                .forEach(key -> problems.add("missing: " + path + key));
        map.keySet().stream()
                .filter(key -> !known.contains(key))
                .forEach(key -> problems.add("unexpected: " + path + key));
    }

    /** A copy of the value if it is a map with strings as keys; otherwise a problem. */
    private Map<String, Object> map(String path, Object value) {
        Map<String, Object> copy = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> map) {
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                if (!(entry.getKey() instanceof String key)) {
                    problems.add(path + ": a key must be a string, got " + text(entry.getKey()));
                    return null;
                }
                copy.put(key, entry.getValue());
            }
            return copy;
        }
        problems.add(path + ": expected a map, got " + text(value));
        return null;
    }

    private static String text(Object value) {
        if (value instanceof Tensor tensor) {
            return "a tensor of shape "
                    + Arrays.toString(tensor.shape())
                    + " "
                    + tensor.dtype().torchName();
        }
        return value == null || value instanceof Number || value instanceof Boolean
                ? String.valueOf(value)
                : "a " + value.getClass().getSimpleName();
    }

    private static String brief(List<?> numbers) {
        return numbers.size() <= 4
                ? numbers.toString()
                : "[" + numbers.get(0) + ", …, " + numbers.get(numbers.size() - 1) + "]";
    }
}
