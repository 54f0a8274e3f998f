package dev.slipway.console;

import dev.slipway.events.value.Digest;
import dev.slipway.events.value.EnvironmentName;
import dev.slipway.events.value.ImageRepository;
import dev.slipway.events.value.Tag;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of one push, told from the events alone.
 *
 * @param asked as the person wrote it
 * @param name the image's name in {@code slipway.yaml}
 * @param text the finding in words, with what to do
 * @param steps what happened before any environment was concerned
 */
public record Story(
    String asked,
    @Nullable String name,
    @Nullable ImageRepository repository,
    @Nullable Tag tag,
    @Nullable Digest digest,
    Finding finding,
    String text,
    List<Step> steps,
    List<Chapter> chapters) {
  public Story {
    steps = List.copyOf(steps);
    chapters = List.copyOf(chapters);
  }

  /** What is known of the image itself. */
  public enum Finding {
    /** Its push was announced. */
    PUBLISHED,
    /** It lay there already when the repository was first read. */
    LISTED,
    /** The registry was asked and has no such image. */
    ABSENT,
    /** Nobody announced it, and no scan listed it. */
    NOT_SEEN,
    /** No {@code slipway.yaml} names it. */
    NOT_WATCHED
  }

  /**
   * The story in one environment.
   *
   * @param text where it ended, in words
   */
  public record Chapter(
      EnvironmentName environment, Progress progress, String text, List<Step> steps) {
    public Chapter {
      steps = List.copyOf(steps);
    }
  }
}
