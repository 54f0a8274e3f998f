package dev.slipway.writer.files;

import dev.slipway.events.WatchedImage;
import dev.slipway.events.value.FollowedImage;
import dev.slipway.events.value.ImageRepository;
import dev.slipway.writer.configuration.RepositoryConfiguration;
import dev.slipway.writer.configuration.RepositoryConfiguration.ConfiguredTarget;
import dev.slipway.writer.edit.FileName;
import dev.slipway.writer.edit.Glance;
import dev.slipway.writer.edit.PolicyName;
import dev.slipway.writer.edit.Target;
import dev.slipway.writer.edit.YamlPath;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The images that a repository declares, sorted so that a file is asked about those few that it may
 * name, however many there are.
 */
final class SoughtImages {
  private final RepositoryConfiguration configuration;
  private final List<Target> marked = new ArrayList<>();
  private final NameTokens<Target.Naming> named = new NameTokens<>();
  private final Map<String, List<PolicyName>> policies = new HashMap<>();
  private final Map<String, FollowedImage> byName = new HashMap<>();
  private final Map<ImageRepository, List<String>> namesOf = new HashMap<>();
  private final Map<FileName, List<ConfiguredTarget>> configured;

  SoughtImages(RepositoryConfiguration configuration) {
    this.configuration = configuration;
    this.configured =
        configuration.targets().stream().collect(Collectors.groupingBy(ConfiguredTarget::file));
    for (WatchedImage watched : configuration.images()) {
      FollowedImage image = watched.image();
      PolicyName policy = PolicyName.ofImage(image.name());
      marked.add(Target.Marked.of(policy));
      named.put(
          image.repository().shortName(), new Target.Naming(policy, image.repository(), Set.of()));
      policies.computeIfAbsent(policy.name(), _ -> new ArrayList<>()).add(policy);
      byName.putIfAbsent(image.name(), image);
      namesOf.computeIfAbsent(image.repository(), _ -> new ArrayList<>()).add(image.name());
    }
  }

  RepositoryConfiguration configuration() {
    return configuration;
  }

  /** Whether files that were read for the other say the same for this. */
  boolean seeksTheSame(RepositoryConfiguration other) {
    return configuration.images().equals(other.images())
        && configuration.targets().equals(other.targets());
  }

  /** The configured targets of this file. */
  List<ConfiguredTarget> configured(FileName file) {
    return configured.getOrDefault(file, List.of());
  }

  /** What may be meant in this file. */
  List<Target> targets(FileName file, byte[] content) {
    List<ConfiguredTarget> here = configured(file);
    Set<YamlPath> taken =
        here.stream().map(ConfiguredTarget::path).collect(Collectors.toUnmodifiableSet());
    List<Target> targets = new ArrayList<>();
    if (!here.isEmpty() || Glance.hasMarkers(content)) {
      targets.addAll(marked);
    }
    for (Target.Naming naming : named.in(content)) {
      String image = naming.policy().image();
      if (here.stream().noneMatch(target -> target.image().equals(image))) {
        targets.add(
            taken.isEmpty()
                ? naming
                : new Target.Naming(naming.policy(), naming.repository(), taken));
      }
    }
    here.forEach(target -> targets.add(at(target)));
    return targets;
  }

  static Target.AtPath at(ConfiguredTarget target) {
    return new Target.AtPath(target.file(), target.path(), target.part());
  }

  boolean isDeclared(PolicyName policy) {
    return policies.getOrDefault(policy.name(), List.of()).stream().anyMatch(policy::matches);
  }

  Optional<FollowedImage> image(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** What the images are called whose versions lie in this repository. */
  List<String> namesOf(ImageRepository repository) {
    return namesOf.getOrDefault(repository, List.of());
  }
}
