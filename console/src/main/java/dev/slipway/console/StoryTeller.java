package dev.slipway.console;

import dev.slipway.console.ImageHistory.Push;
import dev.slipway.events.Environment;
import dev.slipway.events.WatchedImage;
import dev.slipway.events.value.Digest;
import dev.slipway.events.value.EnvironmentName;
import dev.slipway.events.value.FollowedImage;
import dev.slipway.events.value.ImageReference;
import dev.slipway.events.value.ImageRepository;
import dev.slipway.events.value.Tag;
import dev.slipway.messaging.Configuration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tells what became of a push, and why (promise 10). */
public final class StoryTeller {
  private final Pipeline pipeline;
  private final Names names;

  public StoryTeller(Pipeline pipeline, Configuration configuration) {
    this.pipeline = pipeline;
    this.names = new Names(configuration);
  }

  /**
   * The story of an image's newest push, or of that tag's.
   *
   * @param image a name in {@code slipway.yaml}, or a repository, whole or its last part
   * @param only one environment; absent: every one that has to do with the image
   */
  public Story tell(String image, @Nullable Tag tag, @Nullable EnvironmentName only) {
    List<Environment> environments =
        only == null ? names.environments() : List.of(names.environment(only));
    List<FollowedImage> meant =
        names.images(image).stream().map(WatchedImage::image).distinct().toList();
    return pipeline.read(
        view ->
            newestOf(meant, tag, view)
                .map(chosen -> tell(image, chosen, tag, environments, view))
                .orElseGet(() -> notWatched(image, tag)));
  }

  /** Several repositories may go by one name: the one that was pushed to last is meant. */
  private static Optional<FollowedImage> newestOf(
      List<FollowedImage> meant, @Nullable Tag tag, Pipeline view) {
    return meant.stream()
        .max(
            Comparator.comparing(
                image ->
                    view.history(image.repository())
                        .newest(tag)
                        .map(push -> push.envelope().time())
                        .orElse(Instant.EPOCH)));
  }

  private static Story tell(
      String asked,
      FollowedImage image,
      @Nullable Tag tag,
      List<Environment> environments,
      Pipeline view) {
    ImageHistory history = view.history(image.repository());
    Optional<Push> push = history.newest(tag);
    Tag about = push.map(p -> p.image().tag()).orElse(tag);
    if (about == null) {
      return new Story(
          asked,
          image.name(),
          image.repository(),
          null,
          null,
          Story.Finding.NOT_SEEN,
          nothingPushed(image.repository(), history),
          List.of(),
          List.of());
    }
    Digest digest = push.map(p -> p.image().digest()).orElse(null);
    Sought sought =
        new Sought(
            new ImageReference(image.repository(), about, digest),
            push.map(p -> p.envelope().id()).orElse(null));
    Story.Finding finding = finding(push, about, history);
    ChapterTeller teller =
        new ChapterTeller(
            view, sought, image.name(), push.map(p -> p.envelope().time()).orElse(null));
    return new Story(
        asked,
        image.name(),
        image.repository(),
        about,
        digest,
        finding,
        text(finding, image.repository(), about, history),
        push.map(p -> Step.of(List.of(p.envelope()), null)).orElse(List.of()),
        environments.stream().flatMap(e -> teller.tell(e).stream()).toList());
  }

  private static Story.Finding finding(Optional<Push> push, Tag tag, ImageHistory history) {
    if (push.isPresent()) {
      return Story.Finding.PUBLISHED;
    }
    if (history.absence(tag).isPresent()) {
      return Story.Finding.ABSENT;
    }
    return history.listedAt(tag).isPresent() ? Story.Finding.LISTED : Story.Finding.NOT_SEEN;
  }

  private static String text(
      Story.Finding finding, ImageRepository repository, Tag tag, ImageHistory history) {
    String image = repository + ":" + tag;
    return switch (finding) {
      case PUBLISHED -> "";
      case LISTED -> image + " was there already when the repository was read; no push was seen";
      case ABSENT ->
          image
              + " is not in the registry: "
              + history.absence(tag).map(a -> a.image().message()).orElse("");
      case NOT_SEEN -> image + " was never seen" + newestSeen(history);
      case NOT_WATCHED -> "";
    };
  }

  private static String newestSeen(ImageHistory history) {
    return history
        .newest(null)
        .map(push -> ": the newest push there is " + push.image().tag() + ". Was it pushed?")
        .orElse(
            history.scannedAt().isPresent()
                ? ", though the repository was read. Was it pushed?"
                : ": the registry-watcher has not read the repository yet");
  }

  private static String nothingPushed(ImageRepository repository, ImageHistory history) {
    return history.scannedAt().isPresent()
        ? "no push to " + repository + " was seen since Slipway began to watch it"
        : "the registry-watcher has not read " + repository + " yet: see slipway services";
  }

  private Story notWatched(String asked, @Nullable Tag tag) {
    List<String> known = names.knownImages();
    String text =
        "no slipway.yaml names "
            + asked
            + (known.isEmpty()
                ? ", nor any other image: see slipway events --type configuration-rejected"
                : ". Watched: " + String.join(", ", known));
    return new Story(
        asked, null, null, tag, null, Story.Finding.NOT_WATCHED, text, List.of(), List.of());
  }
}
