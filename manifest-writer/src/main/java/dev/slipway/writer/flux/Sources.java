package dev.slipway.writer.flux;

import dev.slipway.events.value.GitBranch;
import dev.slipway.events.value.GitRepository;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Which of Flux's sources is the repository at hand: the one that a cluster's own Kustomization
 * syncs, or one with the repository's address, or the only one there is.
 */
final class Sources {

  /** What a {@code sourceRef} means. */
  sealed interface Meaning {
    /** This repository, at that branch. */
    record Here(GitBranch branch) implements Meaning {}

    /** Something that Slipway does not read; the words end a sentence. */
    record Elsewhere(String why) implements Meaning {}
  }

  private final GitRepository here;
  private final GitBranch branch;
  private final List<Placed> objects;
  private final Set<String> own = new LinkedHashSet<>();
  private final boolean onlyOne;

  Sources(List<Placed> objects, Clusters clusters, GitRepository here, GitBranch branch) {
    this.objects = objects;
    this.here = here;
    this.branch = branch;
    Set<String> referenced = new LinkedHashSet<>();
    for (Placed placed : objects) {
      ManifestObject object = placed.object();
      if (placed.is("Kustomization") || placed.is("ImageUpdateAutomation")) {
        referenced.add(qualified(object));
      }
      if (placed.is("Kustomization")
          && object.text("spec.path").filter(path -> isEntry(clusters, object, path)).isPresent()) {
        own.add(placed.cluster() + " " + qualified(object));
      }
    }
    onlyOne = referenced.size() == 1;
  }

  private static boolean isEntry(Clusters clusters, ManifestObject object, String path) {
    try {
      return clusters.isEntry(object, Folders.parse(path));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** What the object's {@code sourceRef} means. */
  Meaning of(Placed placed) {
    ManifestObject object = placed.object();
    String kind = object.text("spec.sourceRef.kind").orElse("GitRepository");
    String name = qualified(object);
    if (!kind.equals("GitRepository")) {
      return new Meaning.Elsewhere("its source is the " + kind + " " + name);
    }
    Optional<ManifestObject> source =
        objects.stream()
            .filter(each -> each.is("GitRepository"))
            .filter(each -> each.object().qualifiedName().equals(name))
            .sorted((a, b) -> Boolean.compare(isNear(b, placed), isNear(a, placed)))
            .map(Placed::object)
            .findFirst();
    if (source.isEmpty()) {
      return new Meaning.Here(branch);
    }
    String url = source.get().text("spec.url").orElse("");
    boolean same =
        own.contains(placed.cluster() + " " + name)
            || normalized(url).equals(normalized(here.url()))
            || onlyOne;
    if (!same) {
      return new Meaning.Elsewhere("its source " + name + " is another repository, " + url);
    }
    for (String field : List.of("tag", "semver", "name", "commit")) {
      Optional<String> value = source.get().text("spec.ref." + field);
      if (value.isPresent()) {
        return new Meaning.Elsewhere(
            "its source "
                + name
                + " is this repository at the "
                + field
                + " '"
                + value.get()
                + "' ("
                + source.get().place("spec.ref." + field)
                + "), and Slipway follows branches");
      }
    }
    String of = source.get().text("spec.ref.branch").orElse("");
    return new Meaning.Here(of.isEmpty() ? branch : parsed(of));
  }

  private GitBranch parsed(String name) {
    try {
      return GitBranch.parse(name);
    } catch (IllegalArgumentException e) {
      return branch;
    }
  }

  private static boolean isNear(Placed source, Placed object) {
    return source.cluster().equals(object.cluster());
  }

  private static String qualified(ManifestObject object) {
    return object.text("spec.sourceRef.namespace").orElse(object.namespace())
        + "/"
        + object.text("spec.sourceRef.name").orElse("");
  }

  /** {@code ssh://git@github.com/acme/fleet.git} and {@code https://github.com/acme/fleet}. */
  private static String normalized(String url) {
    return url.toLowerCase(Locale.ROOT)
        .replaceFirst("^[a-z+]+://", "")
        .replaceFirst("^[^/@]*@", "")
        .replaceFirst("^([^/:]+):(?!\\d+/)", "$1/")
        .replaceFirst("\\.git/?$", "")
        .replaceFirst("/+$", "");
  }
}
