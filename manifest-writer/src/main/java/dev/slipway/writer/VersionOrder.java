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
final class VersionOrder {
  private record Key(TagPolicy policy, Optional<TagFilter> filter) {}

  private static final Map<Key, VersionOrder> PREPARED = new ConcurrentHashMap<>();
  private static final int MOST_PREPARED = 5_000;

  private final TagChooser chooser;

  private VersionOrder(TagChooser chooser) {
    this.chooser = chooser;
  }

  static VersionOrder of(FollowedImage image) {
    if (PREPARED.size() > MOST_PREPARED) {
      PREPARED.clear();
    }
    return PREPARED.computeIfAbsent(
        new Key(image.policy(), Optional.ofNullable(image.filter())),
        key -> new VersionOrder(TagChooser.of(key.policy(), key.filter().orElse(null))));
  }

  boolean fits(Tag tag) {
    return chooser.fit(tag) instanceof Fit.Ranked;
  }

  /** Positive where the first is newer. */
  int compare(Tag first, Tag second) {
    return chooser.compare(Candidate.of(first), Candidate.of(second));
  }

  Optional<Tag> newest(List<Tag> tags) {
    return chooser.select(tags.stream().map(Candidate::of).toList()).chosen();
  }
}
