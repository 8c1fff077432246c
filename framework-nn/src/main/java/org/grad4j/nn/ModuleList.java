package org.grad4j.nn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;

/**
 * Modules in a list, registered under their places, for a {@code forward} that walks over them.
 *
 * <pre>{@code
 * private final ModuleList blocks = register("blocks", ModuleList.of(new Linear(8, 8), new Linear(8, 8)));
 * }</pre>
 */
public final class ModuleList extends Module implements Iterable<Module> {
    private ModuleList() {}

    /**
     * A list of modules.
     *
     * @param modules its elements, named {@code 0}, {@code 1}, …
     * @return the list
     * @throws IllegalArgumentException if one is null
     */
    public static ModuleList of(Module... modules) {
        return of(Arrays.asList(modules));
    }

    /**
     * A list of modules.
     *
     * @param modules its elements, named {@code 0}, {@code 1}, …
     * @return the list
     * @throws IllegalArgumentException if one is null
     */
    public static ModuleList of(Iterable<? extends Module> modules) {
        ModuleList list = new ModuleList();
        modules.forEach(list::append);
        return list;
    }

    /**
     * Adds a module at the end.
     *
     * @param module the module
     * @return this list
     * @throws IllegalArgumentException if it is null or this list is a part of it
     */
    public ModuleList append(Module module) {
        register(String.valueOf(size()), module);
        return this;
    }

    /**
     * The number of modules.
     *
     * @return 0 or more
     */
    public int size() {
        return children.size();
    }

    /**
     * One of the modules.
     *
     * @param index its place; negative numbers count from the end
     * @return the module
     * @throws IndexOutOfBoundsException if there is no such place
     */
    public Module get(int index) {
        return children.get(String.valueOf(Places.at("ModuleList", index, size())));
    }

    @Override
    public Iterator<Module> iterator() {
        return children().iterator();
    }

    /** As PyTorch, equal neighbours are printed once, as {@code (0-2): 3 x Linear(…)}. */
    @Override
    public String toString() {
        List<String> lines = new ArrayList<>();
        List<Module> all = children();
        for (int start = 0; start < all.size(); ) {
            String text = all.get(start).toString();
            int end = start + 1;
            while (end < all.size() && Objects.equals(all.get(end).toString(), text)) {
                end++;
            }
            lines.add(
                    end - start == 1
                            ? "(" + start + "): " + text
                            : "(%d-%d): %d x %s".formatted(start, end - 1, end - start, text));
            start = end;
        }
        return ModuleText.of(name(), lines);
    }
}
