package dev.slipway.writer.edit;

import dev.slipway.writer.edit.YamlNode.Mapping;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Reads a file, or says why it is none that a robot may touch. */
sealed interface Screening {
  Pattern CONFLICT = Pattern.compile("(?m)^(?:<{7}|>{7}|\\|{7}) ");

  record Editable(YamlText yaml) implements Screening {}

  record Untouchable(Refusal refusal) implements Screening {}

  static Screening of(byte[] content) {
    if (content.length > SizeLimits.HERE.document()) {
      return refused(
          RefusalReason.TOO_LARGE,
          1,
          "the document has %d bytes, and documents over %s are not edited with this heap: split it,"
                  .formatted(content.length, SizeLimits.megabytes(SizeLimits.HERE.document()))
              + " or give Slipway more memory");
    }
    String text;
    try {
      text =
          StandardCharsets.UTF_8
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT)
              .decode(ByteBuffer.wrap(content))
              .toString();
    } catch (CharacterCodingException e) {
      return refused(
          RefusalReason.NOT_UTF8, 0, "the file is not UTF-8 text: convert it, or repair it");
    }
    Matcher conflict = CONFLICT.matcher(text);
    if (mayHoldConflict(text) && conflict.find()) {
      return refused(
          RefusalReason.CONFLICT_MARKERS,
          YamlText.lineOf(text, conflict.start()),
          "the file holds conflict markers of a merge: resolve them first");
    }
    return parse(text);
  }

  private static boolean mayHoldConflict(String text) {
    return text.contains("<<<<<<<") || text.contains(">>>>>>>") || text.contains("|||||||");
  }

  /**
   * What the file says, though it may be one that must not be touched; empty where it is no YAML.
   */
  static Optional<YamlText> read(byte[] content) {
    if (content.length > SizeLimits.HERE.document()) {
      return Optional.empty();
    }
    try {
      return Optional.of(YamlText.read(new String(content, StandardCharsets.UTF_8)));
    } catch (YamlEngineException e) {
      return Optional.empty();
    }
  }

  private static Screening parse(String text) {
    YamlText yaml;
    try {
      yaml = YamlText.read(text);
    } catch (YamlEngineException e) {
      return unparseable(text, e);
    }
    return encrypted(yaml).or(() -> template(yaml)).orElseGet(() -> new Editable(yaml));
  }

  private static Screening unparseable(String text, YamlEngineException e) {
    OptionalInt expression = TemplateSigns.in(text);
    if (expression.isPresent()) {
      return template(YamlText.lineOf(text, expression.getAsInt()));
    }
    int line =
        e instanceof MarkedYamlEngineException marked
            ? marked.getProblemMark().map(mark -> mark.getLine() + 1).orElse(0)
            : 0;
    String problem =
        e instanceof MarkedYamlEngineException marked
            ? marked.getProblem()
            : String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    return refused(
        RefusalReason.UNPARSEABLE, line, "the file is not YAML: " + problem + "; correct it");
  }

  private static Optional<Screening> encrypted(YamlText yaml) {
    if (!yaml.text().contains("sops")) {
      return Optional.empty();
    }
    for (YamlNode document : yaml.documents()) {
      if (document instanceof Mapping mapping
          && mapping.get("sops").orElse(null) instanceof Mapping sops
          && (sops.get("mac").isPresent() || sops.get("lastmodified").isPresent())) {
        return Optional.of(
            refused(
                RefusalReason.SOPS_FILE,
                yaml.lineOf(sops.start()),
                "the file is encrypted by SOPS, whose checksum covers every value: move the image"
                    + " to a file of its own"));
      }
    }
    return Optional.empty();
  }

  private static Optional<Screening> template(YamlText yaml) {
    OptionalInt expression = TemplateSigns.in(yaml);
    return expression.isPresent()
        ? Optional.of(template(yaml.lineOf(expression.getAsInt())))
        : Optional.empty();
  }

  private static Screening template(int line) {
    return refused(
        RefusalReason.TEMPLATE,
        line,
        "the file is a template: put the image into its values, or into a file that is no"
            + " template");
  }

  private static Screening refused(RefusalReason reason, int line, String message) {
    return new Untouchable(new Refusal(reason, line, message));
  }
}
