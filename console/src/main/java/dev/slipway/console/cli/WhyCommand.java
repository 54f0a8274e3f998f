package dev.slipway.console.cli;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
    name = "why",
    description = {
      "The whole story of one push: what became of it in every environment, step by step.",
      "Also says when an image is not watched, not in the registry, or fits no policy."
    },
    footer = {
      "",
      "Examples:",
      "  slipway why web                     the newest push of web",
      "  slipway why web:1.4.2 production    this version, there",
      "  slipway why ghcr.io/acme/web:1.4.2"
    })
final class WhyCommand extends ConsoleCommand {
  @Parameters(
      index = "0",
      paramLabel = "IMAGE[:TAG]",
      description = "The name in slipway.yaml, or a repository; the newest push without a tag.")
  String image = "";

  @Parameters(index = "1", arity = "0..1", paramLabel = "ENVIRONMENT", description = "Only there.")
  @Nullable String environment;

  WhyCommand(Surroundings around) {
    super(around);
  }

  @Override
  public Integer call() {
    VersionedImage asked = VersionedImage.parse(image);
    JsonNode story =
        console()
            .get(
                "/api/v1/why"
                    + ConsoleClient.query(
                        "image", asked.image(),
                        "tag", asked.version(),
                        "environment", environment));
    if (options.json()) {
      printJson(story);
    } else {
      tell(story);
    }
    return ExitCode.OK;
  }

  private void tell(JsonNode story) {
    String finding = text(story, "text");
    if (!finding.isEmpty()) {
      print(finding);
    }
    Columns columns = new Columns();
    story.path("steps").forEach(step -> row(step, columns));
    print(columns);
    for (JsonNode chapter : story.path("chapters")) {
      String progress = text(chapter, "progress");
      String text = text(chapter, "text");
      print("");
      around()
          .out()
          .println(
              Columns.plain(text(chapter, "environment"))
                  + ": "
                  + Colour.of(progress)
                      .paint(headline(progress, Columns.plain(text)), around().coloured()));
      Columns steps = new Columns();
      chapter.path("steps").forEach(step -> row(step, steps));
      print(steps);
    }
  }

  private static String headline(String progress, String text) {
    String state = progress.toLowerCase(Locale.ROOT).replace('_', ' ');
    return switch (progress) {
      case "RUNNING", "PENDING", "REPLACED" -> text;
      default -> text.isEmpty() ? state : state + ", " + text;
    };
  }

  private static void row(JsonNode step, Columns columns) {
    columns.row(
        "  " + Times.milli(text(step, "time")),
        step.has("after") ? Times.delta(text(step, "after")) : "",
        text(step, "type"),
        text(step, "text"));
  }
}
