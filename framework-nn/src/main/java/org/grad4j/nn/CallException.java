package org.grad4j.nn;

import java.util.Locale;
import java.util.Map;

/**
 * An operation's complaint about its arguments, with the path of the module in which it arose. The
 * path grows while the exception leaves one {@code call} after another, so that calls that succeed
 * pay nothing for it and a module shared by several models is named as it was reached.
 */
final class CallException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String label;
    private String path = "";
    private String place;
    private transient Module outermost;

    CallException(Module module, IllegalArgumentException cause) {
        super(cause.getMessage(), cause);
        label = module.label();
        place = label;
        outermost = module;
    }

    /** Notes that the call came from inside a module. */
    CallException within(Module module) {
        for (Map.Entry<String, Module> part : module.namedModules().entrySet()) {
            if (part.getValue() == outermost && outermost != module) {
                path = path.isEmpty() ? part.getKey() : part.getKey() + "." + path;
                place = decapitalized(module.name()) + "." + path + " (" + label + ")";
                outermost = module;
                break;
            }
        }
        return this;
    }

    private static String decapitalized(String name) {
        return name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
    }

    @Override
    public String getMessage() {
        return place + ": " + super.getMessage();
    }
}
