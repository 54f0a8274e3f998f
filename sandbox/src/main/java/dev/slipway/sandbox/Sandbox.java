package dev.slipway.sandbox;

import dev.slipway.sandbox.launcher.EnvCommand;
import dev.slipway.sandbox.launcher.MessagesCommand;
import dev.slipway.sandbox.launcher.OutageCommand;
import dev.slipway.sandbox.launcher.PodsCommand;
import dev.slipway.sandbox.launcher.PushCommand;
import dev.slipway.sandbox.launcher.QueueCommand;
import dev.slipway.sandbox.launcher.SandboxException;
import dev.slipway.sandbox.launcher.ScaleCommand;
import dev.slipway.sandbox.launcher.UpCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The commands of {@code ./slipway} that start the sandbox and play with it. */
@Command(
    name = "slipway",
    mixinStandardHelpOptions = true,
    description = "Start the whole pipeline on this machine, and play with it.",
    subcommands = {
      UpCommand.class,
      EnvCommand.class,
      ScaleCommand.class,
      OutageCommand.class,
      PushCommand.class,
      QueueCommand.class,
      MessagesCommand.class,
      PodsCommand.class
    })
public final class Sandbox {
  private Sandbox() {}

  /** Runs one command. Exit codes: 0 done, 1 failed, 2 wrongly called. */
  public static void main(String[] arguments) {
    // Before the first logger: its parts log to a file, so that the terminal is for people.
    System.setProperty("logback.configurationFile", "dev/slipway/sandbox/launcher-logback.xml");
    CommandLine commands = CommandTree.of(new Sandbox(), SandboxException.class);
    System.exit(commands.execute(arguments));
  }
}
