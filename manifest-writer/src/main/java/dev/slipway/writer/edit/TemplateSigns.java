package dev.slipway.writer.edit;

import dev.slipway.writer.edit.YamlNode.Leaf;
import dev.slipway.writer.edit.YamlNode.Mapping;
import dev.slipway.writer.edit.YamlNode.Scalar;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells Helm's and Jinja's templates from finished manifests. What YAML itself quotes is only text;
 * braces outside of quotes and comments are a template's, but for the systems that keep expressions
 * of their own in finished manifests.
 */
final class TemplateSigns {
  /** Not GitHub's {@code ${{ }}}, Prometheus' {@code {{ $x }}}, Argo's, Kyverno's and Tekton's. */
  private static final Pattern EXPRESSION =
      Pattern.compile(
          "(?<!\\$)\\{\\{-?+\\s*+(?!\\$|="
              + "|(?:inputs|outputs|workflow|steps|tasks|pod|request|element)\\."
              + "|(?:item|retries|serviceAccountName)\\b)"
              + "|(?<!\\$)\\{(?:%[-+]?|#-?)\\s");

  private static final Set<String> GROUPS_WITH_EXPRESSIONS =
      Set.of(
          "argoproj.io",
          "external-secrets.io",
          "kyverno.io",
          "monitoring.coreos.com",
          "templates.gatekeeper.sh");

  private TemplateSigns() {}

  /** Where a template's expression begins, in a text that is not YAML. */
  static OptionalInt in(String text) {
    Matcher expression = EXPRESSION.matcher(text);
    return expression.find() ? OptionalInt.of(expression.start()) : OptionalInt.empty();
  }

  /** Where a template's expression begins, though the text happens to be YAML. */
  static OptionalInt in(YamlText yaml) {
    String text = yaml.text();
    if (!text.contains("{{") && !text.contains("{%") && !text.contains("{#")) {
      return OptionalInt.empty();
    }
    for (Leaf leaf : yaml.leaves()) {
      boolean expression =
          leaf.node() instanceof Scalar scalar
              && scalar.isPlain()
              && EXPRESSION.matcher(text).region(scalar.start(), scalar.end()).find()
              && !mayHoldExpressions(documentOf(leaf, yaml.documents()));
      if (expression || (leaf.isKey() && followsDoubleBrace(text, leaf.start()))) {
        return OptionalInt.of(leaf.start());
      }
    }
    return OptionalInt.empty();
  }

  /** <code>{{ x }}</code> alone is YAML: a mapping whose key is a mapping. Nobody means that. */
  private static boolean followsDoubleBrace(String text, int start) {
    int at = start;
    while (at > 0 && Character.isWhitespace(text.charAt(at - 1))) {
      at--;
    }
    return text.startsWith("{{", at - 2);
  }

  private static Optional<YamlNode> documentOf(Leaf leaf, List<YamlNode> documents) {
    return documents.reversed().stream()
        .filter(document -> document.start() <= leaf.start())
        .findFirst();
  }

  private static boolean mayHoldExpressions(Optional<YamlNode> document) {
    return document
        .flatMap(node -> node instanceof Mapping root ? root.text("apiVersion") : Optional.empty())
        .map(version -> version.replaceFirst("/.*", ""))
        .filter(GROUPS_WITH_EXPRESSIONS::contains)
        .isPresent();
  }
}
