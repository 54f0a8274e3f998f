package dev.slipway.console.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
    name = "adopt",
    description = {
      "Which fields that the environment's files name other managers own: kubectl, Helm, Argo CD,"
          + " Flux.",
      "With --yes Slipway takes them: no value changes by it, and no pod is restarted. Then the"
          + " newest revision is tried again; what it would change: slipway diff ENVIRONMENT."
    },
    footer = {
      "",
      "Examples:",
      "  slipway adopt staging",
      "  slipway adopt staging --yes --reason 'it was applied by hand before'"
    })
final class AdoptCommand extends QuestionCommand {
  @Parameters(index = "0", paramLabel = "ENVIRONMENT", description = "Where.")
  String environment = "";

  @Option(
      names = {"-y", "--yes"},
      description = "Takes them. Needs the role operate.")
  boolean confirmed;

  @Mixin ReasonOption why = new ReasonOption();

  AdoptCommand(Surroundings around) {
    super(around);
  }

  @Override
  public Integer call() {
    return ask(
        environment,
        confirmed ? "adopt" : "owners",
        why.in(ConsoleClient.body()),
        (confirmed ? "taking over " : "looking at ") + environment);
  }

  @Override
  void show(JsonNode answer) {
    boolean taken = answer.path("taken").asBoolean(false);
    String what = text(answer, "environment") + " at " + commit(answer, "commit") + ": ";
    JsonNode fields = answer.path("fields");
    if (fields.isEmpty()) {
      print(what + "no other manager owns what its files name");
      return;
    }
    print(what + (taken ? "taken over" : "other managers own fields that its files name"));
    String last = "";
    for (JsonNode foreign : fields) {
      String object = name(foreign.path("object"));
      if (!object.equals(last)) {
        last = object;
        print("");
        print(object);
      }
      print("  " + text(foreign, "manager"));
      foreign.path("fields").forEach(field -> print("    " + field.asString("")));
    }
    int more = answer.path("more").asInt(0);
    if (more > 0) {
      print("");
      print("and " + more + " more");
    }
    if (!taken) {
      print("");
      print("To take them: slipway adopt " + environment + " --yes");
      print(
          "No value changes by it, and no pod is restarted. Then the newest revision is tried"
              + " again;");
      print("what it would change: slipway diff " + environment);
    }
  }
}
