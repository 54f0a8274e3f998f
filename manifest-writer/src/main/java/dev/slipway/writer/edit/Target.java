package dev.slipway.writer.edit;

import org.jspecify.annotations.Nullable;

/** Which values of a file are meant. */
public sealed interface Target {

  /**
   * Every value with a marker of this policy.
   *
   * @param part only markers that ask for this part; absent: all of them
   */
  record Marked(PolicyName policy, @Nullable Part part) implements Target {
    public static Marked of(PolicyName policy) {
      return new Marked(policy, null);
    }

    @Override
    public String toString() {
      return part == null || part == Part.REFERENCE ? policy.toString() : policy + ":" + part;
    }
  }

  /** The one value at this path, in this file. */
  record AtPath(FileName file, YamlPath path, Part part) implements Target {
    @Override
    public String toString() {
      return path.toString();
    }
  }
}
