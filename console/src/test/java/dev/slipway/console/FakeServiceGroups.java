package dev.slipway.console;

import dev.slipway.messaging.BrokerUnavailableException;
import dev.slipway.messaging.ServiceGroups;
import java.util.List;
import java.util.Map;

/** One guard with a copy and an applier without; can be away, as a broker can. */
public final class FakeServiceGroups implements ServiceGroups {
  private volatile boolean away;

  public void away(boolean now) {
    away = now;
  }

  @Override
  public Map<String, Group> describe() {
    if (away) {
      throw new BrokerUnavailableException("no answer", new IllegalStateException("away"));
    }
    return Map.of(
        "queue-guard",
            new Group("queue-guard", List.of(new Copy("guard-1", 2, List.of(0, 1), 0)), 0),
        "cluster-applier", new Group("cluster-applier", List.of(), 3));
  }
}
