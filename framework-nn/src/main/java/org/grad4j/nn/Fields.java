package org.grad4j.nn;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.grad4j.tensor.Tensor;

/**
 * Finds what a module holds in a field, directly or in an array, collection or map, but forgot to
 * register: it would be neither trained nor saved, without a word. Fields that reflection may not
 * open (of a named Java module that does not allow it) are not looked at.
 */
final class Fields {
    private Fields() {}

    static void requireRegistered(Module root, Map<String, Module> all) {
        Set<Object> registered = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Module module : all.values()) {
            registered.add(module);
            registered.addAll(module.parameters.values());
            registered.addAll(module.buffers.values());
        }
        List<String> problems = new ArrayList<>();
        all.forEach(
                (path, module) ->
                        heldBy(module).forEach(held -> check(path, held, registered, problems)));
        if (!problems.isEmpty()) {
            throw new IllegalStateException(root.name() + ": " + String.join("; ", problems));
        }
    }

    /** A field and what is in it. */
    private record Held(Field field, Object value) {}

    private static List<Held> heldBy(Module module) {
        List<Held> held = new ArrayList<>();
        for (Class<?> type = module.getClass(); type != Module.class; type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                boolean candidate =
                        !Modifier.isStatic(field.getModifiers())
                                && !field.isSynthetic()
                                && !field.getType().isPrimitive();
                if (candidate && field.trySetAccessible()) {
                    held.add(new Held(field, read(field, module)));
                }
            }
        }
        return held;
    }

    private static Object read(Field field, Module module) {
        try {
            return field.get(module);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("made accessible before: " + field, e);
        }
    }

    private static void check(
            String path, Held held, Set<Object> registered, List<String> problems) {
        boolean single = held.value instanceof Module || held.value instanceof Tensor;
        elements(held.value)
                .filter(part -> part instanceof Module || isTrained(part))
                .filter(part -> !registered.contains(part))
                .findFirst()
                .ifPresent(part -> problems.add(problem(path, held.field, part, single)));
    }

    private static Stream<?> elements(Object value) {
        if (value instanceof Object[] array) {
            return Arrays.stream(array);
        }
        if (value instanceof Collection<?> collection) {
            return collection.stream();
        }
        return value instanceof Map<?, ?> map ? map.values().stream() : Stream.ofNullable(value);
    }

    private static boolean isTrained(Object value) {
        return value instanceof Tensor tensor && tensor.requiresGrad() && tensor.isLeaf();
    }

    private static String problem(String path, Field field, Object part, boolean single) {
        String name = field.getName();
        String what =
                part instanceof Module module
                        ? "the module " + module.name()
                        : "a tensor that requires gradients";
        String call = part instanceof Module ? "register" : "registerParameter";
        String fix =
                single
                        ? "write %s = %s(\"%s\", ...)".formatted(name, call, name)
                        : "call %s for each element".formatted(call);
        return "the field \"%s\" holds %s that was never registered, so it would be neither trained nor saved: %s"
                .formatted(Module.join(path, name), what, fix);
    }
}
