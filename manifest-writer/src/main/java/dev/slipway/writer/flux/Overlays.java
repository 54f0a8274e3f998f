package dev.slipway.writer.flux;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * Flux objects as Kustomize makes them: {@code resources}, {@code patches} in all three spellings,
 * and {@code namespace}. What else a {@code kustomization.yaml} asks for is said where it concerns
 * a Flux object.
 */
final class Overlays {
  private static final int DEEPEST = 50;
  private static final List<String> RESOURCES = List.of("resources", "bases");

  /** Fields that would change an object, or bring one, in a way that is not followed. */
  private static final List<String> NOT_HONOURED =
      List.of(
          "components",
          "namePrefix",
          "nameSuffix",
          "labels",
          "commonLabels",
          "replacements",
          "vars",
          "transformers",
          "validators",
          "helmCharts",
          "openapi");

  /**
   * An object that takes effect.
   *
   * @param folder the folder that brings it: an overlay's, or its own
   */
  record Effective(ManifestObject object, String folder) {}

  private static final List<String> BRINGING = List.of("resources", "bases", "components");
  private static final List<String> MAKING =
      List.of(
          "configMapGenerator",
          "secretGenerator",
          "generators",
          "helmCharts",
          "helmChartInflationGenerator");

  /** How kustomize itself tells an address from a path. */
  private static final Pattern REMOTE =
      Pattern.compile("://|^git@|^github\\.com[/:]|[?&](ref|version)=");

  private final Map<String, RepositoryFiles.Entry> byPath;
  private final RepositoryFiles files;
  private final ManifestFiles manifests;
  private final Findings findings;
  private final Map<String, Node> kustomizations = new LinkedHashMap<>();
  private final Map<String, Set<String>> brought = new LinkedHashMap<>();
  private final Set<String> referenced = new LinkedHashSet<>();
  private final Set<String> patchFiles = new LinkedHashSet<>();
  private final Set<String> used = new LinkedHashSet<>();

  Overlays(
      Map<String, RepositoryFiles.Entry> byPath,
      RepositoryFiles files,
      ManifestFiles manifests,
      Findings findings) {
    this.byPath = byPath;
    this.files = files;
    this.manifests = manifests;
    this.findings = findings;
  }

  /** What each folder's kustomization names; known after {@link #effective}. */
  Map<String, Set<String>> brought() {
    return brought;
  }

  /** Every Flux object that takes effect, in the order of their files. */
  List<Effective> effective() {
    readKustomizations();
    List<Effective> effective = new ArrayList<>();
    for (String folder : kustomizations.keySet()) {
      if (!referenced.contains(folder)) {
        accumulate(folder, 0).forEach(object -> effective.add(new Effective(object, folder)));
      }
    }
    for (RepositoryFiles.Entry file : byPath.values()) {
      List<ManifestObject> objects = manifests.of(file, files).objects();
      if (objects.isEmpty() || used.contains(file.path()) || patchFiles.contains(file.path())) {
        continue;
      }
      if (kustomizations.containsKey(file.folder())) {
        ManifestObject first = objects.getFirst();
        findings.limit(
            first,
            "",
            "the kustomization.yaml beside it does not list this file, so that it is not read");
        continue;
      }
      objects.forEach(object -> effective.add(new Effective(object, file.folder())));
    }
    return effective;
  }

  private void readKustomizations() {
    for (RepositoryFiles.Entry file : byPath.values()) {
      if (ManifestFiles.isKustomization(file)) {
        for (Node document : manifests.of(file, files).documents()) {
          if (isKustomize(document)) {
            kustomizations.put(file.folder(), document);
          }
        }
      }
    }
    kustomizations.forEach(
        (folder, document) -> {
          for (String field : BRINGING) {
            texts(document, field)
                .forEach(
                    text ->
                        Folders.resolve(folder, text.getValue())
                            .ifPresent(
                                path -> {
                                  referenced.add(path);
                                  brought
                                      .computeIfAbsent(folder, _ -> new LinkedHashSet<>())
                                      .add(path);
                                }));
          }
          for (Node patch : items(document, "patches")) {
            notePatchFile(folder, YamlTree.get(patch, "path"));
          }
          for (Node patch : items(document, "patchesJson6902")) {
            notePatchFile(folder, YamlTree.get(patch, "path"));
          }
          items(document, "patchesStrategicMerge").forEach(patch -> notePatchFile(folder, patch));
        });
  }

  /** Whether a kustomization adds objects that stand in no file of the repository. */
  static boolean addsMore(Node document) {
    return MAKING.stream().anyMatch(field -> !items(document, field).isEmpty())
        || BRINGING.stream()
            .flatMap(field -> texts(document, field).stream())
            .anyMatch(text -> REMOTE.matcher(text.getValue()).find());
  }

  /** Flux's own kind of that name has another group. */
  private static boolean isKustomize(Node document) {
    return document instanceof MappingNode
        && !YamlTree.text(document, "apiVersion").orElse("").startsWith(FluxApi.KUSTOMIZE_GROUP);
  }

  private void notePatchFile(String folder, @Nullable Node path) {
    if (path instanceof ScalarNode scalar && !scalar.getValue().contains("\n")) {
      Folders.resolve(folder, scalar.getValue()).ifPresent(patchFiles::add);
    }
  }

  private List<ManifestObject> accumulate(String folder, int depth) {
    Node document = kustomizations.get(folder);
    if (document == null) {
      return List.of();
    }
    if (depth > DEEPEST) {
      findings.problem(document, "resources", "leads back to itself");
      return List.of();
    }
    List<ManifestObject> objects = new ArrayList<>();
    for (String field : RESOURCES) {
      for (ScalarNode resource : texts(document, field)) {
        objects.addAll(resource(folder, resource, depth));
      }
    }
    if (objects.isEmpty()) {
      return objects;
    }
    for (String field : NOT_HONOURED) {
      Node value = YamlTree.get(document, field);
      if (value != null) {
        findings.limit(
            value,
            field,
            "cannot be honoured: '"
                + field
                + "' is not carried out on the Flux objects that this folder brings ("
                + objects.getFirst()
                + (objects.size() > 1 ? " and " + (objects.size() - 1) + " more" : "")
                + "); they are read as if it were not there");
      }
    }
    List<ManifestObject> patched = patched(folder, document, objects);
    YamlTree.text(document, "namespace").ifPresent(name -> patched.forEach(o -> move(o, name)));
    return patched;
  }

  private List<ManifestObject> resource(String folder, ScalarNode resource, int depth) {
    Optional<String> path = Folders.resolve(folder, resource.getValue());
    if (path.isEmpty() || resource.getValue().contains("://")) {
      return List.of();
    }
    RepositoryFiles.Entry file = byPath.get(path.get());
    if (file == null) {
      return accumulate(path.get(), depth + 1);
    }
    used.add(file.path());
    return manifests.of(file, files).objects().stream().map(ManifestObject::copy).toList();
  }

  private static void move(ManifestObject object, String namespace) {
    if (YamlTree.get(object.root(), "metadata") instanceof MappingNode metadata) {
      YamlTree.put(metadata, "namespace", YamlTree.scalar(namespace, metadata));
    }
  }

  private List<ManifestObject> patched(String folder, Node document, List<ManifestObject> objects) {
    List<ManifestObject> patched = new ArrayList<>(objects);
    for (Node entry : items(document, "patchesStrategicMerge")) {
      for (Node patch : documents(folder, entry)) {
        apply(patch, null, patched);
      }
    }
    for (String field : List.of("patches", "patchesJson6902")) {
      for (Node entry : items(document, field)) {
        Node target = YamlTree.get(entry, "target");
        Node text = YamlTree.get(entry, "patch");
        Node source = text == null ? YamlTree.get(entry, "path") : text;
        if (source != null) {
          for (Node patch : documents(folder, source)) {
            apply(patch, target == null ? null : PatchTarget.of(target), patched);
          }
        }
      }
    }
    return patched;
  }

  private void apply(Node document, @Nullable PatchTarget given, List<ManifestObject> objects) {
    PatchTarget target = given;
    if (target == null) {
      if (!(document instanceof MappingNode root)) {
        return;
      }
      target = PatchTarget.of(new ManifestObject("", root));
    }
    for (int i = objects.size() - 1; i >= 0; i--) {
      ManifestObject object = objects.get(i);
      if (!target.matches(object)) {
        continue;
      }
      try {
        ManifestObject changed = Patch.of(document).apply(object);
        if (changed == null) {
          objects.remove(i);
        }
      } catch (Patch.Failure failure) {
        findings.problem(
            failure.where(),
            "",
            "the patch of "
                + object
                + " cannot be carried out: "
                + failure.getMessage()
                + "; the object is not followed");
        findings.broken(object);
        objects.remove(i);
      }
    }
  }

  /** The documents of a patch, which is a file's name or the text itself. */
  private List<Node> documents(String folder, Node source) {
    if (!(source instanceof ScalarNode scalar)) {
      return List.of();
    }
    try {
      if (scalar.getValue().contains("\n") || scalar.getValue().contains(": ")) {
        return ManifestFiles.documents(
            YamlTree.file(source), scalar.getValue(), YamlTree.line(source));
      }
      Optional<RepositoryFiles.Entry> file =
          Folders.resolve(folder, scalar.getValue())
              .flatMap(path -> Optional.ofNullable(byPath.get(path)));
      if (file.isEmpty()) {
        findings.problem(source, "", "there is no file '" + scalar.getValue() + "'");
        return List.of();
      }
      String text = new String(files.read(file.get()), StandardCharsets.UTF_8);
      return ManifestFiles.documents(file.get().path(), text, 0);
    } catch (YamlEngineException | IllegalArgumentException e) {
      findings.problem(source, "", "the patch is not YAML: " + firstLine(e.getMessage()));
      return List.of();
    }
  }

  private static String firstLine(@Nullable String message) {
    return String.valueOf(message).lines().findFirst().orElse("");
  }

  private static List<Node> items(Node document, String field) {
    return YamlTree.get(document, field) instanceof SequenceNode sequence
        ? sequence.getValue()
        : List.of();
  }

  private static List<ScalarNode> texts(Node document, String field) {
    return items(document, field).stream()
        .filter(ScalarNode.class::isInstance)
        .map(ScalarNode.class::cast)
        .toList();
  }
}
