package dev.slipway.writer.configuration;

import dev.slipway.events.Environment;
import dev.slipway.events.Subscription;
import dev.slipway.events.WatchedImage;
import dev.slipway.events.value.EnvironmentName;
import dev.slipway.events.value.GitBranch;
import dev.slipway.writer.edit.FileName;
import dev.slipway.writer.edit.Part;
import dev.slipway.writer.edit.YamlPath;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A good {@code slipway.yaml}, resolved, together with the repository's Flux objects.
 *
 * @param targets values that no marker names
 * @param discovering the environments where a value that names a watched image's repository is
 *     followed though nothing marks it; none of those that are read from Flux's objects, which
 *     knows markers only
 * @param applications images whose versions move together
 * @param automated what Flux's automation objects say of images in environments
 * @param readsFlux false where {@code slipway.yaml} says {@code flux: false}
 * @param pullRequests the environments whose new versions people merge
 * @param commits how commits are worded; absent: as the service's settings say
 */
public record RepositoryConfiguration(
    List<WatchedImage> images,
    List<Environment> environments,
    List<Subscription> subscriptions,
    List<ConfiguredTarget> targets,
    Set<EnvironmentName> discovering,
    List<Application> applications,
    List<Automated> automated,
    boolean readsFlux,
    Map<EnvironmentName, RequestsPer> pullRequests,
    @Nullable CommitTemplate commits) {

  /** All branches of ours begin so. */
  public static final String REQUEST_BRANCHES = "slipway/";

  private static final Pattern UNUSUAL = Pattern.compile("[^A-Za-z0-9._/+-]");

  /** One value in one file that holds a part of an image's reference. */
  public record ConfiguredTarget(String image, FileName file, YamlPath path, Part part) {}

  /**
   * Images that belong together.
   *
   * @param images their names
   * @param together how long one waits for the others
   */
  public record Application(String name, List<String> images, Duration together) {
    public Application {
      images = List.copyOf(images);
    }
  }

  /**
   * One image in one environment, as Flux's ImageUpdateAutomation has it.
   *
   * @param image {@code namespace/name} of its ImagePolicy
   * @param folders only files below one of them are edited
   * @param automation {@code namespace/name}
   * @param authorName of the commits that it alone has a share in; absent: Slipway's own, as the
   *     address
   * @param template of the commits' message, in Go's language; absent: Slipway's own message
   * @param suspendedBecause why nothing is edited, for people; absent: it is
   * @param isProposed whether people merge what it edits
   */
  public record Automated(
      EnvironmentName environment,
      String image,
      List<String> folders,
      String automation,
      @Nullable String authorName,
      @Nullable String authorEmail,
      @Nullable String template,
      Map<String, String> templateValues,
      @Nullable String suspendedBecause,
      boolean isProposed) {
    public Automated {
      folders = List.copyOf(folders);
      templateValues = Collections.unmodifiableMap(new TreeMap<>(templateValues));
    }

    /** Whether it edits that file. */
    public boolean edits(String file) {
      return folders.stream()
          .anyMatch(
              folder -> folder.isEmpty() || file.startsWith(folder + "/") || file.equals(folder));
    }
  }

  /** A configuration without applications and Flux objects. */
  public RepositoryConfiguration(
      List<WatchedImage> images,
      List<Environment> environments,
      List<Subscription> subscriptions,
      List<ConfiguredTarget> targets,
      Set<EnvironmentName> discovering) {
    this(
        images,
        environments,
        subscriptions,
        targets,
        discovering,
        List.of(),
        List.of(),
        true,
        Map.of(),
        null);
  }

  /** What one pull request is for. */
  public enum RequestsPer {
    ENVIRONMENT,
    /** Images of no application share one. */
    APPLICATION;

    static RequestsPer parse(String text) {
      return switch (text) {
        case "environment" -> ENVIRONMENT;
        case "application" -> APPLICATION;
        default ->
            throw new IllegalArgumentException(
                "expected environment or application, not '" + text + "'");
      };
    }
  }

  /**
   * The branch of ours that people are asked to merge, where an image's new versions take that way;
   * empty where they are committed.
   */
  public Optional<GitBranch> requestBranch(EnvironmentName environment, String image) {
    return Optional.ofNullable(pullRequests.get(environment))
        .map(
            per ->
                switch (per) {
                  case ENVIRONMENT -> requestBranch(environment);
                  case APPLICATION ->
                      applicationOf(image)
                          .map(app -> requestBranchOf(environment + "+" + app.name()))
                          .orElseGet(() -> requestBranch(environment));
                });
  }

  /** The branch of ours for what belongs to no application alone. */
  public static GitBranch requestBranch(EnvironmentName environment) {
    return requestBranchOf(environment.value());
  }

  private static GitBranch requestBranchOf(String name) {
    return GitBranch.parse(REQUEST_BRANCHES + UNUSUAL.matcher(name).replaceAll("-"));
  }

  /** The application that the image belongs to. */
  public Optional<Application> applicationOf(String image) {
    return applications.stream().filter(app -> app.images().contains(image)).findFirst();
  }

  /** No images, no environments: what an untouched repository means. */
  public static final RepositoryConfiguration EMPTY =
      new RepositoryConfiguration(List.of(), List.of(), List.of(), List.of(), Set.of());

  public RepositoryConfiguration {
    images = List.copyOf(images);
    environments = List.copyOf(environments);
    subscriptions = List.copyOf(subscriptions);
    targets = List.copyOf(targets);
    discovering = Set.copyOf(discovering);
    applications = List.copyOf(applications);
    automated = List.copyOf(automated);
    pullRequests = Map.copyOf(pullRequests);
  }

  /** What Flux says of that image there. */
  public Optional<Automated> automated(EnvironmentName environment, String image) {
    return automated.stream()
        .filter(each -> each.environment().equals(environment) && each.image().equals(image))
        .findFirst();
  }

  /** Without the environments of these names. */
  public RepositoryConfiguration without(Set<EnvironmentName> names) {
    List<Environment> rest =
        environments.stream().filter(environment -> !names.contains(environment.name())).toList();
    return rest.size() == environments.size()
        ? this
        : new RepositoryConfiguration(
            images,
            rest,
            subscriptions,
            targets,
            discovering,
            applications,
            automated,
            readsFlux,
            pullRequests,
            commits);
  }
}
