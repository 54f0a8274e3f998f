package dev.slipway.writer.edit;

import dev.slipway.writer.edit.YamlNode.Entry;
import dev.slipway.writer.edit.YamlNode.Mapping;
import dev.slipway.writer.edit.YamlNode.Scalar;
import dev.slipway.writer.edit.YamlNode.Sequence;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a workload's annotations of Flux v1 say of one of its images: {@code fluxcd.io/automated},
 * {@code fluxcd.io/locked}, {@code fluxcd.io/tag.NAME} and {@code filter.fluxcd.io/NAME}. NAME is a
 * container's; in a HelmRelease {@code chart-image}, the key above the image, or what {@code
 * repository.fluxcd.io/NAME} says (Flux v1, "Helm Operator integration").
 *
 * @param automated false where new versions must not come by themselves
 * @param filter which tags may come, as written; empty: all
 * @param line of the annotation that decides, from 1
 */
public record FluxV1Rule(boolean automated, String filter, int line) {

  static Optional<FluxV1Rule> of(YamlText yaml, NamedSite site) {
    if (!yaml.text().contains("fluxcd.io/") && !yaml.text().contains("flux.weave.works/")) {
      return Optional.empty();
    }
    Optional<Mapping> parent = site.leaf().parent();
    for (YamlNode document : yaml.documents().reversed()) {
      if (document.start() <= site.scalar().start()) {
        return document instanceof Mapping root && parent.isPresent()
            ? of(yaml, root, parent.get())
            : Optional.empty();
      }
    }
    return Optional.empty();
  }

  private static Optional<FluxV1Rule> of(YamlText yaml, Mapping root, Mapping parent) {
    if (!(root.get("metadata").orElse(null) instanceof Mapping metadata)
        || !(metadata.get("annotations").orElse(null) instanceof Mapping annotations)) {
      return Optional.empty();
    }
    Set<String> names = names(root, parent, annotations);
    FluxV1Rule filter = null;
    for (Entry entry : annotations.entries()) {
      if (entry.key() instanceof Scalar key && entry.value() instanceof Scalar value) {
        String said = policy(key.value());
        int line = yaml.lineOf(value.start());
        if ((said.equals("automated") && value.value().equals("false"))
            || (said.equals("locked") && value.value().equals("true"))
            || said.equals("ignore")) {
          return Optional.of(new FluxV1Rule(false, "", line));
        }
        if (said.startsWith("tag.") && names.contains(said.substring("tag.".length()))) {
          filter = new FluxV1Rule(true, value.value(), line);
        }
      }
    }
    return Optional.ofNullable(filter);
  }

  /** {@code automated}, {@code locked}, {@code tag.web}; empty for what is none of Flux v1's. */
  private static String policy(String key) {
    for (String prefix : List.of("fluxcd.io/", "flux.weave.works/")) {
      if (key.startsWith(prefix)) {
        return key.substring(prefix.length());
      }
    }
    return key.startsWith("filter.fluxcd.io/")
        ? "tag." + key.substring("filter.fluxcd.io/".length())
        : "";
  }

  private static Set<String> names(Mapping root, Mapping parent, Mapping annotations) {
    Set<String> names = new HashSet<>();
    if (!root.text("kind").orElse("").endsWith("HelmRelease")) {
      parent.text("name").ifPresent(names::add);
      return names;
    }
    List<String> path = new ArrayList<>();
    if (!follow(root, parent, path) || path.size() < 2) {
      return names;
    }
    List<String> values = path.subList(path.get(0).equals("spec") ? 2 : 1, path.size());
    String whole = String.join(".", values);
    String above = whole.replaceFirst("(?:^|\\.)image$", "");
    names.add(above.isEmpty() ? "chart-image" : above);
    for (Entry entry : annotations.entries()) {
      if (entry.key() instanceof Scalar key
          && key.value().startsWith("repository.fluxcd.io/")
          && entry.value() instanceof Scalar value
          && value.value().replaceFirst("\\.?[^.]+$", "").equals(whole)) {
        names.add(key.value().substring("repository.fluxcd.io/".length()));
      }
    }
    return names;
  }

  @SuppressWarnings("ReferenceEquality") // equal mappings stand in many places
  private static boolean follow(YamlNode from, Mapping wanted, List<String> path) {
    if (from == wanted) {
      return true;
    }
    if (from instanceof Mapping mapping) {
      for (Entry entry : mapping.entries()) {
        path.add(entry.key() instanceof Scalar key ? key.value() : "");
        if (follow(entry.value(), wanted, path)) {
          return true;
        }
        path.removeLast();
      }
    } else if (from instanceof Sequence sequence) {
      return sequence.items().stream().anyMatch(item -> follow(item, wanted, path));
    }
    return false;
  }
}
