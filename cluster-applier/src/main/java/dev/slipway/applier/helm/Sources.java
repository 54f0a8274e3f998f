package dev.slipway.applier.helm;

import dev.slipway.applier.DesiredObject;
import dev.slipway.applier.Folder;
import dev.slipway.applier.RefusedException;
import dev.slipway.applier.SourceFile;
import dev.slipway.applier.object.KubernetesObject;
import dev.slipway.applier.yaml.YamlDocuments;
import dev.slipway.events.value.RolloutFailure;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds Flux's source objects: among the environment's own, else anywhere in the commit (Flux keeps
 * them apart as a rule). Remembers which files hold some. Safe for any thread.
 */
final class Sources {
  private static final int REMEMBERED = 20_000;
  private static final String GROUP = "source.toolkit.fluxcd.io/";
  private static final Pattern SIGN =
      Pattern.compile(
          "(?m)^kind:\\s*[\"']?(?:GitRepository|HelmRepository|OCIRepository|HelmChart)\\b");
  private final Map<String, List<KubernetesObject>> byContent =
      new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, List<KubernetesObject>> eldest) {
          return size() > REMEMBERED;
        }
      };

  /**
   * The source of that name.
   *
   * @param by the file that names it
   * @param namespace where it lies; one that says no namespace may lie anywhere
   * @throws RefusedException {@code RENDER_FAILED} where there is none, or several that differ
   */
  KubernetesObject find(
      String by,
      String kind,
      String name,
      @Nullable String namespace,
      List<DesiredObject> declared,
      Folder folder) {
    List<KubernetesObject> own =
        declared.stream()
            .map(DesiredObject::object)
            .filter(object -> isOne(object, kind, name, namespace))
            .toList();
    List<KubernetesObject> found = own.isEmpty() ? everywhere(kind, name, namespace, folder) : own;
    if (found.stream().map(object -> object.map("spec")).distinct().count() > 1) {
      throw refused(by, kind, name, "is declared more than once, and differently");
    }
    return found.stream()
        .findFirst()
        .orElseThrow(() -> refused(by, kind, name, "is declared nowhere in the repository"));
  }

  private List<KubernetesObject> everywhere(
      String kind, String name, @Nullable String namespace, Folder folder) {
    Folder root = folder.folder("");
    List<KubernetesObject> found = new ArrayList<>();
    for (SourceFile file : root.files()) {
      if (file.fileName().endsWith(".yaml") || file.fileName().endsWith(".yml")) {
        for (KubernetesObject object : sources(file, root)) {
          if (isOne(object, kind, name, namespace)) {
            found.add(object);
          }
        }
      }
    }
    return found;
  }

  private synchronized List<KubernetesObject> sources(SourceFile file, Folder root) {
    return byContent.computeIfAbsent(file.content(), _ -> read(file, root));
  }

  /** What cannot be read is somebody else's. */
  private static List<KubernetesObject> read(SourceFile file, Folder root) {
    byte[] content = root.read(file);
    if (!SIGN.matcher(new String(content, StandardCharsets.UTF_8)).find()) {
      return List.of();
    }
    try {
      return YamlDocuments.read(file.path(), content).stream()
          .flatMap(document -> source(document).stream())
          .toList();
    } catch (RefusedException _) {
      return List.of();
    }
  }

  @SuppressWarnings("unchecked")
  private static Optional<KubernetesObject> source(Object document) {
    try {
      return document instanceof Map<?, ?> map
          ? Optional.of(new KubernetesObject((Map<String, Object>) map))
              .filter(object -> object.apiVersion().startsWith(GROUP))
          : Optional.empty();
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static boolean isOne(
      KubernetesObject object, String kind, String name, @Nullable String namespace) {
    return object.apiVersion().startsWith(GROUP)
        && object.kind().equals(kind)
        && object.name().equals(name)
        && (namespace == null
            || object.namespace() == null
            || namespace.equals(object.namespace()));
  }

  private static RefusedException refused(String by, String kind, String name, String problem) {
    return new RefusedException(
        RolloutFailure.RENDER_FAILED,
        "%s names the %s '%s', which %s; nothing was applied".formatted(by, kind, name, problem));
  }
}
