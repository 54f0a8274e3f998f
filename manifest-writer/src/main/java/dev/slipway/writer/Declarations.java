package dev.slipway.writer;

import dev.slipway.events.Environment;
import dev.slipway.events.EventJson;
import dev.slipway.events.value.EnvironmentName;
import dev.slipway.events.value.EventId;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * What stands for an environment's declaration: equal, where nothing in it differs. Remembers the
 * last of each, since an environment may follow hundreds of images. For one thread at a time.
 */
final class Declarations {
  private record Known(Environment environment, EventId fingerprint) {}

  private final Map<EnvironmentName, Known> known = new HashMap<>();

  EventId fingerprint(Environment environment) {
    Known last = known.get(environment.name());
    if (last == null || !last.environment().equals(environment)) {
      String json = new String(EventJson.write(environment), StandardCharsets.UTF_8);
      last = new Known(environment, EventId.derive(json));
      known.put(environment.name(), last);
    }
    return last.fingerprint();
  }
}
