package dev.slipway.writer;

import dev.slipway.writer.configuration.RepositoryConfiguration;
import dev.slipway.writer.configuration.RepositoryConfiguration.ConfiguredTarget;
import dev.slipway.writer.edit.FileName;
import dev.slipway.writer.edit.FoundValue;
import dev.slipway.writer.edit.ImageFields;
import dev.slipway.writer.edit.ManifestEditor;
import dev.slipway.writer.edit.Obstacle;
import dev.slipway.writer.edit.PolicyName;
import dev.slipway.writer.edit.Refusal;
import dev.slipway.writer.edit.Target;
import dev.slipway.writer.edit.YamlPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a manifest says of the images that a repository declares.
 *
 * @param values every value that a marker, a configured target or a repository's name means
 * @param fields every {@code image:} field, whosever it is
 */
record FileReading(
    List<FoundValue> values, List<Obstacle> obstacles, List<ImageFields.Field> fields) {
  FileReading {
    values = List.copyOf(values);
    obstacles = List.copyOf(obstacles);
    fields = List.copyOf(fields);
  }

  /** Of a file that must not even be read. */
  static FileReading unread(Refusal refusal) {
    return new FileReading(
        List.of(), List.of(new Obstacle(null, refusal, Obstacle.Weight.HINT)), List.of());
  }

  /** The configured targets of this file. */
  static List<ConfiguredTarget> configured(FileName file, RepositoryConfiguration configuration) {
    return configuration.targets().stream().filter(target -> target.file().equals(file)).toList();
  }

  static FileReading of(
      ManifestEditor editor, FileName file, byte[] content, RepositoryConfiguration configuration) {
    List<ConfiguredTarget> configured = configured(file, configuration);
    Map<String, Set<YamlPath>> paths =
        configured.stream()
            .collect(
                Collectors.groupingBy(
                    ConfiguredTarget::image,
                    Collectors.mapping(ConfiguredTarget::path, Collectors.toSet())));
    Set<YamlPath> taken =
        configured.stream().map(ConfiguredTarget::path).collect(Collectors.toSet());
    List<Target> targets = new ArrayList<>();
    for (var watched : configuration.images()) {
      String name = watched.image().name();
      PolicyName policy = PolicyName.ofImage(name);
      targets.add(Target.Marked.of(policy));
      if (!paths.containsKey(name)) {
        targets.add(new Target.Naming(policy, watched.image().repository(), taken));
      }
    }
    configured.forEach(target -> targets.add(at(target)));
    List<PolicyName> declared =
        configuration.images().stream()
            .map(image -> PolicyName.ofImage(image.image().name()))
            .toList();
    return new FileReading(
        editor.find(file, content, targets),
        editor.obstacles(
            file, content, targets, policy -> declared.stream().anyMatch(policy::matches)),
        ImageFields.read(content));
  }

  static Target.AtPath at(ConfiguredTarget target) {
    return new Target.AtPath(target.file(), target.path(), target.part());
  }
}
