package dev.slipway.writer.offline;

import dev.slipway.events.value.ImageReference;
import dev.slipway.events.value.ImageRepository;
import dev.slipway.events.value.Tag;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * The images that manifests name: {@code image: name:tag} at any key, {@code repository} with
 * {@code tag}, Kustomize's {@code newName} with {@code newTag}, and Flux v1's annotations.
 */
final class FoundImages {
  private static final int DEEPEST = 100;
  private static final String FLUX_V1_FILTER = "filter.fluxcd.io/";
  private static final List<String[]> PAIRS =
      List.of(
          new String[] {"repository", "tag"},
          new String[] {"newName", "newTag"},
          new String[] {"name", "newTag"});

  /**
   * An image in a file.
   *
   * @param filter what Flux v1 was told of its tags: {@code glob:main-*}; absent: nothing
   */
  record Found(String file, ImageRepository repository, Tag tag, @Nullable String filter) {}

  private final List<Found> found = new ArrayList<>();

  List<Found> all() {
    return List.copyOf(found);
  }

  /** Reads one file; one that is no YAML names none. */
  void read(String file, byte[] content) {
    try {
      var settings = LoadSettings.builder().setCodePointLimit(5_000_000).build();
      String text = new String(content, StandardCharsets.UTF_8);
      for (Node document : new Compose(settings).composeAllFromString(text)) {
        Map<String, String> filters = new TreeMap<>();
        collectFilters(document, filters);
        walk(file, document, "", filters, 0);
      }
    } catch (YamlEngineException notYaml) {
      // The report says so where it matters: at a marker.
    }
  }

  private static void collectFilters(Node document, Map<String, String> filters) {
    if (child(child(document, "metadata"), "annotations") instanceof MappingNode annotations) {
      for (NodeTuple each : annotations.getValue()) {
        if (each.getKeyNode() instanceof ScalarNode key
            && each.getValueNode() instanceof ScalarNode value
            && key.getValue().startsWith(FLUX_V1_FILTER)) {
          filters.put(key.getValue().substring(FLUX_V1_FILTER.length()), value.getValue());
        }
      }
    }
  }

  private void walk(
      String file, Node node, String container, Map<String, String> filters, int depth) {
    if (depth > DEEPEST) {
      return;
    }
    switch (node) {
      case MappingNode mapping -> {
        pair(mapping)
            .ifPresent(image -> add(file, image.repository(), image.tag(), container, filters));
        for (NodeTuple field : mapping.getValue()) {
          if (field.getKeyNode() instanceof ScalarNode key) {
            if (field.getValueNode() instanceof ScalarNode value) {
              single(file, key.getValue(), value.getValue(), container, filters);
            } else {
              String inner = key.getValue().equals("image") ? container : key.getValue();
              walk(file, field.getValueNode(), inner, filters, depth + 1);
            }
          }
        }
      }
      case SequenceNode sequence ->
          sequence.getValue().forEach(item -> walk(file, item, container, filters, depth + 1));
      default -> {}
    }
  }

  private void single(
      String file, String key, String value, String container, Map<String, String> filters) {
    boolean named = key.equals("image") || value.contains("/");
    if (named && !value.contains(" ") && value.contains(":") && !value.contains("://")) {
      ImageReference.tryParse(value)
          .ifPresent(image -> add(file, image.repository(), image.tag(), container, filters));
    }
  }

  private static Optional<ImageReference> pair(MappingNode mapping) {
    for (String[] names : PAIRS) {
      String name = text(mapping, names[0]);
      String tag = text(mapping, names[1]);
      if (name != null && tag != null && Tag.isValid(tag)) {
        String registry = text(mapping, "registry");
        return ImageReference.tryParse((registry == null ? "" : registry + "/") + name + ":" + tag);
      }
    }
    return Optional.empty();
  }

  private void add(
      String file,
      ImageRepository repository,
      @Nullable Tag tag,
      String container,
      Map<String, String> filters) {
    if (tag != null) {
      String filter = filters.get(container);
      if (filter == null && filters.size() == 1) {
        filter = filters.values().iterator().next();
      }
      found.add(new Found(file, repository, tag, filter));
    }
  }

  private static @Nullable Node child(@Nullable Node node, String name) {
    if (node instanceof MappingNode mapping) {
      for (NodeTuple field : mapping.getValue()) {
        if (field.getKeyNode() instanceof ScalarNode key && key.getValue().equals(name)) {
          return field.getValueNode();
        }
      }
    }
    return null;
  }

  private static @Nullable String text(MappingNode mapping, String name) {
    return child(mapping, name) instanceof ScalarNode scalar && !scalar.getValue().isBlank()
        ? scalar.getValue()
        : null;
  }
}
