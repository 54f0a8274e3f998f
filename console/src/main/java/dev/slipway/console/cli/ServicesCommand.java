package dev.slipway.console.cli;

import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

@Command(
    name = "services",
    description =
        "The services: their copies, which partitions of the work each holds, how far behind it is;"
            + " and every place outside that does not answer, since when, and what waits for it.",
    footer = {
      "",
      "A service without copies is down: its work waits, and nothing is lost.",
      "",
      "Examples:",
      "  slipway services",
      "  slipway services --output json"
    })
final class ServicesCommand extends ConsoleCommand {
  private static final int NAMED = 5;

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
    Columns outages = new Columns();
    services.path("outages").forEach(place -> outages.row(Colour.RED, away(place)));
    print(outages);
    return ExitCode.OK;
  }

  private static String away(JsonNode place) {
    List<String> waiting =
        place
            .path("waiting")
            .valueStream()
            .map(one -> text(one, "environment") + " " + commit(one, "commit"))
            .toList();
    String shown = waiting.stream().limit(NAMED).collect(Collectors.joining(", "));
    int more = waiting.size() - NAMED;
    return Outages.words(place)
        + "; "
        + (waiting.isEmpty()
            ? "no revision waits for it"
            : "waiting: " + shown + (more > 0 ? " and " + more + " more" : ""));
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
