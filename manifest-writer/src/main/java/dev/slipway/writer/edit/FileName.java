package dev.slipway.writer.edit;

/**
 * Where a file stands in its repository.
 *
 * @param value relative, with {@code /}, never out of the repository
 */
public record FileName(String value) implements Comparable<FileName> {
  public FileName {
    if (value.isEmpty()
        || value.startsWith("/")
        || value.indexOf('\0') >= 0
        || (value.contains("..") && ("/" + value + "/").contains("/../"))) {
      throw new IllegalArgumentException(
          "file name '" + value + "' is not valid: expected a path inside the repository");
    }
  }

  public static FileName parse(String value) {
    return new FileName(value);
  }

  /** Whether Flux and Kustomize read such a file: {@code .yaml}, {@code .yml}, Kustomization. */
  public boolean isManifest() {
    return value.endsWith(".yaml") || value.endsWith(".yml") || lastPart().equals("Kustomization");
  }

  /** The name without its folder. */
  public String lastPart() {
    return value.substring(value.lastIndexOf('/') + 1);
  }

  @Override
  public int compareTo(FileName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
