package dev.slipway.console.cli;

import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

@Command(
    name = "services",
    description =
        "The services: their copies, which partitions of the work each holds, how far behind it"
            + " is.",
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
    Columns columns = new Columns().row("SERVICE", "COPY", "PARTITIONS", "WAITING");
    for (JsonNode service : services.path("services")) {
      JsonNode copies = service.path("copies");
      String name = text(service, "service");
      if (copies.isEmpty()) {
        columns.row(Colour.RED, name, "none", "down", waiting(service));
      }
      for (JsonNode copy : copies) {
        columns.row(Colour.NONE, name, text(copy, "instance"), share(copy), waiting(copy));
        name = "";
      }
    }
    print(columns);
    return ExitCode.OK;
  }

  private static String share(JsonNode copy) {
    String numbers =
        copy.path("numbers").valueStream().map(JsonNode::asString).collect(Collectors.joining(" "));
    return numbers.isEmpty() ? "none" : numbers;
  }

  private static String waiting(JsonNode behind) {
    long lag = behind.path("lag").asLong();
    return lag == 0 ? "nothing" : lag + " events";
  }
}
