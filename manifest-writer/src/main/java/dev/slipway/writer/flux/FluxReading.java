package dev.slipway.writer.flux;

import dev.slipway.events.Environment;
import dev.slipway.events.value.ConfigurationProblem;
import dev.slipway.events.value.FollowedImage;
import dev.slipway.writer.configuration.RepositoryConfiguration.Automated;
import java.util.List;
import java.util.Set;

/**
 * What a repository's Flux objects say.
 *
 * @param images by {@code namespace/name} of their policy
 * @param automated who edits which image in which environment, and who would but is suspended
 * @param problems what is broken; everything else is followed
 * @param limits what is sound, but not done
 * @param broken environments whose Kustomization is broken: their last good form stays
 * @param unreadable whether a whole file could not be read, so that any environment may be missing
 */
public record FluxReading(
    boolean hasObjects,
    List<FollowedImage> images,
    List<Environment> environments,
    List<Automated> automated,
    List<ConfigurationProblem> problems,
    List<ConfigurationProblem> limits,
    Set<String> broken,
    boolean unreadable) {

  /** A repository without Flux. */
  public static final FluxReading NONE =
      new FluxReading(
          false, List.of(), List.of(), List.of(), List.of(), List.of(), Set.of(), false);

  public FluxReading {
    images = List.copyOf(images);
    environments = List.copyOf(environments);
    automated = List.copyOf(automated);
    problems = List.copyOf(problems);
    limits = List.copyOf(limits);
    broken = Set.copyOf(broken);
  }

  /** Whether an environment that is missing here may only be unreadable. */
  public boolean mayStillMean(String environment) {
    return broken.contains(environment) || (unreadable && environment.contains("/"));
  }
}
