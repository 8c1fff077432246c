package org.grad4j.nn;

/** Thrown when a module computed nothing: its {@code forward} forgot what to return. */
final class NullResultException extends IllegalStateException implements ModulePath.Placed {
    private static final long serialVersionUID = 1L;

    private final transient ModulePath path;

    NullResultException(Module module) {
        path = new ModulePath(module);
    }

    @Override
    public ModulePath path() {
        return path;
    }

    @Override
    public String getMessage() {
        return path + ": forward returned null; return what it computes";
    }
}
