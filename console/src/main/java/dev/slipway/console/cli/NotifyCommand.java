package dev.slipway.console.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
    name = "notify",
    description = "Tries a receiver of messages.",
    subcommands = NotifyCommand.Test.class)
final class NotifyCommand {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Shows this.")
  boolean help;

  @Command(
      name = "test",
      description = "Sends one message to a receiver, as the notifier's settings name it.",
      footer = {"", "Example:", "  slipway notify test slack"})
  static final class Test extends ConsoleCommand {
    @Parameters(
        index = "0",
        paramLabel = "RECEIVER",
        description = "As in the notifier's settings.")
    String receiver = "";

    Test(Surroundings around) {
      super(around);
    }

    @Override
    public Integer call() {
      JsonNode answer =
          options
              .connectToNotifier(around())
              .post(
                  "/receivers/" + ConsoleClient.encoded(receiver) + "/test", ConsoleClient.body());
      if (options.json()) {
        printJson(answer);
      } else {
        print(receiver + ": " + answer.path("message").asString("sent"));
      }
      return ExitCode.OK;
    }
  }
}
