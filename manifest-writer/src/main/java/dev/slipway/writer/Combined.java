package dev.slipway.writer;

import dev.slipway.events.Environment;
import dev.slipway.events.WatchedImage;
import dev.slipway.events.value.ConfigurationProblem;
import dev.slipway.events.value.EnvironmentName;
import dev.slipway.events.value.FollowedImage;
import dev.slipway.events.value.GitRepository;
import dev.slipway.writer.configuration.RepositoryConfiguration;
import dev.slipway.writer.configuration.RepositoryConfiguration.Automated;
import dev.slipway.writer.configuration.RepositoryConfiguration.RequestsPer;
import dev.slipway.writer.flux.FluxReading;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A repository's {@code slipway.yaml} and its Flux objects as one configuration: {@code
 * slipway.yaml} wins where it speaks.
 *
 * @param limits what Flux says and {@code slipway.yaml} speaks of otherwise
 */
record Combined(RepositoryConfiguration configuration, List<ConfigurationProblem> limits) {

  /**
   * Puts them together.
   *
   * @param published what everybody knows by now: an environment that may only be unreadable stays
   */
  static Combined of(
      GitRepository source,
      RepositoryConfiguration own,
      FluxReading flux,
      Collection<Environment> published) {
    if (!own.readsFlux() || flux.equals(FluxReading.NONE)) {
      return new Combined(own, List.of());
    }
    List<ConfigurationProblem> limits = new ArrayList<>();
    Set<String> ownImages =
        own.images().stream().map(image -> image.image().name()).collect(Collectors.toSet());
    List<WatchedImage> images = new ArrayList<>(own.images());
    for (FollowedImage image : flux.images()) {
      if (ownImages.contains(policyOf(image.name()))) {
        limits.add(
            limit(
                "the image '"
                    + policyOf(image.name())
                    + "' of slipway.yaml takes the markers of the ImagePolicy "
                    + image.name()));
      } else {
        images.add(new WatchedImage(source, image));
      }
    }
    Set<String> followable =
        images.stream().map(image -> image.image().name()).collect(Collectors.toSet());
    List<Environment> environments = new ArrayList<>(own.environments());
    for (Environment environment : flux.environments()) {
      Optional<Environment> other =
          published.stream()
              .filter(known -> known.name().equals(environment.name()))
              .filter(known -> !known.source().equals(source))
              .findFirst();
      if (other.isPresent()) {
        limits.add(
            limit(
                "the Kustomization "
                    + environment.name()
                    + " is no environment here: the name belongs to "
                    + other.get().source()
                    + ", which declared it first; declare it in slipway.yaml under another name"));
        continue;
      }
      own.environments().stream()
          .filter(declared -> speaksOf(declared, environment))
          .findFirst()
          .ifPresentOrElse(
              declared ->
                  limits.add(
                      limit(
                          "the Kustomization "
                              + environment.name()
                              + " is no environment of its own: slipway.yaml declares '"
                              + declared.name()
                              + "' for "
                              + (declared.path().isEmpty()
                                  ? "the whole branch"
                                  : declared.path()))),
              () -> environments.add(following(environment, followable)));
    }
    Set<EnvironmentName> names =
        environments.stream().map(Environment::name).collect(Collectors.toSet());
    published.stream()
        .filter(known -> known.source().equals(source) && !names.contains(known.name()))
        .filter(known -> flux.mayStillMean(known.name().toString()))
        .forEach(environments::add);
    List<Automated> automated =
        flux.automated().stream()
            .filter(each -> names.contains(each.environment()))
            .filter(each -> followable.contains(each.image()))
            .toList();
    return new Combined(
        new RepositoryConfiguration(
            images,
            environments,
            own.subscriptions(),
            own.targets(),
            own.discovering(),
            own.applications(),
            automated,
            true,
            requests(own, automated),
            own.commits()),
        limits);
  }

  /** What {@code slipway.yaml} says of an environment comes first. */
  private static Map<EnvironmentName, RequestsPer> requests(
      RepositoryConfiguration own, List<Automated> automated) {
    Map<EnvironmentName, RequestsPer> requests = new HashMap<>();
    automated.stream()
        .filter(Automated::isProposed)
        .forEach(each -> requests.put(each.environment(), RequestsPer.ENVIRONMENT));
    requests.putAll(own.pullRequests());
    return requests;
  }

  private static boolean speaksOf(Environment declared, Environment flux) {
    return declared.name().equals(flux.name())
        || (declared.branch().equals(flux.branch())
            && (isInside(declared.path(), flux.path()) || isInside(flux.path(), declared.path())));
  }

  private static boolean isInside(String path, String folder) {
    return folder.isEmpty() || path.equals(folder) || path.startsWith(folder + "/");
  }

  private static Environment following(Environment environment, Set<String> images) {
    return new Environment(
        environment.name(),
        environment.source(),
        environment.branch(),
        environment.path(),
        environment.writable(),
        environment.cluster(),
        environment.namespace(),
        environment.follow().stream().filter(image -> images.contains(image.name())).toList(),
        environment.promote(),
        environment.guard(),
        environment.create(),
        environment.formerly(),
        environment.onFailure(),
        environment.heldBecause(),
        environment.applyRules());
  }

  private static String policyOf(String image) {
    return image.substring(image.indexOf('/') + 1);
  }

  private static ConfigurationProblem limit(String message) {
    return new ConfigurationProblem(0, "", message);
  }
}
