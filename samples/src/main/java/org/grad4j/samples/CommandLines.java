package org.grad4j.samples;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Runs a sample's command, which {@code --help} explains, and tells every failure in one line: exit
 * code 2 for a wrong option, 1 for anything else. The stack trace is logged at DEBUG ({@code
 * LOG_LEVEL=debug}).
 */
final class CommandLines {
    private static final Logger log = LoggerFactory.getLogger(CommandLines.class);

    private static final OptionSpec HELP =
            OptionSpec.builder("--help").usageHelp(true).description("show this text").build();

    private CommandLines() {}

    static int run(Runnable command, String... args) {
        CommandLine line =
                new CommandLine(command)
                        .setParameterExceptionHandler(
                                (e, unused) ->
                                        fail(
                                                e.getCommandLine(),
                                                ExitCode.USAGE,
                                                e,
                                                "; --help lists the options"))
                        .setExecutionExceptionHandler(
                                (e, at, unused) -> fail(at, ExitCode.SOFTWARE, e, ""));
        line.getCommandSpec().addOption(HELP).usageMessage().autoWidth(true).sortOptions(false);
        try {
            return line.execute(args);
        } catch (OutOfMemoryError | LinkageError e) {
            return fail(line, ExitCode.SOFTWARE, e, "");
        }
    }

    private static int fail(CommandLine line, int exitCode, Throwable e, String advice) {
        line.getErr().println(line.getCommandName() + ": " + oneLine(message(e)) + advice);
        log.debug("{} failed", line.getCommandName(), e);
        return exitCode;
    }

    private static String message(Throwable e) {
        if (e instanceof ExceptionInInitializerError && e.getCause() != null) {
            return message(e.getCause());
        }
        return e.getMessage() == null ? e.toString() : e.getMessage();
    }

    private static String oneLine(String message) {
        return message.strip()
                .replaceAll("(?<=[.:;,])\\s*\\R\\s*", " ")
                .replaceAll("\\s*\\R\\s*", "; ");
    }
}
