package dev.slipway.console.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

@Command(
    name = "restart",
    description = {
      "New pods though nothing changed.",
      "Waits at the same gate as a new version, because it stops pods."
    },
    footer = {
      "",
      "Examples:",
      "  slipway restart dev",
      "  slipway restart production Deployment/web --wait"
    })
final class RestartCommand extends RequestCommand {
  @Parameters(index = "0", paramLabel = "ENVIRONMENT", description = "Where.")
  String environment = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "KIND/NAME",
      description = "Only this workload.")
  @Nullable String workload;

  RestartCommand(Surroundings around) {
    super(around);
  }

  @Override
  public Integer call() {
    ObjectNode body = ConsoleClient.body();
    if (workload != null) {
      body.put("workload", workload);
    }
    String what = workload == null ? "every workload" : workload;
    return ask(environment, "restart", body, "restart " + what + " in " + environment);
  }
}
