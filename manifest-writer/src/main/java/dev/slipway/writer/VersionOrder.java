package dev.slipway.writer;

import dev.slipway.events.value.FollowedImage;
import dev.slipway.events.value.Tag;
import dev.slipway.events.value.TagFilter;
import dev.slipway.events.value.TagPolicy;
import dev.slipway.writer.policy.Candidate;
import dev.slipway.writer.policy.Fit;
import dev.slipway.writer.policy.TagChooser;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The order in which an image's versions are wanted. Prepared once per policy. */
public final class VersionOrder {
  private record Key(TagPolicy policy, Optional<TagFilter> filter) {}

  private static final Map<Key, TagChooser> PREPARED = new ConcurrentHashMap<>();
  private static final int MOST_PREPARED = 5_000;

  private final FollowedImage image;
  private final TagChooser chooser;
  private final KnownTags known;

  private VersionOrder(FollowedImage image, TagChooser chooser, KnownTags known) {
    this.image = image;
    this.chooser = chooser;
    this.known = known;
  }

  /**
   * The order of this image's versions.
   *
   * @param known says when images were created, where the policy goes by that
   */
  public static VersionOrder of(FollowedImage image, KnownTags known) {
    if (PREPARED.size() > MOST_PREPARED) {
      PREPARED.clear();
    }
    TagChooser chooser =
        PREPARED.computeIfAbsent(
            new Key(image.policy(), Optional.ofNullable(image.filter())),
            key -> TagChooser.of(key.policy(), key.filter().orElse(null)));
    return new VersionOrder(image, chooser, known);
  }

  public boolean fits(Tag tag) {
    return fit(tag) instanceof Fit.Ranked;
  }

  public Fit fit(Tag tag) {
    return chooser.fit(candidate(tag));
  }

  /** Positive where the first is newer; what does not fit is older than whatever does. */
  public int compare(Tag first, Tag second) {
    return chooser.compare(candidate(first), candidate(second));
  }

  /** Whether nothing can be said of the tag before somebody looked at its image. */
  public boolean mustBeLookedUp(Tag tag) {
    return image.policy() instanceof TagPolicy.NewestBuild
        && known.build(KnownTags.key(image.repository(), tag)).isEmpty();
  }

  /** What the images of an application have in common where they are of one version. */
  public String version(Tag tag) {
    return image.policy() instanceof TagPolicy.NewestBuild
        ? tag.toString()
        : fit(tag) instanceof Fit.Ranked ranked ? String.valueOf(ranked.rank()) : tag.toString();
  }

  public Optional<Tag> newest(List<Tag> tags) {
    return chooser.newest(tags.stream().map(this::candidate).toList());
  }

  private Candidate candidate(Tag tag) {
    if (!(image.policy() instanceof TagPolicy.NewestBuild)) {
      return Candidate.of(tag);
    }
    return new Candidate(
        tag,
        known
            .build(KnownTags.key(image.repository(), tag))
            .map(KnownTags.Build::createdAt)
            .orElse(null));
  }
}
