package org.grad4j.backend;

import java.lang.reflect.Method;
import java.util.logging.Level;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps ND4J's start-up messages, nine lines at level INFO, out of the log.
 *
 * <p>ND4J's own switch silences all but one of them. For the last one the level of the logger
 * {@code org.nd4j} becomes WARN in those logging libraries that print INFO unless configured. A
 * level or property that the user has set is left alone.
 */
final class QuietStart {
    private static final String LOGGER = "org.nd4j";

    // The logging manager of the JDK forgets the level of a logger that nobody holds.
    private static final java.util.logging.Logger jdk = java.util.logging.Logger.getLogger(LOGGER);

    private QuietStart() {}

    static void apply() {
        setIfAbsent("org.nd4j.log.initialization", "false");
        setIfAbsent("org.slf4j.simpleLogger.log." + LOGGER, "warn");
        if (jdk.getLevel() == null) {
            jdk.setLevel(Level.WARNING);
        }
        Logger logger = LoggerFactory.getLogger(LOGGER);
        if (logger.getClass().getName().equals("ch.qos.logback.classic.Logger")) {
            quietLogback(logger);
        }
    }

    private static void setIfAbsent(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    /** By reflection, since a library must not depend on one logging implementation. */
    private static void quietLogback(Logger logger) {
        try {
            Method getLevel = logger.getClass().getMethod("getLevel");
            Class<?> level = getLevel.getReturnType();
            if (getLevel.invoke(logger) == null) {
                Object warn = level.getField("WARN").get(null);
                logger.getClass().getMethod("setLevel", level).invoke(logger, warn);
            }
        } catch (ReflectiveOperationException e) {
            logger.debug("Logback has changed: the level of {} stays as it is", LOGGER, e);
        }
    }
}
