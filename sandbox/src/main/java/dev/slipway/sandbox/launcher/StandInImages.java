package dev.slipway.sandbox.launcher;

import dev.slipway.sandbox.cluster.images.ImageLookup;
import dev.slipway.sandbox.cluster.images.OciImageLookup;
import java.net.URI;

/**
 * What the simulated cluster's node can pull: the sandbox registry's own images as that registry
 * says; any other registry's image from the sandbox registry if it is there, for it stands in for
 * them, and else by being named.
 */
final class StandInImages implements ImageLookup {
  private final ImageLookup own;
  private final ImageLookup standIn;
  private final ImageLookup named = ImageLookup.byName();
  private final String host;

  StandInImages(URI registry) {
    this.host = registry.getAuthority();
    this.own = OciImageLookup.at(registry);
    this.standIn = new OciImageLookup(registry, _ -> true);
  }

  @Override
  public Pull pull(String image) {
    if (image.startsWith(host + "/")) {
      return own.pull(image);
    }
    return standIn.pull(image) instanceof Pulled pulled ? pulled : named.pull(image);
  }
}
