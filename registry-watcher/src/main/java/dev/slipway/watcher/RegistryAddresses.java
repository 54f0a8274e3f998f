package dev.slipway.watcher;

import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where registries are really reached, by the host that images name.
 *
 * @param byHost addresses of hosts that are not reached at {@code https://HOST}
 * @param everyOther where every host is reached that is not among them; absent: at itself
 */
public record RegistryAddresses(Map<String, URI> byHost, @Nullable URI everyOther) {
  private static final String DOCKER_HUB = "docker.io";
  private static final URI DOCKER_HUB_ADDRESS = URI.create("https://registry-1.docker.io");

  public RegistryAddresses {
    byHost = Map.copyOf(byHost);
  }

  /** Scheme, host and port; no path. */
  public URI addressOf(String host) {
    URI listed = byHost.get(host);
    if (listed != null) {
      return listed;
    }
    if (everyOther != null) {
      return everyOther;
    }
    return host.equals(DOCKER_HUB) ? DOCKER_HUB_ADDRESS : URI.create("https://" + host);
  }

  /**
   * Whether a registry that calls itself so is the one that images call by that host.
   *
   * @param self host with an optional port, as a notification names it
   */
  public boolean isSame(String host, String self) {
    return host.equalsIgnoreCase(self) || self.equalsIgnoreCase(addressOf(host).getAuthority());
  }
}
