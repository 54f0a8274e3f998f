package dev.slipway.writer.offline;

import dev.slipway.events.Environment;
import dev.slipway.events.value.FollowedImage;
import dev.slipway.writer.configuration.RepositoryConfiguration;
import dev.slipway.writer.flux.FluxReading;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What a repository's configuration consists of, in a few lines. */
final class Summary {
  private Summary() {}

  static final String REFUSED =
      "slipway.yaml: refused, see below; markers were not compared with it";

  /** Of a repository without a slipway.yaml. */
  static String without(FluxReading flux) {
    return "no slipway.yaml" + (flux.hasObjects() ? ": Flux's objects say it all" : "");
  }

  static String of(RepositoryConfiguration configuration) {
    return "slipway.yaml: %s, %s, %s"
        .formatted(
            count(configuration.images().size(), "image"),
            count(configuration.environments().size(), "environment"),
            count(configuration.targets().size(), "target"));
  }

  /** A line each; none where there is nothing of Flux. */
  static List<String> of(FluxReading flux) {
    List<String> lines = new ArrayList<>();
    if (flux.hasObjects()) {
      lines.add(
          "Flux objects: %s, %s"
              .formatted(
                  count(flux.images().size(), "image"),
                  count(flux.environments().size(), "environment")));
      flux.environments().forEach(environment -> lines.add(line(environment)));
      flux.automated().stream()
          .filter(each -> each.suspendedBecause() != null)
          .map(
              each ->
                  "  %s: %s is not updated: %s"
                      .formatted(each.environment(), each.image(), each.suspendedBecause()))
          .forEach(lines::add);
    }
    return lines;
  }

  private static String line(Environment environment) {
    String follow =
        environment.follow().stream().map(FollowedImage::name).collect(Collectors.joining(", "));
    return "  %s: %s, follows %s%s"
        .formatted(
            environment.name(),
            environment.path(),
            follow.isEmpty() ? "nothing" : follow,
            environment.heldBecause() == null ? "" : "; held: " + environment.heldBecause());
  }

  private static String count(int number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }
}
