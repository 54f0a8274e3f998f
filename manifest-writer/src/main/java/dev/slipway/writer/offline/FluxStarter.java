package dev.slipway.writer.offline;

import dev.slipway.events.Environment;
import dev.slipway.events.value.EnvironmentName;
import dev.slipway.events.value.FollowedImage;
import dev.slipway.events.value.Tag;
import dev.slipway.events.value.TagFilter;
import dev.slipway.events.value.TagPolicy;
import dev.slipway.writer.flux.FluxReading;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What Flux's objects say, in Slipway's words. */
final class FluxStarter {
  private final StarterFile file = new StarterFile();
  private final Map<String, String> names = new LinkedHashMap<>();

  private FluxStarter() {}

  static String of(FluxReading flux) {
    FluxStarter starter = new FluxStarter();
    starter.name(flux);
    if (!flux.images().isEmpty()) {
      starter.file.line("images:");
      flux.images().forEach(starter::image);
    }
    if (!flux.environments().isEmpty()) {
      starter.file.line("environments:");
      flux.environments().forEach(starter::environment);
    }
    return starter.file.toString();
  }

  /** Without Flux's namespace, wherever that leaves them apart. */
  private void name(FluxReading flux) {
    for (FollowedImage image : flux.images()) {
      String last = image.name().substring(image.name().indexOf('/') + 1);
      boolean unique =
          flux.images().stream().filter(each -> each.name().endsWith("/" + last)).count() == 1;
      names.put(image.name(), unique ? last : image.name().replace('/', '-'));
    }
  }

  private String named(FollowedImage image) {
    return names.getOrDefault(image.name(), "");
  }

  private void environment(Environment environment) {
    file.environment(
        new StarterFile.Declared(
            environment.name().toString(),
            environment.cluster(),
            environment.path(),
            environment.follow().stream().map(this::named).toList(),
            null,
            environment.rules().dependencies().stream().map(EnvironmentName::toString).toList(),
            environment.heldBecause()));
  }

  private void image(FollowedImage image) {
    file.line(
        "  "
            + StarterFile.key(named(image))
            + ": {repository: "
            + image.repository()
            + ", policy: "
            + policy(image.policy(), image.filter())
            + "}");
  }

  private static String policy(TagPolicy policy, @Nullable TagFilter filter) {
    String kind =
        switch (policy) {
          case TagPolicy.Semver(String range) -> "semver: " + GuessedPolicy.quoted(range);
          case TagPolicy.Numerical(TagPolicy.Order order) -> "numerical: " + order(order);
          case TagPolicy.Alphabetical(TagPolicy.Order order) -> "alphabetical: " + order(order);
          case TagPolicy.Timestamp(String pattern, String format) ->
              "timestamp: {pattern: "
                  + GuessedPolicy.quoted(pattern)
                  + ", format: "
                  + GuessedPolicy.quoted(format)
                  + "}";
          case TagPolicy.MovingDigest(Tag tag) -> "digest: " + GuessedPolicy.quoted(tag.toString());
          case TagPolicy.Release _ -> "release: true";
          case TagPolicy.NewestBuild _ -> "newest-build: true";
        };
    if (filter == null) {
      return "{" + kind + "}";
    }
    String extract =
        filter.extract() == null
            ? ""
            : ", extract: " + GuessedPolicy.quoted(String.valueOf(filter.extract()));
    return "{"
        + kind
        + ", filter: {pattern: "
        + GuessedPolicy.quoted(filter.pattern())
        + extract
        + "}}";
  }

  private static String order(TagPolicy.Order order) {
    return order == TagPolicy.Order.ASCENDING ? "asc" : "desc";
  }
}
