package dev.slipway.events;

import dev.slipway.events.value.FollowedImage;
import dev.slipway.events.value.GitRepository;

/** An image whose tags are to be known. */
public record WatchedImage(GitRepository source, FollowedImage image)
    implements ConfigurationEvent {

  @Override
  public String key() {
    return keyOf(source, image.name());
  }

  public static String keyOf(GitRepository source, String name) {
    return "WatchedImage/" + source + "/" + name;
  }
}
