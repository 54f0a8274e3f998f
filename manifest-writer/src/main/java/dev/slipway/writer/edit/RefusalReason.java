package dev.slipway.writer.edit;

import dev.slipway.events.value.DeclineReason;
import java.util.Locale;

/** Why the editor leaves a value, or a whole file, alone. The first group concerns whole files. */
public enum RefusalReason {
  /** SOPS encrypted the file; its checksum covers every value. */
  SOPS_FILE(DeclineReason.ENCRYPTED_FILE),
  /** Helm, Jinja or another generator makes the manifest from it. */
  TEMPLATE(DeclineReason.TEMPLATE),
  /** A merge was committed unfinished. */
  CONFLICT_MARKERS(DeclineReason.CONFLICT_MARKERS),
  UNPARSEABLE(DeclineReason.UNPARSEABLE),
  /** Another encoding, or damaged. */
  NOT_UTF8(DeclineReason.UNPARSEABLE),
  TOO_LARGE(DeclineReason.TOO_LARGE),

  /** A marker for {@code name:tag} on a field that holds a tag or a digest alone. */
  REFERENCE_MARKER_ON_PART(DeclineReason.UNSUITABLE_MARKER),
  /** A marker for a part on a field that holds a whole reference, or another part. */
  PART_MARKER_ON_REFERENCE(DeclineReason.UNSUITABLE_MARKER),
  UNKNOWN_POLICY(DeclineReason.UNKNOWN_POLICY),
  /** The comment starts as a marker, but is none. */
  MALFORMED_MARKER(DeclineReason.UNSUITABLE_MARKER),
  /** A marker with no value before it. */
  MARKER_WITHOUT_VALUE(DeclineReason.UNSUITABLE_MARKER),
  /** Several values stand before the marker. */
  AMBIGUOUS_MARKER(DeclineReason.UNSUITABLE_MARKER),
  BLOCK_SCALAR(DeclineReason.UNSUITABLE_MARKER),
  /** The value is {@code *another}: what it holds stands elsewhere. */
  ALIAS(DeclineReason.UNSUITABLE_MARKER),
  PATH_NOT_FOUND(DeclineReason.NO_TARGET),
  AMBIGUOUS_PATH(DeclineReason.UNSUITABLE_MARKER),
  /** The path leads to a mapping or a sequence. */
  NOT_A_VALUE(DeclineReason.UNSUITABLE_MARKER),
  /** The target asks for a tag or a digest, and the update names none. */
  PART_UNKNOWN(DeclineReason.INVALID_REQUEST),
  /** Two updates want different values in one place. */
  CONFLICTING_UPDATES(DeclineReason.INVALID_REQUEST),
  /** A digest beside the tag would keep the old image running. */
  DIGEST_BESIDE_TAG(DeclineReason.UNSUITABLE_MARKER),
  /** The file names one image in several versions, and nothing says which of them is meant. */
  SEVERAL_VERSIONS(DeclineReason.AMBIGUOUS_TARGET),
  /** Several images of {@code slipway.yaml} lie in the repository that the file names. */
  SEVERAL_POLICIES(DeclineReason.AMBIGUOUS_TARGET),
  /** The file names the image by its digest alone: no one can tell which version that is. */
  DIGEST_ALONE(DeclineReason.AMBIGUOUS_TARGET),
  /** Other environments use the file too. */
  SHARED_FILE(DeclineReason.SHARED_FILE),
  /** The file is a link, which may lead anywhere. */
  SYMBOLIC_LINK(DeclineReason.LINKED_FILE),
  /** The file lies in a submodule, or where a kustomization takes another repository's files. */
  FOREIGN_FILE(DeclineReason.FOREIGN_FILE),
  FILE_NOT_FOUND(DeclineReason.NO_TARGET),
  /** The edited file would not read as the original with these values changed. */
  NOT_PROVABLE(DeclineReason.UNPARSEABLE);

  private final DeclineReason declined;

  RefusalReason(DeclineReason declined) {
    this.declined = declined;
  }

  /** How the events call it. */
  public DeclineReason declined() {
    return declined;
  }

  /** As in verdicts and logs: {@code sops-file}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
