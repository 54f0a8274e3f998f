package dev.slipway.writer.flux;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Which objects a patch concerns (Kustomize, "patches": each field is a regular expression for the
 * whole value; an absent one matches all).
 */
record PatchTarget(
    @Nullable String group,
    @Nullable String version,
    @Nullable String kind,
    @Nullable String name,
    @Nullable String namespace,
    @Nullable String labelSelector) {

  static PatchTarget of(@Nullable Node node) {
    return new PatchTarget(
        text(node, "group"),
        text(node, "version"),
        text(node, "kind"),
        text(node, "name"),
        text(node, "namespace"),
        text(node, "labelSelector"));
  }

  /** The object that a strategic merge patch names itself. */
  static PatchTarget of(ManifestObject patch) {
    String namespace = patch.text("metadata.namespace").orElse(null);
    return new PatchTarget(
        Pattern.quote(patch.group()),
        null,
        Pattern.quote(patch.kind()),
        Pattern.quote(patch.name()),
        namespace == null ? null : Pattern.quote(namespace),
        null);
  }

  boolean matches(ManifestObject object) {
    return matches(group, object.group())
        && matches(version, object.version())
        && matches(kind, object.kind())
        && matches(name, object.name())
        && matches(namespace, object.namespace())
        && (labelSelector == null || selects(labelSelector, object.labels()));
  }

  /** {@code app=web,tier!=cache,critical}: as {@code kubectl -l} reads it. */
  private static boolean selects(String selector, Map<String, String> labels) {
    for (String term : selector.split(",", -1)) {
      String[] unequal = term.split("!=", 2);
      String[] equal = term.split("==?", 2);
      if (unequal.length == 2) {
        if (unequal[1].strip().equals(labels.get(unequal[0].strip()))) {
          return false;
        }
      } else if (equal.length == 2) {
        if (!equal[1].strip().equals(labels.get(equal[0].strip()))) {
          return false;
        }
      } else if (term.strip().startsWith("!")
          ? labels.containsKey(term.strip().substring(1).strip())
          : !labels.containsKey(term.strip())) {
        return false;
      }
    }
    return true;
  }

  private static boolean matches(@Nullable String pattern, String value) {
    if (pattern == null) {
      return true;
    }
    try {
      return Pattern.compile(pattern).matcher(value).matches();
    } catch (PatternSyntaxException e) {
      return false;
    }
  }

  private static @Nullable String text(@Nullable Node node, String key) {
    Optional<String> text = YamlTree.text(node, key).filter(value -> !value.isEmpty());
    return text.orElse(null);
  }
}
