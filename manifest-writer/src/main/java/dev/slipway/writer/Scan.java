package dev.slipway.writer;

import dev.slipway.events.RepositoryScanned;
import dev.slipway.events.value.FollowedImage;
import dev.slipway.events.value.ScannedImage;
import dev.slipway.events.value.Tag;
import dev.slipway.events.value.TagPolicy;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What a repository holds, as a scan tells it: of it all only each policy's best can be chosen. */
final class Scan {
  private record Wanted(Object policy, Optional<Object> filter, Optional<Object> branch) {}

  private final RepositoryScanned scan;
  private final Collection<FollowedImage> followers;
  private final List<ScannedImage> images;
  private final KnownTags builds;

  Scan(RepositoryScanned scan, Collection<FollowedImage> followers) {
    this.scan = scan;
    this.followers = followers;
    List<ScannedImage> told = scan.images();
    this.images = told == null ? List.of() : told;
    this.builds = KnownTags.of(scan.repository(), images);
  }

  BranchState note(BranchState state, Cause cause) {
    Map<Wanted, Optional<Tag>> newest = new LinkedHashMap<>();
    for (FollowedImage image : followers) {
      if (!(image.policy() instanceof TagPolicy.MovingDigest)) {
        newest.computeIfAbsent(
            new Wanted(
                image.policy(),
                Optional.ofNullable(image.filter()),
                Optional.ofNullable(image.fromBranch())),
            _ -> VersionOrder.of(image, builds).newest(tags(image)));
      }
    }
    Set<Tag> chosen =
        newest.values().stream()
            .flatMap(Optional::stream)
            .collect(Collectors.toCollection(LinkedHashSet::new));
    BranchState next = state;
    for (Tag tag : chosen) {
      next = noted(next, cause, tag);
    }
    return next;
  }

  /** Those of the asked branch; a tag that nothing is known of behind its name is none of it. */
  private List<Tag> tags(FollowedImage image) {
    return image.fromBranch() == null
        ? scan.tags()
        : images.stream()
            .filter(
                one ->
                    SourceBranch.of(one.labels())
                        .filter(image.fromBranch().value()::equals)
                        .isPresent())
            .map(ScannedImage::tag)
            .toList();
  }

  private BranchState noted(BranchState state, Cause cause, Tag tag) {
    String key = KnownTags.key(scan.repository(), tag);
    Optional<ScannedImage> image = images.stream().filter(one -> one.tag().equals(tag)).findFirst();
    KnownTags tags = state.tags();
    if (image.isPresent()) {
      tags =
          tags.with(key, image.get().digest())
              .with(key, new KnownTags.Build(image.get().createdAt()));
    }
    Candidate candidate =
        new Candidate(
            // Each candidate is decided on its own, so each needs a cause of its own.
            cause.part("candidate", tag),
            scan.repository(),
            tag,
            tags.digests().get(key),
            image.map(ScannedImage::labels).orElse(Map.of()),
            false);
    return state.withTags(tags).withInbox(inbox -> inbox.with(candidate));
  }
}
