package dev.slipway.writer.edit;

import dev.slipway.events.value.Digest;
import dev.slipway.events.value.ImageReference;
import dev.slipway.writer.edit.YamlNode.Leaf;
import dev.slipway.writer.edit.YamlNode.Scalar;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** What is to be changed in one text, collected before anything is. */
final class Plan {
  private final YamlText yaml;
  private final TreeMap<Integer, Planned> byPlace = new TreeMap<>();
  private final List<Refusal> refusals = new ArrayList<>();

  Plan(YamlText yaml) {
    this.yaml = yaml;
  }

  /** One value and what it will hold; the same as now where nothing changes. */
  record Planned(Target target, Part part, Scalar scalar, Leaf leaf, String text, NewValue cause) {
    boolean changes() {
      return !text.equals(scalar.value());
    }

    /** Another value that changes for the same reason. */
    Planned companion(Part otherPart, Leaf other, String otherText) {
      return new Planned(target, otherPart, (Scalar) other.node(), other, otherText, cause);
    }
  }

  void refuse(Refusal refusal) {
    refusals.add(refusal);
  }

  void set(Target target, Part part, Scalar scalar, Leaf leaf, NewValue value) {
    String old = scalar.value();
    Optional<Refusal> problem = PartRules.problem(target, part, leaf.key(), old);
    if (problem.isPresent()) {
      refuse(problem.get().reason(), scalar, problem.get().message());
      return;
    }
    if (old.contains("{{") && !scalar.isPlain()) {
      refuse(
          RefusalReason.TEMPLATE,
          scalar,
          "the value '" + old + "' is a template's expression: move the marker to where it is set");
      return;
    }
    Optional<String> text = PartText.of(value, part, old);
    if (text.isEmpty()) {
      refuse(
          RefusalReason.PART_UNKNOWN,
          scalar,
          "the target "
              + target
              + " asks for a "
              + part
              + ", but the update to "
              + value(value)
              + " names none");
      return;
    }
    add(new Planned(target, part, scalar, leaf, text.get(), value));
  }

  private static String value(NewValue value) {
    return switch (value) {
      case NewValue.OfImage(ImageReference image) -> image.toString();
      case NewValue.Text(String text) -> text;
    };
  }

  private void add(Planned planned) {
    Planned other = byPlace.putIfAbsent(planned.scalar().start(), planned);
    if (other != null && !other.text().equals(planned.text())) {
      refuse(
          RefusalReason.CONFLICTING_UPDATES,
          planned.scalar(),
          "%s wants '%s' where %s wants '%s'; keep one of the two"
              .formatted(planned.target(), planned.text(), other.target(), other.text()));
    }
  }

  /**
   * What must not stay behind a new tag moves with it: a digest beside it, which would keep the old
   * image running, and a remote base of the same version.
   */
  void moveCompanionsAlong() {
    for (Planned planned : List.copyOf(byPlace.values())) {
      boolean movesVersion = planned.part() == Part.TAG || planned.part() == Part.REFERENCE;
      if (movesVersion
          && planned.changes()
          && planned.cause() instanceof NewValue.OfImage(ImageReference image)) {
        Companions.digestBeside(yaml, planned.leaf())
            .ifPresent(digest -> moveDigest(planned, image, digest));
        Companions.basesOf(yaml, planned.leaf()).forEach(base -> moveBase(planned, base));
      }
    }
  }

  private void moveDigest(Planned planned, ImageReference image, Leaf digest) {
    Scalar scalar = (Scalar) digest.node();
    Digest known = image.digest();
    if (byPlace.containsKey(scalar.start())) {
      return;
    }
    if (known == null) {
      byPlace.remove(planned.scalar().start());
      refuse(
          RefusalReason.DIGEST_BESIDE_TAG,
          scalar,
          "'"
              + digest.key()
              + "' beside the tag would keep the old image running, and the new digest is not"
              + " known; mark it with :digest, or remove it");
      return;
    }
    add(planned.companion(Part.DIGEST, digest, known.toString()));
  }

  private void moveBase(Planned planned, Companions.Base base) {
    if (byPlace.containsKey(planned.scalar().start())) {
      add(planned.companion(Part.TAG, base.leaf(), base.withRef(planned.text())));
    }
  }

  Collection<Planned> planned() {
    return byPlace.values();
  }

  List<Refusal> refusals() {
    return refusals;
  }

  void refuse(RefusalReason reason, Scalar scalar, String message) {
    refusals.add(new Refusal(reason, yaml.lineOf(scalar.start()), message));
  }
}
