package dev.slipway.watcher.webhook;

import dev.slipway.events.value.Tag;
import java.util.Set;

/**
 * A tag that somebody pushed, as a notification tells it.
 *
 * @param path the repository without a host
 * @param hosts what the registry calls itself; empty where it does not say
 */
record Push(String path, Tag tag, Set<String> hosts) {
  Push {
    hosts = Set.copyOf(hosts);
  }
}
