package dev.slipway.writer.configuration;

import dev.slipway.events.value.ConfigurationProblem;
import dev.slipway.events.value.TagFilter;
import dev.slipway.events.value.TagPolicy;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * One policy in a file of its own: what stands under {@code policy:} in {@code slipway.yaml}, or an
 * image with its {@code policy:}, or Flux's ImagePolicy.
 */
public final class PolicyFile {
  private PolicyFile() {}

  /** What became of it. */
  public sealed interface Outcome {
    record Accepted(TagPolicy policy, @Nullable TagFilter filter) implements Outcome {}

    record Rejected(List<ConfigurationProblem> problems) implements Outcome {
      public Rejected {
        problems = List.copyOf(problems);
      }
    }
  }

  /** Reads one document. */
  public static Outcome read(String text) {
    Problems problems = new Problems();
    PolicyReader.Wanted wanted = null;
    try {
      Optional<Node> root =
          new Compose(LoadSettings.builder().setLabel(SlipwayYaml.PATH).build())
              .composeString(text);
      Section document = root.isEmpty() ? null : Section.of(root.get(), "", problems);
      wanted = document == null ? null : read(document);
    } catch (YamlEngineException e) {
      problems.add(null, "", "is not YAML: " + e.getMessage());
    }
    if (problems.found().isEmpty() && (wanted == null || wanted.kind() == null)) {
      problems.add(null, "", "names no policy: timestamp, semver, release, numerical, ...");
    }
    return wanted == null || wanted.kind() == null || !problems.found().isEmpty()
        ? new Outcome.Rejected(problems.found())
        : new Outcome.Accepted(wanted.kind(), wanted.filter());
  }

  private static PolicyReader.@Nullable Wanted read(Section document) {
    if ("ImagePolicy".equals(document.optional("kind"))) {
      Section spec = document.section("spec");
      return spec == null ? null : FluxPolicyReader.read(spec);
    }
    Section policy = document.has("policy") ? document.section("policy") : document;
    return policy == null ? null : PolicyReader.read(policy);
  }
}
