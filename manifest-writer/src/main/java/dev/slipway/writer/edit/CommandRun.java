package dev.slipway.writer.edit;

import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Runs a command of this module from a terminal. */
public final class CommandRun {
  private CommandRun() {}

  /**
   * Runs it and ends this process. A wrong call is told in two lines, so that what is wrong stays
   * in sight: the reason, and where the help is.
   */
  public static void exit(Object command, String... arguments) {
    System.exit(
        new CommandLine(command)
            .setParameterExceptionHandler((e, _) -> misspelt(e))
            .execute(arguments));
  }

  private static int misspelt(ParameterException e) {
    CommandLine called = e.getCommandLine();
    called.getErr().println("slipway: " + e.getMessage());
    called.getErr().println("See: " + called.getCommandSpec().qualifiedName() + " --help");
    return CommandLine.ExitCode.USAGE;
  }
}
