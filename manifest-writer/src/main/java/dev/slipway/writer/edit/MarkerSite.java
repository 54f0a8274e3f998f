package dev.slipway.writer.edit;

import dev.slipway.writer.edit.YamlNode.Leaf;
import dev.slipway.writer.edit.YamlNode.Scalar;
import java.util.Optional;

/** A place in a file where a marker stands. */
sealed interface MarkerSite {

  /** The marker has one value before it. */
  record Usable(Marker marker, Scalar scalar, Leaf leaf) implements MarkerSite {}

  /**
   * Nothing that the editor could change.
   *
   * @param marker absent where the comment does not even say a policy
   */
  record Unusable(Optional<Marker> marker, Refusal refusal) implements MarkerSite {}
}
