package dev.slipway.watcher;

import dev.slipway.events.value.Digest;
import dev.slipway.events.value.ImageReference;
import dev.slipway.events.value.ImageRepository;
import dev.slipway.events.value.Tag;
import java.util.Optional;
import java.util.SortedSet;

/**
 * What a registry holds, asked anew at each call. Safe for any thread; calls block.
 *
 * <p>Every method throws {@link TransientRegistryException} where trying again later may help, and
 * {@link PermanentRegistryException} where somebody has to change something first. Nothing is
 * retried here. {@link InterruptedException} ends a call early.
 */
public interface Registry {

  /**
   * Every tag of the repository: the whole list, or an exception. A part of a list is never taken
   * for the whole.
   */
  SortedSet<Tag> listTags(ImageRepository repository) throws InterruptedException;

  /**
   * Whether the tags are those that {@link #listTags} gave last, as the registry itself says; false
   * where it gives no ETags to tell by.
   */
  boolean listsTheSame(ImageRepository repository) throws InterruptedException;

  /**
   * The next tags behind this one in the order of names, as registries list them. A registry that
   * does not list so gives others.
   *
   * @param most how many at most
   */
  SortedSet<Tag> listTagsAfter(ImageRepository repository, Tag last, int most)
      throws InterruptedException;

  /** Where the tag points now; empty only where the registry says that there is no such tag. */
  Optional<Digest> head(ImageRepository repository, Tag tag) throws InterruptedException;

  /**
   * The image behind a tag or a digest, with what it says about itself.
   *
   * @param image names a tag, a digest or both; with both the digest decides
   */
  Resolution resolve(ImageReference image) throws InterruptedException;
}
