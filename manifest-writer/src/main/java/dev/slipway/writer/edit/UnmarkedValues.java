package dev.slipway.writer.edit;

import dev.slipway.events.value.ImageRepository;
import dev.slipway.writer.edit.MarkerSite.Unusable;
import dev.slipway.writer.edit.MarkerSite.Usable;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/**
 * The values of a text that belong to targets by their repository's name alone. Whatever someone
 * marked, or named by its path, is none of these.
 */
final class UnmarkedValues {
  private final YamlText yaml;
  private final List<MarkerSite> markers;
  private final Map<Target.Naming, List<NamedSite>> byTarget = new LinkedHashMap<>();

  UnmarkedValues(YamlText yaml, List<Target.Naming> targets) {
    this.yaml = yaml;
    this.markers = MarkerFinder.find(yaml);
    Set<ImageRepository> repositories =
        targets.stream().map(Target.Naming::repository).collect(Collectors.toSet());
    List<NamedSite> sites = NamedSites.find(yaml, repositories::contains);
    Set<Integer> marked = markedLines(sites);
    for (Target.Naming target : targets) {
      byTarget.put(target, isMarked(target.policy()) ? List.of() : of(target, sites, marked));
    }
  }

  void forEach(BiConsumer<Target.Naming, NamedSite> action) {
    byTarget.forEach((target, sites) -> sites.forEach(site -> action.accept(target, site)));
  }

  /** Why these values must not be changed without a person's word; empty where there is none. */
  Optional<Refusal> doubt(Target.Naming target) {
    List<NamedSite> sites = byTarget.getOrDefault(target, List.of());
    for (NamedSite site : sites) {
      if (site.isDigestAlone()) {
        return Optional.of(
            new Refusal(
                RefusalReason.DIGEST_ALONE,
                line(site),
                target
                    + " stands here by its digest alone, so that no one can tell which version it"
                    + " is; write the tag too, or mark the value"));
      }
    }
    Set<String> versions =
        sites.stream().map(NamedSite::version).collect(Collectors.toCollection(TreeSet::new));
    return versions.size() < 2 ? Optional.empty() : Optional.of(severalVersions(target, sites));
  }

  private Refusal severalVersions(Target.Naming target, List<NamedSite> sites) {
    String places =
        sites.stream()
            .map(site -> site.version() + " in line " + line(site))
            .limit(6)
            .collect(Collectors.joining(", "));
    return new Refusal(
        RefusalReason.SEVERAL_VERSIONS,
        line(sites.getFirst()),
        target
            + " stands here in several versions ("
            + places
            + (sites.size() > 6 ? ", ..." : "")
            + "), and nothing says which of them is to move; put the marker # {\"$imagepolicy\": \""
            + (target.policy().namespace() == null ? "slipway:" : "")
            + target.policy()
            + (sites.getFirst().part() == Part.REFERENCE ? "" : ":tag")
            + "\"} behind that one");
  }

  private List<NamedSite> of(Target.Naming target, List<NamedSite> sites, Set<Integer> marked) {
    Set<Integer> taken = new HashSet<>();
    for (YamlPath path : target.taken()) {
      if (PathFinder.find(yaml, path) instanceof PathFinder.Found.Value value) {
        taken.add(value.scalar().start());
      }
    }
    return sites.stream()
        .filter(site -> site.repository().equals(target.repository()))
        .filter(site -> !taken.contains(site.scalar().start()))
        .filter(site -> !marked.contains(line(site)))
        .toList();
  }

  private boolean isMarked(PolicyName policy) {
    return markers.stream()
        .anyMatch(
            site ->
                switch (site) {
                  case Usable usable -> usable.marker().policy().matches(policy);
                  case Unusable unusable -> unusable.concerns(policy);
                });
  }

  private Set<Integer> markedLines(List<NamedSite> sites) {
    return sites.isEmpty()
        ? Set.of()
        : markers.stream()
            .map(
                site ->
                    switch (site) {
                      case Usable usable -> yaml.lineOf(usable.scalar().start());
                      case Unusable unusable -> unusable.refusal().line();
                    })
            .collect(Collectors.toSet());
  }

  private int line(NamedSite site) {
    return yaml.lineOf(site.scalar().start());
  }
}
