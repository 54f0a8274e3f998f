package dev.slipway.sandbox.launcher;

import java.util.Locale;

/** The services of Slipway, each a process of its own. */
enum Service {
  REGISTRY_WATCHER(10),
  MANIFEST_WRITER(11),
  QUEUE_GUARD(12),
  CLUSTER_APPLIER(13),
  NOTIFIER(14),
  CONSOLE(0);

  private final int portOffset;

  Service(int portOffset) {
    this.portOffset = portOffset;
  }

  /** Where its port lies above the base. */
  int portOffset() {
    return portOffset;
  }

  /** The module, the jar and the consumer group. */
  String moduleName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
