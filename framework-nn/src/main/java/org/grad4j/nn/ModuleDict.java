package org.grad4j.nn;

import java.util.Iterator;
import java.util.Map;
import java.util.Set;

/** Modules under names, in the order in which they were put. */
public final class ModuleDict extends Module implements Iterable<Map.Entry<String, Module>> {
    /** Without modules. */
    public ModuleDict() {}

    /**
     * With modules in the order of a map.
     *
     * @param modules by name
     * @throws IllegalArgumentException if a name is empty or has a dot, or a module is null
     */
    public ModuleDict(Map<String, ? extends Module> modules) {
        modules.forEach(this::register);
    }

    /**
     * Adds a module.
     *
     * @param name its name, without dots
     * @param module the module
     * @return this dictionary
     * @throws IllegalArgumentException if the name is taken, empty or has a dot, or the module is
     *     null
     */
    public ModuleDict put(String name, Module module) {
        register(name, module);
        return this;
    }

    /**
     * One of the modules.
     *
     * @param name its name
     * @return the module
     * @throws IllegalArgumentException if there is none of that name
     */
    public Module get(String name) {
        return Places.named("ModuleDict", name, children);
    }

    /**
     * The names.
     *
     * @return in the order in which they were put
     */
    public Set<String> keys() {
        return namedChildren().keySet();
    }

    /**
     * The number of modules.
     *
     * @return 0 or more
     */
    public int size() {
        return children.size();
    }

    @Override
    public Iterator<Map.Entry<String, Module>> iterator() {
        return namedChildren().entrySet().iterator();
    }
}
