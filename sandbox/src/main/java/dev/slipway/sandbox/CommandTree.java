package dev.slipway.sandbox;

import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Commands as they behave in a terminal: each explains itself, and a failure takes few lines. */
public final class CommandTree {
  private static final int FAILED = 1;

  private CommandTree() {}

  /**
   * The commands below this one. Exit codes: 0 done, 1 failed, 2 wrongly called.
   *
   * @param told what a command throws to say in a sentence why it failed
   */
  public static CommandLine of(Object root, Class<? extends Exception> told) {
    CommandLine commands = new CommandLine(root);
    commands.getSubcommands().values().forEach(CommandTree::addHelp);
    commands.setCaseInsensitiveEnumValuesAllowed(true);
    commands.setParameterExceptionHandler((e, _) -> misspelt(e));
    commands.setExecutionExceptionHandler(
        (exception, command, _) -> {
          if (told.isInstance(exception)) {
            command.getErr().println("slipway: " + exception.getMessage());
            return FAILED;
          }
          throw exception;
        });
    return commands;
  }

  private static int misspelt(ParameterException e) {
    CommandLine called = e.getCommandLine();
    called.getErr().println("slipway: " + e.getMessage());
    called.getErr().println("See: " + called.getCommandSpec().qualifiedName() + " --help");
    return CommandLine.ExitCode.USAGE;
  }

  private static void addHelp(CommandLine command) {
    command.getCommandSpec().mixinStandardHelpOptions(true);
    command.getSubcommands().values().forEach(CommandTree::addHelp);
  }
}
