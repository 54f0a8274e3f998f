package dev.slipway.applier.plan;

import dev.slipway.applier.object.ApplySet;
import dev.slipway.applier.object.GroupKind;
import dev.slipway.applier.object.KubernetesObject;
import dev.slipway.events.value.GitRevision;
import dev.slipway.events.value.Sequence;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The parent of an environment's ApplySet as it was read: what the cluster itself records of how
 * far the environment is.
 */
public record ParentRecord(KubernetesObject object) {
  private static final String SEQUENCE = "slipway.dev/sequence";
  private static final String PHASE = "slipway.dev/phase";
  private static final String COMMIT = "slipway.dev/commit";
  private static final String ENVIRONMENT = "slipway.dev/environment";

  /** How far a revision is. */
  public enum Phase {
    APPLYING,
    PRUNING,
    RESTARTING,
    SUCCEEDED,
    FAILED
  }

  /** The parent of an environment that has nothing yet. */
  public static ParentRecord initial(ApplySet set) {
    KubernetesObject object =
        KubernetesObject.named(set.parent())
            .with(set.id(), "metadata", "labels", ApplySet.ID)
            .with(ApplySet.TOOL, "metadata", "annotations", ApplySet.TOOLING)
            .with("", "metadata", "annotations", ApplySet.CONTAINS)
            .with("", "metadata", "annotations", ApplySet.NAMESPACES)
            .with(set.environment().toString(), "metadata", "annotations", ENVIRONMENT);
    return new ParentRecord(object);
  }

  /** The parent with that revision's progress, ready to be written. */
  public ParentRecord at(
      Sequence sequence,
      Phase phase,
      GitRevision commit,
      Set<GroupKind> kinds,
      Set<String> additionalNamespaces) {
    Map<String, Object> annotations = new LinkedHashMap<>(object.map("metadata", "annotations"));
    annotations.put(SEQUENCE, sequence.toString());
    annotations.put(PHASE, phase.name().toLowerCase(Locale.ROOT));
    annotations.put(COMMIT, commit.toString());
    annotations.put(ApplySet.TOOLING, ApplySet.TOOL);
    annotations.put(ApplySet.CONTAINS, joined(kinds));
    annotations.put(ApplySet.NAMESPACES, joined(additionalNamespaces));
    return new ParentRecord(object.with(annotations, "metadata", "annotations"));
  }

  public String version() {
    return object.text("metadata", "resourceVersion").orElse("");
  }

  /** Empty where none was recorded yet, or somebody wrote something else there. */
  public Optional<Sequence> sequence() {
    try {
      return object.annotation(SEQUENCE).map(Sequence::parse);
    } catch (IllegalArgumentException noSequence) {
      return Optional.empty();
    }
  }

  public boolean isAt(Sequence sequence, Phase phase) {
    return sequence().filter(sequence::equals).isPresent()
        && object
            .annotation(PHASE)
            .filter(phase.name().toLowerCase(Locale.ROOT)::equals)
            .isPresent();
  }

  public Set<GroupKind> kinds() {
    return split(ApplySet.CONTAINS).stream()
        .map(GroupKind::parse)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  public Set<String> additionalNamespaces() {
    return split(ApplySet.NAMESPACES);
  }

  private Set<String> split(String annotation) {
    return object.annotation(annotation).stream()
        .flatMap(list -> Arrays.stream(list.split(",", -1)))
        .map(String::strip)
        .filter(element -> !element.isEmpty())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String joined(Set<?> elements) {
    return elements.stream().map(Object::toString).sorted().collect(Collectors.joining(","));
  }
}
