package dev.slipway.writer.flux;

import dev.slipway.events.value.ConfigurationProblem;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Reads single files and remembers what they held, so that an unchanged file is read once. For one
 * thread at a time.
 */
final class ManifestFiles {
  private static final int LARGEST_BYTES = 5_000_000;
  private static final int REMEMBERED = 100_000;
  private static final Set<String> KUSTOMIZATION_NAMES =
      Set.of("kustomization.yaml", "kustomization.yml", "Kustomization");
  private static final Pattern MARKER =
      Pattern.compile("\"\\$imagepolicy\"\\s*:\\s*\"([^\":\\\\]+):([^\":\\\\]+)(?::[a-z]+)?\"");

  /**
   * What a file holds.
   *
   * @param objects those that are read as configuration
   * @param documents every document, where the file is a {@code kustomization.yaml} or holds Flux
   *     objects
   * @param markers the policies that markers in it name, as {@code namespace/name}
   * @param onlyFlux whether nothing in it is for the cluster
   */
  record Contents(
      List<ManifestObject> objects,
      List<Node> documents,
      Set<String> markers,
      boolean onlyFlux,
      @Nullable ConfigurationProblem problem,
      @Nullable ConfigurationProblem limit) {
    static final Contents NOTHING = new Contents(List.of(), List.of(), Set.of(), false, null, null);
  }

  private final Map<String, Contents> known =
      new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Contents> eldest) {
          return size() > REMEMBERED;
        }
      };

  static boolean isKustomization(RepositoryFiles.Entry file) {
    return KUSTOMIZATION_NAMES.contains(file.name());
  }

  /** Whether Flux or Kustomize would look into it. */
  static boolean isManifest(RepositoryFiles.Entry file) {
    String name = file.name();
    return (name.endsWith(".yaml") || name.endsWith(".yml") || isKustomization(file))
        && !file.path().startsWith(".")
        && !file.path().contains("/.");
  }

  Contents of(RepositoryFiles.Entry file, RepositoryFiles files) {
    return known.computeIfAbsent(
        file.path() + "\n" + file.content(), _ -> read(file, files.read(file)));
  }

  private static Contents read(RepositoryFiles.Entry file, byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    Set<String> markers = markers(text);
    boolean flux = FluxApi.SIGNATURE.matcher(text).find();
    if (!flux && !isKustomization(file)) {
      return markers.isEmpty()
          ? Contents.NOTHING
          : new Contents(List.of(), List.of(), markers, false, null, null);
    }
    if (bytes.length > LARGEST_BYTES) {
      return broken(file, 0, "is larger than 5 MB and is not read", markers);
    }
    try {
      return of(file, documents(file.path(), text, 0), markers);
    } catch (MarkedYamlEngineException e) {
      int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(0);
      return unreadable(file, text, line, e.getProblem(), markers);
    } catch (YamlEngineException | IllegalArgumentException e) {
      return unreadable(file, text, 0, String.valueOf(e.getMessage()), markers);
    }
  }

  private static Contents of(
      RepositoryFiles.Entry file, List<Node> documents, Set<String> markers) {
    List<ManifestObject> objects = new ArrayList<>();
    boolean onlyFlux = true;
    for (Node document : documents) {
      if (document instanceof MappingNode root) {
        ManifestObject object = new ManifestObject(file.path(), root);
        boolean read = FluxApi.isRead(object);
        if (read) {
          objects.add(object);
        }
        onlyFlux &= read;
      }
    }
    return new Contents(objects, documents, markers, onlyFlux, null, null);
  }

  /** Every document of a text that begins so many lines down in that file. */
  static List<Node> documents(String file, String text, int lines) {
    var settings = LoadSettings.builder().setLabel(file).setCodePointLimit(LARGEST_BYTES).build();
    List<Node> documents = new ArrayList<>();
    for (Node document : new Compose(settings).composeAllFromString(text)) {
      documents.add(YamlTree.copy(document, lines));
    }
    return documents;
  }

  private static Contents unreadable(
      RepositoryFiles.Entry file, String text, int line, String why, Set<String> markers) {
    if (isTemplate(file, text)) {
      var limit =
          new ConfigurationProblem(
              line, "", "is a template: the Flux objects in it are not read", file.path());
      return new Contents(List.of(), List.of(), markers, false, null, limit);
    }
    if (!FluxApi.SIGNATURE.matcher(text).find()) {
      String what = "is not YAML: what it would change in Flux objects is not read";
      var limit = new ConfigurationProblem(line, "", what, file.path());
      return new Contents(List.of(), List.of(), markers, false, null, limit);
    }
    return broken(
        file,
        line,
        text.contains("\n<<<<<<< ") || text.startsWith("<<<<<<< ")
            ? "holds conflict markers: resolve them; the Flux objects in it are not read"
            : "is not YAML, so that the Flux objects in it are not read: " + why,
        markers);
  }

  private static boolean isTemplate(RepositoryFiles.Entry file, String text) {
    return text.contains("{{")
        || text.contains("{%")
        || text.contains("<%")
        || ("/" + file.path()).contains("/templates/");
  }

  private static Contents broken(
      RepositoryFiles.Entry file, int line, String message, Set<String> markers) {
    return new Contents(
        List.of(),
        List.of(),
        markers,
        false,
        new ConfigurationProblem(line, "", message, file.path()),
        null);
  }

  private static Set<String> markers(String text) {
    if (!text.contains("$imagepolicy")) {
      return Set.of();
    }
    Set<String> markers = new LinkedHashSet<>();
    Matcher matcher = MARKER.matcher(text);
    while (matcher.find()) {
      markers.add(matcher.group(1) + "/" + matcher.group(2));
    }
    return Set.copyOf(markers);
  }
}
