package dev.slipway.writer.edit;

import dev.slipway.writer.edit.MarkerSite.Usable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Finds what targets hold in a document. */
final class ValueFinder {
  private ValueFinder() {}

  static List<FoundValue> find(YamlText yaml, List<Target> targets) {
    List<FoundValue> found = new ArrayList<>();
    for (MarkerSite site : MarkerFinder.find(yaml)) {
      if (site instanceof Usable usable) {
        targets.stream()
            .filter(target -> usable.marker().isMeantBy(target))
            .map(target -> value(yaml, target, usable.marker().part(), usable.scalar(), 0))
            .forEach(found::add);
      }
    }
    List<Target.Naming> naming =
        targets.stream()
            .flatMap(target -> target instanceof Target.Naming it ? Stream.of(it) : Stream.empty())
            .toList();
    if (!naming.isEmpty()) {
      new UnmarkedValues(yaml, naming)
          .forEach((target, site) -> found.addAll(values(yaml, target, site)));
    }
    for (Target target : targets) {
      if (target instanceof Target.AtPath(_, YamlPath path, Part part)
          && PathFinder.find(yaml, path) instanceof PathFinder.Found.Value value) {
        found.add(value(yaml, target, part, value.scalar(), 0));
      }
    }
    return found;
  }

  private static FoundValue value(
      YamlText yaml, Target target, Part part, YamlNode.Scalar scalar, int entry) {
    return new FoundValue(target, part, yaml.lineOf(scalar.start()), scalar.value(), entry);
  }

  private static List<FoundValue> values(YamlText yaml, Target.Naming target, NamedSite site) {
    int entry = 1 + site.scalar().start();
    List<FoundValue> found = new ArrayList<>();
    found.add(
        new FoundValue(
            target,
            site.part(),
            yaml.lineOf(site.scalar().start()),
            site.scalar().value(),
            entry,
            FluxV1Rule.of(yaml, site).orElse(null)));
    site.digest()
        .map(leaf -> value(yaml, target, Part.DIGEST, (YamlNode.Scalar) leaf.node(), entry))
        .ifPresent(found::add);
    return found;
  }
}
