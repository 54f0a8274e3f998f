package dev.slipway.console;

import dev.slipway.console.ConsoleException.Reason;
import dev.slipway.events.Environment;
import dev.slipway.events.WatchedImage;
import dev.slipway.events.value.EnvironmentName;
import dev.slipway.messaging.Configuration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The names that the configuration declares, and what people mean by theirs. */
final class Names {
  private final Configuration configuration;

  Names(Configuration configuration) {
    this.configuration = configuration;
  }

  /**
   * @throws ConsoleException where there is none of that name; it tells those that there are
   */
  Environment environment(EnvironmentName name) {
    return configuration
        .environment(name)
        .orElseThrow(
            () ->
                unknown(
                    Reason.UNKNOWN_ENVIRONMENT,
                    "no environment " + name + " is declared",
                    knownEnvironments()));
  }

  /** Every environment: those that prove before those that take what is proven, then by name. */
  List<Environment> environments() {
    return configuration.environments().stream()
        .sorted(Comparator.<Environment>comparingInt(this::depth).thenComparing(Environment::name))
        .toList();
  }

  private int depth(Environment environment) {
    Set<EnvironmentName> passed = new HashSet<>();
    Environment at = environment;
    // A circle of promotions would be a mistake, and must not be an endless loop as well.
    while (at.promote() != null && passed.add(at.name())) {
      Optional<Environment> source = configuration.environment(at.promote().from());
      if (source.isEmpty()) {
        break;
      }
      at = source.get();
    }
    return passed.size();
  }

  List<String> knownEnvironments() {
    return configuration.environments().stream().map(e -> e.name().toString()).sorted().toList();
  }

  List<String> knownImages() {
    return configuration.watchedImages().stream()
        .map(watched -> watched.image().name())
        .distinct()
        .sorted()
        .toList();
  }

  /** The images of that name, or else of that repository; empty where nobody declares any. */
  List<WatchedImage> images(String word) {
    List<WatchedImage> named =
        configuration.watchedImages().stream()
            .filter(watched -> watched.image().name().equals(word))
            .toList();
    return named.isEmpty()
        ? configuration.watchedImages().stream()
            .filter(watched -> ImageWords.means(word, watched.image().repository()))
            .toList()
        : named;
  }

  /**
   * The name in {@code slipway.yaml} of an image of that environment's repository.
   *
   * @throws ConsoleException where there is none; it tells those that there are
   */
  String imageOf(Environment environment, String word) {
    return images(word).stream()
        .filter(watched -> watched.source().equals(environment.source()))
        .map(watched -> watched.image().name())
        .findFirst()
        .orElseThrow(
            () ->
                unknown(
                    Reason.UNKNOWN_IMAGE,
                    "no image " + word + " is declared beside " + environment.name(),
                    configuration.watchedImages().stream()
                        .filter(watched -> watched.source().equals(environment.source()))
                        .map(watched -> watched.image().name())
                        .sorted()
                        .toList()));
  }

  private static ConsoleException unknown(Reason reason, String what, List<String> known) {
    String others = known.isEmpty() ? "; none is" : "; declared: " + String.join(", ", known);
    return new ConsoleException(reason, what + others, known);
  }
}
