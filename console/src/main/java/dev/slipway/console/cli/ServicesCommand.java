package dev.slipway.console.cli;

import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

@Command(
    name = "services",
    description = "The services: how many copies, their share of the work, how far behind.",
    footer = {
      "",
      "A service without copies is down: its work waits, and nothing is lost.",
      "",
      "Examples:",
      "  slipway services",
      "  slipway services --output json"
    })
final class ServicesCommand extends ConsoleCommand {
  ServicesCommand(Surroundings around) {
    super(around);
  }

  @Override
  public Integer call() {
    JsonNode services = console().get("/api/v1/services");
    if (options.json()) {
      printJson(services);
      return ExitCode.OK;
    }
    Columns columns = new Columns().row("SERVICE", "COPIES", "SHARE OF THE WORK", "WAITING");
    for (JsonNode service : services.path("services")) {
      JsonNode copies = service.path("copies");
      long lag = service.path("lag").asLong();
      String shares =
          copies
              .valueStream()
              .map(copy -> copy.path("partitions").asInt() + " of its partitions")
              .collect(Collectors.joining(", "));
      columns.row(
          copies.isEmpty() ? Colour.RED : Colour.NONE,
          text(service, "service"),
          Integer.toString(copies.size()),
          copies.isEmpty() ? "down" : shares,
          lag == 0 ? "nothing" : lag + " events");
    }
    print(columns);
    return ExitCode.OK;
  }
}
