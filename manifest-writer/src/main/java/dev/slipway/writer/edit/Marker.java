package dev.slipway.writer.edit;

import java.util.Optional;

/**
 * What a comment asks for: this part of this policy's image (Flux, "Configure image updates with
 * markers").
 */
public record Marker(PolicyName policy, Part part) {

  /** Reads {@code namespace:policy}, {@code namespace:policy:tag} and a {@code policy} alone. */
  static Optional<Marker> tryParse(String value) {
    String[] words = value.split(":", -1);
    for (String word : words) {
      if (word.isBlank()) {
        return Optional.empty();
      }
    }
    return switch (words.length) {
      case 1 -> Optional.of(new Marker(new PolicyName(null, words[0]), Part.REFERENCE));
      case 2 -> Optional.of(new Marker(new PolicyName(words[0], words[1]), Part.REFERENCE));
      case 3 ->
          Part.tryParse(words[2])
              .filter(part -> part != Part.REFERENCE)
              .map(part -> new Marker(new PolicyName(words[0], words[1]), part));
      default -> Optional.empty();
    };
  }

  Target target() {
    return new Target.Marked(policy, part);
  }

  /** Whether that target means what this marker marks. */
  boolean isMeantBy(Target target) {
    return target instanceof Target.Marked(PolicyName meant, Part which)
        && (which == null || which == part)
        && meant.matches(policy);
  }

  @Override
  public String toString() {
    return part == Part.REFERENCE ? policy.toString() : policy + ":" + part;
  }
}
