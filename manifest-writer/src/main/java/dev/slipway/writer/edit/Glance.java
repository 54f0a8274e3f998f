package dev.slipway.writer.edit;

import dev.slipway.events.value.ImageRepository;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Whether a file may concern targets at all: cheap looks at its bytes, before any reading. */
public final class Glance {
  private static final byte[] TOKEN = MarkerComment.TOKEN.getBytes(StandardCharsets.US_ASCII);

  private Glance() {}

  /** Whether the file may hold a marker. */
  public static boolean hasMarkers(byte[] content) {
    return contains(content, TOKEN);
  }

  /** Whether the file may name this repository. */
  private static boolean mayName(byte[] content, ImageRepository repository) {
    return contains(content, repository.shortName().getBytes(StandardCharsets.UTF_8));
  }

  static boolean mentionsAny(byte[] content, List<Update> updates) {
    return updates.stream()
        .anyMatch(
            update ->
                update.target() instanceof Target.Marked(PolicyName policy, _)
                    && contains(content, policy.name().getBytes(StandardCharsets.UTF_8)));
  }

  static boolean isMarked(Target target) {
    return target instanceof Target.Marked;
  }

  static boolean isAtPath(Target target, FileName file) {
    return target instanceof Target.AtPath at && at.file().equals(file);
  }

  static boolean mayBeNamed(Target target, byte[] content) {
    return target instanceof Target.Naming naming && mayName(content, naming.repository());
  }

  static boolean contains(byte[] content, byte[] word) {
    int last = content.length - word.length;
    for (int at = 0; at <= last; at++) {
      if (content[at] == word[0]
          && Arrays.equals(content, at, at + word.length, word, 0, word.length)) {
        return true;
      }
    }
    return false;
  }

  /** Those of the targets that this file may hold. */
  static List<Target> here(FileName file, byte[] content, List<Target> targets) {
    return targets.stream()
        .filter(target -> isMarked(target) || isAtPath(target, file) || mayBeNamed(target, content))
        .toList();
  }
}
