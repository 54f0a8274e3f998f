package dev.slipway.writer.edit;

import java.util.List;

/** What became of one file. Some of its updates may land while others are refused. */
public sealed interface EditResult {

  /** What stays as it is, in the file's order. */
  List<Refusal> refusals();

  /** At least one value changed. */
  @SuppressWarnings("ArrayRecordComponent") // file content is compared by nobody
  record Edited(byte[] content, List<Change> changes, List<Refusal> refusals)
      implements EditResult {
    public Edited {
      changes = List.copyOf(changes);
      refusals = List.copyOf(refusals);
    }
  }

  /**
   * Nothing to do, and nothing in the way.
   *
   * @param targets how many values were meant and hold the new value already; 0: the updates do not
   *     concern this file
   */
  record Unchanged(int targets) implements EditResult {
    @Override
    public List<Refusal> refusals() {
      return List.of();
    }
  }

  /** Nothing changed, and at least one value had to be left alone. */
  record Refused(List<Refusal> refusals) implements EditResult {
    public Refused {
      if (refusals.isEmpty()) {
        throw new IllegalArgumentException("a refusal needs a reason");
      }
      refusals = List.copyOf(refusals);
    }
  }
}
