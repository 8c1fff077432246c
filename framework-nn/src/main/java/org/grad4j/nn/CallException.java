package org.grad4j.nn;

/** An operation's complaint about its arguments, with the module in which it arose. */
final class CallException extends IllegalArgumentException implements ModulePath.Placed {
    private static final long serialVersionUID = 1L;

    private final transient ModulePath path;

    CallException(Module module, IllegalArgumentException cause) {
        super(cause.getMessage(), cause);
        path = new ModulePath(module);
    }

    @Override
    public ModulePath path() {
        return path;
    }

    @Override
    public String getMessage() {
        return path + ": " + super.getMessage();
    }
}
