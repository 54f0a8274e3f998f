package dev.slipway.console.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
    name = "diff",
    description = {
      "What applying a commit would change in the cluster, object by object and field by field, and"
          + " what speaks against it.",
      "Nothing is written. Secrets are masked."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:answered",
      "1:declined: the reason is told",
      "2:the command line cannot be right, or no such commit is known",
      "3:no console there, or the token may not do that",
      "4:no answer in the time that --timeout gave",
      "5:with --exit-code: something would change"
    },
    footer = {
      "",
      "Examples:",
      "  slipway diff staging                       the newest revision",
      "  slipway diff production --revision 8a2ce0f any commit, also one of a pull request",
      "  slipway diff staging --exit-code -o json"
    })
final class DiffCommand extends QuestionCommand {
  @Parameters(index = "0", paramLabel = "ENVIRONMENT", description = "Where.")
  String environment = "";

  @Option(
      names = "--revision",
      paramLabel = "COMMIT",
      description =
          "Any commit's id; its beginning will do for one that Slipway knows."
              + " The newest revision by default.")
  @Nullable String revision;

  @Option(
      names = "--exit-code",
      description = "Ends with 5 where something would change, or where applying would be refused.")
  boolean exitCode;

  DiffCommand(Surroundings around) {
    super(around);
  }

  @Override
  public Integer call() {
    ObjectNode body = ConsoleClient.body();
    if (revision != null) {
      body.put("revision", revision);
    }
    return ask(environment, "diff", body, "comparing " + environment + " with its cluster");
  }

  @Override
  int exitCode(JsonNode answer) {
    boolean same = answer.path("objects").isEmpty() && answer.path("obstacles").isEmpty();
    return exitCode && !same ? ExitCode.DIFFERS : ExitCode.OK;
  }

  @Override
  void show(JsonNode answer) {
    String what = text(answer, "environment") + " at " + commit(answer, "commit");
    JsonNode objects = answer.path("objects");
    int more = answer.path("more").asInt(0);
    if (objects.isEmpty()) {
      print(what + ": nothing would change");
    } else {
      print(what + ": " + count(objects.size() + more, "object") + " would change");
    }
    objects.forEach(this::showObject);
    if (more > 0) {
      print("");
      print("and " + count(more, "object") + " more");
    }
    JsonNode obstacles = answer.path("obstacles");
    if (!obstacles.isEmpty()) {
      print("");
      print("Applying it would be refused as things are:");
      for (JsonNode obstacle : obstacles) {
        obstacle.asString("").lines().forEach(line -> print("  " + line));
      }
    }
  }

  private void showObject(JsonNode diff) {
    print("");
    print(sign(diff) + " " + name(diff.path("object")));
    for (JsonNode field : diff.path("fields")) {
      print("    " + text(field, "path"));
      value("  -   ", field.path("from"));
      value("  +   ", field.path("to"));
    }
    int more = diff.path("more").asInt(0);
    if (more > 0) {
      print("    and " + count(more, "field") + " more");
    }
  }

  private void value(String sign, JsonNode value) {
    if (value.isString()) {
      value.asString().lines().forEach(line -> print(sign + line));
      if (value.asString().isEmpty()) {
        print(sign + "\"\"");
      }
    }
  }

  private static String sign(JsonNode diff) {
    return switch (text(diff, "action")) {
      case "CREATED" -> "+";
      case "DELETED" -> "-";
      default -> "~";
    };
  }
}
