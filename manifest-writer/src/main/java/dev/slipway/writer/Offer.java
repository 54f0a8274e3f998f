package dev.slipway.writer;

import dev.slipway.events.Environment;
import dev.slipway.events.value.FollowedImage;
import dev.slipway.events.value.ImageReference;
import dev.slipway.events.value.Tag;
import dev.slipway.writer.files.Place;
import java.util.List;

/**
 * A version that an environment may have: newer than what it has, and nothing speaks against it.
 *
 * @param places where the image's version stands there
 */
record Offer(
    Candidate candidate,
    Environment environment,
    FollowedImage image,
    VersionOrder order,
    List<Place> places) {

  Tag tag() {
    return candidate.tag();
  }

  String version() {
    return order.version(candidate.tag());
  }

  boolean isNewerThan(Offer other) {
    return order.compare(tag(), other.tag()) > 0;
  }

  /** With the digest as the policy says; where it says nothing, where the files hold one. */
  ImageReference asWritten() {
    boolean digests =
        switch (image.digests()) {
          case null -> places.stream().anyMatch(place -> place.digest().isPresent());
          case NEVER -> false;
          case IF_NOT_PRESENT, ALWAYS -> true;
        };
    return new ImageReference(
        candidate.repository(), candidate.tag(), digests ? candidate.digest() : null);
  }

  Plan.Wanted wanted() {
    return new Plan.Wanted(
        candidate.cause(), environment.name(), image.name(), asWritten(), places);
  }
}
