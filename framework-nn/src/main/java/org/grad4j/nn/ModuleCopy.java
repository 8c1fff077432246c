package org.grad4j.nn;

import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.grad4j.tensor.Tensor;

/**
 * Copies a module with everything it holds in fields, directly or in arrays, lists, maps and
 * records: modules and tensors become copies, each once, however often it is shared; everything
 * else (numbers, generators, lambdas with what they captured) is taken over as it is.
 */
final class ModuleCopy {
    private final Map<Object, Object> copies = new IdentityHashMap<>();

    private ModuleCopy() {}

    static Module of(Module root) {
        return new ModuleCopy().copy(root);
    }

    private Module copy(Module module) {
        Module known = (Module) copies.get(module);
        if (known != null) {
            return known;
        }
        Module twin = module.shell();
        copies.put(module, twin);
        module.parameters.forEach((name, tensor) -> twin.parameters.put(name, copy(tensor)));
        module.buffers.forEach((name, tensor) -> twin.buffers.put(name, copy(tensor)));
        module.children.forEach((name, child) -> twin.children.put(name, copy(child)));
        for (Class<?> type = module.getClass(); type != Module.class; type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
                    transfer(field, module, twin);
                }
            }
        }
        return twin;
    }

    private Tensor copy(Tensor tensor) {
        return (Tensor)
                copies.computeIfAbsent(
                        tensor,
                        t -> {
                            Tensor twin = tensor.detach().clone();
                            twin.array().storage().leaveScope();
                            return twin.requiresGrad(tensor.isLeaf() && tensor.requiresGrad());
                        });
    }

    private void transfer(Field field, Module from, Module to) {
        if (!field.trySetAccessible()) {
            throw new IllegalStateException(
                    "copy: the field "
                            + field.getName()
                            + " of "
                            + from.name()
                            + " is closed to reflection; open its package to this library");
        }
        try {
            Object value = field.get(from);
            // The module around an inner class is copied only if it is a part itself.
            Object twin = field.isSynthetic() ? copies.getOrDefault(value, value) : copy(value);
            if (twin == value) {
                return;
            }
            if (!field.getType().isInstance(twin)) {
                throw new IllegalStateException(
                        "copy: the field "
                                + field.getName()
                                + " of "
                                + from.name()
                                + " must be declared as a List or Map, it is a "
                                + field.getType().getSimpleName());
            }
            field.set(to, twin);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("made accessible before: " + field, e);
        }
    }

    private Object copy(Object value) {
        if (value instanceof Module module) {
            return copy(module);
        }
        if (value instanceof Tensor tensor) {
            return copy(tensor);
        }
        if (value instanceof Object[] array) {
            Object[] twin =
                    (Object[]) Array.newInstance(array.getClass().getComponentType(), array.length);
            for (int i = 0; i < array.length; i++) {
                twin[i] = copy(array[i]);
            }
            return twin;
        }
        if (value instanceof List<?> list) {
            List<Object> twin = new ArrayList<>();
            list.forEach(element -> twin.add(copy(element)));
            return list instanceof ArrayList ? twin : unlessSame(list, twin);
        }
        if (value instanceof Map<?, ?> map) {
            Map<Object, Object> twin = new LinkedHashMap<>();
            map.forEach((key, element) -> twin.put(key, copy(element)));
            return twin.equals(map) && map.getClass() != LinkedHashMap.class ? map : twin;
        }
        return value instanceof Record record ? copy(record) : value;
    }

    /** A record of the same class, or itself if nothing in it is copied. */
    private Object copy(Record record) {
        RecordComponent[] components = record.getClass().getRecordComponents();
        Class<?>[] types = new Class<?>[components.length];
        Object[] values = new Object[components.length];
        boolean changed = false;
        try {
            for (int i = 0; i < components.length; i++) {
                Method accessor = components[i].getAccessor();
                accessor.setAccessible(true);
                Object value = accessor.invoke(record);
                types[i] = components[i].getType();
                values[i] = copy(value);
                changed |= values[i] != value && !types[i].isPrimitive();
            }
            if (!changed) {
                return record;
            }
            Constructor<?> canonical = record.getClass().getDeclaredConstructor(types);
            canonical.setAccessible(true);
            return canonical.newInstance(values);
        } catch (ReflectiveOperationException | InaccessibleObjectException e) {
            throw new IllegalStateException(
                    "copy: the record " + record.getClass().getSimpleName() + " cannot be made", e);
        }
    }

    /** A list that cannot change stays as it is if its elements do. */
    private static Collection<?> unlessSame(List<?> list, List<Object> twin) {
        return twin.equals(list) ? list : Collections.unmodifiableList(twin);
    }
}
