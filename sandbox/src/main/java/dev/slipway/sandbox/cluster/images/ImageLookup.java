package dev.slipway.sandbox.cluster.images;

/**
 * Pulls images for the simulated node. May block for some seconds; never throws.
 *
 * <p>Asked anew at every start of a pod, so that a moved tag gives the new digest.
 */
@FunctionalInterface
public interface ImageLookup {
  Pull pull(String image);

  /** What came of a pull. */
  sealed interface Pull {}

  /**
   * The image is there.
   *
   * @param imageId {@code repository@digest}, as a pod's status names it
   */
  record Pulled(String imageId, ImageBehaviour behaviour) implements Pull {}

  /**
   * The image can't be had.
   *
   * @param reason in the words of a container runtime
   */
  record Refused(String reason) implements Pull {}

  /** Finds every image whose name does not ask for a failure. */
  static ImageLookup byName() {
    return new NamedImages();
  }
}
