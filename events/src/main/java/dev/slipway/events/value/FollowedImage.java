package dev.slipway.events.value;

import org.jspecify.annotations.Nullable;

/**
 * An image under the name that markers use, and the versions of it that are wanted.
 *
 * @param name key in {@code images} of {@code slipway.yaml}
 * @param fromBranch only images built from this branch of their source, by the image's own labels
 * @param digests whether files get the digest too; absent: where they hold one already
 */
public record FollowedImage(
    String name,
    ImageRepository repository,
    TagPolicy policy,
    @Nullable TagFilter filter,
    @Nullable GitBranch fromBranch,
    @Nullable DigestPolicy digests) {

  /** One whose digest is written where the files hold one already. */
  public FollowedImage(
      String name,
      ImageRepository repository,
      TagPolicy policy,
      @Nullable TagFilter filter,
      @Nullable GitBranch fromBranch) {
    this(name, repository, policy, filter, fromBranch, null);
  }

  public FollowedImage {
    Check.notBlank("image name", name);
  }

  /**
   * Whether a tag's name does not say all that this policy goes by: when it was built, or where.
   */
  public boolean needsDetails() {
    return fromBranch != null || policy instanceof TagPolicy.NewestBuild;
  }
}
