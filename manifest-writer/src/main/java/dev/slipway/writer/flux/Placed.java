package dev.slipway.writer.flux;

/**
 * An object in a cluster. The same file may bring it to several.
 *
 * @param cluster by the name of its folder; empty where the repository does not say
 */
record Placed(ManifestObject object, String cluster) {

  boolean is(String kind) {
    return object.kind().equals(kind);
  }

  /** What no other object of its kind may be called. */
  String identity() {
    return cluster + " " + object.kind() + " " + object.qualifiedName();
  }
}
