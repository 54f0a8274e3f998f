package dev.slipway.writer.edit;

import dev.slipway.writer.edit.YamlNode.Leaf;
import dev.slipway.writer.edit.YamlNode.Scalar;
import java.util.Optional;

/** A place in a file where a marker stands. */
sealed interface MarkerSite {

  /** The marker has one value before it. */
  record Usable(Marker marker, Scalar scalar, Leaf leaf) implements MarkerSite {}

  /**
   * Nothing that the editor could change; Flux passes it by in silence.
   *
   * @param marker absent where the comment does not even say a policy
   * @param line the whole line it stands on
   */
  record Unusable(Optional<Marker> marker, Refusal refusal, String line) implements MarkerSite {

    /** Whether someone may have meant this policy. */
    boolean concerns(PolicyName policy) {
      return marker
          .map(said -> said.policy().matches(policy))
          .orElseGet(() -> line.contains(policy.name()));
    }
  }
}
